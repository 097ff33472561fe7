"""What the figures before and after engagements mean, a line each."""

from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition

DEFINITIONS = (
    Definition(
        term=_("Engagement"),
        text=_("Something done together with a jurisdiction, as the directory lists it today."),
    ),
    Definition(
        term=_("Before"),
        text=_("So many days, until the eve of the first day on which the engagement may have begun."),
    ),
    Definition(
        term=_("After"),
        text=_(
            "So many days, from the morrow of the last day on which it may have ended; where no end is recorded, on"
            " which it may have begun. Of a date known by month or year only, the whole month or year is left out."
        ),
    ),
    Definition(
        term=_("Sent"),
        text=_("Our requests to the jurisdiction sent on these days, as things stood on the as-of day."),
    ),
    Definition(
        term=_("Too recent"),
        text=_(
            "Sent so short before the as-of day that they have not yet had as many days to be answered as the others:"
            " they stand in no rate."
        ),
    ),
    Definition(
        term=_("Answered in time"),
        text=_(
            "A substantive answer came at most so many days after the sending, so that both sides are watched equally"
            " long. The rate divides it by those sent that are not too recent; its 95 % interval is Wilson's."
        ),
    ),
    Definition(
        term=_("Median days"),
        text=_(
            "Days from sending until half of all sent were answered, watched for no longer than the days asked for;"
            " those without an answer count as unanswered for as long as they were watched (Kaplan-Meier)."
        ),
    ),
    Definition(
        term=_("After less before"),
        text=_(
            "One rate less the other in percentage points; the 95 % interval (Newcombe) holds 0 where chance alone may"
            " have made it. It never says what made it."
        ),
    ),
)
