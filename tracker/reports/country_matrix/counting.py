"""What we asked of them and they of us, by what had come of it: counted by the database in one pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from tracker.casework import labels
from tracker.casework.filtering.speaking import disposition_of
from tracker.reports.counting import Check, Tally, against, tally_across
from tracker.reports.dimensions import OUTCOME, Dimension, Values
from workflows.vocabulary import Direction, Disposition, Outcome

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tracker.casework.models import Spell


@dataclass(slots=True, kw_only=True)
class Asked:
    """Requests in one direction."""

    tally: Tally = field(default_factory=Tally)
    dispositions: Counter[Disposition] = field(default_factory=Counter)

    def add(self, outcome: Outcome, tally: Tally) -> None:
        """Count those in that had this outcome."""
        self.tally.include(tally)
        for group, number in tally.groups.items():
            self.dispositions[disposition_of(group, outcome)] += number

    def include(self, other: Asked) -> None:
        """Count all of another one in."""
        self.tally.include(other.tally)
        self.dispositions.update(other.dispositions)


@dataclass(slots=True, kw_only=True)
class Pair:
    """What passed between us and one row, by direction."""

    asked: defaultdict[Direction, Asked] = field(default_factory=lambda: defaultdict(Asked))

    @property
    def made(self) -> Asked:
        return self.asked[Direction.OUTGOING]

    @property
    def received(self) -> Asked:
        return self.asked[Direction.INCOMING]

    @property
    def number(self) -> int:
        """Made and received."""
        return self.made.tally.sent + self.received.tally.sent


def pairs_by(spells: QuerySet[Spell], dimension: Dimension, on: date) -> tuple[dict[Values, Pair], int]:
    """The counts of each row, and how many were counted. One query, and one for names."""
    found: dict[Values, Pair] = defaultdict(Pair)
    lines = tally_across(spells, (*dimension.grouped, "direction", OUTCOME), on)
    rows = dimension.rows_of(values[:-2] for values in lines)
    for (*values, direction, outcome), tally in lines.items():
        for row in rows[tuple(values)]:
            found[row].asked[Direction(str(direction))].add(Outcome(str(outcome)), tally)
    return dict(found), sum(tally.sent for tally in lines.values())


def together(pairs: Iterable[Pair]) -> Pair:
    """All rows as one."""
    whole = Pair()
    for pair in pairs:
        for direction, asked in pair.asked.items():
            whole.asked[direction].include(asked)
    return whole


def anomalies(found: Mapping[Values, Pair], checked: Check, dimension: Dimension) -> Iterator[str]:
    """What does not add up, in sentences. There is something to repair in the data wherever one is printed."""
    for values, pair in found.items():
        for direction, asked in pair.asked.items():
            if asked.dispositions.total() != asked.tally.sent:
                yield gettext(
                    "%(row)s, %(direction)s: %(sent)s were sent, but the dispositions add up to %(sum)s."
                ) % {
                    "row": dimension.label_of(values),
                    "direction": str(labels.DIRECTION[direction]),
                    "sent": asked.tally.sent,
                    "sum": asked.dispositions.total(),
                }
    yield from against(
        checked, sum(asked.tally.sent for pair in found.values() for asked in pair.asked.values())
    )
