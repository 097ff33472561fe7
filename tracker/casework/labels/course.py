"""Words for where a request stands."""

from django.utils.translation import gettext_lazy as _

from tracker.casework.labels.choosing import Labels
from workflows import vocabulary as v

STAGE: Labels = {
    v.Stage.DRAFT: _("Draft"),
    v.Stage.APPROVAL: _("Awaiting approval"),
    v.Stage.READY: _("Approved, to be sent"),
    v.Stage.UNDERWAY: _("Under way"),
    v.Stage.EXECUTION: _("Being executed"),
    v.Stage.RETURNED: _("Returned as deficient"),
    v.Stage.ANSWERED: _("Answered"),
    v.Stage.CLOSED: _("Closed"),
    v.Stage.WITHDRAWN: _("Withdrawn"),
    v.Stage.LAPSED: _("Lapsed"),
}
FLAG: Labels = {
    v.Flag.INFORMATION_ASKED: _("Information asked"),
    v.Flag.CONSULTATION: _("In consultation"),
    v.Flag.POSTPONED: _("Postponed"),
    v.Flag.CONDITIONAL: _("With a condition"),
    v.Flag.APPEAL: _("Appeal pending"),
    v.Flag.URGENT: _("Urgent"),
    v.Flag.CONFIDENTIAL: _("Confidential"),
    v.Flag.PRESERVATION_RUNNING: _("Preservation running"),
    v.Flag.DELIVERY_FAILED: _("Delivery failed"),
    v.Flag.UNAPPROVED: _("Sent before approval"),
}
STRETCH_KIND: Labels = {
    v.StretchKind.HELD: _("Held by somebody"),
    v.StretchKind.QUESTION: _("Question open"),
    v.StretchKind.CONSULTATION: _("Consultation open"),
    v.StretchKind.RETURN: _("Returned as deficient"),
    v.StretchKind.REFUSAL: _("Refusal"),
    v.StretchKind.POSTPONEMENT: _("Postponed"),
}
