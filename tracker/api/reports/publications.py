"""Published figures over the API: to publish an answer, the list, each as it was, and what would be different now."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from tracker.accounts.choices import Scope
from tracker.api.codes import CodeField
from tracker.api.fields import PersonRef
from tracker.api.figures import nowhere
from tracker.api.inputs import Strict
from tracker.api.paging import paged
from tracker.api.parameters import PAGES, require_only
from tracker.api.reports.asking import form_of
from tracker.api.reports.files import OfFile, file_views
from tracker.api.reports.read import ReportAnswerSerializer, answer_data
from tracker.api.schema import PAGING, page_of
from tracker.api.views import ApiView
from tracker.casework.filtering.knowing import EXAMINED
from tracker.paging import Order
from tracker.reports.asking import QuestionForm, offered
from tracker.reports.files import FILE_FORMS
from tracker.reports.keeping import revived
from tracker.reports.models import Publication
from tracker.reports.queries import publications_for, publishable_by
from tracker.reports.registry import REPORTS
from tracker.reports.restated import with_restatement
from tracker.reports.restating import restated
from tracker.reports.services import publish
from workflows.vocabulary import EventKind


class PublishInput(Strict):
    """The report, and its question as its parameters have it: what is left out has its default."""

    report = serializers.ChoiceField(choices=list(REPORTS))
    question = serializers.DictField(child=serializers.CharField(max_length=200), required=False)


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """Figures that were published, by whom and when; nobody can change them."""

    published_by = PersonRef()

    class Meta:
        model = Publication
        fields = ("uuid", "report", "title", "as_of", "language", "published_by", "published_at")


class PublicationWhole(PublicationSerializer):
    """The same with the question, and the answer as it was."""

    question = serializers.DictField(child=serializers.CharField())
    offices = serializers.SerializerMethodField()
    answer = serializers.SerializerMethodField()

    class Meta(PublicationSerializer.Meta):
        fields = (*PublicationSerializer.Meta.fields, "question", "offices", "answer")  # type: ignore[assignment]

    def get_offices(self, row: Publication) -> list[str]:
        """Codes of the offices whose requests are counted."""
        return list(row.counted.order_by("office__code").values_list("office__code", flat=True))

    @extend_schema_field(ReportAnswerSerializer())
    def get_answer(self, row: Publication) -> Any:
        """The figures and words as they were published; they lead to no rows."""
        return ReportAnswerSerializer(answer_data(revived(row.content), nowhere)).data


class ChangeSerializer(serializers.Serializer[Any]):
    """One figure that would be another today, as it is read; null where its row was not there, or is no longer."""

    table = serializers.CharField()
    row = serializers.CharField()
    column = serializers.CharField()
    was = serializers.CharField(allow_null=True)
    now = serializers.CharField(allow_null=True)
    is_small = serializers.BooleanField(
        help_text="By so little that it reads the same: then both are told exactly."
    )


class CausingEventSerializer(serializers.Serializer[Any]):
    """An entry made since the publication about a day that the figures cover, or a correction."""

    sequence = serializers.IntegerField(source="event.sequence")
    kind = CodeField(EventKind, source="event.kind")
    occurred_on = serializers.DateField(source="event.occurred_on")
    recorded_at = serializers.DateTimeField(source="event.recorded_at")
    corrects = CodeField(
        EventKind, allow_null=True, help_text="Of a correction: the kind of the entry that it corrects."
    )
    is_taken_back = serializers.BooleanField(help_text="Whether the corrected entry does not stand any more.")
    happened_on = serializers.DateField(
        source="happened.on", help_text="When it happened; of a correction, what it corrects, as corrected."
    )
    was_on = serializers.DateField(
        source="was.on",
        default=None,
        allow_null=True,
        help_text="Where a date was corrected: the date until then.",
    )


class CauseSerializer(serializers.Serializer[Any]):
    """A request that looks different by now, with its entries since."""

    request = serializers.UUIDField(source="request.uuid")
    reference = serializers.CharField(source="request.reference")
    events = CausingEventSerializer(many=True, source="entries")


class RestatementSerializer(serializers.Serializer[Any]):
    """What was published and would be different today, because of which entries; the same as the page."""

    can_be_asked = serializers.BooleanField(help_text="Whether the program still answers the question.")
    changes = ChangeSerializer(many=True)
    causes = CauseSerializer(many=True)
    hidden = serializers.IntegerField(help_text="Causes besides: requests that the caller may not see.")
    is_partial = serializers.BooleanField(
        help_text=f"More than {EXAMINED} requests have late entries: only so many were looked at for causes."
    )
    is_unexplained = serializers.BooleanField(
        help_text="No entry accounts for it: particulars of a request, offices or tables of rules have changed."
    )


class OfPublications(ApiView):
    """Base of the views about published figures."""

    reads_under = Scope.REPORTS

    def publication(self, uuid: UUID) -> Publication:
        """One all of whose offices the caller's own reports count; for everybody else there is none."""
        found: Publication = get_object_or_404(publications_for(self.viewer), uuid=uuid)
        return found


