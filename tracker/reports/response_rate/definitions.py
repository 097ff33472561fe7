"""What the figures of the response rate mean, a line each."""

from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition

DEFINITIONS = (
    Definition(
        term=_("Sent"),
        text=_(
            "Requests sent within the period (received, where they ask us), each counted once, as things stood at the"
            " end of the as-of day."
        ),
    ),
    Definition(
        term=_("Answered"),
        text=_(
            "A substantive answer had come by then: executed, partly executed, nothing found, or refused with a"
            " ground. An acknowledgement, a question or a return as deficient is no answer."
        ),
    ),
    Definition(term=_("Withdrawn"), text=_("Withdrawn by then without an answer.")),
    Definition(
        term=_("Ended without answer"),
        text=_("Lapsed, returned for good, referred elsewhere, or closed by then without an answer."),
    ),
    Definition(
        term=_("Open, not yet due"),
        text=_(
            "Neither answered nor ended by then; the last day for an answer had not passed, or there is none."
        ),
    ),
    Definition(
        term=_("Open, overdue"),
        text=_(
            "Neither answered nor ended by then; the last day for an answer, by the latest version of its deadline,"
            " lay before the as-of day."
        ),
    ),
    Definition(
        term=_("Outcome"),
        text=_(
            "What had come of everything asked for by the as-of day: open until the last item has its outcome, although"
            " a part may count as answered before."
        ),
    ),
    Definition(
        term=_("Reopened"),
        text=_(
            "From the day of its reopening a request counts as unanswered until the next answer. Of one reopened after"
            " the as-of day the outcome is open until it was closed."
        ),
    ),
    Definition(
        term=_("Rate"),
        text=_(
            "Answered divided by sent. The 95 % interval (Wilson) says how far chance alone may carry a rate made of"
            " so few. Below the minimum number sent neither rate nor medians are given."
        ),
    ),
    Definition(
        term=_("Difference"),
        text=_(
            "One rate less the other in percentage points; the 95 % interval (Newcombe) holds 0 where chance alone may"
            " have made it."
        ),
    ),
    Definition(
        term=_("Median days to answer"),
        text=_(
            "Days from sending until half of all sent were answered; those without an answer count as unanswered for"
            " as long as they were observed (Kaplan-Meier). Not reached: the curve has not fallen to one half."
        ),
    ),
    Definition(
        term=_("Median of the answered"),
        text=_(
            "The same of the answered alone, refusals among them. It leaves out all that still wait, and so it"
            " flatters."
        ),
    ),
)
