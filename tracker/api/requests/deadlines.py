"""Deadlines of a request, as they are read: their dates, why these, and how their clocks ran."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.codes import CodeField
from tracker.api.fields import AuthorityRef, CitationSerializer, MessageOut
from tracker.casework.ages import age_of_deadline, pauses_of
from tracker.casework.case import Case
from tracker.casework.models import Deadline
from tracker.casework.moves import Move, move_of
from tracker.reminders.queries import chased
from workflows.deadlines import Age, Pause
from workflows.messages import from_data, message
from workflows.vocabulary import DeadlineState, Level, Shift


class MoveSerializer(serializers.Serializer[Move]):
    """How a date was set by hand: by which entry and when, who granted it, why; erased words are empty."""

    sequence = serializers.IntegerField()
    on = serializers.DateField()
    shift = CodeField(Shift)
    granted_by = AuthorityRef(allow_null=True)
    grantor = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)


class PauseSerializer(serializers.Serializer[Pause]):
    """A clock that stood still: from the day of a question to that of its answer, null while it is open."""

    begun = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class AgeSerializer(serializers.Serializer[Age]):
    """Days since the start: all of them, and those on which the clock ran."""

    gross = serializers.IntegerField()
    net = serializers.IntegerField()


class DeadlineSerializer(serializers.ModelSerializer[Deadline]):
    """One version of one deadline, with everything that explains its date.

    Of an expiry the last safe day is the day before ``due_on``.
    """

    title = serializers.SerializerMethodField()
    item = serializers.IntegerField(source="item.number", allow_null=True, default=None)
    authority = AuthorityRef(allow_null=True)
    explanation = serializers.SerializerMethodField()
    citation = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    move = serializers.SerializerMethodField()
    pauses = serializers.SerializerMethodField()
    age = serializers.SerializerMethodField()
    level = serializers.SerializerMethodField()
    enquiry_due = serializers.SerializerMethodField()

    class Meta:
        model = Deadline
        fields = (
            "rule", "rule_version", "title", "kind", "state", "is_chore", "item", "authority", "version",
            "revision", "start_sequence", "start_on", "due_on", "lower_on", "zone", "soon_from", "due_from",
            "late_from", "closed_by", "explanation", "citation", "reason", "move",
            "pauses", "age", "level", "enquiry_due",
        )  # fmt: skip

    @extend_schema_field(MessageOut)
    def get_title(self, row: Deadline) -> dict[str, Any]:
        """The name of the rule, its key where today's tables no longer know it."""
        rule = self._case.rules.get(row.rule)
        return MessageOut(rule.label if rule else message(row.rule)).data

    @extend_schema_field(MessageOut(many=True))
    def get_explanation(self, row: Deadline) -> list[dict[str, Any]]:
        """Why this date, step by step, as it was counted."""
        return [MessageOut(from_data(line)).data for line in row.explanation]

    @extend_schema_field(CitationSerializer(allow_null=True))
    def get_citation(self, row: Deadline) -> dict[str, Any] | None:
        """The article behind the rule."""
        rule = self._case.rules.get(row.rule)
        return CitationSerializer(rule.citation).data if rule else None

    @extend_schema_field(MessageOut(allow_null=True))
    def get_reason(self, row: Deadline) -> dict[str, Any] | None:
        """Why this version took the place of the one before."""
        return MessageOut(from_data(row.reason)).data if row.reason else None

    @extend_schema_field(MoveSerializer(allow_null=True))
    def get_move(self, row: Deadline) -> dict[str, Any] | None:
        """Who moved it to this date by hand, and why."""
        move = move_of(self._case, row)
        return dict(MoveSerializer(move).data) if move else None

    @extend_schema_field(PauseSerializer(many=True, allow_null=True))
    def get_pauses(self, row: Deadline) -> list[Any] | None:
        """When its clock stood still; null where its rule lets no clock stop."""
        pauses = pauses_of(self._case, row)
        return None if pauses is None else [PauseSerializer(pause).data for pause in pauses]

    @extend_schema_field(AgeSerializer(allow_null=True))
    def get_age(self, row: Deadline) -> dict[str, Any] | None:
        """Its age in days today, or on the day on which it ended; null where its rule lets no clock stop."""
        age = age_of_deadline(self._case, row)
        return dict(AgeSerializer(age).data) if age else None

    @extend_schema_field(CodeField(Level, allow_null=True))
    def get_level(self, row: Deadline) -> str | None:
        """How pressing it is at the moment of the call; null for what no longer runs."""
        level = row.level(self._case.viewer.at)
        return level.value if level else None

    def get_enquiry_due(self, row: Deadline) -> bool:
        """Whether the other side should be asked by now how things stand."""
        return row.pk in self._chasing

    @cached_property
    def _chasing(self) -> frozenset[int]:
        case = self._case
        running = [deadline for deadline in case.deadlines if deadline.state == DeadlineState.OPEN]
        return chased(running, at=case.viewer.at)

    @property
    def _case(self) -> Case:
        case: Case = self.context["case"]
        return case
