"""The recount after an edit of a calendar: one batch, of requests one in some of which has a date that moves.

Each turn is undone, since a log is never shortened. By hand stand the program's own statements, noted and sent again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count

from benchmarks.replaying import Statement, noted, sent, undone
from benchmarks.working import Job
from tracker import clock
from tracker.casework.models import Deadline, Recount
from tracker.casework.services import recounting
from tracker.directory.models import HolidayChange, Jurisdiction
from tracker.directory.services import save_holiday

SOON: Final = timedelta(days=7)
Left = list[tuple[int, int]]
"""Requests looked at, and dates moved."""


@dataclass(slots=True)
class Edit:
    """A new holiday where most deadlines run, on the day on which most of them end."""

    at: datetime = field(default_factory=clock.now)
    _frame: ExitStack = field(default_factory=ExitStack)
    _statements: list[Statement] = field(default_factory=list)

    def ready(self) -> None:
        """Make the edit, ask for the recount, and note what a batch of it sends."""
        self._frame.enter_context(undone())
        coming = Deadline.objects.open().filter(due_on__gt=self.at.date() + SOON).order_by()
        days = coming.values_list("request__jurisdiction", "due_on").annotate(count=Count("pk"))
        place, on, _count = days.order_by("-count")[0]
        holiday = save_holiday(
            Jurisdiction.objects.get(pk=place),
            on,
            by=None,
            recorded_at=self.at,
            name="Benchmark",
            change=HolidayChange.ADDED,
            reason="Benchmark",
            source="Benchmark",
            as_of=self.at.date(),
        )
        recounting.after_edit(holiday, at=self.at)
        self._statements, _done = noted(self.count)

    def clean(self) -> None:
        """Undo it all."""
        self._frame.close()

    def count(self) -> int:
        """Count one batch anew."""
        return recounting.run(at=self.at)

    def count_by_hand(self, _left: Left) -> None:
        """The same, but for the thinking."""
        sent(self._statements)

    def left(self, _answer: object) -> Left:
        """How far the recount has come."""
        return list(Recount.objects.filter(asked_at=self.at).values_list("looked_at", "moved"))


def recounts() -> Iterator[Job]:
    """One batch."""
    edit = Edit()
    yield Job(
        what="recount after an edit of a calendar, a batch of requests",
        work=edit.count,
        by_hand=edit.count_by_hand,
        left=edit.left,
        rows=lambda left: sum(looked_at for looked_at, _moved in left),
        before=edit.ready,
        after=edit.clean,
    )
