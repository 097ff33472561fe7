"""Words for the sides and people of a request."""

from django.utils.translation import gettext_lazy as _

from tracker.casework.labels.choosing import Labels
from workflows import vocabulary as v

DIRECTION: Labels = {
    v.Direction.OUTGOING: _("Outgoing: we ask"),
    v.Direction.INCOMING: _("Incoming: they ask"),
    v.Direction.TRANSIT: _("Transit: we pass on"),
}
PARTY: Labels = {v.Party.US: _("us"), v.Party.THEM: _("them"), v.Party.THIRD: _("a third")}
AUDIENCE: Labels = {
    v.Audience.OFFICER: _("Whoever is responsible"),
    v.Audience.SUPERVISOR: _("Head of the office"),
    v.Audience.HEAD_ABOVE: _("Head of the office above"),
}
