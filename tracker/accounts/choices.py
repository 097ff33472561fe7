"""The closed lists of values that the accounts' models store."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.vocabulary import Role


class Theme(models.TextChoices):
    """How a user wants the pages to look."""

    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class RoleChoices(models.TextChoices):
    """The roles of the shared vocabulary, with their names for people."""

    OFFICER = Role.OFFICER.value, _("Liaison officer")
    SUPERVISOR = Role.SUPERVISOR.value, _("Supervisor")
    ADMINISTRATOR = Role.ADMINISTRATOR.value, _("Administrator")
    AUDITOR = Role.AUDITOR.value, _("Auditor")


class Scope(models.TextChoices):
    """What a token may be used for; what its user may not do, it may not either."""

    READ = "read", _("Read requests, directory and tables")
    WRITE = "write", _("Write: everything its user may do")
    REPORTS = "reports", _("Reports: figures, with the names of the directory beside them")


SCOPE_NAMES: Final = {Scope.READ: _("Read"), Scope.WRITE: _("Write"), Scope.REPORTS: _("Reports")}
"""In one word each, where several stand in a line."""


class TokenState(models.TextChoices):
    """Whether a token can be used; only the last of these may come back."""

    VALID = "valid", _("In use")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    SUSPENDED = "suspended", _("Suspended")

    @property
    def is_over(self) -> bool:
        """Whether it has ended for good, so that there is nothing to revoke."""
        return self in {TokenState.EXPIRED, TokenState.REVOKED}


class AccountEventKind(models.TextChoices):
    """What can happen to accounts, roles, offices and what leads out of them."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    ACCOUNT_CREATED = "account_created", _("Account created")
    ACCOUNT_CHANGED = "account_changed", _("Account changed")
    ACCOUNT_DEACTIVATED = "account_deactivated", _("Account deactivated")
    ACCOUNT_REACTIVATED = "account_reactivated", _("Account reactivated")
    DEPUTY_NAMED = "deputy_named", _("Deputy named")
    DEPUTY_REMOVED = "deputy_removed", _("Deputy removed")
    ROLE_GIVEN = "role_given", _("Role given")
    ROLE_ENDED = "role_ended", _("Role ended")
    OFFICE_CREATED = "office_created", _("Office created")
    OFFICE_CHANGED = "office_changed", _("Office changed")
    OFFICE_MOVED = "office_moved", _("Office moved")
    LADDER_TIGHTENED = "ladder_tightened", _("Reminders tightened")
    LADDER_TAKEN_BACK = "ladder_taken_back", _("Tightening of reminders taken back")
    TOKEN_MADE = "token_made", _("Token made")
    TOKEN_REVOKED = "token_revoked", _("Token revoked")
    FEED_MADE = "feed_made", _("Calendar feed made")
    FEED_REVOKED = "feed_revoked", _("Calendar feed revoked")
    PACK_ASKED = "pack_asked", _("Evaluator pack asked for")
    PACK_TAKEN = "pack_taken", _("Evaluator pack taken as a file")
    HOST_ALLOWED = "host_allowed", _("Host for webhooks allowed")
    HOST_REMOVED = "host_removed", _("Host for webhooks removed")
    WEBHOOK_MADE = "webhook_made", _("Webhook made")
    WEBHOOK_CHANGED = "webhook_changed", _("Webhook changed")
    WEBHOOK_SECRET_CHANGED = "webhook_secret_changed", _("Secret of a webhook changed")
    WEBHOOK_REMOVED = "webhook_removed", _("Webhook removed")
