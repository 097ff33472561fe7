"""Fills an empty installation with reference data and the demonstration; does nothing where anybody has an account."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tracker import clock
from tracker.accounts.models import User
from tracker.loading.services import load
from tracker.loading.values import SourceFile
from tracker.management.commands.demo_accounts import FILE_NAME
from workflows.vocabulary import Role

LIVE_CASES: Final = 120
SEED: Final = 2026


class Command(BaseCommand):
    """All of it in one transaction: a first start that was interrupted has left nothing behind."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, generate, and print one sign-in for each role."""
        file = settings.DATA / FILE_NAME
        if User.objects.exists():
            if file.exists():
                self.stdout.write(f"The sign-ins of the demonstration are kept in {file}.")
            return
        self.stdout.write("First start: filling the database, once.")
        with transaction.atomic():
            with self._step("reference data"):
                _load("reference")
            with self._step("demonstration accounts"):
                call_command("demo_accounts", stdout=io.StringIO())
            with self._step("demonstration directory"):
                _load("demonstration")
            with self._step("cases of 2010 and 2020, scenarios"):
                _load("cases")
            with self._step(f"{LIVE_CASES} live cases up to today"):
                call_command(
                    "generate_demonstration", requests=LIVE_CASES, seed=SEED, bulk=True, stdout=io.StringIO()
                )
        self._print_sign_ins(file.read_text())
        self.stdout.write(f"All sign-ins are kept in {file}.\n\n")

    @contextmanager
    def _step(self, what: str) -> Iterator[None]:
        self.stdout.write(f"  {what} ... ", ending="")
        self.stdout.flush()
        begun = time.monotonic()
        yield
        self.stdout.write(f"{time.monotonic() - begun:.0f} s")

    def _print_sign_ins(self, kept: str) -> None:
        """One person for each role: `email  password  role, office` is how the file tells them."""
        people = [line.split() for line in kept.splitlines()]
        self.stdout.write("\nSign in as:")
        for role in Role:
            email, password, _role, office = next(entry for entry in people if entry[2] == f"{role},")
            self.stdout.write(f"  {role:<14} {email:<28} {password}  ({office})")


def _load(folder: str) -> None:
    """Load a folder of fixtures as one set."""
    paths = sorted((settings.FIXTURE_DIR / folder).glob("*.csv"))
    report = load([SourceFile.read(path) for path in paths], by=None, recorded_at=clock.now())
    if report.problems:
        first = report.problems[0]
        raise CommandError(
            f"fixtures/{folder} has {len(report.problems)} problems, the first in {first.file}, "
            f"row {first.row}: {first.message}"
        )
