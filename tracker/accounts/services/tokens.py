"""Tokens: made, recognised, taken away; and the record of their uses."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from tracker.accounts.choices import AccountEventKind, Scope
from tracker.accounts.models import ApiToken, Office, TokenUse, User
from tracker.accounts.queries import local_date, offices_of
from tracker.accounts.services.checks import require_administrator
from tracker.accounts.services.log import append
from tracker.signs import require_visible

PREFIX: Final = "mlat_"
SECRET_BYTES: Final = 32
HINT_LENGTH: Final = len(PREFIX) + 4
LONGEST: Final = timedelta(days=366)
DAYS: Final = timedelta(days=365)
USUAL: Final = timedelta(days=90)
"""How long a token lives where nobody chooses."""
SEEN_EVERY: Final = timedelta(minutes=1)
"""``last_used_at`` is no more exact than this: a write at every read would be dear. The uses are exact."""


@sensitive_variables("secret")
@transaction.atomic
def make_token(
    user: User,
    office: Office,
    *,
    label: str,
    scopes: Collection[Scope],
    expires_at: datetime,
    by: User | None,
    at: datetime,
    uuid: UUID | None = None,
) -> tuple[ApiToken, str]:
    """Make a token for ``user`` and return it with its secret, which nobody can read again.

    People make their own; administrators, and the command line of the machine (``by=None``), make those of programs.
    The user must have a role in the office, which must be open. ``uuid`` where it was given out with the form: a
    form sent twice makes one token, the second time a ValidationError says so.
    """
    _require_may_make(user, by=by, at=at)
    _require_works_in(user, office, at=at)
    if expires_at > at + LONGEST:
        raise ValidationError(
            {"expires_at": _("A token lives for a year at the longest. Choose an earlier day.")}
        )
    secret = f"{PREFIX}{secrets.token_urlsafe(SECRET_BYTES)}"
    token = ApiToken(
        user=user,
        office=office,
        label=label.strip(),
        hint=secret[:HINT_LENGTH],
        digest=digest_of(secret),
        reads=Scope.READ in scopes,
        writes=Scope.WRITE in scopes,
        reports=Scope.REPORTS in scopes,
        created_at=at,
        created_by=by,
        expires_at=expires_at,
    )
    token.uuid = uuid or token.uuid
    require_visible(label=token.label)
    token.full_clean()
    token.save()
    data = {"token": str(token.uuid), "scopes": sorted(token.scopes), "expires": expires_at.isoformat()}
    append(AccountEventKind.TOKEN_MADE, by=by, at=at, about=user, office=office, data=data)
    return token, secret


def end_of(last: date, *, user: User, at: datetime) -> datetime:
    """Return when a token ends whose last day is ``last`` where its user is.

    Raises ValidationError for a day that is over and for one beyond a year, today counted.
    """
    today = local_date(user, at)
    if last < today:
        raise ValidationError({"expires_on": _("This day is over. Choose today or a later one.")})
    if last > latest_day(today):
        raise ValidationError(
            {"expires_on": _("A token lives for a year at the longest. Choose an earlier day.")}
        )
    return datetime.combine(last + timedelta(days=1), time.min, ZoneInfo(user.time_zone))


def latest_day(today: date) -> date:
    """Return the latest day that may be the last of a token made today."""
    return today + DAYS - timedelta(days=1)


def usual_day(today: date) -> date:
    """Return the last day that is proposed for a token made today."""
    return today + USUAL


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User | None, at: datetime) -> bool:
    """End a token at once; return False where it had ended. Its user may, and every administrator."""
    if by != token.user:
        require_administrator(by, at)
    if not ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        return False
    data = {"token": str(token.uuid)}
    append(AccountEventKind.TOKEN_REVOKED, by=by, at=at, about=token.user, office=token.office, data=data)
    return True


def token_of(secret: str) -> ApiToken | None:
    """The token of that secret, whether or not it still counts."""
    return ApiToken.objects.select_related("user", "office").filter(digest=digest_of(secret)).first()


def record_use(
    token: ApiToken, *, method: str, path: str, status: int, client: str | None, at: datetime
) -> None:
    """Write one use into the record, and on the token when it was last used."""
    TokenUse.objects.create(
        token=token,
        at=at,
        method=method[:10],
        # PostgreSQL keeps no NUL, which an address may carry.
        path=path.replace("\0", "\ufffd")[:200],
        status=status,
        client=client,
    )
    if token.last_used_at is not None and token.last_used_at > at - SEEN_EVERY:
        return
    unseen = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - SEEN_EVERY)
    ApiToken.objects.filter(unseen, pk=token.pk).update(last_used_at=at)


def digest_of(secret: str) -> str:
    """SHA-256 in hexadecimal: of 256 random bits, which nobody guesses, no slow hash is needed.

    The database compares digests, not secrets: how long that takes says nothing of a secret.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def _require_may_make(user: User, *, by: User | None, at: datetime) -> None:
    if user.is_service:
        require_administrator(by, at)
    elif by != user:
        raise PermissionDenied


def _require_works_in(user: User, office: Office, *, at: datetime) -> None:
    if office.pk not in offices_of(user, local_date(user, at)).everywhere:
        raise ValidationError({"office": _("Choose an office in which there is a role to act with.")})
    if not office.is_active:
        raise ValidationError({"office": _("This office is closed.")})
