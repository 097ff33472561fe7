"""An answer as data that can be kept, and read again without the program that made it: words, figures, drawings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.casework.figures import Figure
from tracker.casework.filters import CaseFilter
from tracker.reports.asking import Answered, Condition
from tracker.reports.base import Cell, Column, Definition, Question, Report, Result, Row, Table
from tracker.reports.charts.drawing import Chart, Link, Spec, nowhere
from tracker.reports.dimensions import GroupBy
from tracker.reports.parts import GROUPING, LEAST, MINIMUM
from workflows.vocabulary import Tone

Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptChart:
    """A drawing as it was; its marks lead nowhere, since what they led to may be different by now."""

    title: str
    table: str
    said: str
    drawn_wide: Spec
    drawn_narrow: Spec

    def wide(self, _link: Link) -> Spec:
        """For a page or a sheet of paper."""
        return self.drawn_wide

    def narrow(self, _link: Link) -> Spec:
        """For a small screen."""
        return self.drawn_narrow


def kept(answered: Answered) -> Data:
    """Everything that page and files print, in the present language."""
    report, question, result, asked = (
        answered.report,
        answered.question,
        answered.result,
        answered.report.fields,
    )
    return {
        "slug": report.slug,
        "title": str(report.title),
        "definitions": [[str(one.term), str(one.text)] for one in report.definitions],
        "as_of": question.on.isoformat(),
        "computed_at": question.at.isoformat(),
        "by": question.by.value if "by" in asked else None,
        "minimum": question.minimum if "minimum" in asked else None,
        "conditions": [[one.name, one.label, one.value, one.shown] for one in answered.conditions],
        "headline": result.headline,
        "sentence": result.sentence,
        "figures": [
            [one.key, str(one.label), one.value, one.tone and one.tone.value] for one in result.figures
        ],
        "tables": [kept_table(table) for table in result.tables],
        "charts": [_chart(chart) for chart in result.charts],
        "notes": list(result.notes),
        "anomalies": list(result.anomalies),
    }


def revived(data: Data) -> Answered:
    """The same answer again, its figures without links."""
    parts = [part for name, part in (("by", GROUPING), ("minimum", LEAST)) if data[name] is not None]
    report = Report(
        slug=data["slug"],
        title=data["title"],
        summary="",  # type: ignore[arg-type]  # in the language in which it was published
        definitions=tuple(Definition(term=term, text=text) for term, text in data["definitions"]),
        asks=tuple(parts),
        answer=lambda _requests, _question: _result(data),
    )
    question = Question(
        wanted=CaseFilter(),
        by=GroupBy(data["by"] or GroupBy.CHANNEL),
        on=date.fromisoformat(data["as_of"]),
        at=datetime.fromisoformat(data["computed_at"]),
        minimum=data["minimum"] or MINIMUM,
    )
    conditions = tuple(
        Condition(name=name, label=label, value=value, shown=shown)
        for name, label, value, shown in data["conditions"]
    )
    return Answered(report=report, question=question, conditions=conditions, result=_result(data))


def kept_table(table: Table) -> Data:
    """Words and figures of one table; which rows these count is left out."""
    return {
        "key": table.key,
        "title": table.title,
        "heading": table.heading,
        "columns": [[one.label, list(one.keys), list(one.exported), one.is_worded] for one in table.columns],
        "rows": [_row(row) for row in table.rows],
        "totals": [_row(row) for row in table.totals],
        "notes": list(table.notes),
    }


def _row(row: Row) -> Data:
    cells = [[cell.text, list(cell.values), cell.is_known, cell.reason] for cell in row.cells]
    return {"label": row.label, "code": row.code, "jurisdiction": row.jurisdiction, "cells": cells}


def _chart(chart: Chart) -> Data:
    return {
        "title": chart.title,
        "table": chart.table,
        "said": chart.said,
        "wide": chart.wide(nowhere),
        "narrow": chart.narrow(nowhere),
    }


def _result(data: Data) -> Result:
    return Result(
        headline=data["headline"],
        sentence=data["sentence"],
        figures=tuple(
            Figure(key=key, label=label, value=value, rows=CaseFilter(), tone=Tone(tone) if tone else None)
            for key, label, value, tone in data["figures"]
        ),
        tables=tuple(revived_table(table) for table in data["tables"]),
        charts=tuple(
            KeptChart(
                title=one["title"],
                table=one["table"],
                said=one["said"],
                drawn_wide=one["wide"],
                drawn_narrow=one["narrow"],
            )
            for one in data["charts"]
        ),
        notes=tuple(data["notes"]),
        anomalies=tuple(data["anomalies"]),
    )


def revived_table(table: Data) -> Table:
    """The same again, its figures without links."""
    return Table(
        key=table["key"],
        title=table["title"],
        heading=table["heading"],
        columns=tuple(
            Column(label=label, keys=tuple(keys), exported=tuple(exported), is_worded=any(worded))
            for label, keys, exported, *worded in table["columns"]
        ),
        rows=tuple(map(_revived_row, table["rows"])),
        totals=tuple(map(_revived_row, table["totals"])),
        notes=tuple(table["notes"]),
    )


def _revived_row(row: Data) -> Row:
    return Row(
        label=row["label"],
        code=row["code"],
        jurisdiction=row.get("jurisdiction", ""),
        cells=tuple(
            Cell(text=text, values=tuple(values), is_known=is_known, reason=reason)
            for text, values, is_known, reason in row["cells"]
        ),
    )
