"""Requests by channel and by what they ask for first, counted by the database in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from tracker.reports.counting import Tally, tally_across, together
from tracker.reports.dimensions import Values

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tracker.casework.models import Spell

Strata = Mapping[str, Mapping[str, Tally]]
"""By channel, by the type of the first item."""


def strata_of(spells: QuerySet[Spell], on: date) -> Strata:
    """Each request once, by its channel and its first item. One query."""
    found: dict[str, dict[str, Tally]] = defaultdict(dict)
    for (channel, kind), tally in tally_across(spells, ("channel", "first_type"), on).items():
        found[str(channel)][str(kind)] = tally
    return dict(found)


def channels_of(strata: Strata) -> dict[Values, Tally]:
    """All types of each channel together."""
    return {
        (channel,): together({(kind,): tally for kind, tally in kinds.items()})
        for channel, kinds in strata.items()
    }


def side_by_side(strata: Strata, channel: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Of each type that the channel sent: its own answers, and those of all others together.

    In the order of their names: what is added up in another order differs in its last digit.
    """
    own, pairs = strata.get(channel, {}), []
    for kind in sorted(own):
        others = [kinds[kind].answers for name, kinds in strata.items() if name != channel and kind in kinds]
        sums = sum(hits for hits, _of in others), sum(of for _hits, of in others)
        pairs.append((own[kind].answers, sums))
    return pairs
