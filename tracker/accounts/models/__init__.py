"""Users, the tree of offices, who holds which role where and when, tokens, calendar feeds, and the log of all of it."""

from tracker.accounts.models.feeds import CalendarFeed, FeedUse
from tracker.accounts.models.ladders import OfficeRung
from tracker.accounts.models.log import AccountEvent, AccountLogHead
from tracker.accounts.models.offices import Membership, Office
from tracker.accounts.models.people import User, UserManager, validate_time_zone
from tracker.accounts.models.tokens import ApiToken, TokenUse

__all__ = [
    "AccountEvent",
    "AccountLogHead",
    "ApiToken",
    "CalendarFeed",
    "FeedUse",
    "Membership",
    "Office",
    "OfficeRung",
    "TokenUse",
    "User",
    "UserManager",
    "validate_time_zone",
]
