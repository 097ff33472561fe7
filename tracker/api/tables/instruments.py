"""Instruments as data: what binds."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.codes import CodesField
from tracker.api.fields import CitationSerializer, MessageOut, rows_of
from tracker.api.tables.rules import TableRuleSerializer
from workflows.engine import Instrument
from workflows.vocabulary import ItemType


class CarriedSerializer(serializers.Serializer[Any]):
    """A channel that the instrument opens, and for what; empty `item_types` for anything."""

    channel = serializers.CharField()
    item_types = CodesField(ItemType)


class InstrumentLine(serializers.Serializer[Any]):
    """A treaty or law as a list shows it.

    Both sides must be bound by `register` in the directory; where it is null no list decides. `law_of` is the one
    jurisdiction whose law it is. It applies from `valid_from` to `valid_until`, both included.
    """

    key = serializers.CharField()
    version = serializers.IntegerField()
    title = MessageOut(source="label")
    summary = MessageOut()
    citation = CitationSerializer()
    channels = serializers.SerializerMethodField()
    register = serializers.CharField(allow_null=True)
    law_of = serializers.CharField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    criminal = serializers.BooleanField(
        help_text="False: of civil matters only, known in order to be refused."
    )

    @extend_schema_field(CarriedSerializer(many=True))
    def get_channels(self, law: Instrument) -> list[Any]:
        """The channels in the order of its table."""
        carried = [{"channel": key, "item_types": items} for key, items in law.channels.items()]
        return rows_of(CarriedSerializer(carried, many=True))


class AllowedSerializer(serializers.Serializer[Any]):
    """A ground, and the articles that let somebody refuse or postpone on it."""

    ground = serializers.CharField()
    articles = CitationSerializer(many=True)


class InstrumentWhole(InstrumentLine):
    """The whole table of an instrument, its deadlines and grounds among it."""

    rules = TableRuleSerializer(many=True)
    grounds = serializers.SerializerMethodField(
        help_text="Grounds that are not among them may be allowed, too: nobody has looked."
    )

    @extend_schema_field(AllowedSerializer(many=True))
    def get_grounds(self, law: Instrument) -> list[Any]:
        """In the order of its table."""
        allowed = [{"ground": ground.value, "articles": cited} for ground, cited in law.grounds.items()]
        return rows_of(AllowedSerializer(allowed, many=True))
