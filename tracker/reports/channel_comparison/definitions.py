"""What the figures of the comparison of channels mean, a line each."""

from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition

DEFINITIONS = (
    Definition(
        term=_("Sent"),
        text=_(
            "Requests of the chosen direction that were sent within the period, each counted once, as things stood at"
            " the end of the as-of day."
        ),
    ),
    Definition(
        term=_("Answered"),
        text=_(
            "A substantive answer had come by then: executed, partly executed, nothing found, or refused with a ground."
        ),
    ),
    Definition(term=_("Open"), text=_("Neither answered nor ended by then.")),
    Definition(
        term=_("Rate"),
        text=_(
            "Answered divided by sent, with its 95 % interval (Wilson). Below the minimum number there is none."
        ),
    ),
    Definition(
        term=_("Median days"),
        text=_(
            "Days from sending until half of all sent were answered; those without an answer count as unanswered for as"
            " long as they were observed (Kaplan-Meier). Not reached: the curve has not fallen to one half."
        ),
    ),
    Definition(
        term=_("Less the others"),
        text=_(
            "The rate of a channel less that of all other channels together, in percentage points; the 95 % interval"
            " (Newcombe) holds 0 where chance alone may have made it."
        ),
    ),
    Definition(
        term=_("Same types"),
        text=_(
            "The same within each type, put together by the weights of Mantel and Haenszel. A type that went by one"
            " channel only is compared with nothing; how many were compared stands beside it."
        ),
    ),
    Definition(
        term=_("Type"),
        text=_("That of the first thing asked for, so that each request stands in one type."),
    ),
)
