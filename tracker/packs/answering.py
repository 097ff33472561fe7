"""Sections of a pack answered out of the reports, each report asked once for each question that a pack has for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from tracker.casework.models import AssistanceRequest
from tracker.packs.base import Section, Taken
from tracker.packs.document import Answer, Published, Told
from tracker.packs.words import published_as
from tracker.reports.asking import Answered, QuestionForm, answered, offered
from tracker.reports.base import Question, Row, Table, Value
from tracker.reports.keeping import revived
from tracker.reports.queries import publications_over
from tracker.reports.registry import REPORTS

if TYPE_CHECKING:
    from tracker.casework.models.sight import Sight

SHARED = ("as_of", "minimum", "year_begins")
"""Parts of the pack's question that reports know by the same names."""


class Answering:
    """The question of a pack without errors, put to the reports over the requests of ``sight`` and no others."""

    def __init__(self, form: QuestionForm, sight: Sight) -> None:
        self.form = form
        self.counted = AssistanceRequest.objects.seen(sight)
        self.offered = offered(self.counted)
        self.publications = list(publications_over(sight.offices).filter(as_of=form.question().on))
        self.asked: dict[tuple[str, frozenset[tuple[str, str]]], tuple[QuestionForm, Answered | None]] = {}

    def answer(self, section: Section, place: int) -> Answer:
        """What the register says to one section."""
        return Answer(
            key=section.key,
            source=str(section.source),
            asked=str(section.asked),
            parts=tuple(self._parts(section, place)),
        )

    def _parts(self, section: Section, place: int) -> Iterator[Told]:
        explained: dict[str, str] = {}
        for number, part in enumerate(section.parts, start=1):
            name = f"{place}.{number}"
            if isinstance(part, Taken):
                told = self._told(part, name)
                yield (
                    replace(told, explained_at=explained.setdefault(told.slug, name)) if told.table else told
                )
            else:
                yield Told(number=name, title=str(part.title), reason=_not_available(str(part.reason)))

    def _told(self, part: Taken, number: str) -> Told:
        if begins_later(self.form.question()):
            why = gettext("the period begins after the day of these figures.")
            return Told(number=number, title=str(part.title), reason=_not_available(why))
        form, found = self._answered(part)
        report = form.report
        told = Told(
            number=number,
            title=str(part.title),
            source=str(report.title),
            slug=report.slug,
            query=form.given,
            over=part.over,
        )
        if found is None:
            faults = "; ".join(str(fault) for faults in form.errors.values() for fault in faults)
            return replace(told, reason=_not_available(faults))
        table = next((one for one in found.result.tables if one.key == part.table), None)
        told = replace(told, anomalies=found.result.anomalies)
        if table is None or not table.rows:
            return replace(told, reason=gettext("Zero: nothing of this kind was counted in the period."))
        return replace(
            told,
            table=_filled(table, part, (*table.notes, *found.result.notes), by_name=self._hides),
            definitions=tuple((str(one.term), str(one.text)) for one in report.definitions),
            published=tuple(self._published(form, table)),
        )

    @property
    def _hides(self) -> bool:
        return bool(self.form.cleaned_data.get("hide_under"))

    def _answered(self, part: Taken) -> tuple[QuestionForm, Answered | None]:
        key = part.report, frozenset(part.ask.items())
        if key not in self.asked:
            form = self._form(part)
            self.asked[key] = form, answered(form, self.counted) if form.is_valid() else None
        return self.asked[key]

    def _form(self, part: Taken) -> QuestionForm:
        """The report's own question: the pack's period and day under the report's names for them."""
        report, data = REPORTS[part.report], self.form.data
        asked = {**{name: data[name] for name in SHARED if data.get(name)}, **part.ask}
        period = next((one.period for one in report.asks if one.period), None)
        if period:
            asked |= {period[0]: data["from"], period[1]: data["until"]}
        given = {name: value for name, value in asked.items() if name in report.fields}
        return QuestionForm(given, report=report, viewer=self.form.viewer, offered=self.offered)

    def _published(self, form: QuestionForm, table: Table) -> Iterator[Published]:
        """Those of the same question, as long as they hold the same figures."""
        asked = {name: str(form.data[name]) for name in form.fields if name in form.data}
        for row in self.publications:
            if row.report == form.report.slug and row.question == asked:
                kept = (one for one in revived(row.content).result.tables if one.key == table.key)
                if any(_figures(one) == _figures(table) for one in kept):
                    yield Published(uuid=str(row.uuid), said=published_as(row))


def begins_later(question: Question) -> bool:
    """Whether nothing can have been counted yet: that is not zero."""
    return question.period.first is not None and question.on < question.period.first


def _not_available(why: str) -> str:
    return gettext("Not available: %(why)s") % {"why": why}


def _filled(table: Table, part: Taken, notes: tuple[str, ...], *, by_name: bool) -> Table:
    """With the pack's title, and no cell empty: each says its figure, or why there is none.

    ``by_name``: an order by size would tell between which two figures a hidden one lies.
    """
    rows = [_without_gaps(row) for row in table.rows]
    if by_name and not part.keeps_order:
        rows.sort(key=lambda row: (row.label, row.code))
    return replace(
        table,
        title=str(part.title),
        notes=tuple(dict.fromkeys(notes)),
        rows=tuple(rows),
        totals=tuple(_without_gaps(row) for row in table.totals),
    )


def _without_gaps(row: Row) -> Row:
    return replace(row, cells=tuple(replace(cell, text=cell.text or cell.reason) for cell in row.cells))


def _figures(table: Table) -> list[tuple[str, list[tuple[Value, ...]]]]:
    """By code: words may be those of another language."""
    return [(row.code, [_numbers(cell.values) for cell in row.cells]) for row in (*table.rows, *table.totals)]


def _numbers(values: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(None if isinstance(value, str) else value for value in values)
