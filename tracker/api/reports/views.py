"""Reports: listed, answered, as a file. Any report of the registry, without knowing which."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.accounts.choices import Scope
from tracker.api.fields import rows_of
from tracker.api.figures import Link, nowhere, query_of
from tracker.api.paging import whole
from tracker.api.parameters import given_beside, require_known, require_only, require_values
from tracker.api.reports.asking import form_of
from tracker.api.reports.files import OfFile, file_views
from tracker.api.reports.parameters import documented, told
from tracker.api.reports.read import ReportAnswerSerializer, ReportSerializer, answer_data
from tracker.api.schema import page_of
from tracker.api.views import ApiView
from tracker.casework.policy import sees_all_counted
from tracker.reports.asking import Answered, Offered, QuestionForm, answered, offered
from tracker.reports.base import Report
from tracker.reports.files import FILE_FORMS
from tracker.reports.registry import REPORTS


class Reporting(ApiView):
    """Base of the views of reports: read under the scope of reports, over the requests that the caller counts."""

    reads_under = Scope.REPORTS

    def answered(self, request: Request, slug: str) -> Answered:
        """The report with its answer; 404 where there is no such report, 422 where the question cannot be read."""
        if slug not in REPORTS:
            raise Http404
        counted = self.viewer.counted
        return answered(self.asked(request, REPORTS[slug], offered(counted)), counted)

    def asked(self, request: Request, report: Report, choices: Offered) -> QuestionForm:
        """The question in the address; 422 where it cannot be read."""
        given = given_beside(request)
        require_known(given, report.fields)
        require_values(given)
        return form_of(given, report, self.viewer, choices)

    @property
    def link(self) -> Link:
        """How a figure leads to its rows: not at all where the caller counts more than it may see."""
        return query_of if sees_all_counted(self.viewer.scope) else nowhere


class Reports(Reporting):
    """The reports that there are."""

    @extend_schema(responses={200: page_of(ReportSerializer, "Report")}, operation_id="reports_list")
    def get(self, request: Request) -> Response:
        """Each with its definitions, and what can be asked of it."""
        require_only(request)
        choices = offered(self.viewer.counted)
        forms = [
            QuestionForm({}, report=report, viewer=self.viewer, offered=choices)
            for report in REPORTS.values()
        ]
        described = [_described(form.report, form) for form in forms]
        return whole(rows_of(ReportSerializer(described, many=True)))


class OneReport(Reporting):
    """One report."""

    @extend_schema(
        parameters=documented(), responses={200: ReportAnswerSerializer}, operation_id="reports_read"
    )
    def get(self, request: Request, slug: str) -> Response:
        """Its answer to the question in the address."""
        return Response(ReportAnswerSerializer(answer_data(self.answered(request, slug), self.link)).data)


class ReportFile(OfFile, Reporting):
    """One report as a file."""

    told = "One report"

    def get(self, request: Request, slug: str) -> Any:
        """Exactly the file of the page: the rows, with what was asked and what each figure means."""
        return self.form.written(self.answered(request, slug))


FILES: Final = file_views(ReportFile, FILE_FORMS, operation="reports_export", parameters=documented())
"""A view for each form of file, by its ending."""


def _described(report: Report, form: QuestionForm) -> dict[str, Any]:
    return {
        "slug": report.slug,
        "title": report.title,
        "summary": report.summary,
        "definitions": report.definitions,
        "dimensions": [{"key": one.key.value, "title": one.label} for one in report.dimensions],
        "parameters": list(told(form)),
    }
