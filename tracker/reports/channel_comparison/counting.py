"""Requests by channel and by what they ask for first, counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext

from tracker.reports import words
from tracker.reports.counting import Tally, grouped
from tracker.reports.dimensions import GROUP, Values
from workflows.vocabulary import OutcomeGroup

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tracker.casework.models import Spell

Stratum = Counter[str]
"""How many of one type by one channel were in each outcome group."""
Strata = Mapping[str, Mapping[str, Stratum]]
"""By channel, by the type of the first item."""


def strata_of(spells: QuerySet[Spell], on: date) -> Strata:
    """Each request once, by its channel and its first item. One query."""
    found: dict[str, dict[str, Stratum]] = defaultdict(lambda: defaultdict(Counter))
    told = grouped(spells, on).order_by().values_list("channel", "first_type", GROUP)
    for channel, kind, group, number in told.annotate(number=Count("pk")):
        found[channel][kind][group] += number
    return {channel: dict(kinds) for channel, kinds in found.items()}


def answers(stratum: Stratum) -> tuple[int, int]:
    """How many were answered, of how many."""
    return stratum[OutcomeGroup.ANSWERED.value], stratum.total()


def still_open(stratum: Stratum) -> int:
    """Neither answered nor ended."""
    return stratum[OutcomeGroup.OPEN_NOT_DUE.value] + stratum[OutcomeGroup.OPEN_OVERDUE.value]


def side_by_side(strata: Strata, channel: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Of each type that the channel sent: its own answers, and those of all others together."""
    pairs = []
    for kind, own in strata.get(channel, {}).items():
        others: Stratum = Counter()
        for name, kinds in strata.items():
            if name != channel:
                others.update(kinds.get(kind, Counter()))
        pairs.append((answers(own), answers(others)))
    return pairs


def anomalies(channels: Mapping[Values, Tally], strata: Strata) -> Iterator[str]:
    """What does not add up, in sentences. There is something to repair in the data wherever one is printed."""
    for (channel, *_more), tally in channels.items():
        counted: Stratum = Counter()
        for stratum in strata.get(str(channel), {}).values():
            counted.update(stratum)
        if answers(counted) != tally.answers or still_open(counted) != tally.still_open or not tally.adds_up:
            yield gettext("%(channel)s: %(sent)s were sent, but its types add up to %(sum)s.") % {
                "channel": str(channel),
                "sent": words.count(tally.sent),
                "sum": words.count(counted.total()),
            }
