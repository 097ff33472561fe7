"""What published figures would be now, and which entries since have changed them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils import translation

from tracker.casework.filtering.knowing import EXAMINED, looking_different_since
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.viewer import Viewer
from tracker.reports.asking import QuestionForm, offered
from tracker.reports.base import Cell, Result, Row, Table
from tracker.reports.causes import Cause, causes_of
from tracker.reports.files.lines import exported
from tracker.reports.keeping import revived
from tracker.reports.models import Publication
from tracker.reports.queries import counted_in
from tracker.reports.registry import REPORTS

TIMELESS = {
    "outcome_group": "",
    "outcome": "",
    "year": None,
    "sent_from": None,
    "sent_until": None,
    "known_on": None,
}
"""What an entry may change: not asked of the requests whose entries are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure that is another by now; None where the row was not there, or is no longer. ``is_small``: by so little
    that it reads the same."""

    table: str
    row: str
    column: str
    was: str | None
    now: str | None
    is_small: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """``hidden``: how many more requests are a cause, which the viewer may not see. ``is_partial``: more requests have
    late entries than are looked at. ``can_be_asked``: whether today's program still answers the question."""

    changes: tuple[Change, ...] = ()
    causes: tuple[Cause, ...] = ()
    hidden: int = 0
    is_partial: bool = False
    can_be_asked: bool = True

    @property
    def is_unexplained(self) -> bool:
        """No entry accounts for it: a dossier, an office or a table of rules was changed."""
        return bool(self.changes) and not self.causes and not self.hidden and not self.is_partial


class _Place(NamedTuple):
    """Where a figure stands, by what stays the same when words are changed."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure with the words of its place."""

    table: Table
    row: Row
    column: str
    cell: Cell


def restated(publication: Publication, viewer: Viewer) -> Restatement:
    """Ask the same again, over the same offices, as of the same day, in the language of the publication."""
    counted = counted_in(publication)
    report = REPORTS.get(publication.report)
    if report is None:
        return Restatement(can_be_asked=False)
    with translation.override(publication.language):
        form = QuestionForm(publication.question, report=report, viewer=viewer, offered=offered(counted))
        if not form.is_valid():
            return Restatement(can_be_asked=False)
        was = revived(publication.content)
        # Of hours that still ran the moment tells how many: at another one, more would be no restatement.
        question = replace(form.question(), at=was.question.at)
        found = _changes(was.result, report.answer(counted, question))
        changes = tuple(sorted(found, key=lambda change: change.is_small))
    if not changes:
        return Restatement()
    dossiers: CaseFilter = replace(question.wanted, **TIMELESS)  # type: ignore[arg-type]  # by their names
    return _explained(publication, apply(counted, dossiers, at=viewer.at), changes, viewer)


def _changes(was: Result, now: Result) -> Iterator[Change]:
    shared = _shared_codes(was) | _shared_codes(now)
    before, after = dict(_figures(was, shared)), dict(_figures(now, shared))
    for place in {**before, **after}:
        old, new = before.get(place), after.get(place)
        named = new or old
        if named and _said(old) != _said(new):
            yield _change(named, old, new)


def _change(named: _Figure, old: _Figure | None, new: _Figure | None) -> Change:
    was, now = (figure.cell.text if figure else None for figure in (old, new))
    is_small = was == now
    if is_small and old and new:
        was, now = _exactly(old, new), _exactly(new, old)
    return Change(
        table=named.table.title,
        row=named.row.name,
        column=named.column,
        was=was,
        now=now,
        is_small=is_small,
    )


def _shared_codes(result: Result) -> set[tuple[str, str]]:
    """Codes that several rows of a table bear, as a type by each channel: these are told apart by their words."""
    codes = Counter((table.key, row.code) for table in result.tables for row in (*table.rows, *table.totals))
    return {place for place, number in codes.items() if number > 1}


def _figures(result: Result, shared: Collection[tuple[str, str]]) -> Iterator[tuple[_Place, _Figure]]:
    for table in result.tables:
        seen: Counter[str] = Counter()
        for row in (*table.rows, *table.totals):
            name = f"{row.code} {row.label}" if (table.key, row.code) in shared else row.code or row.label
            seen[name] += 1
            for column, cell in zip(table.columns, row.cells, strict=True):
                place = _Place(table.key, f"{name} {seen[name]}", column.keys[0])
                yield place, _Figure(table, row, column.label, cell)


def _said(figure: _Figure | None) -> tuple[object, ...] | None:
    return (figure.cell.text, *map(exported, figure.cell.values)) if figure else None


def _exactly(figure: _Figure, other: _Figure) -> str:
    """As it is read, and by which value it is another than one that reads the same."""
    values = zip(*(map(exported, one.cell.values) for one in (figure, other)), strict=False)
    apart = next((value for value, its in values if value != its), None)
    return figure.cell.text if apart is None else f"{figure.cell.text} ({apart})"


def _explained(
    publication: Publication, requests: AssistanceRequestQuerySet, changes: tuple[Change, ...], viewer: Viewer
) -> Restatement:
    since, until = publication.published_at, publication.as_of
    differing = looking_different_since(requests, since, until, examined=EXAMINED)
    seen = viewer.requests.filter(pk__in=differing.requests).order_by("pk")
    causes = causes_of(seen, since, until)
    return Restatement(
        changes=changes,
        causes=causes,
        hidden=len(differing.requests) - len(causes),
        is_partial=differing.is_partial,
    )
