"""Fills the database where it is too empty, runs every case, and gives the table."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from itertools import chain

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command

from benchmarks import (
    counting,
    dashboards,
    digesting,
    figures,
    matters,
    packing,
    partners,
    reading,
    recording,
    refusing,
    reporting,
    sweeping,
    urgency,
    writing,
)
from benchmarks.filling import fill
from benchmarks.measuring import Case, Effort, measured
from benchmarks.table import HEAD, closing, heading, row
from benchmarks.working import Job, worked
from tracker import clock
from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest


class SomebodysRequestsError(Exception):
    """The database holds requests that are no demonstration: it is not ours to fill and write in."""


def run(*, requests: int, effort: Effort, only: Collection[str], say: Callable[[str], object]) -> list[str]:
    """Print line by line as it is measured, and return the lines."""
    _require_ours()
    prepare(requests)
    lines = [*heading(requests=AssistanceRequest.objects.count(), on=clock.today("UTC")), *HEAD]
    for line in lines:
        say(line)
    for case in _cases():
        if not only or any(word in case.what for word in only):
            # What counts a caller's calls grows with them; each case begins with none.
            cache.clear()
            lines.append(row(worked(case, effort) if isinstance(case, Job) else measured(case, effort)))
            say(lines[-1])
    for line in closing():
        lines.append(line)
        say(line)
    return lines


def prepare(requests: int) -> None:
    """People, directory, and as many requests."""
    if not User.objects.exists():
        call_command("migrate", verbosity=0)
        _load("reference")
        call_command("demo_accounts", stdout=io.StringIO())
        _load("demonstration")
    missing = requests - AssistanceRequest.objects.count()
    if missing > 0:
        fill(missing, until=clock.today("UTC"))


def _load(folder: str) -> None:
    call_command("load_fixtures", settings.FIXTURE_DIR / folder, system=True, stdout=io.StringIO())


def _require_ours() -> None:
    if AssistanceRequest.objects.filter(illustrative=False).exclude(title=writing.TITLE).exists():
        raise SomebodysRequestsError


def _cases() -> Iterator[Case | Job]:
    return chain(
        reading.depths(),
        reading.sorts(),
        reading.narrowed(),
        reading.single(),
        writing.writes(),
        reading.pages(),
        dashboards.dashboards(),
        sweeping.sweeps(),
        digesting.digests(),
        counting.recounts(),
        reporting.reports(),
        recording.reports(),
        refusing.refusals(),
        matters.reports(),
        figures.figures(),
        urgency.urgent_requests(),
        partners.reports(),
        packing.packs(),
    )
