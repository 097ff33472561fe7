"""What lies under a request, each kind by itself: items, events, deadlines, and what can be done."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.api.fields import rows_of
from tracker.api.requests.base import OfRequest
from tracker.api.requests.deadlines import DeadlineSerializer
from tracker.api.requests.parts import EventSerializer, ItemSerializer
from tracker.api.requests.read import OfferSerializer, offered_in
from tracker.api.schema import page_of


class Items(OfRequest):
    """What is asked for; changed through the dossier, decided by actions."""

    @extend_schema(responses={200: page_of(ItemSerializer, "Item")}, operation_id="request_items_list")
    def get(self, _request: Request, uuid: UUID) -> Response:
        """All items, each with its own outcome."""
        case = self.case(uuid)
        items = case.row.items.prefetch_related("identifiers")
        return self.listed(rows_of(ItemSerializer(items, many=True, context={"case": case})))


class Events(OfRequest):
    """The log of the request."""

    @extend_schema(responses={200: page_of(EventSerializer, "Event")}, operation_id="request_events_list")
    def get(self, _request: Request, uuid: UUID) -> Response:
        """All entries, in the order in which they were recorded."""
        case = self.case(uuid)
        return self.listed(rows_of(EventSerializer(case.events, many=True, context={"case": case})))


class Deadlines(OfRequest):
    """The dates that run or ran."""

    @extend_schema(
        responses={200: page_of(DeadlineSerializer, "Deadline")}, operation_id="request_deadlines_list"
    )
    def get(self, _request: Request, uuid: UUID) -> Response:
        """Every version of every deadline, each with why it is that date."""
        case = self.case(uuid)
        return self.listed(rows_of(DeadlineSerializer(case.deadlines, many=True, context={"case": case})))


class Offers(OfRequest):
    """What can be done."""

    @extend_schema(responses={200: page_of(OfferSerializer, "Offer")}, operation_id="request_actions_list")
    def get(self, _request: Request, uuid: UUID) -> Response:
        """Every action of the channel, with every reason against it; none for whoever only reads."""
        return self.listed(offered_in(self.case(uuid)))
