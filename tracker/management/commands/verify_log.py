"""Verifies the hash chains: of every request's log, and of the log of accounts."""

import argparse
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.accounts.services import log as account_log
from tracker.casework.models import AssistanceRequest
from tracker.casework.services import log as request_log


class Command(BaseCommand):
    """`manage.py verify_log [REFERENCE ...]`; without references, or with `--all`, everything."""

    help = (
        "Verifies the logs. Prints every place that was changed, cut or reordered, and fails if there is one."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Ask for what to verify."""
        parser.add_argument("references", nargs="*", metavar="REFERENCE", help="requests; all, unless given")
        parser.add_argument(
            "--all", action="store_true", help="every request and the accounts, as without references"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, print every break, and fail if there is one."""
        requests = AssistanceRequest.objects.order_by("pk")
        is_partial = options["references"] and not options["all"]
        if is_partial:
            requests = requests.filter(reference__in=options["references"])
            unknown = set(options["references"]) - set(requests.values_list("reference", flat=True))
            if unknown:
                raise CommandError(f"There is no request {', '.join(sorted(unknown))}.")
        breaks = [*_of_requests(requests.iterator(chunk_size=500)), *([] if is_partial else _of_accounts())]
        for line in breaks:
            self.stdout.write(self.style.ERROR(line))
        if breaks:
            raise CommandError(f"{len(breaks)} places of the log do not hold.")
        self.stdout.write(self.style.SUCCESS(f"The log holds. Requests verified: {requests.count()}."))


def _of_requests(requests: Iterator[AssistanceRequest]) -> Iterator[str]:
    for assistance_request in requests:
        for found in request_log.verify(assistance_request):
            yield f"{found.reference}, entry {found.sequence or 'last'}: {found.reason}"


def _of_accounts() -> Iterator[str]:
    for found in account_log.verify():
        yield f"accounts, line {found.sequence}: {found.reason}"
