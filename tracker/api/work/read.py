"""The dashboards as they are read."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tracker.api.fields import MessageOut, PersonRef
from tracker.api.figures import CountSerializer, FigureSerializer, QueryField
from tracker.api.requests.read import RequestLine
from tracker.casework import overdue
from tracker.casework.filters import CaseFilter, Owing, State
from tracker.casework.models import AssistanceRequest
from tracker.casework.overdue import AHEAD_DAYS, Load, Matrix, Place
from tracker.casework.queries import rule_label
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


class LoadSerializer(serializers.Serializer[Load]):
    """What one officer has in one office: open, of these overdue."""

    officer = PersonRef(source="*")
    office = serializers.CharField(source="office.code")
    open = CountSerializer()
    overdue = CountSerializer()


class OverdueSerializer(serializers.Serializer[Any]):
    """What is late, how late, where and whose; of the requests that the caller may see."""

    as_of = serializers.DateTimeField()
    figures = FigureSerializer(many=True)
    ageing = AgeingSerializer(many=True)
    channels = ChannelTitleSerializer(many=True)
    places = OverduePlaceSerializer(many=True, help_text="The heaviest first.")
    officers = LoadSerializer(many=True, help_text="The most burdened first.")
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


def matrix_data(matrix: Matrix) -> dict[str, Any]:
    """The channels and places of the matrix."""
    return {
        "channels": [{"key": key, "title": registry.channel(key).short} for key in matrix.channels],
        "places": [_place(place, matrix.channels) for place in matrix.places],
    }


def lists_data() -> dict[str, CaseFilter]:
    """The two lists under the dashboard."""
    return {
        "overdue": CaseFilter(state=State.OVERDUE),
        "expiring": overdue.owed(Owing.EXPIRIES, AHEAD_DAYS),
    }


def _place(place: Place, channels: tuple[str, ...]) -> dict[str, Any]:
    cells = zip(channels, place.cells, strict=True)
    return {
        "code": place.code,
        "name": place.name,
        "cells": [{"channel": key, "value": cell.value, "rows": cell.rows} for key, cell in cells],
    }
