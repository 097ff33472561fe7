"""Who can be made responsible for a request."""

from __future__ import annotations

from datetime import date

from tracker.accounts.models import Office, User
from tracker.accounts.queries import roles_at
from tracker.casework.errors import Refused
from tracker.casework.policy import WORKING
from workflows.messages import message


def require_works_in(office: Office, officer: User, on: date) -> None:
    """Raise Refused unless ``officer`` handles or supervises requests of the office on that day."""
    if not roles_at(officer, office, on) & WORKING:
        raise Refused(
            message(
                "%(name)s does not work in %(office)s. Choose somebody of that office.",
                name=str(officer),
                office=office.name,
            )
        )
