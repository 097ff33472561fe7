"""What the figures of the country matrix mean, a line each."""

from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition

DEFINITIONS = (
    Definition(
        term=_("Made, received"),
        text=_(
            "Requests that we sent to them, and that they sent to us, within the period, each counted once, as things"
            " stood at the end of the as-of day. Those that we only pass on stand in no row."
        ),
    ),
    Definition(
        term=_("Executed"), text=_("Everything asked for had been decided, and was given in full or in part.")
    ),
    Definition(term=_("Nothing found"), text=_("The search was made and gave nothing.")),
    Definition(term=_("Refused"), text=_("Everything asked for was refused with a ground.")),
    Definition(
        term=_("Answered otherwise"),
        text=_("An answer had come, but not to everything, or the request ended in another way after it."),
    ),
    Definition(term=_("Withdrawn"), text=_("Withdrawn without an answer.")),
    Definition(
        term=_("Ended without answer"),
        text=_("Lapsed, returned for good, referred elsewhere, or closed without one."),
    ),
    Definition(
        term=_("Pending"),
        text=_("Neither answered nor ended. With the others it makes up all that were made, or received."),
    ),
    Definition(
        term=_("Rate"),
        text=_(
            "Answered (executed, nothing found, refused or otherwise) divided by made, or received. The 95 % interval"
            " (Wilson) says how far chance alone may carry it. Below the minimum number there is none."
        ),
    ),
    Definition(
        term=_("Reciprocity"),
        text=_(
            "Their rate to us beside ours to them, by the same rule. The difference in percentage points is theirs less"
            " ours; its 95 % interval (Newcombe) holds 0 where chance alone may have made it."
        ),
    ),
    Definition(
        term=_("Median days"),
        text=_(
            "Days from sending until half of all were answered; those without an answer count as unanswered for as long"
            " as they were observed (Kaplan-Meier). Not reached: the curve has not fallen to one half."
        ),
    ),
)
