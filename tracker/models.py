"""Re-exports the models of the domain packages, so that Django finds them in its one app."""

from tracker.accounts.models import AccountEvent, AccountLogHead, Membership, Office, User

__all__ = [
    "AccountEvent",
    "AccountLogHead",
    "Membership",
    "Office",
    "User",
]
