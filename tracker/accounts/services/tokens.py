"""Tokens: made, recognised, taken away; and the record of their uses."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import AccountEventKind, Scope
from tracker.accounts.models import ApiToken, Office, TokenUse, User
from tracker.accounts.queries import is_administrator, local_date, offices_of
from tracker.accounts.services.log import append

PREFIX: Final = "mlat_"
SECRET_BYTES: Final = 32
HINT_LENGTH: Final = len(PREFIX) + 4
LONGEST: Final = timedelta(days=366)
SEEN_EVERY: Final = timedelta(minutes=1)
"""``last_used_at`` is no more exact than this: a write at every read would be dear. The uses are exact."""


@transaction.atomic
def make_token(
    user: User,
    office: Office,
    *,
    label: str,
    scopes: Collection[Scope],
    expires_at: datetime,
    by: User,
    at: datetime,
) -> tuple[ApiToken, str]:
    """Make a token for ``user`` and return it with its secret, which nobody can read again.

    People make their own; an administrator makes those of programs. The user must have a role in the office.
    """
    _require_may_make(user, by=by, at=at)
    if office.pk not in offices_of(user, local_date(user, at)).everywhere:
        raise ValidationError({"office": _("Choose an office in which there is a role to act with.")})
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
    token.full_clean()
    token.save()
    data = {"token": str(token.uuid), "scopes": sorted(token.scopes), "expires": expires_at.isoformat()}
    append(AccountEventKind.TOKEN_MADE, by=by, at=at, about=user, office=office, data=data)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User, at: datetime) -> bool:
    """End a token at once; return False where it had ended. Its user may, and every administrator."""
    if by != token.user and not is_administrator(by, local_date(by, at)):
        raise PermissionDenied
    if not ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        return False
    append(AccountEventKind.TOKEN_REVOKED, by=by, at=at, about=token.user, data={"token": str(token.uuid)})
    return True


def token_of(secret: str) -> ApiToken | None:
    """The token of that secret, whether or not it still counts."""
    return ApiToken.objects.select_related("user", "office").filter(digest=digest_of(secret)).first()


def counts(token: ApiToken, *, at: datetime) -> bool:
    """Whether the token may be used: not expired, not revoked, its user active."""
    return token.revoked_at is None and at < token.expires_at and token.user.is_active


def record_use(
    token: ApiToken, *, method: str, path: str, status: int, client: str | None, at: datetime
) -> None:
    """Write one use into the record, and on the token when it was last used."""
    TokenUse.objects.create(
        token=token, at=at, method=method[:10], path=path[:200], status=status, client=client
    )
    if token.last_used_at is not None and token.last_used_at >= at - SEEN_EVERY:
        return
    unseen = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - SEEN_EVERY)
    ApiToken.objects.filter(unseen, pk=token.pk).update(last_used_at=at)


def digest_of(secret: str) -> str:
    """SHA-256 in hexadecimal: of 256 random bits, which nobody guesses, no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _require_may_make(user: User, *, by: User, at: datetime) -> None:
    if user.is_service:
        if not is_administrator(by, local_date(by, at)):
            raise PermissionDenied
    elif by != user:
        raise PermissionDenied
