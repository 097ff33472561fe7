"""For paper: the page as a sealed PDF, its charts and tables, what was asked and what it means."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import get_language, gettext

from tracker.exports import file_response
from tracker.reports import words
from tracker.reports.asking import Answered
from tracker.reports.base import Result, Table
from tracker.reports.charts.drawing import Chart, nowhere, on_sheets
from tracker.reports.files.lines import asked, printed_table, readable
from tracker.reports.files.sheets import file_name
from tracker.sealed import pdf_from

TEMPLATE: Final = Path(__file__).parent / "report.typ"


def pdf_of(answered: Answered) -> HttpResponse:
    """Everything that the page shows, in its order."""
    content = pdf_from(TEMPLATE, _data(answered))
    return file_response(f"{file_name(answered)}.pdf", content, "application/pdf")


def _data(answered: Answered) -> dict[str, Any]:
    report, result = answered.report, answered.result
    told = [[str(label), readable(value)] for label, value in asked(answered)]
    return {
        "language": (get_language() or "en").split("-")[0],
        "title": str(report.title),
        "foot": f"{report.title} · {': '.join(told[0])}",
        "asked": told,
        "headline": result.headline,
        "sentence": result.sentence,
        "figures": [[str(one.label), words.count(one.value)] for one in result.figures],
        "anomalies": [gettext("This does not add up."), *result.anomalies] if result.anomalies else [],
        "tables": [_table(table, result) for table in result.tables],
        "notes": list(result.notes),
        "meaning": gettext("What the figures mean"),
        "definitions": [[str(one.term), str(one.text)] for one in report.definitions],
    }


def _table(table: Table, result: Result) -> dict[str, Any]:
    return {
        "title": table.title,
        "charts": [_chart(chart) for chart in result.charts_of(table)],
        **printed_table(table),
        "notes": list(table.notes),
    }


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "title": chart.title,
        "parts": on_sheets(chart.wide(nowhere)),
        "said": chart.said,
        "alt": f"{chart.title}. {chart.said}".strip(),
    }
