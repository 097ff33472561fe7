"""Makes an office: on an empty installation the first administrator needs one."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tracker import clock
from tracker.accounts import services
from tracker.accounts.models import Office
from tracker.directory.models import Jurisdiction


class Command(BaseCommand):
    """`manage.py create_office CODE --name N --own CODE --time-zone ZONE [--host CODE] [--parent CODE]`."""

    help = "Makes an office. Jurisdictions are named by their codes, once reference data is loaded."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Ask for the office and its place."""
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--name", required=True)
        parser.add_argument("--time-zone", required=True, metavar="ZONE")
        parser.add_argument("--own", required=True, metavar="JURISDICTION", help="for which it acts")
        parser.add_argument("--host", metavar="JURISDICTION", help="where it stands; its own, unless given")
        parser.add_argument("--parent", metavar="CODE", help="the office above it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the office."""
        try:
            office = services.create_office(
                code=options["code"],
                name=options["name"],
                time_zone=options["time_zone"],
                own_jurisdiction=_jurisdiction(options["own"]),
                host_jurisdiction=_jurisdiction(options["host"] or options["own"]),
                parent=_office(options["parent"]) if options["parent"] else None,
                by=None,
                at=clock.now(),
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"Made {office}.")


def _jurisdiction(code: str) -> Jurisdiction:
    found = Jurisdiction.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"There is no jurisdiction {code}: load the reference data first.")
    return found


def _office(code: str) -> Office:
    found = Office.objects.filter(code=code.upper()).first()
    if found is None:
        raise CommandError(f"There is no office {code}.")
    return found
