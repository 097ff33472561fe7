"""The administration of accounts and reference data, through their services. Never the content of a case."""

from tracker.admin import accounts, directory, ladders, outbox, tokens
from tracker.admin.site import site

__all__ = ["accounts", "directory", "ladders", "outbox", "site", "tokens"]
