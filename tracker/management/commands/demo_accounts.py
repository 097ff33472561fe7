"""Makes the offices and people of the demonstration, with passwords that only this installation has."""

import argparse
import datetime as dt
import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tracker import clock
from tracker.accounts import services
from tracker.accounts.models import Office, User
from tracker.directory.models import Jurisdiction
from workflows.vocabulary import Role

FILE_NAME: Final = "demonstration_accounts.txt"
# Before the oldest case of the demonstration.
MEMBERS_SINCE: Final = dt.date(2000, 1, 1)
# Without the letters and digits that are taken for one another.
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOffice:
    """An office of the demonstration; jurisdictions and the parent by their codes."""

    code: str
    name: str
    own: str
    host: str
    zone: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUser:
    """A person of the demonstration. No such person exists."""

    address: str
    name: str
    role: Role
    office: str

    @property
    def email(self) -> str:
        """Return an address in the domain that is kept free for examples."""
        return f"{self.address}@example.org"


OFFICES: Final = (
    DemoOffice(code="HQ", name="Headquarters", own="US", host="US", zone="America/New_York"),
    DemoOffice(
        code="BEJ", name="Liaison office Beijing", own="US", host="CN", zone="Asia/Shanghai", parent="HQ"
    ),
    DemoOffice(
        code="TLL", name="Liaison office Tallinn", own="US", host="EE", zone="Europe/Tallinn", parent="HQ"
    ),
    DemoOffice(code="KYI", name="Liaison office Kyiv", own="US", host="UA", zone="Europe/Kyiv", parent="HQ"),
    DemoOffice(
        code="BUH", name="Liaison office Bucharest", own="US", host="RO", zone="Europe/Bucharest", parent="HQ"
    ),
    DemoOffice(code="JER", name="Law Officers' Department Jersey", own="JE", host="JE", zone="Europe/Jersey"),
)
USERS: Final = (
    DemoUser(address="officer.beijing", name="Daniel Reyes", role=Role.OFFICER, office="BEJ"),
    DemoUser(address="colleague.beijing", name="Grace Whitfield", role=Role.OFFICER, office="BEJ"),
    DemoUser(address="supervisor", name="Margaret Okafor", role=Role.SUPERVISOR, office="HQ"),
    DemoUser(address="administrator", name="Ruth Adler", role=Role.ADMINISTRATOR, office="HQ"),
    DemoUser(address="auditor", name="Samuel Pike", role=Role.AUDITOR, office="HQ"),
    DemoUser(address="officer.tallinn", name="Thomas Halvorsen", role=Role.OFFICER, office="TLL"),
    DemoUser(address="officer.kyiv", name="Helen Marsh", role=Role.OFFICER, office="KYI"),
    DemoUser(address="officer.bucharest", name="Victor Hale", role=Role.OFFICER, office="BUH"),
    DemoUser(address="officer.jersey", name="Claire Bisson", role=Role.OFFICER, office="JER"),
    DemoUser(address="supervisor.jersey", name="Philip Renouf", role=Role.SUPERVISOR, office="JER"),
)


class Command(BaseCommand):
    """Makes what is missing and leaves alone what is there, so it may run at every start."""

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Offer new passwords to whoever lost them."""
        parser.add_argument(
            "--new-passwords", action="store_true", help="give every account another password"
        )

    def handle(self, *args: Any, new_passwords: bool = False, **options: Any) -> None:
        """Make offices and people; print the sign-ins that are new and keep them beside the data."""
        file = settings.DATA / FILE_NAME
        with transaction.atomic():
            for office in OFFICES:
                _ensure_office(office)
            lines = list(_sign_ins(at=clock.now(), new_passwords=new_passwords))
            # Inside the transaction: no account whose password nobody was told.
            _keep(file, lines)
        for line in lines:
            self.stdout.write(line)
        self.stdout.write(f"The sign-ins of the demonstration are kept in {file}.")


def _ensure_office(office: DemoOffice) -> None:
    if Office.objects.filter(code=office.code).exists():
        return
    services.create_office(
        code=office.code,
        name=office.name,
        time_zone=office.zone,
        own_jurisdiction=_jurisdiction(office.own),
        host_jurisdiction=_jurisdiction(office.host),
        parent=Office.objects.get(code=office.parent) if office.parent else None,
        by=None,
        at=clock.now(),
    )


def _jurisdiction(code: str) -> Jurisdiction:
    found = Jurisdiction.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"There is no jurisdiction {code}: load fixtures/reference first.")
    return found


def _sign_ins(*, at: dt.datetime, new_passwords: bool) -> Iterator[str]:
    """Make the people who are missing and yield a line for each password that was set."""
    for person in USERS:
        password = "-".join("".join(secrets.choice(ALPHABET) for _letter in range(4)) for _group in range(4))
        user = User.objects.filter(email=person.email).first()
        if user is None:
            _create(person, password, at=at)
        elif new_passwords:
            services.set_password(user, password=password, by=None, at=at)
        else:
            continue
        yield f"{person.email:<32} {password}  {person.role}, {person.office}"


def _create(person: DemoUser, password: str, *, at: dt.datetime) -> None:
    office = Office.objects.get(code=person.office)
    user = services.create_user(
        email=person.email,
        name=person.name,
        password=password,
        time_zone=office.time_zone,
        is_demonstration=True,
        by=None,
        at=at,
    )
    services.set_membership(user, office, role=person.role, from_on=MEMBERS_SINCE, by=None, at=at)


def _keep(file: Path, lines: Sequence[str]) -> None:
    """Put the lines into the file, in place of older ones of the same people; nobody else may read it."""
    if not lines:
        return
    told = {line.split()[0] for line in lines}
    older = file.read_text().splitlines() if file.exists() else []
    kept = [line for line in older if line.split()[0] not in told]
    draft = file.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write("\n".join([*kept, *lines]) + "\n")
    draft.replace(file)
