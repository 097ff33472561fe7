"""What the figures of the time to answer mean, a line each."""

from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition

DEFINITIONS = (
    Definition(
        term=_("Sent"),
        text=_(
            "Requests sent within the period (received, where they ask us), as things stood on the as-of day."
        ),
    ),
    Definition(
        term=_("Answer"),
        text=_(
            "The first substantive answer other than a refusal: executed, partly executed or nothing found."
        ),
    ),
    Definition(
        term=_("Refusal"),
        text=_("Everything asked for was refused with a ground; the day of the first refusal."),
    ),
    Definition(
        term=_("Acknowledgement"),
        text=_(
            "The first one recorded. An answer without one, and an ending without either, compete with it: after them"
            " nobody waits for an acknowledgement."
        ),
    ),
    Definition(
        term=_("Limit kept, limit missed"),
        text=_(
            "Acknowledged or answered by the last day that the law, the channel or a house rule gives, in whole days;"
            " missed: not. Left out: no limit, one that still runs (kept already or not), what ended within it."
        ),
    ),
    Definition(
        term=_("Full execution"),
        text=_(
            "Something was executed or found not to exist, and nothing asked for is open any more; the day of the last"
            " decision. Refusal: all of it was refused by then."
        ),
    ),
    Definition(
        term=_("Ended without answer"),
        text=_("Withdrawn, lapsed, returned for good, referred elsewhere or closed."),
    ),
    Definition(
        term=_("Share by a day"),
        text=_(
            "The cumulative incidence (Aalen-Johansen): answer, refusal and ending compete, so that the shares and"
            " those still waiting make up all that were sent. Only the open ones are censored, at the as-of day."
        ),
    ),
    Definition(
        term=_("95 % interval"),
        text=_(
            "How far chance alone may carry a share, each day by itself (Wilson, of as many requests as would give a"
            " plain share its variance)."
        ),
    ),
    Definition(
        term=_("Observed and waiting"),
        text=_(
            "How many were sent at least so many days before the as-of day, and nothing had come to them before"
            " that day."
        ),
    ),
    Definition(
        term=_("Median days"),
        text=_(
            "The day by which half of all sent had an answer (an acknowledgement, full execution), from and to. Not"
            " reached: fewer than half have it."
        ),
    ),
    Definition(
        term=_("Median, mean, nine in ten of those with an answer, acknowledged, wholly answered"),
        text=_(
            "The same of those alone that reached it, refusals aside. They leave out all that still wait, and so they"
            " flatter."
        ),
    ),
    Definition(
        term=_("What the next days bring"),
        text=_(
            "Of the requests that waited for more than so many days, those open among them, the share to which it came"
            " in the days after. Not given where fewer than the minimum were observed waiting."
        ),
    ),
    Definition(
        term=_("Comparison of rows"),
        text=_(
            "Gray's test of equal cumulative incidence of what is waited for; those that something else ended stay at"
            " risk until the as-of day, which would have ended their observation."
        ),
    ),
    Definition(
        term=_("p"),
        text=_(
            "How often chance alone makes differences as large between rows that do not differ. A small one: it hardly"
            " does. It does not say what does."
        ),
    ),
)
