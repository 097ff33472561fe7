"""Channels, instruments and the vocabulary: read only, and the same for everybody who signs in."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.accounts.ladders import OfficeLadders, office_ladders
from tracker.api.fields import rows_of
from tracker.api.paging import whole
from tracker.api.parameters import require_only, understood
from tracker.api.schema import page_of
from tracker.api.tables.channels import ChannelLine, ChannelWhole
from tracker.api.tables.instruments import InstrumentLine, InstrumentWhole
from tracker.api.tables.ladders import LadderParameters, LadderSerializer, ladders_in, office_named
from tracker.api.tables.vocabulary import VocabularySerializer, vocabulary
from tracker.api.views import ApiView
from workflows.registry import CHANNELS, INSTRUMENTS


class Channels(ApiView):
    """Every channel."""

    @extend_schema(responses={200: page_of(ChannelLine, "Channel")}, operation_id="channels_list")
    def get(self, request: Request) -> Response:
        """In the order of their registration."""
        require_only(request)
        return whole(rows_of(ChannelLine(CHANNELS.values(), many=True)))


class OneChannel(ApiView):
    """One channel."""

    @extend_schema(responses={200: ChannelWhole}, operation_id="channels_read")
    def get(self, request: Request, key: str) -> Response:
        """Its whole table: a client can build its own forms from it."""
        require_only(request)
        if key not in CHANNELS:
            raise Http404
        return Response(ChannelWhole(CHANNELS[key]).data)


class Instruments(ApiView):
    """Every instrument."""

    @extend_schema(responses={200: page_of(InstrumentLine, "Instrument")}, operation_id="instruments_list")
    def get(self, request: Request) -> Response:
        """In the order of their registration."""
        require_only(request)
        return whole(rows_of(InstrumentLine(INSTRUMENTS.values(), many=True)))


class OneInstrument(ApiView):
    """One instrument."""

    @extend_schema(responses={200: InstrumentWhole}, operation_id="instruments_read")
    def get(self, request: Request, key: str) -> Response:
        """Its whole table."""
        require_only(request)
        if key not in INSTRUMENTS:
            raise Http404
        return Response(InstrumentWhole(INSTRUMENTS[key]).data)


class Ladders(ApiView):
    """When whom to remind."""

    @extend_schema(
        parameters=[LadderParameters],
        responses={200: page_of(LadderSerializer, "Ladder")},
        operation_id="ladders_list",
    )
    def get(self, request: Request) -> Response:
        """The ladder of every rule, by the tables or as an office and those above it have tightened it."""
        given = understood(request, LadderParameters, beside=frozenset())
        office = office_named(self.viewer, given.get("office", ""))
        found = list(ladders_in(office, office_ladders() if office else OfficeLadders()))
        return whole(rows_of(LadderSerializer(found, many=True)))


class Vocabulary(ApiView):
    """The closed lists of the program."""

    @extend_schema(responses={200: VocabularySerializer}, operation_id="vocabulary_read")
    def get(self, request: Request) -> Response:
        """Every code that is sent or answered anywhere, with words in the language of the caller."""
        require_only(request)
        return Response(VocabularySerializer(vocabulary()).data)
