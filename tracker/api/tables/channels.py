"""Channels as data: how a request travels."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.codes import CodeField, CodesField
from tracker.api.fields import CitationSerializer, MessageOut, rows_of
from tracker.api.tables.procedures import TableProcedureSerializer
from tracker.api.tables.rules import TablePeriodSerializer, TableRuleSerializer
from workflows.engine import Channel, Court
from workflows.registry import INSTRUMENTS, rules_possible
from workflows.vocabulary import Direction


class AdmissibilitySerializer(serializers.Serializer[Any]):
    """Whether evidence obtained this way can be used in court, and why."""

    court = CodeField(Court)
    words = MessageOut()
    citation = CitationSerializer()


class ExpectationSerializer(serializers.Serializer[Any]):
    """What is published or customary about how long an answer takes."""

    words = MessageOut()
    citation = CitationSerializer()
    lower = TablePeriodSerializer(allow_null=True)
    upper = TablePeriodSerializer(allow_null=True)


class ChannelLine(serializers.Serializer[Any]):
    """A channel as a list shows it. Its `version` is stored with each request."""

    key = serializers.CharField()
    version = serializers.IntegerField()
    title = MessageOut(source="label")
    short = MessageOut()
    summary = MessageOut()
    directions = CodesField(Direction)
    needs_instrument = serializers.BooleanField(help_text="It exists only under a treaty or law.")
    compels = serializers.BooleanField(help_text="What is asked for can be had by force.")
    instruments = serializers.SerializerMethodField()

    def get_instruments(self, channel: Channel) -> list[str]:
        """The keys of the instruments that it can carry."""
        return [law.key for law in INSTRUMENTS.values() if channel.key in law.channels]


class ChannelWhole(ChannelLine):
    """The whole table of a channel: what decides about a request that travels by it."""

    admissibility = AdmissibilitySerializer()
    expectation = ExpectationSerializer()
    procedures = serializers.SerializerMethodField()
    rules = TableRuleSerializer(many=True)

    @extend_schema_field(TableProcedureSerializer(many=True))
    def get_procedures(self, channel: Channel) -> list[Any]:
        """Each direction in which the channel goes."""
        deadlines = {
            direction: [rule.key for rule in rules_possible(channel, direction)] for direction in Direction
        }
        context = {**self.context, "deadlines": deadlines}
        return rows_of(TableProcedureSerializer(channel.procedures, many=True, context=context))
