"""Who can be made responsible for a request."""

from __future__ import annotations

from datetime import date

from tracker.accounts.models import Office, User
from tracker.accounts.policy import OfficeScope
from tracker.accounts.queries import offices_of
from tracker.casework.errors import Refused
from workflows.messages import message


def in_charge_by(by: User) -> User | None:
    """Who becomes responsible where nobody is named: whoever acts; nobody where that is a program.

    Reminders then reach the head of the office, who names somebody.
    """
    return None if by.is_service else by


def require_works_in(office: Office, officer: User, on: date, *, scope: OfficeScope | None = None) -> None:
    """Raise Refused unless ``officer`` is a person who handles or supervises requests of the office on that day.

    ``scope``: the offices of that officer on that day, where they are known already.
    """
    if officer.is_service:
        raise Refused(
            message(
                "%(name)s is a program, and programs answer for nothing. Choose a person.", name=str(officer)
            )
        )
    scope = scope or offices_of(officer, on)
    if office.pk not in scope.working:
        raise Refused(
            message(
                "%(name)s does not work in %(office)s. Choose somebody of that office.",
                name=str(officer),
                office=office.name,
            )
        )
