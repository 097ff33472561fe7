"""Rows for tests, the same in every run. Each area of the program has its section.

What a factory makes goes through the services wherever the rule under test is not the service's own.
"""

from __future__ import annotations

import datetime as dt

from tracker.accounts import services as accounts
from tracker.accounts.models import Membership, Office, User
from tracker.directory.models import Jurisdiction, JurisdictionKind
from workflows.vocabulary import Role

RECORDED_AT = dt.datetime(2025, 12, 1, 9, 0, tzinfo=dt.UTC)
LONG_AGO = dt.date(2000, 1, 1)
PASSWORD = "correct horse battery staple"

# Directory


def jurisdiction(code: str = "US", **columns: object) -> Jurisdiction:
    """Return the jurisdiction of that code, made if it is missing."""
    defaults = {
        "name": f"Jurisdiction {code}",
        "search_name": f"jurisdiction {code.lower()}",
        "kind": JurisdictionKind.STATE,
        "source": "Made for a test",
        "as_of": LONG_AGO,
    }
    row, _created = Jurisdiction.objects.get_or_create(code=code, defaults={**defaults, **columns})
    return row


# Accounts


def office(
    code: str = "BEJ",
    *,
    parent: Office | None = None,
    own: str = "US",
    host: str = "CN",
    time_zone: str = "UTC",
) -> Office:
    """Return the office of that code, made if it is missing."""
    existing = Office.objects.filter(code=code).first()
    return existing or accounts.create_office(
        code=code,
        name=f"Office {code}",
        time_zone=time_zone,
        own_jurisdiction=jurisdiction(own),
        host_jurisdiction=jurisdiction(host),
        parent=parent,
        by=None,
        at=RECORDED_AT,
    )


def user(
    name: str = "",
    *,
    role: Role | None = None,
    office: Office | None = None,
    from_on: dt.date = LONG_AGO,
    until_on: dt.date | None = None,
    time_zone: str = "UTC",
) -> User:
    """Return a new user with PASSWORD, and the role in the office if both are given."""
    name = name or f"User {User.objects.count() + 1}"
    address = f"{name.lower().replace(' ', '.')}@example.org"
    row = accounts.create_user(
        email=address, name=name, password=PASSWORD, time_zone=time_zone, by=None, at=RECORDED_AT
    )
    if role is not None and office is not None:
        membership(row, office, role, from_on=from_on, until_on=until_on)
    return row


def membership(
    user: User,
    office: Office,
    role: Role,
    *,
    from_on: dt.date = LONG_AGO,
    until_on: dt.date | None = None,
) -> Membership:
    """Return a new membership."""
    return accounts.set_membership(
        user, office, role=role, from_on=from_on, until_on=until_on, by=None, at=RECORDED_AT
    )
