"""Making, changing and removing webhooks: for those who work in their office; each write is a line of the log."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import Office, User
from tracker.accounts.queries import local_date, offices_of
from tracker.accounts.services import append
from tracker.outbox.models import Webhook
from tracker.outbox.queries import allowed_target, webhooks_of
from workflows.vocabulary import EventKind

MOST: Final = 20
"""So many webhooks an office: each event of its requests is written down for each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChange:
    """What is to be other than it is; None for what stays."""

    url: str | None = None
    kinds: Collection[EventKind] | None = None
    is_active: bool | None = None


@transaction.atomic
def make_webhook(
    office: Office,
    *,
    url: str,
    kinds: Collection[EventKind] = (),
    by: User,
    at: datetime,
    uuid: UUID | None = None,
) -> Webhook:
    """Announce events of the office's requests to ``url`` from now on; ``kinds``: empty for all of them.

    ``uuid`` where it was given out with the form: a form sent twice makes one webhook, the second time a
    ValidationError says so. Raises PermissionDenied for whoever does not work in the office, ValidationError by field.
    """
    _require_works_in(office, by, at)
    _require_allowed(url)
    if webhooks_of([office.pk]).count() >= MOST:
        raise ValidationError(
            _("The office has %(most)d webhooks already. Remove one first."), params={"most": MOST}
        )
    webhook = Webhook(office=office, owner=by, url=url, kinds=_coded(kinds), created_at=at)
    webhook.uuid = uuid or webhook.uuid
    webhook.full_clean()
    webhook.save()
    _log(AccountEventKind.WEBHOOK_MADE, webhook, by=by, at=at)
    return webhook


@transaction.atomic
def change_webhook(webhook: Webhook, change: WebhookChange, *, by: User, at: datetime) -> Webhook:
    """Change what ``change`` names. What was recorded while it is switched off is not announced afterwards.

    Whoever sends the events to another address answers for it: they become the owner.
    """
    row = _locked(webhook)
    _require_works_in(row.office, by, at)
    wanted = {
        "url": row.url if change.url is None else change.url,
        "kinds": row.kinds if change.kinds is None else _coded(change.kinds),
        "is_active": row.is_active if change.is_active is None else change.is_active,
    }
    if wanted["url"] != row.url:
        wanted["owner"] = by
    changed = sorted(name for name, value in wanted.items() if getattr(row, name) != value)
    if "url" in changed:
        _require_allowed(change.url or "")
    if changed:
        for name in changed:
            setattr(row, name, wanted[name])
        row.full_clean()
        row.save(update_fields=changed)
        _log(AccountEventKind.WEBHOOK_CHANGED, row, by=by, at=at, fields=changed)
    return row


@transaction.atomic
def change_secret(webhook: Webhook, *, by: User, at: datetime, seen: int | None = None) -> Webhook:
    """Sign with another secret from now on. Whoever changes it owns the webhook: the secret is theirs to keep.

    ``seen``: the generation that was read; raises ValidationError where somebody was quicker.
    """
    row = _locked(webhook)
    _require_works_in(row.office, by, at)
    if seen is not None and seen != row.generation:
        raise ValidationError(_("Somebody has changed the secret meanwhile. Look again before you do."))
    row.generation, row.owner = row.generation + 1, by
    row.save(update_fields=["generation", "owner"])
    _log(AccountEventKind.WEBHOOK_SECRET_CHANGED, row, by=by, at=at, generation=row.generation)
    return row


@transaction.atomic
def remove_webhook(webhook: Webhook, *, by: User, at: datetime) -> None:
    """Switch it off for good and show it no more; the record of its deliveries stays."""
    row = _locked(webhook)
    _require_works_in(row.office, by, at)
    row.is_active, row.removed_at = False, at
    row.save(update_fields=["is_active", "removed_at"])
    _log(AccountEventKind.WEBHOOK_REMOVED, row, by=by, at=at)


def _locked(webhook: Webhook) -> Webhook:
    rows = Webhook.objects.select_for_update(of=("self",), no_key=True).select_related("office", "owner")
    row = rows.filter(pk=webhook.pk, removed_at__isnull=True).first()
    if row is None:
        raise ValidationError(_("Somebody has removed this webhook meanwhile."))
    return row


def _require_works_in(office: Office, by: User, at: datetime) -> None:
    if office.pk not in offices_of(by, local_date(by, at)).working:
        raise PermissionDenied


def _require_allowed(url: str) -> None:
    try:
        allowed_target(url)
    except ValidationError as error:
        raise ValidationError({"url": error}) from error


def _coded(kinds: Collection[EventKind]) -> list[str]:
    """In the order of the vocabulary, each once."""
    return [kind.value for kind in EventKind if kind in kinds]


def _log(
    kind: AccountEventKind, webhook: Webhook, *, by: User, at: datetime, **codes: int | list[str]
) -> None:
    data = {"webhook": str(webhook.uuid), **codes}
    append(kind, by=by, at=at, about=webhook.owner, office=webhook.office, data=data)
