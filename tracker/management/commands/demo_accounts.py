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
from tracker.loading.services import load
from tracker.loading.values import SourceFile
from workflows.vocabulary import Role

FILE_NAME: Final = "demonstration_accounts.txt"
# Before the oldest case of the demonstration.
MEMBERS_SINCE: Final = dt.date(2000, 1, 1)
# Without the letters and digits that are taken for one another.
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


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
            now = clock.now()
            _ensure_offices(now)
            lines = list(_sign_ins(at=now, new_passwords=new_passwords))
            # Inside the transaction: no account whose password nobody was told.
            _keep(file, lines)
        for line in lines:
            self.stdout.write(line)
        self.stdout.write(f"The sign-ins of the demonstration are kept in {file}.")


def _ensure_offices(at: dt.datetime) -> None:
    """Load the offices of the demonstration unless they are there; what was changed in them since stays."""
    codes = {person.office for person in USERS}
    if Office.objects.filter(code__in=codes).count() == len(codes):
        return
    file = SourceFile.read(settings.FIXTURE_DIR / "demonstration" / "offices.csv")
    report = load([file], by=None, recorded_at=at)
    if report.problems:
        reasons = " ".join(str(problem.message) for problem in report.problems)
        raise CommandError(f"Load fixtures/reference first. The offices were refused: {reasons}")


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