class Publications(OfPublications):
    """Published figures."""

    @extend_schema(
        parameters=PAGING,
        responses={200: page_of(PublicationSerializer, "Publication")},
        operation_id="publications_list",
    )
    def get(self, request: Request) -> Response:
        """Latest first."""
        require_only(request, PAGES)
        return paged(request, publications_for(self.viewer), Order(), PublicationSerializer, {})

    @extend_schema(
        request=PublishInput, responses={201: PublicationWhole}, operation_id="publications_publish"
    )
    def post(self, request: Request) -> Response:
        """Publish an answer over the offices that the caller supervises; nobody can change it afterwards."""

        def write() -> Response:
            given = PublishInput(data=request.data)
            given.is_valid(raise_exception=True)
            row = publish(self._asked(given.validated_data))
            answer = Response(PublicationWhole(row).data, status=HTTPStatus.CREATED)
            answer["Location"] = reverse("api:publication", args=[row.uuid], request=request)
            return answer

        return self.once(write)

    def require_sight(self, told: Any) -> None:
        """A kept answer is told again only to whoever may still read it."""
        if told and "uuid" in told:
            self.publication(told["uuid"])

    def _asked(self, given: dict[str, Any]) -> QuestionForm:
        report, question = REPORTS[given["report"]], given.get("question", {})
        return form_of(question, report, self.viewer, offered(publishable_by(self.viewer)))


class OnePublication(OfPublications):
    """Figures as they were published."""

    @extend_schema(responses={200: PublicationWhole}, operation_id="publications_read")
    def get(self, request: Request, uuid: UUID) -> Response:
        """The question, the answer, what every figure means."""
        row = self.publication(uuid)
        require_only(request)
        return Response(PublicationWhole(row).data)


class OneRestatement(OfPublications):
    """What would be different now."""

    @extend_schema(responses={200: RestatementSerializer}, operation_id="publications_restate")
    def get(self, request: Request, uuid: UUID) -> Response:
        """The same question asked today of the same offices, as of the same day."""
        row = self.publication(uuid)
        require_only(request)
        return Response(RestatementSerializer(restated(row, self.viewer)).data)


class PublicationFile(OfFile, OfPublications):
    """Published figures as a file."""

    told = "Published figures"

    def get(self, request: Request, uuid: UUID) -> Any:
        """The kept rows, with what was asked, what each figure means, by whom and when; then the restatement."""
        row = self.publication(uuid)
        require_only(request)
        return self.form.written(
            with_restatement(revived(row.content), restated(row, self.viewer), self.viewer.at)
        )


FILES: Final = file_views(PublicationFile, FILE_FORMS, operation="publications_export")
"""A view for each form of file, by its ending."""
