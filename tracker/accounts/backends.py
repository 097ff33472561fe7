"""Sign-in as allauth does it; rights by membership instead of by Django's groups and superusers."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from tracker import clock
from tracker.accounts import queries
from tracker.accounts.models import User
from tracker.accounts.policy import ADMINISTERED_MODELS

_VERBS = ("view", "add", "change", "delete")
_PERMISSIONS = frozenset(f"tracker.{verb}_{model}" for model in ADMINISTERED_MODELS for verb in _VERBS)


class MembershipBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Grants the permissions of the administration to today's administrators, and nothing else to anybody.

    It signs in nobody who is a program: not by a password, and not by a session, however that came about.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """Is the account open, and a person's?"""
        return bool(super().user_can_authenticate(user)) and not user.is_service

    def get_all_permissions(self, user_obj: Any, *_ignored: object) -> set[str]:
        """Return all permissions on the models of the administration, or none."""
        if not isinstance(user_obj, User) or not _administers(user_obj):
            return set()
        return set(_PERMISSIONS)

    def get_user_permissions(self, user_obj: Any, *_ignored: object) -> set[str]:
        """Return the same: there are no groups to tell apart."""
        return self.get_all_permissions(user_obj)

    def get_group_permissions(self, *_ignored: object) -> set[str]:
        """Return none: there are no groups."""
        return set()

    def has_perm(self, user_obj: Any, perm: str, *_ignored: object) -> bool:
        """Is this one of the permissions of the administration, and the user an administrator today?"""
        return perm in self.get_all_permissions(user_obj)


def _administers(user: User) -> bool:
    """Ask the database once for each user object, that is once in a request: a page asks dozens of times."""
    if user.administers is None:
        user.administers = queries.is_administrator(user, clock.today(user.time_zone))
    return user.administers
