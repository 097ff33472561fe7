"""Sign-in as allauth does it; rights by membership instead of by Django's groups and superusers."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from tracker import clock
from tracker.accounts import queries
from tracker.accounts.models import User
from tracker.accounts.policy import ADMINISTERED_MODELS

_VERBS = ("view", "add", "change", "delete")


class MembershipBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Grants the permissions of the administration to today's administrators, and nothing else to anybody."""

    def get_all_permissions(self, user_obj: Any, obj: object | None = None) -> set[str]:
        """Return all permissions on the models of the administration, or none. One query for each user object."""
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return set()
        if not hasattr(user_obj, "_administers"):
            user_obj._administers = queries.is_administrator(user_obj, clock.today(user_obj.time_zone))
        return set(_ALL_PERMISSIONS) if user_obj._administers else set()

    def get_user_permissions(self, user_obj: Any, obj: object | None = None) -> set[str]:
        """Return the same: there are no groups to tell apart."""
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: Any, obj: object | None = None) -> set[str]:
        """Return none: there are no groups."""
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: object | None = None) -> bool:
        """Is this one of the permissions of the administration, and the user an administrator today?"""
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Is any model of the app open to the user?"""
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))


_ALL_PERMISSIONS = frozenset(f"tracker.{verb}_{model}" for model in ADMINISTERED_MODELS for verb in _VERBS)
