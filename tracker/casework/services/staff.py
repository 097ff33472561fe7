"""Who can be made responsible for a request."""

from __future__ import annotations

from datetime import date

from tracker.accounts.models import Office, User
from tracker.accounts.queries import roles_at
from tracker.casework.errors import Refused
from tracker.casework.policy import WORKING
from workflows.messages import message


def in_charge_by(by: User) -> User | None:
    """Who becomes responsible where nobody is named: whoever acts; nobody where that is a program.

    Reminders then reach the head of the office, who names somebody.
    """
    return None if by.is_service else by


def require_works_in(office: Office, officer: User, on: date) -> None:
    """Raise Refused unless ``officer`` is a person who handles or supervises requests of the office on that day."""
    if officer.is_service:
        raise Refused(
            message(
                "%(name)s is a program, and programs answer for nothing. Choose a person.", name=str(officer)
            )
        )
    if not roles_at(officer, office, on) & WORKING:
        raise Refused(
            message(
                "%(name)s does not work in %(office)s. Choose somebody of that office.",
                name=str(officer),
                office=office.name,
            )
        )
