"""Everything that changes accounts. Each change is checked, made and logged in one transaction.

`by` is the administrator who does it, or None on the command line of the machine itself. `at` is the moment,
from the edge. A refusal is a ValidationError whose keys are the fields to mend; without the right it is
PermissionDenied.
"""

from tracker.accounts.services.feeds import feed_of, make_feed, record_feed_use, revoke_feed
from tracker.accounts.services.forgetting import forget_oldest, forget_uses
from tracker.accounts.services.log import Break, append, length, verify
from tracker.accounts.services.memberships import end_membership, set_membership
from tracker.accounts.services.offices import change_office, create_office, move_office
from tracker.accounts.services.sign_in import record_sign_in
from tracker.accounts.services.tokens import (
    end_of,
    latest_day,
    make_token,
    record_use,
    revoke_token,
    token_of,
    usual_day,
)
from tracker.accounts.services.users import (
    change_user,
    create_user,
    deactivate,
    reactivate,
    set_deputy,
    set_password,
    set_preferences,
    set_reminders,
)

__all__ = [
    "Break",
    "append",
    "change_office",
    "change_user",
    "create_office",
    "create_user",
    "deactivate",
    "end_membership",
    "end_of",
    "feed_of",
    "forget_oldest",
    "forget_uses",
    "latest_day",
    "length",
    "make_feed",
    "make_token",
    "move_office",
    "reactivate",
    "record_feed_use",
    "record_sign_in",
    "record_use",
    "revoke_feed",
    "revoke_token",
    "set_deputy",
    "set_membership",
    "set_password",
    "set_preferences",
    "set_reminders",
    "token_of",
    "usual_day",
    "verify",
]
