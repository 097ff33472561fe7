"""Kept views of the register: listed, kept, changed, forgotten."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from tracker.api.fields import OwnOfficeField, PersonRef
from tracker.api.inputs import Strict
from tracker.api.paging import paged
from tracker.api.parameters import PAGES, require_only
from tracker.api.requests.filters import FilterInput
from tracker.api.schema import PAGING, page_of
from tracker.api.views import ApiView
from tracker.casework.columns import KEYS
from tracker.casework.filters import CaseFilter
from tracker.casework.sorting import SORTS
from tracker.paging import Order
from tracker.saved.models import SavedView, ViewMail, Weekday
from tracker.saved.queries import asked_by, forgettable, own, views_of
from tracker.saved.services import Question, change_view, forget_view, mail_weekly, save_view, stop_mail

OLDEST: Final = Order(descending=False)


class SavedViewSerializer(serializers.ModelSerializer[SavedView]):
    """A kept view: a question, which `requests/` answers with what the caller may see."""

    owner = PersonRef()
    office: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    rows = serializers.SerializerMethodField(help_text="Query for `requests/`: its filters and its order.")
    columns = serializers.SerializerMethodField(help_text="Of `requests/export/`; none: all of them.")
    unknown = serializers.SerializerMethodField(
        help_text="Filters in it that are not known any more: `requests/` refuses its query."
    )

    class Meta:
        model = SavedView
        fields = ("uuid", "name", "owner", "office", "rows", "columns", "unknown", "created_at")

    def get_rows(self, view: SavedView) -> str:
        """Without the columns, which a list over the API has none of."""
        query = QueryDict(view.query).copy()
        query.pop("column", None)
        return query.urlencode()

    def get_columns(self, view: SavedView) -> list[str]:
        """By their keys."""
        return QueryDict(view.query).getlist("column")

    def get_unknown(self, view: SavedView) -> list[str]:
        """By their names."""
        return list(asked_by(view).unknown)


class MailSerializer(serializers.ModelSerializer[ViewMail]):
    """On which day of the week a view is mailed; 0 is Monday."""

    weekday = serializers.IntegerField()

    class Meta:
        model = ViewMail
        fields = ("weekday",)


class SavedViewInput(Strict):
    """What is kept under which name."""

    always: ClassVar[frozenset[str]] = frozenset({"name"})

    name = serializers.CharField(max_length=80)
    rows = serializers.CharField(
        max_length=1500, required=False, allow_blank=True, default="", help_text="Query of `requests/`."
    )
    columns = serializers.ListField(
        child=serializers.ChoiceField(choices=list(KEYS)), required=False, default=list, max_length=len(KEYS)
    )
    office = OwnOfficeField(required=False, allow_null=True, default=None)

    def validate_rows(self, query: str) -> Question:
        """Filters and an order, each of them known and right."""
        given = QueryDict(query).dict()
        sort = str(given.pop("sort", ""))
        form = FilterInput(data=given)
        if (
            sort not in {"", *(entry.key for entry in SORTS)}
            or set(given) - set(form.fields)
            or not form.is_valid()
        ):
            raise serializers.ValidationError(_("This is no query of the register."))
        found: dict[str, Any] = {
            name: str(value) if name in {"officer", "authority"} else value
            for name, value in form.validated_data.items()
        }
        return Question(rows=CaseFilter(**found), sort=sort)

    @property
    def question(self) -> Question:
        """All of it; the input is valid."""
        given = self.validated_data
        asked = given["rows"] or Question(rows=CaseFilter())
        return Question(rows=asked.rows, sort=asked.sort, columns=given["columns"])


class SavedViews(ApiView):
    """Kept views."""

    @extend_schema(
        parameters=PAGING,
        responses={200: page_of(SavedViewSerializer, "SavedView")},
        operation_id="saved_views_list",
    )
    def get(self, request: Request) -> Response:
        """Of the caller, and shared with offices in which the caller works; a token sees the shared ones only."""
        require_only(request, PAGES)
        return paged(request, views_of(self.viewer).order_by(), OLDEST, SavedViewSerializer, {})

    @extend_schema(
        request=SavedViewInput, responses={201: SavedViewSerializer}, operation_id="saved_views_keep"
    )
    def post(self, request: Request) -> Response:
        """Keep one; it takes the place of the caller's view of that name. A token can only share."""

        def write() -> Response:
            form = SavedViewInput(data=request.data, context={"offices": self.viewer.scope.working})
            form.is_valid(raise_exception=True)
            given = form.validated_data
            if self.viewer.bound_to is not None and given["office"] is None:
                raise PermissionDenied
            view = save_view(self.viewer, given["name"], form.question, office=given["office"])
            answer = Response(SavedViewSerializer(view).data, status=HTTPStatus.CREATED)
            answer["Location"] = reverse("api:saved_view", args=[view.uuid], request=request)
            return answer

        return self.once(write)

    def require_sight(self, told: Any) -> None:
        """It is still one that the caller finds."""
        if "uuid" in told:
            get_object_or_404(views_of(self.viewer), uuid=told["uuid"])


