"""The dashboards as they are read."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.fields import MessageOut, PersonRef
from tracker.api.figures import CountSerializer, FigureSerializer, QueryField, figure_data, query_of
from tracker.api.requests.read import RequestLine
from tracker.casework import overdue
from tracker.casework.filters import CaseFilter, State
from tracker.casework.lateness import Owing
from tracker.casework.loads import OfficerLoad, Still
from tracker.casework.loads import work as work_of
from tracker.casework.models import AssistanceRequest
from tracker.casework.overdue import Matrix, Place
from tracker.casework.queries import rule_label
from tracker.casework.viewer import Viewer
from tracker.outbox.models import MailState, OutboxMessage
from tracker.reminders.models import ReminderMark
from tracker.words import spoken
from workflows import registry


class AgeingSerializer(serializers.Serializer[overdue.Bucket]):
    """How many are late by so many days."""

    key = serializers.CharField()
    title = serializers.CharField(source="label")
    value = serializers.IntegerField(source="counted.value")
    rows = QueryField(source="counted.rows")


class ChannelTitleSerializer(serializers.Serializer[Any]):
    """A channel of the matrix."""

    key = serializers.CharField()
    title = MessageOut()


class OverdueCellSerializer(CountSerializer):
    """What is late with one jurisdiction through one channel."""

    channel = serializers.CharField()


class OverduePlaceSerializer(serializers.Serializer[Any]):
    """What is late with one jurisdiction, through each channel of the matrix."""

    code = serializers.CharField()
    name = serializers.CharField()
    cells = OverdueCellSerializer(many=True)


class LoadFields(serializers.Serializer[Any]):
    """Base: how much somebody has."""

    open = CountSerializer()
    overdue = CountSerializer()
    opened = CountSerializer(help_text="In the last 365 days.")
    closed = CountSerializer(help_text="In the last 365 days.")
    backlog_months = serializers.FloatField(
        allow_null=True,
        help_text="What is open by the closings of a month, over those days; null without closings.",
    )


class LoadSerializer(LoadFields):
    """What one officer has in one office."""

    officer = serializers.SerializerMethodField(help_text="Null: nobody is in charge.")
    office = serializers.CharField(source="office.code")

    @extend_schema_field(PersonRef(allow_null=True))
    def get_officer(self, load: OfficerLoad) -> dict[str, str] | None:
        """By name and identity."""
        return {"uuid": load.uuid, "name": load.name} if load.uuid else None


class OfficeLoadSerializer(LoadFields):
    """What one office has."""

    office = serializers.CharField(source="office.code")


class LateRuleSerializer(serializers.Serializer[overdue.LateRule]):
    """How many are late by one rule."""

    key = serializers.CharField()
    title = MessageOut(source="label")
    value = serializers.IntegerField(source="counted.value")
    rows = QueryField(source="counted.rows")


class StillSerializer(serializers.Serializer[Still]):
    """How many have not moved for so many days, or for longer."""

    days = serializers.IntegerField()
    value = serializers.IntegerField(source="counted.value")
    rows = QueryField(source="counted.rows")


class OverdueSerializer(serializers.Serializer[Any]):
    """What is late, how late, where and whose; of the requests that the caller may see."""

    as_of = serializers.DateTimeField()
    figures = FigureSerializer(many=True)
    ageing = AgeingSerializer(many=True)
    rules = LateRuleSerializer(
        many=True, help_text="A request that is late by two rules stands under both; the most first."
    )
    still = StillSerializer(many=True, help_text="Open requests without movement.")
    channels = ChannelTitleSerializer(many=True)
    places = OverduePlaceSerializer(many=True, help_text="The heaviest first.")
    officers = LoadSerializer(many=True, help_text="The most burdened first.")
    offices = OfficeLoadSerializer(many=True, help_text="The most burdened first.")
    overdue = QueryField(help_text="Query for `requests/`: all that is overdue.")
    expiring = QueryField(help_text="Query for `requests/`: what is lost within 30 days.")
    undelivered = serializers.IntegerField(
        allow_null=True, help_text="Reminders that reached nobody; null for whoever supervises no office."
    )


class TaskSerializer(serializers.Serializer[Any]):
    """One thing to do: the request, why now, and the likeliest action."""

    request = RequestLine(source="row")
    why = serializers.CharField()
    on = serializers.DateField(help_text="By when it is due; since when where it only `waits`.")
    waits = serializers.BooleanField()
    late = serializers.CharField(allow_blank=True, help_text="How late, in words; empty where it is not.")
    action = serializers.CharField(
        allow_blank=True, help_text="The likeliest action; empty where the request itself must say."
    )


class SectionSerializer(serializers.Serializer[Any]):
    """Tasks of one sort, the most pressing first."""

    key = serializers.CharField()
    title = serializers.CharField()
    tasks = TaskSerializer(many=True)


class WorklistSerializer(serializers.Serializer[Any]):
    """What needs the caller, in the order of what is lost if it waits."""

    as_of = serializers.DateTimeField()
    figures = FigureSerializer(many=True)
    sections = SectionSerializer(many=True)


class DueRequestSerializer(serializers.ModelSerializer[AssistanceRequest]):
    """The request of a deadline."""

    class Meta:
        model = AssistanceRequest
        fields = ("uuid", "reference")


class UndeliveredSerializer(serializers.ModelSerializer[ReminderMark]):
    """A reminder that reached nobody; ``uuid`` is that of its mail."""

    uuid = serializers.UUIDField(source="message.uuid")
    request = DueRequestSerializer(source="deadline.request")
    deadline = serializers.SerializerMethodField()
    due_on = serializers.DateField(source="deadline.due_on")
    recipient = PersonRef()
    address = serializers.EmailField(source="message.address")
    attempts = serializers.IntegerField(source="message.attempts")
    last_error = serializers.CharField(source="message.last_error", help_text="What the mail server said.")

    class Meta:
        model = ReminderMark
        fields = (
            "uuid", "request", "deadline", "step", "due_on", "recipient", "address", "attempts", "last_error",
            "created_at",
        )  # fmt: skip

    def get_deadline(self, mark: ReminderMark) -> str:
        """What is due, in words."""
        return spoken(rule_label(mark.deadline))


class RetriedSerializer(serializers.ModelSerializer[OutboxMessage]):
    """A mail that waits to be sent again, under the same Message-ID."""

    state = serializers.ChoiceField(choices=MailState.choices)

    class Meta:
        model = OutboxMessage
        fields = ("uuid", "state")


def overdue_data(viewer: Viewer) -> dict[str, Any]:
    """The dashboard of the viewer, without what reached nobody."""
    work, backlog = work_of(viewer), overdue.backlog(viewer)
    return {
        "as_of": viewer.at,
        "figures": [figure_data(one, query_of) for one in overdue.figures(viewer, of_open=work.open)],
        "ageing": backlog.ageing,
        "rules": overdue.by_rule(viewer),
        "still": work.still,
        **_matrix(backlog.matrix),
        "officers": work.officers,
        "offices": work.offices,
        "overdue": CaseFilter(state=State.OVERDUE),
        "expiring": overdue.owed(Owing.EXPIRIES, overdue.AHEAD_DAYS),
    }


def _matrix(matrix: Matrix) -> dict[str, Any]:
    return {
        "channels": [{"key": key, "title": registry.channel(key).short} for key in matrix.channels],
        "places": [_place(place, matrix.channels) for place in matrix.places],
    }


def _place(place: Place, channels: tuple[str, ...]) -> dict[str, Any]:
    cells = zip(channels, place.cells, strict=True)
    return {
        "code": place.code,
        "name": place.name,
        "cells": [{"channel": key, "value": cell.value, "rows": cell.rows} for key, cell in cells],
    }
