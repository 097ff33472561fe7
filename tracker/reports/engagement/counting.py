"""Requests within windows of days, counted by the database between all edges of the windows at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Least

from tracker.reports.counting import grouped
from tracker.reports.dimensions import GROUP
from tracker.reports.engagement.windows import Window
from workflows.vocabulary import OPEN_GROUPS, OutcomeGroup

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tracker.casework.models import Spell


@dataclass(slots=True, kw_only=True)
class Watched:
    """Requests sent within some days, each watched for equally many days from its sending, if so many have passed.

    ``observed`` are those of which they have, ``in_time`` those of them that were answered by then. ``answered`` and
    ``waiting`` hold all, by the days that it took, or that they were watched without an answer.
    """

    sent: int = 0
    observed: int = 0
    in_time: int = 0
    still_open: int = 0
    answered: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)

    def include(self, other: Watched) -> None:
        """Count all of another one in."""
        self.sent += other.sent
        self.observed += other.observed
        self.in_time += other.in_time
        self.still_open += other.still_open
        self.answered += other.answered
        self.waiting += other.waiting

    @property
    def rate(self) -> tuple[int, int]:
        """How many were answered in time, of how many that were observed for long enough."""
        return self.in_time, self.observed


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Days of one jurisdiction between two edges next to each other."""

    window: Window
    watched: Watched


Pieces = Mapping[int, tuple[Piece, ...]]
"""By the id of the jurisdiction."""


def pieces_of(
    spells: QuerySet[Spell], windows: Mapping[int, Iterable[Window]], *, days: int, on: date
) -> Pieces:
    """What was sent between any two edges of the windows of each jurisdiction, watched for ``days``. One query.

    The last day of sending that has been observed for so long is an edge, too.
    """
    edges = {place: _edges(some, on - timedelta(days=days)) for place, some in windows.items()}
    found: dict[tuple[int, int], Watched] = defaultdict(Watched)
    for place, number, group, took, counted in _lines(spells, edges, days, on):
        window = _between(edges[place], number)
        if window:
            is_observed = window.last <= on - timedelta(days=days)
            _add(found[place, number], group, took, counted, days=days, is_observed=is_observed)
    return {
        place: tuple(
            Piece(window=window, watched=found[place, number])
            for number in range(1, len(some))
            if (window := _between(some, number))
        )
        for place, some in edges.items()
    }


def watched_in(window: Window, pieces: Iterable[Piece]) -> Watched:
    """What was sent within the window: whole pieces."""
    whole = Watched()
    for piece in pieces:
        if window.first <= piece.window.first and piece.window.last <= window.last:
            whole.include(piece.watched)
    return whole


def _edges(windows: Iterable[Window], observed_until: date) -> list[date]:
    """The first day of each piece, in order, and the day after the last one."""
    one = timedelta(days=1)
    found = {day for window in windows for day in (window.first, window.last + one)}
    inner = observed_until + one
    return sorted(found | ({inner} if found and min(found) < inner < max(found) else set()))


def _between(edges: list[date], number: int) -> Window | None:
    """The piece of that number; None before the first edge and after the last."""
    if not 0 < number < len(edges):
        return None
    return Window(first=edges[number - 1], last=edges[number] - timedelta(days=1))


def _lines(
    spells: QuerySet[Spell], edges: Mapping[int, list[date]], days: int, on: date
) -> Iterable[tuple[int, int, str, int, int]]:
    """A line for each jurisdiction, piece, outcome group and number of days, which end one day after the last."""
    number: Any = IntegerField()
    pieces = [
        When(
            jurisdiction=place,
            then=Case(
                *(When(sent_on__lt=edge, then=Value(before)) for before, edge in enumerate(some)),
                default=Value(len(some)),
                output_field=number,
            ),
        )
        for place, some in edges.items()
    ]
    everything = [edge for some in edges.values() for edge in some]
    if not everything:
        return ()
    asked = spells.filter(
        Q(sent_on__gte=min(everything), sent_on__lt=max(everything)), jurisdiction__in=list(edges)
    )
    found = grouped(asked, on).annotate(
        piece=Case(*pieces, default=Value(0), output_field=number), took=Least(F("days"), Value(days + 1))
    )
    lines = found.order_by().values_list("jurisdiction", "piece", GROUP, "took")
    return lines.annotate(number=Count("pk"))


def _add(watched: Watched, group: str, took: int, counted: int, *, days: int, is_observed: bool) -> None:
    in_time = group == OutcomeGroup.ANSWERED.value and took <= days
    watched.sent += counted
    watched.observed += counted if is_observed else 0
    watched.in_time += counted if in_time and is_observed else 0
    watched.still_open += counted if group in OPEN_GROUPS else 0
    (watched.answered if in_time else watched.waiting)[min(took, days)] += counted
