"""Which hosts may be called at all: for administrators to say."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import User
from tracker.accounts.services import append
from tracker.accounts.services.checks import require_administrator
from tracker.outbox.models import AllowedHost
from tracker.outbox.policy import is_host
from tracker.signs import require_visible


@transaction.atomic
def allow_host(
    host: str, *, port: int | None = None, note: str = "", by: User | None, at: datetime
) -> AllowedHost:
    """Let webhooks lead to a host, on ``port`` alone where one is given; raises ValidationError by field."""
    require_administrator(by, at)
    name = host.strip().lower()
    if not is_host(name):
        raise ValidationError(
            {"host": _("Write the name of a host, such as hooks.example.org, without https:// and path.")}
        )
    row = AllowedHost(host=name, port=port, note=note.strip(), added_by=by, added_at=at)
    require_visible(note=row.note)
    row.full_clean()
    row.save()
    append(AccountEventKind.HOST_ALLOWED, by=by, at=at, data={"host": name, "port": port})
    return row


@transaction.atomic
def remove_host(row: AllowedHost, *, by: User | None, at: datetime) -> None:
    """Call the host no more from now on: what waits for it is cancelled when its turn comes."""
    require_administrator(by, at)
    if AllowedHost.objects.filter(pk=row.pk).delete()[0]:
        append(AccountEventKind.HOST_REMOVED, by=by, at=at, data={"host": row.host, "port": row.port})
