"""The tables of the directory."""

from tracker.directory.models.authorities import Authority, AuthorityKind, ContactPoint, Network
from tracker.directory.models.changes import ChangeKind, DirectoryChange
from tracker.directory.models.jurisdictions import (
    Holiday,
    HolidayChange,
    Jurisdiction,
    JurisdictionKind,
    RelationshipGroup,
)
from tracker.directory.models.presence import Engagement, EngagementKind, LiaisonPost, PostKind
from tracker.directory.models.treaties import Capacity, RegisterKind, TreatyRegister, TreatyStatus

__all__ = [
    "Authority",
    "AuthorityKind",
    "Capacity",
    "ChangeKind",
    "ContactPoint",
    "DirectoryChange",
    "Engagement",
    "EngagementKind",
    "Holiday",
    "HolidayChange",
    "Jurisdiction",
    "JurisdictionKind",
    "LiaisonPost",
    "Network",
    "PostKind",
    "RegisterKind",
    "RelationshipGroup",
    "TreatyRegister",
    "TreatyStatus",
]
