"""Reports as pages and as files: any report of the registry, without knowing which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from tracker.casework.filters import CaseFilter
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.policy import sees_all_counted
from tracker.casework.viewer import Viewer
from tracker.reports import words
from tracker.reports.asking import Answered, answered, offered
from tracker.reports.base import About, Report, Result, Row, Table
from tracker.reports.charts.drawing import Chart, Link, drawn, nowhere
from tracker.reports.files import FILE_FORMS
from tracker.reports.registry import REPORTS
from tracker.web.addresses import register_address
from tracker.web.reports.form import ReportForm, chips, periods
from tracker.web.viewer import signed_in, viewer_of


@signed_in
def reports(request: HttpRequest) -> HttpResponse:
    """The index: under each question the reports that answer it, each with a sentence."""
    found = [(about.label, [one for one in REPORTS.values() if one.about is about]) for about in About]
    return render(request, "reports/index.html", {"groups": [group for group in found if group[1]]})


@signed_in
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One report; htmx asks for the same page and takes its result. A question with an error is not answered."""
    asked = _asked(request, slug)
    context: dict[str, Any] = {"report": asked.report, "form": asked.form, "query": asked.form.address()}
    if asked.form.is_valid():
        context |= _shown(asked)
    return render(request, "reports/report.html", context)


@signed_in
def report_file(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """Exactly the rows of the page, with what was asked and what each figure means."""
    asked = _asked(request, slug)
    if ending not in FILE_FORMS:
        raise Http404
    if not asked.form.is_valid():
        return redirect(f"{reverse('report', args=[slug])}?{asked.form.address()}")
    return FILE_FORMS[ending].written(answered(asked.form, asked.counted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A report, the question, and over which requests it is asked."""

    report: Report
    form: ReportForm
    counted: AssistanceRequestQuerySet
    link: Link


def _asked(request: HttpRequest, slug: str) -> Asked:
    if slug not in REPORTS:
        raise Http404
    viewer = viewer_of(request)
    counted = viewer.counted
    form = ReportForm(request.GET, report=REPORTS[slug], viewer=viewer, offered=offered(counted))
    return Asked(report=REPORTS[slug], form=form, counted=counted, link=link_for(viewer))


def link_for(viewer: Viewer) -> Link:
    """The way from numbers to their rows. One that is not all visible would open on other rows than it counts."""
    return register_link if sees_all_counted(viewer.scope) else nowhere


def register_link(rows: CaseFilter | None) -> str:
    """The register with exactly these rows."""
    return register_address(rows) if rows is not None else ""


def _shown(asked: Asked) -> dict[str, Any]:
    return {
        **answer_shown(answered(asked.form, asked.counted), asked.link),
        "chips": list(chips(asked.form)),
        "periods": list(periods(asked.form)),
        "may_publish": bool(asked.form.viewer.scope.supervisor),
    }


def answer_shown(answer: Answered, link: Link) -> dict[str, Any]:
    """What the templates of an answer print: numbers that are links where ``link`` knows an address."""
    result = answer.result
    return {
        "question": answer.question,
        "result": result,
        "figures": [
            {"label": one.label, "value": words.count(one.value), "url": link(one.rows), "tone": one.tone}
            for one in result.figures
        ],
        "tables": [_table(table, result, link) for table in result.tables],
        "file_forms": FILE_FORMS.values(),
    }


def _table(table: Table, result: Result, link: Link) -> dict[str, Any]:
    return {
        "table": table,
        "rows": rows_shown(table.rows, link, table),
        "totals": rows_shown(table.totals, link, table),
        "charts": [_chart(chart, link) for chart in result.charts_of(table)],
    }


def rows_shown(rows: Iterable[Row], link: Link, table: Table) -> list[dict[str, Any]]:
    """What the template of a row prints."""
    return [_linked(row, link, table) for row in rows]


def _linked(row: Row, link: Link, table: Table) -> dict[str, Any]:
    cells = [
        {"text": cell.text, "url": link(cell.rows), "is_known": cell.is_known, "column": column}
        for cell, column in zip(row.cells, table.columns, strict=True)
    ]
    url = reverse("jurisdiction", args=[row.jurisdiction]) if row.jurisdiction else ""
    return {"label": row.label, "url": url, "sign": row.sign, "cells": cells}


def _chart(chart: Chart, link: Link) -> dict[str, str]:
    wide, narrow = drawn(chart.wide(link)), drawn(chart.narrow(link))
    return {"title": chart.title, "wide": wide, "narrow": narrow, "said": chart.said}
