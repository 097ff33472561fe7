"""Webhooks of the offices in which the caller works: made, changed, tested, and what became of each delivery."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from tracker.api.errors import WrongParameter
from tracker.api.inputs import require_nothing
from tracker.api.paging import paged
from tracker.api.parameters import PAGES, require_only
from tracker.api.schema import PAGING, QUERY, SHAPING, page_of
from tracker.api.shaping import FIELDS
from tracker.api.views import ApiView
from tracker.api.webhooks.inputs import ChangeInput, MakingInput
from tracker.api.webhooks.read import DeliverySerializer, WebhookSerializer, WebhookWithSecret
from tracker.outbox.models import OutgoingState, Webhook, WebhookDelivery
from tracker.outbox.queries import log_of, webhooks_of
from tracker.outbox.services import announcing, delivering, webhooks
from tracker.outbox.signing import secret_of
from tracker.paging import Order

NEWEST_FIRST: Final = Order()
SHAPED: Final = PAGES | {FIELDS}
STATE: Final = OpenApiParameter("state", {"type": "string", "enum": OutgoingState.values}, QUERY)


class OfWebhooks(ApiView):
    """Base of the views about webhooks."""

    def webhook(self, uuid: UUID) -> Webhook:
        """One of an office in which the caller works; for everybody else there is none."""
        return get_object_or_404(webhooks_of(self.viewer.scope.working), uuid=uuid)

    def require_sight(self, told: Any) -> None:
        """It is still of an office in which the caller works, removed meanwhile or not."""
        uuid = self.kwargs.get("uuid") or told.get("uuid")
        if uuid and not Webhook.objects.filter(office__in=self.viewer.scope.working, uuid=uuid).exists():
            raise Http404

    def shown(self, uuid: UUID, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """The webhook as it then is."""
        return Response(WebhookSerializer(self.webhook(uuid)).data, status=status)


class Webhooks(OfWebhooks):
    """All webhooks that the caller may see."""

    @extend_schema(
        parameters=[*PAGING, *SHAPING],
        responses={200: page_of(WebhookSerializer, "Webhook")},
        operation_id="webhooks_list",
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        require_only(request, SHAPED)
        found = webhooks_of(self.viewer.scope.working)
        return paged(request, found, NEWEST_FIRST, WebhookSerializer, {"request": request})

    @extend_schema(request=MakingInput, responses={201: WebhookWithSecret}, operation_id="webhooks_make")
    def post(self, request: Request) -> Response:
        """Make one; the answer shows its secret, also when the call is repeated under its key."""

        def write() -> Response:
            form = MakingInput(data=request.data, context={"offices": self.viewer.scope.working})
            form.is_valid(raise_exception=True)
            given = form.validated_data
            made = webhooks.make_webhook(
                given["office"],
                url=given["url"],
                kinds=form.kinds_given,
                by=self.viewer.user,
                at=self.viewer.at,
            )
            answer = self.shown(made.uuid, HTTPStatus.CREATED)
            answer["Location"] = reverse("api:webhook", args=[made.uuid], request=request)
            return answer

        return _with_secret(self.once(write))


class OneWebhook(OfWebhooks):
    """One webhook."""

    @extend_schema(parameters=SHAPING, responses={200: WebhookSerializer}, operation_id="webhooks_read")
    def get(self, request: Request, uuid: UUID) -> Response:
        """Read it."""
        webhook = self.webhook(uuid)
        require_only(request, {FIELDS})
        return Response(WebhookSerializer(webhook, context={"request": request}).data)

    @extend_schema(request=ChangeInput, responses={200: WebhookSerializer}, operation_id="webhooks_change")
    def patch(self, request: Request, uuid: UUID) -> Response:
        """Change address or kinds, switch it off or on; whoever changes the address becomes the owner.

        What happens while it is off is not announced afterwards.
        """
        webhook = self.webhook(uuid)
        form = ChangeInput(data=request.data)
        form.is_valid(raise_exception=True)
        webhooks.change_webhook(webhook, form.change, by=self.viewer.user, at=self.viewer.at)
        return self.shown(uuid)

    @extend_schema(request=None, responses={204: None}, operation_id="webhooks_remove")
    def delete(self, _request: Request, uuid: UUID) -> Response:
        """Remove it; what waits for it is not sent."""
        webhooks.remove_webhook(self.webhook(uuid), by=self.viewer.user, at=self.viewer.at)
        return Response(status=HTTPStatus.NO_CONTENT)


class Rotations(OfWebhooks):
    """Another secret for the webhook."""

    @extend_schema(request=None, responses={200: WebhookWithSecret}, operation_id="webhook_secret_rotate")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Sign with another secret from now on; whoever asks for it becomes the owner."""

        def write() -> Response:
            webhook = self.webhook(uuid)
            require_nothing(request.data)
            webhooks.change_secret(webhook, by=self.viewer.user, at=self.viewer.at)
            return self.shown(uuid)

        return _with_secret(self.once(write))


class Pings(OfWebhooks):
    """Tests of the webhook."""

    @extend_schema(request=None, responses={202: DeliverySerializer}, operation_id="webhook_pings_send")
    def post(self, request: Request, uuid: UUID) -> Response:
        """Put a signed ping on the way of all events; the log of deliveries says how it went."""

        def write() -> Response:
            webhook = self.webhook(uuid)
            require_nothing(request.data)
            return _accepted(announcing.ping(webhook, at=self.viewer.at))

        return self.once(write)


class Deliveries(OfWebhooks):
    """The log of the webhook."""

    @extend_schema(
        parameters=[STATE, *PAGING, *SHAPING],
        responses={200: page_of(DeliverySerializer, "Delivery")},
        operation_id="webhook_deliveries_list",
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        """What became of each event, newest first."""
        found = log_of(self.webhook(uuid))
        require_only(request, SHAPED | {STATE.name})
        state = request.query_params.get("state")
        if state is not None:
            if state not in OutgoingState.values:
                raise WrongParameter({"state": [_("Choose a state: %s.") % ", ".join(OutgoingState.values)]})
            found = found.filter(state=state)
        return paged(request, found, NEWEST_FIRST, DeliverySerializer, {"request": request})


class Retries(OfWebhooks):
    """Deliveries that are to be tried again."""

    @extend_schema(request=None, responses={202: DeliverySerializer}, operation_id="webhook_delivery_retry")
    def post(self, request: Request, uuid: UUID, delivery: UUID) -> Response:
        """Queue one again that failed or was cancelled, under the same id."""

        def write() -> Response:
            row = get_object_or_404(log_of(self.webhook(uuid)), uuid=delivery)
            require_nothing(request.data)
            if not delivering.retry(row, at=self.viewer.at):
                raise ValidationError(
                    _("It is waiting or was delivered. Only what ended otherwise is sent again.")
                )
            row.refresh_from_db()
            return _accepted(row)

        return self.once(write)


def _accepted(delivery: WebhookDelivery) -> Response:
    return Response(DeliverySerializer(delivery).data, status=HTTPStatus.ACCEPTED)


def _with_secret(answer: Response) -> Response:
    """Add the secret to a finished answer: kept answers to repeated calls hold none, and it is derived anew."""
    if answer.status_code < HTTPStatus.BAD_REQUEST:
        shown = answer.data
        secret = secret_of(UUID(str(shown["uuid"])), shown["secret_generation"])
        answer.data = {**shown, "secret": secret}
    return answer
