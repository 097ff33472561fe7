"""Words for deadlines."""

from django.utils.translation import gettext_lazy as _

from tracker.casework.labels.choosing import Labels
from workflows import vocabulary as v

DEADLINE_KIND: Labels = {
    v.DeadlineKind.REPLY: _("They owe us"),
    v.DeadlineKind.OBLIGATION: _("We owe"),
    v.DeadlineKind.EXPIRY: _("Something is lost"),
    v.DeadlineKind.EXPECTATION: _("Custom"),
}
DEADLINE_STATE: Labels = {
    v.DeadlineState.OPEN: _("Open"),
    v.DeadlineState.PAUSED: _("Stands still"),
    v.DeadlineState.MET: _("Met"),
    v.DeadlineState.LAPSED: _("Lapsed"),
    v.DeadlineState.SUPERSEDED: _("Superseded"),
    v.DeadlineState.CANCELLED: _("Cancelled"),
}
LEVEL: Labels = {
    v.Level.RUNNING: _("Running"),
    v.Level.DUE_SOON: _("Due soon"),
    v.Level.OVERDUE: _("Overdue"),
    v.Level.LONG_OVERDUE: _("Long overdue"),
}
