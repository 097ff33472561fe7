"""Rows for tests, the same in every run. Each area of the program has its section.

What a factory makes goes through the services wherever the rule under test is not the service's own.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from tracker.accounts import services as accounts
from tracker.accounts.models import Membership, Office, User
from tracker.casework import services as casework
from tracker.casework.models import AssistanceRequest
from tracker.chain import JSON
from tracker.directory.models import Jurisdiction, JurisdictionKind
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, Role

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


def program(name: str, *, role: Role, office: Office, time_zone: str = "UTC") -> User:
    """Return a new account of a program, with the role in the office."""
    address = f"{name.lower().replace(' ', '.')}@example.org"
    row = accounts.create_user(
        email=address, name=name, time_zone=time_zone, is_service=True, by=None, at=RECORDED_AT
    )
    membership(row, office, role)
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


# Casework


def moment(on: dt.date, hour: int = 9) -> dt.datetime:
    """Return an hour of a day in UTC."""
    return dt.datetime.combine(on, dt.time(hour), tzinfo=dt.UTC)


def opened(
    *,
    by: User,
    office: Office,
    on: dt.date = dt.date(2026, 3, 2),
    channel: str = "letter_exchange",
    direction: Direction = Direction.OUTGOING,
    to: str = "CN",
    items: tuple[str, ...] = ("SUBS",),
    title: str = "Server logs",
    **columns: object,
) -> AssistanceRequest:
    """Return a new request, logged by ``by`` at nine on the day ``on``."""
    return casework.open_request(
        office=office,
        direction=direction,
        channel=channel,
        dossier=casework.Dossier(
            columns={
                "jurisdiction": jurisdiction(to),
                "title": title,
                "legal_basis": "Reciprocity",
                **columns,
            },
            items=tuple(casework.ItemDraft(type=kind) for kind in items),
        ),
        by=by,
        occurred=Occurred(on=on, zone=office.time_zone),
        recorded_at=moment(on),
    )


def done(
    assistance_request: AssistanceRequest,
    action: str,
    *,
    by: User,
    on: dt.date,
    items: tuple[str, ...] = (),
    data: dict[str, JSON] | None = None,
    texts: dict[str, JSON] | None = None,
    recorded_at: dt.datetime | None = None,
) -> AssistanceRequest:
    """Return the request after one action on the day ``on``, recorded at noon of that day."""
    return casework.perform(
        assistance_request,
        action,
        by=by,
        occurred=Occurred(on=on, zone=assistance_request.office.time_zone),
        recorded_at=recorded_at or moment(on, 12),
        seen_version=assistance_request.version,
        items=items,
        data=data,
        texts=texts,
    )


def sent(
    *, officer: User, supervisor: User, office: Office, on: dt.date = dt.date(2026, 3, 2), **more: Any
) -> AssistanceRequest:
    """Return a request that was drafted, approved and sent on one day."""
    row = opened(by=officer, office=office, on=on, **more)
    row = done(row, "submit", by=officer, on=on)
    row = done(row, "approve", by=supervisor, on=on)
    return done(row, "send", by=officer, on=on)
