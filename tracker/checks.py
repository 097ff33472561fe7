"""System checks of our own."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from tracker.accounts.models import User


@register(Tags.security, deploy=True)
def no_demonstration_account(**_asked: Any) -> list[CheckMessage]:
    """Refuse to call an installation ready while somebody could sign in to it as a demonstration user."""
    try:
        count = User.objects.filter(is_demonstration=True, is_active=True).count()
    except DatabaseError:
        return []  # no tables yet, so no accounts
    if not count:
        return []
    hint = "Close them in the administration, or begin with an empty database."
    return [Error(f"{count} demonstration accounts can sign in.", hint=hint, id="tracker.E001")]
