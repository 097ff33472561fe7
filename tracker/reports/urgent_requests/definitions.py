"""What each figure of urgent requests means."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition

DEFINITIONS: Final = (
    Definition(
        term=_("Counted"),
        text=_(
            "Requests sent within the period (received, where they ask us) by the as-of day, each once, by the urgency"
            " that it has now. Urgent counts emergencies, too, unless they stand in a row of their own."
        ),
    ),
    Definition(
        term=_("Acted on"),
        text=_(
            "The side that is asked acknowledged it, accepted it, preserved the data or answered. A question or a"
            " return as deficient is no act."
        ),
    ),
    Definition(
        term=_("Waiting; ended"),
        text=_("Open without such an act on the as-of day; closed by then without one."),
    ),
    Definition(
        term=_("Hours"),
        text=_(
            "From the sending, or the receipt, to the first act, where the hour of both is recorded: in tenths for two"
            " days, whole hours for ten, then whole days, for ninety days."
        ),
    ),
    Definition(
        term=_("Median hours"),
        text=_(
            "By then half were acted on, with its 95 % interval. Those that wait count as long as they have waited; an"
            " end without an act competes (Aalen-Johansen). Not reached: less than half were."
        ),
    ),
    Definition(
        term=_("Within an hour, a day"),
        text=_(
            "The share acted on by then, of the same requests. They are the house's targets on the 24/7 network, no"
            " limits of a law. Under the minimum number with hours there is neither share nor median."
        ),
    ),
)