class MailInput(Strict):
    """When it is mailed."""

    always: ClassVar[frozenset[str]] = frozenset({"weekday"})

    weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="0 is Monday.")


class ViewMails(ApiView):
    """The weekly mail of one kept view to the caller."""

    @extend_schema(request=MailInput, responses={200: MailSerializer}, operation_id="saved_views_mail")
    def put(self, request: Request, uuid: UUID) -> Response:
        """Have it mailed to the caller each week: how many it shows them and a link, never what it is about."""
        view = self.view(uuid)
        form = MailInput(data=request.data)
        form.is_valid(raise_exception=True)
        mail = mail_weekly(self.viewer, view, on=Weekday(form.validated_data["weekday"]))
        if mail is None:
            raise Http404
        return Response(MailSerializer(mail).data)

    @extend_schema(request=None, responses={204: None}, operation_id="saved_views_mail_stop")
    def delete(self, _request: Request, uuid: UUID) -> Response:
        """Mail it no more."""
        stop_mail(self.viewer, self.view(uuid))
        return Response(status=HTTPStatus.NO_CONTENT)

    def view(self, uuid: UUID) -> SavedView:
        """One that the caller finds; a program has nobody to mail to."""
        if self.viewer.user.is_service:
            raise PermissionDenied
        return get_object_or_404(views_of(self.viewer), uuid=uuid)


class SavedViewChange(Strict):
    """What is to be other than it is; what is not sent stays."""

    name = serializers.CharField(max_length=80, required=False)
    office = OwnOfficeField(required=False, allow_null=True, help_text="Null: shared with nobody.")


class OneSavedView(ApiView):
    """One kept view."""

    @extend_schema(
        request=SavedViewChange, responses={200: SavedViewSerializer}, operation_id="saved_views_change"
    )
    def patch(self, request: Request, uuid: UUID) -> Response:
        """Name it anew or share it with others; only whoever kept it may. What it asks and its mails stay."""
        view = get_object_or_404(own(self.viewer), uuid=uuid)
        form = SavedViewChange(data=request.data, context={"offices": self.viewer.scope.working})
        form.is_valid(raise_exception=True)
        given = {"name": view.name, "office": view.office, **form.validated_data}
        if self.viewer.bound_to is not None and given["office"] is None:
            raise PermissionDenied
        changed = change_view(self.viewer, view, **given)
        if changed is None:
            raise Http404
        return Response(SavedViewSerializer(changed).data)

    @extend_schema(request=None, responses={204: None}, operation_id="saved_views_forget")
    def delete(self, _request: Request, uuid: UUID) -> Response:
        """Forget it; only whoever kept it may, or a head of the office once their account is closed."""
        forget_view(get_object_or_404(forgettable(self.viewer), uuid=uuid))
        return Response(status=HTTPStatus.NO_CONTENT)
