"""Requests by channel and by what they ask for first, counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from tracker.casework.models import Item
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
    """Each request once, by its channel and its first item. One query; one more where some have no item number one.

    The first item is nearly always number one, which is quickly joined. Only where that was taken out of the draft,
    or nothing is recorded, the lowest number is looked for.
    """
    found: dict[str, dict[str, Stratum]] = defaultdict(lambda: defaultdict(Counter))
    spoke = grouped(spells, on)
    number_one = FilteredRelation("request__items", condition=Q(request__items__number=1))
    counted = list(_counted(spoke.annotate(first=number_one, kind=F("first__type"))))
    if any(kind is None for _channel, kind, _group, _number in counted):
        counted = [line for line in counted if line[1] is not None]
        counted += _counted(_without_number_one(spoke))
    for channel, kind, group, number in counted:
        found[channel][kind or ""][group] += number
    return {channel: dict(kinds) for channel, kinds in found.items()}


def _counted(named: QuerySet[Spell]) -> Iterable[tuple[str, str | None, str, int]]:
    return named.order_by().values_list("channel", "kind", GROUP).annotate(number=Count("pk"))


def _without_number_one(spoke: QuerySet[Spell]) -> QuerySet[Spell]:
    items = Item.objects.filter(request=OuterRef("request"))
    lowest = Subquery(items.order_by("number").values("type")[:1])
    return spoke.filter(~Exists(items.filter(number=1))).annotate(kind=Coalesce(lowest, Value("")))


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
