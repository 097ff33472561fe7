"""Sign-ins in the log."""

from __future__ import annotations

from datetime import datetime

from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import AccountEvent, User
from tracker.accounts.services.log import append


def record_sign_in(kind: AccountEventKind, *, user: User | None, at: datetime) -> AccountEvent:
    """Log a sign-in, a sign-out, a password changed, or a failed try, which is nobody's act."""
    by = None if kind == AccountEventKind.SIGN_IN_FAILED else user
    return append(kind, by=by, at=at, about=user)
