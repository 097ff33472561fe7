"""A webhook and its deliveries as its page prints them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.casework.table_labels import HAPPENED
from tracker.casework.viewer import Viewer
from tracker.outbox.models import OutgoingState, Trouble, Webhook, WebhookDelivery
from tracker.outbox.policy import host_of
from tracker.outbox.queries import log_of, way_to, webhooks_of
from tracker.outbox.signing import secret_of
from tracker.paging import COUNT_CAP, Cursor, Order, capped_count, page_of
from tracker.web.lists.turning import neighbours_of
from tracker.web.webhooks.forms import ChangeForm
from workflows.vocabulary import EventKind, Tone

PAGE_SIZE: Final = 10
NEWEST_FIRST: Final = Order()
TONES: Final = {
    OutgoingState.QUEUED: Tone.WITH_THEM,
    OutgoingState.SENT: Tone.ANSWERED,
    OutgoingState.FAILED: Tone.OVERDUE,
    OutgoingState.CANCELLED: Tone.CLOSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One line of the log."""

    delivery: WebhookDelivery
    what: str
    reference: str
    request_uuid: UUID | None
    tone: str
    state: str
    trouble: str
    recorded: datetime
    may_retry: bool


def viewer_works(viewer: Viewer) -> frozenset[int]:
    """The offices in which the viewer works; to whoever works in none these pages do not exist."""
    if not viewer.scope.working:
        raise Http404
    return viewer.scope.working


def found(viewer: Viewer, uuid: UUID) -> Webhook:
    """A webhook of one of those offices."""
    return get_object_or_404(webhooks_of(viewer_works(viewer)), uuid=uuid)


def webhook_shown(
    request: HttpRequest,
    viewer: Viewer,
    webhook: Webhook,
    *,
    form: BaseForm | None = None,
    with_secret: bool = False,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The page of one webhook; ``with_secret`` right after it was made or changed."""
    rows = log_of(webhook)
    page = page_of(rows, NEWEST_FIRST, Cursor.parse(request.GET.get("after", "")), size=PAGE_SIZE)
    way = way_to(webhook, at=viewer.at)
    context = {
        "webhook": webhook,
        "host": host_of(webhook.url),
        "kinds": [HAPPENED[EventKind(kind)] for kind in webhook.kinds],
        "form": form or ChangeForm(webhook=webhook),
        "secret": secret_of(webhook.uuid, webhook.generation) if with_secret else "",
        "obstacle": way.label if isinstance(way, Trouble) else "",
        "rows": [_row(delivery) for delivery in page.rows],
        "paging": {"count": _count_words(*capped_count(rows)), **neighbours_of(request, page)},
    }
    return render(request, "webhooks/webhook.html", context, status=status)


def _row(delivery: WebhookDelivery) -> DeliveryRow:
    event, state = delivery.event, OutgoingState(delivery.state)
    return DeliveryRow(
        delivery=delivery,
        what=str(HAPPENED[EventKind(event.kind)]) if event else _("Test"),
        reference=event.request.reference if event else "",
        request_uuid=event.request.uuid if event else None,
        tone=TONES[state].value,
        state=str(state.label),
        trouble=str(delivery.trouble.label) if delivery.trouble else "",
        recorded=delivery.created_at,
        may_retry=delivery.may_be_queued_again,
    )


def _count_words(count: int, more: bool) -> str:  # noqa: FBT001  # as it is counted
    words = (
        _("more than %(count)d deliveries")
        if more
        else ngettext("%(count)d delivery", "%(count)d deliveries", count)
    )
    return words % {"count": COUNT_CAP if more else count}
