"""Counts deadlines anew after another calendar or another rule."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker import clock
from tracker.casework.models import Recount
from tracker.casework.services import recounting
from tracker.directory.models import Jurisdiction


class Command(BaseCommand):
    """`manage.py recount_deadlines [CODE ...]`; without codes what is asked for already, with `--all` everything."""

    help = (
        "Counts the open deadlines of jurisdictions anew, as edits of their calendars and new versions of rules have "
        "the workers do. Every moved date is an entry of the log. It can be interrupted and repeated."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Ask whose."""
        parser.add_argument("codes", nargs="*", metavar="CODE", help="jurisdictions")
        parser.add_argument("--all", action="store_true", help="all jurisdictions, as after an upgrade")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count until nothing is left, and say how many dates moved."""
        at = clock.now()
        known = Jurisdiction.objects.in_bulk(options["codes"], field_name="code")
        unknown = set(options["codes"]) - set(known)
        if unknown:
            raise CommandError(f"There is no jurisdiction {', '.join(sorted(unknown))}.")
        for jurisdiction in [*known.values(), *([None] if options["all"] else [])]:
            recounting.ask(jurisdiction, at=at)
        waiting = set(Recount.objects.filter(finished_at=None).values_list("pk", flat=True))
        while recounting.run(at=at) or Recount.objects.filter(finished_at=None).exists():
            pass
        for job in Recount.objects.filter(pk__in=waiting).select_related("jurisdiction").order_by("pk"):
            self.stdout.write(f"{job}: {job.looked_at} requests looked at, {job.moved} dates moved")
        self.stdout.write(self.style.SUCCESS("Every deadline is counted by today's calendars and rules."))
