"""System checks of our own."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Doubt
from django.db import DatabaseError, connections

from tracker import append_only
from tracker.accounts.models import User
from tracker.casework.models import Deadline
from tracker.casework.queries import unknown_to_tables
from tracker.sealed import fonts


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


@register(Tags.database)
def logs_are_append_only(databases: Sequence[str] | None = None, **_asked: Any) -> list[CheckMessage]:
    """Count the triggers that keep the logs as they were written."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if set(append_only.FROZEN) <= set(connection.introspection.table_names()):
            errors += [
                Error(f"The trigger {name} is missing.", hint="Run manage.py migrate.", id="tracker.E002")
                for name in sorted(append_only.missing(connection))
            ]
    return errors


@register(Tags.database)
def tables_know_what_is_stored(databases: Sequence[str] | None = None, **_asked: Any) -> list[CheckMessage]:
    """List what is stored and no longer in the tables of channels and instruments, which would break its pages."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        if Deadline._meta.db_table in connections[alias].introspection.table_names():
            hint = "Keep it in the table, or migrate the requests that are there."
            found += [
                Doubt(f"Stored, but in no table: {words}.", hint=hint, id="tracker.W003")
                for words in unknown_to_tables(using=alias)
            ]
    return found


@register("letters")
def letters_have_fonts(**_asked: Any) -> list[CheckMessage]:
    """Name the scripts in which a letter would have empty boxes for signs, and what to install."""
    missing = fonts.missing()
    if not missing:
        return []
    words = f"No font here has the signs of: {', '.join(missing)}. Letters with such names have boxes in their place."
    packages = " ".join(sorted(set(missing.values())))
    hint = f"apt-get install {packages}, or silence this check by SILENCED_CHECKS=tracker.W004."
    return [Doubt(words, hint=hint, id="tracker.W004")]
