"""Invents requests in every channel up to a given day: the same seed and day give the same requests."""

import argparse
import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker import clock
from tracker.loading.generate import in_bulk, through_services
from tracker.loading.generate.planning import CastMissingError, cast_on, plans


class Command(BaseCommand):
    """`manage.py generate_demonstration --requests N --seed S [--until DAY] [--bulk]`."""

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Ask how many, from which seed, up to which day."""
        parser.add_argument("--requests", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, required=True, metavar="S")
        parser.add_argument(
            "--until", type=dt.date.fromisoformat, metavar="DAY", help="today, unless given; not after it"
        )

        parser.add_argument(
            "--bulk", action="store_true", help="for many: copied in by the batch, not one service call each"
        )

    def handle(
        self,
        *args: Any,
        requests: int,
        seed: int,
        until: dt.date | None = None,
        bulk: bool = False,
        **options: Any,
    ) -> None:
        """Plan and write, or say what has to be loaded first."""
        today = clock.today("UTC")
        until = until or today
        if until > today:
            raise CommandError(f"{until} lies in the future. Give today or an earlier day.")
        try:
            cast = cast_on(until)
        except CastMissingError as missing:
            raise CommandError(
                f"Run demo_accounts and load fixtures/reference and fixtures/demonstration first: {missing} missing."
            ) from missing
        write = in_bulk.write if bulk else through_services.write
        count = write(plans(requests, seed=seed, until=until, cast=cast))
        self.stdout.write(f"Wrote {count} requests.")
