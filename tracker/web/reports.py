"""Reports as pages and as files: any report of the registry, without knowing which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tracker.casework.filters import CaseFilter
from tracker.casework.policy import sees_all_counted
from tracker.reports import words
from tracker.reports.asking import answered, offered
from tracker.reports.base import Dot, Report, Result, Row
from tracker.reports.charts import Mark, drawn, left_out, narrow_intervals, wide_intervals
from tracker.reports.files import csv_of
from tracker.reports.registry import REPORTS
from tracker.reports.statistics import Interval
from tracker.web.addresses import register_address
from tracker.web.report_form import ReportForm, chips, periods
from tracker.web.viewer import signed_in, viewer_of

Link = Callable[[CaseFilter | None], str]


@signed_in
def reports(request: HttpRequest) -> HttpResponse:
    """The index: each report with a sentence."""
    return render(request, "reports/index.html", {"reports": REPORTS.values()})


@signed_in
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One report; htmx asks for the same page and takes its result. A question with an error is not answered."""
    asked = _asked(request, slug)
    context: dict[str, Any] = {"report": asked.report, "form": asked.form, "query": asked.form.address()}
    if asked.form.is_valid():
        context |= _shown(asked)
    return render(request, "reports/report.html", context)


@signed_in
def report_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Exactly the rows of the page, with what was asked and what each figure means above them."""
    asked = _asked(request, slug)
    if not asked.form.is_valid():
        return redirect(f"{reverse('report', args=[slug])}?{asked.form.address()}")
    return csv_of(answered(asked.form, asked.counted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A report, the question, and over which requests it is asked."""

    report: Report
    form: ReportForm
    counted: Any
    link: Link


def _asked(request: HttpRequest, slug: str) -> Asked:
    if slug not in REPORTS:
        raise Http404
    viewer = viewer_of(request)
    counted = viewer.counted
    form = ReportForm(request.GET, report=REPORTS[slug], viewer=viewer, offered=offered(counted))
    # A number that is not all visible would open on other rows than it counts.
    link = _register if sees_all_counted(viewer.scope) else _nowhere
    return Asked(report=REPORTS[slug], form=form, counted=counted, link=link)


def _register(rows: CaseFilter | None) -> str:
    return register_address(rows) if rows is not None else ""


def _nowhere(_rows: CaseFilter | None) -> str:
    return ""


def _shown(asked: Asked) -> dict[str, Any]:
    answer = answered(asked.form, asked.counted)
    result, link = answer.result, asked.link
    return {
        "question": answer.question,
        "result": result,
        "figures": [
            {"label": one.label, "value": words.count(one.value), "url": link(one.rows), "tone": one.tone}
            for one in result.figures
        ],
        "rows": [_linked(row, link, result) for row in result.table.rows],
        "totals": [_linked(row, link, result) for row in result.table.totals],
        "chart": _chart(result, link),
        "chips": list(chips(asked.form)),
        "periods": list(periods(asked.form)),
    }


def _linked(row: Row, link: Link, result: Result) -> dict[str, Any]:
    labels = (column.label for column in result.table.columns)
    cells = [
        {"text": cell.text, "url": link(cell.rows), "is_known": cell.is_known, "label": label}
        for cell, label in zip(row.cells, labels, strict=True)
    ]
    return {"label": row.label, "code": row.code, "cells": cells}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    title: str
    wide: SafeString
    narrow: SafeString
    left_out: str


def _chart(result: Result, link: Link) -> Chart | None:
    if not result.dots:
        return None
    marks = [_mark(dot, link) for dot in result.dots]
    return Chart(
        title=result.chart_title,
        wide=drawn(wide_intervals(marks)),
        narrow=drawn(narrow_intervals(marks)),
        left_out=left_out(marks),
    )


def _mark(dot: Dot, link: Link) -> Mark:
    rate, of = words.share(dot.share), words.count(dot.of)
    between = words.interval(Interval(low=dot.low, high=dot.high))
    return Mark(
        label=dot.label,
        note=gettext("%(rate)s, n = %(of)s") % {"rate": rate, "of": of},
        said=gettext("%(label)s: %(rate)s of %(of)s, interval %(between)s")
        % {"label": dot.label, "rate": rate, "of": of, "between": between},
        share=dot.share,
        low=dot.low,
        high=dot.high,
        url=link(dot.rows),
    )
