"""What every change of accounts asks first."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from tracker.accounts import queries
from tracker.accounts.models import User


def require_administrator(by: User | None, at: datetime) -> None:
    """Refuse everybody but today's administrators; None is the command line of the machine itself."""
    if by is not None and not queries.is_administrator(by, queries.local_date(by, at)):
        raise PermissionDenied


def require_someone_else(by: User | None, user: User, *, field: str) -> None:
    """Refuse whoever would change their own rights."""
    if by is not None and by.pk == user.pk:
        raise ValidationError({field: _("Nobody changes their own rights. Ask another administrator.")})
