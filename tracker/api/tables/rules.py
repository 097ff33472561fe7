"""Deadline rules as data."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.codes import CodeField, CodesField
from tracker.api.fields import CitationSerializer, MessageOut
from workflows.calendars import Roll
from workflows.deadlines import DeadlineRule, Unit
from workflows.vocabulary import DeadlineKind, Direction, EventKind, ItemType


class TablePeriodSerializer(serializers.Serializer[Any]):
    """So many hours, days, working days, weeks or months."""

    count = serializers.IntegerField()
    unit = CodeField(Unit)
    words = MessageOut()


class TableRuleKindSerializer(serializers.Serializer[Any]):
    """What a rule is in one direction: what they owe us in one, we owe in the other."""

    direction = CodeField(Direction)
    kind = CodeField(DeadlineKind)


class TableRuleSerializer(serializers.Serializer[Any]):
    """One limit: what starts it, what ends it, how it is counted, who says so.

    `closes_on` fulfils it, `cancels_on` only takes it away. `upper` makes an expectation a range from `period` to
    `upper`. An empty `item_types` or `channels` does not narrow it.
    """

    key = serializers.CharField()
    version = serializers.IntegerField()
    title = MessageOut(source="label")
    citation = CitationSerializer()
    kinds = serializers.SerializerMethodField()
    period = TablePeriodSerializer(
        source="counted", allow_null=True, help_text="Null where the date is told and nothing is counted."
    )
    upper = TablePeriodSerializer(allow_null=True)
    extension = TablePeriodSerializer(
        allow_null=True, help_text="How far a renewal or a moved date may go beyond the end."
    )
    extension_article = serializers.CharField(help_text="The article that lets it be moved.")
    roll = CodeField(Roll)
    unless = CodesField(EventKind, help_text="Not where one of these happened before.")
    valid_from = serializers.DateField(allow_null=True, help_text="The first day whose events it binds.")
    valid_until = serializers.DateField(allow_null=True, help_text="The last one.")
    pauses = serializers.BooleanField(
        help_text="A question of whoever executes stops the clock until its answer."
    )
    opens_on = CodesField(EventKind)
    closes_on = CodesField(EventKind)
    cancels_on = CodesField(EventKind)
    item_types = CodesField(ItemType, help_text="Only for items of these types, one deadline for each.")
    channels = serializers.SerializerMethodField()
    each_authority = serializers.BooleanField(
        help_text="One deadline for each authority that receives; only the first receipt counts."
    )
    dated_by_event = serializers.BooleanField(
        help_text="The event's own `until`, where given, replaces the counted date."
    )
    unapproved_only = serializers.BooleanField(help_text="Only while an urgent sending lacks its approval.")
    until_complete = serializers.BooleanField(
        help_text="An answer ends it only when no item is open any more."
    )

    @extend_schema_field(TableRuleKindSerializer(many=True))
    def get_kinds(self, rule: DeadlineRule) -> list[Any]:
        """The directions in which it runs, and as what."""
        return [
            {"direction": direction.value, "kind": rule.kind_for(direction).value}
            for direction in Direction
            if direction in rule.directions
        ]

    def get_channels(self, rule: DeadlineRule) -> list[str]:
        """Only where the request travels by one of these; empty for every channel of its table."""
        return sorted(rule.channels)
