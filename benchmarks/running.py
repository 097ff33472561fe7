"""Fills the database where it is too empty, runs every case, and gives the table."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command

from benchmarks import (
    chances,
    counting,
    dashboards,
    digesting,
    directory,
    figures,
    matters,
    network,
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
from benchmarks.measuring import Case, Effort, Line, measured
from benchmarks.table import HEAD, closing, heading, row
from benchmarks.working import Job, worked
from tracker import clock
from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest

PARTS: Final[Mapping[str, Sequence[Callable[[], Iterator[Case | Job]]]]] = {
    "lists": (reading.depths, reading.sorts, reading.narrowed),
    "requests": (reading.single, writing.writes, reading.pages),
    "dashboards": (dashboards.dashboards,),
    "jobs": (sweeping.sweeps, digesting.digests, counting.recounts, packing.packs),
    "reports": (
        figures.figures,
        chances.chances,
        urgency.urgent_requests,
        network.network,
        reporting.reports,
        partners.reports,
        directory.reports,
        refusing.refusals,
        matters.reports,
        recording.reports,
    ),
}
"""What can be measured alone. The parts with reports and dashboards read only, but for tokens and their use."""


class SomebodysRequestsError(Exception):
    """The database holds requests that are no demonstration: it is not ours to fill and write in."""


def run(
    *,
    requests: int,
    effort: Effort,
    only: Collection[str] = (),
    parts: Collection[str] = (),
    say: Callable[[str], object],
) -> list[str]:
    """Print line by line as it is measured, and return the lines. No words and no parts: everything."""
    _require_ours()
    prepare(requests)
    told = [*heading(requests=AssistanceRequest.objects.count(), on=clock.today("UTC")), *HEAD]
    for text in told:
        say(text)
    lines: list[Line] = []
    for case in _cases(parts or PARTS):
        if not only or any(word in case.what for word in only):
            # What counts a caller's calls grows with them; each case begins with none.
            cache.clear()
            lines.append(worked(case, effort) if isinstance(case, Job) else measured(case, effort))
            told.append(row(lines[-1]))
            say(told[-1])
    for text in closing(lines):
        told.append(text)
        say(text)
    return told


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


def _cases(parts: Collection[str]) -> Iterator[Case | Job]:
    return chain.from_iterable(cases() for part in PARTS if part in parts for cases in PARTS[part])
