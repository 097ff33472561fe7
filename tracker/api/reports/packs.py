"""Evaluator packs over the API: the kinds, to ask for one, how far it is, and all that it says; as on the page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from tracker.accounts.choices import Scope
from tracker.api.fields import rows_of
from tracker.api.figures import Link, nowhere, query_of
from tracker.api.inputs import Strict, require_nothing
from tracker.api.paging import paged, whole
from tracker.api.parameters import PAGES, require_only
from tracker.api.reports.asking import form_of
from tracker.api.reports.files import OfFile, file_views
from tracker.api.reports.packs_read import PackRunSerializer, PackRunWhole, PackSerializer
from tracker.api.reports.parameters import told
from tracker.api.schema import PAGING, page_of
from tracker.api.views import ApiView
from tracker.packs import services
from tracker.packs.files import PACK_FILES
from tracker.packs.models import PackRun
from tracker.packs.queries import document_of, leads_to_rows, runs_of
from tracker.packs.registry import PACKS
from tracker.paging import Order
from tracker.reports.asking import QuestionForm


class PackAskInput(Strict):
    """Which pack, and its question as its parameters have it: what is left out has its default."""

    pack = serializers.ChoiceField(choices=list(PACKS))
    question = serializers.DictField(child=serializers.CharField(max_length=200), required=False)


class OfPacks(ApiView):
    """Base of the views of packs: they are figures, and to ask for them changes none."""

    reads_under = Scope.REPORTS
    writes_under = Scope.REPORTS

    def run(self, uuid: UUID) -> PackRun:
        """One that the caller asked for and whose requests all count for it still; for everybody else there is none."""
        found: PackRun = get_object_or_404(runs_of(self.viewer), uuid=uuid)
        return found

    def require_sight(self, told: Any) -> None:
        """A kept answer is told again only to whoever may still read it."""
        if told and "uuid" in told:
            self.run(told["uuid"])

    def shown(self, run: PackRun, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """The pack as it is now."""
        link: Link = query_of if leads_to_rows(run, self.viewer) else nowhere
        return Response(PackRunWhole(run, context={"link": link}).data, status=status)


class Packs(OfPacks):
    """The packs that there are."""

    @extend_schema(responses={200: page_of(PackSerializer, "Pack")}, operation_id="packs_list")
    def get(self, request: Request) -> Response:
        """Each with what can be asked of it."""
        require_only(request)
        described = [
            {
                "slug": pack.slug,
                "title": pack.title,
                "summary": pack.summary,
                "parameters": list(
                    told(QuestionForm({}, report=pack.question, viewer=self.viewer, offered={}))
                ),
            }
            for pack in PACKS.values()
        ]
        return whole(rows_of(PackSerializer(described, many=True)))


class PackRuns(OfPacks):
    """Packs that were asked for."""

    @extend_schema(
        parameters=PAGING,
        responses={200: page_of(PackRunSerializer, "PackRun")},
        operation_id="packs_runs_list",
    )
    def get(self, request: Request) -> Response:
        """The caller's own, latest first."""
        require_only(request, PAGES)
        return paged(request, runs_of(self.viewer).order_by(), Order(), PackRunSerializer, {})

    @extend_schema(request=PackAskInput, responses={202: PackRunWhole}, operation_id="packs_runs_ask")
    def post(self, request: Request) -> Response:
        """Have a pack put together in the background, over what the caller counts now.

        ``Location`` is where it is read; ``state`` says when it is ready. The same asked again while it waits is the
        pack that waits.
        """

        def write() -> Response:
            given = PackAskInput(data=request.data)
            given.is_valid(raise_exception=True)
            run = services.ask(self._asked(given.validated_data))
            answer = self.shown(run, HTTPStatus.ACCEPTED)
            answer["Location"] = reverse("api:pack_run", args=[run.uuid], request=request)
            return answer

        return self.once(write)

    def _asked(self, given: dict[str, Any]) -> QuestionForm:
        return form_of(given.get("question", {}), PACKS[given["pack"]].question, self.viewer, {})


class OnePackRun(OfPacks):
    """One pack that was asked for."""

    @extend_schema(responses={200: PackRunWhole}, operation_id="packs_runs_read")
    def get(self, request: Request, uuid: UUID) -> Response:
        """How far it is and, once it is ready, all that it says; the same as the page and the files."""
        run = self.run(uuid)
        require_only(request)
        return self.shown(run)


class PackRetries(OfPacks):
    """Packs that are to be put together again."""

    @extend_schema(request=None, responses={200: PackRunWhole}, operation_id="packs_runs_retry")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Try again what could not be put together; others stay as they are."""

        def write() -> Response:
            run = self.run(uuid)
            require_nothing(request.data)
            services.try_again(run)
            return self.shown(self.run(uuid))

        return self.once(write)


class PackRunFile(OfFile, OfPacks):
    """A pack that was asked for as a file."""

    told = "A pack that was asked for"

    def get(self, request: Request, uuid: UUID) -> Any:
        """Exactly the file of the page; 404 until the pack is ready. That it was taken is recorded."""
        run = self.run(uuid)
        require_only(request)
        document = document_of(run)
        if document is None:
            raise Http404
        file = self.form.written(document)
        services.record_taken(run, self.viewer, form=self.form.ending)
        return file


FILES: Final = file_views(PackRunFile, PACK_FILES, operation="packs_runs_export")
"""A view for each form of file, by its ending."""
