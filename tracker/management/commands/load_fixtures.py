"""Loads fixtures from files or folders: everything, or nothing and a list of what to mend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from tracker import clock
from tracker.accounts.models import User
from tracker.loading.services import check, load
from tracker.loading.values import Problem, Report, SourceFile

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

ENDINGS = {".csv", ".json", ".xlsx"}


class Command(BaseCommand):
    """`manage.py load_fixtures PATH... [--dry-run] --by EMAIL | --system`."""

    help = "Loads fixture files (.csv, .xlsx, .json) or folders of them, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the paths and for somebody to answer for them."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="only list what would happen")
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--by", metavar="EMAIL", help="the user who loads")
        who.add_argument(
            "--system", action="store_true", help="reference data, loaded by nobody in particular"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, print what was done, and fail where anything was refused."""
        files = [SourceFile.read(path) for path in _files(options["paths"])]
        run = check if options["dry_run"] else load
        report = run(files, by=_user(options["by"]), recorded_at=clock.now())
        self._print(report)
        if report.problems:
            raise CommandError(f"Nothing was loaded: {len(report.problems)} problems.")

    def _print(self, report: Report) -> None:
        for problem in report.problems:
            self.stderr.write(_line(problem))
        for count in report.counts:
            self.stdout.write(
                f"{count.table}: {count.added} added, {count.changed} changed, {count.unchanged} unchanged"
            )
        if report.is_good and not report.loaded:
            self.stdout.write("Dry run: nothing was kept.")


def _files(paths: Iterable[Path]) -> list[Path]:
    """Replace a folder by the fixture files directly in it, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise CommandError(f"There is no file or folder {path}.")
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [file for file in inside if not path.is_dir() or file.suffix.lower() in ENDINGS]
    return found


def _user(email: str | None) -> User | None:
    if email is None:
        return None
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise CommandError(f"No active user has the address {email}.")
    return user


def _line(problem: Problem) -> str:
    place = [problem.file, problem.table, f"row {problem.row}" if problem.row else "", problem.column]
    return f"{', '.join(part for part in place if part)}: {problem.message}"
