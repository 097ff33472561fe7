"""Which webhooks somebody may see, and whether one may be called now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import AccountEvent, User
from tracker.accounts.queries import local_date, offices_of
from tracker.outbox.models import AllowedHost, Trouble, Webhook, WebhookDelivery
from tracker.outbox.policy import Target, target_of


def webhooks_of(offices: Collection[int]) -> QuerySet[Webhook]:
    """Webhooks of these offices that were not removed, newest first, each with ``failed_count``.

    Ask with the offices in which the reader works.
    """
    of_each = WebhookDelivery.objects.failed().filter(webhook=OuterRef("pk")).order_by().values("webhook")
    failed = Coalesce(Subquery(of_each.annotate(n=Count("pk")).values("n")), 0)
    rows = Webhook.objects.filter(office__in=offices, removed_at__isnull=True)
    return rows.select_related("office", "owner").annotate(failed_count=failed)


def is_secret_of(webhook: Webhook, user: User) -> bool:
    """Whether ``user`` made its present secret: of nobody else is it known that they have seen it. One query."""
    made = (AccountEventKind.WEBHOOK_MADE, AccountEventKind.WEBHOOK_SECRET_CHANGED)
    lines = AccountEvent.objects.filter(by=user, office=webhook.office_id, kind__in=made)
    codes = lines.order_by("-sequence").values_list("data", flat=True)
    generations = (line.get("generation", 1) for line in codes if line["webhook"] == str(webhook.uuid))
    return next(generations, None) == webhook.generation


def log_of(webhook: Webhook) -> QuerySet[WebhookDelivery]:
    """Every delivery of the webhook with its event and request, for pages by key."""
    return WebhookDelivery.objects.filter(webhook=webhook).select_related("webhook", "event__request")


def allowed_target(url: str) -> Target:
    """The address, if its host and port are allowed now; raises ValidationError with what to do."""
    target = target_of(url, plain_http=settings.WEBHOOK_PLAIN_HTTP)
    row = AllowedHost.objects.filter(host=target.host).first()
    if row is None:
        raise ValidationError(
            _("No administrator has allowed %(host)s yet. Ask one to add it."), params={"host": target.host}
        )
    port = row.port or target.usual_port
    if target.port != port:
        raise ValidationError(
            _("%(host)s is allowed on port %(port)d only."), params={"host": target.host, "port": port}
        )
    return target


def way_to(webhook: Webhook, *, at: datetime) -> Target | Trouble:
    """Where the webhook leads, or why it may not be called at this moment, whatever held when the event happened."""
    if not webhook.is_active:
        return Trouble.SWITCHED_OFF
    scope = offices_of(webhook.owner, local_date(webhook.owner, at))
    if webhook.office_id not in scope.working:
        return Trouble.OWNER_LEFT
    try:
        return allowed_target(webhook.url)
    except ValidationError:
        return Trouble.HOST_NOT_ALLOWED
