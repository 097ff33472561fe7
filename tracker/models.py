"""Re-exports the models of the domain packages, so that Django finds them in its one app."""

from tracker.accounts.models import AccountEvent, AccountLogHead, Membership, Office, User
from tracker.directory.models import (
    Authority,
    ContactPoint,
    DirectoryChange,
    Engagement,
    Holiday,
    Jurisdiction,
    LiaisonPost,
    RelationshipGroup,
    TreatyRegister,
    TreatyStatus,
)

__all__ = [
    "AccountEvent",
    "AccountLogHead",
    "Authority",
    "ContactPoint",
    "DirectoryChange",
    "Engagement",
    "Holiday",
    "Jurisdiction",
    "LiaisonPost",
    "Membership",
    "Office",
    "RelationshipGroup",
    "TreatyRegister",
    "TreatyStatus",
    "User",
]
