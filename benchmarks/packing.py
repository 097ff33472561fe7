"""Evaluator packs: put together as the worker does, and read again as a program does.

By hand there is no one statement for nine reports: beside the making stands the writing of what was kept, beside the
reading the fetching of it, so that what is left is the counting and the printing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from benchmarks import people
from benchmarks.measuring import Case
from benchmarks.reading import NOTHING
from benchmarks.working import Job
from tracker import clock
from tracker.packs import services
from tracker.packs.models import PackRun, PackState
from tracker.packs.registry import PACKS
from tracker.reports.asking import QuestionForm

if TYPE_CHECKING:
    from benchmarks.people import Caller

KEEP: Final = (
    """UPDATE tracker_packrun SET state = 'done', finished_at = asked_at, content = %s WHERE id = %s"""
)
FETCH: Final = "SELECT CAST(content AS text) FROM tracker_packrun WHERE id = %s"


@dataclass(slots=True)
class Packing:
    """One pack of one caller, asked for anew each turn."""

    caller: Caller
    slug: str
    run: PackRun = field(default_factory=PackRun)
    text: str = ""

    def ask(self) -> None:
        """Nothing of it is there yet."""
        PackRun.objects.filter(asked_by=self.caller.viewer.user).delete()
        form = QuestionForm({}, report=PACKS[self.slug].question, viewer=self.caller.viewer, offered={})
        form.is_valid()
        self.run = services.ask(form)

    def make(self) -> None:
        """As the worker does."""
        services.make_next(at=clock.now())

    def left(self, _answer: object) -> list[str]:
        """Titles of what was kept; the text of it for the writing by hand."""
        self.text = self.fetched()
        return [part["title"] for answer in self._kept()["answers"] for part in answer["parts"]]

    def by_hand(self, _left: list[str]) -> None:
        """Only the writing of the same."""
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [self.text, self.run.pk])

    def ready(self) -> None:
        """Made where it is not there; outside of any time."""
        if not PackRun.objects.filter(pk=self.run.pk, state=PackState.DONE).exists():
            self.ask()
            self.make()

    def read(self) -> Any:
        """Over the API."""
        return self.caller.client.get(f"/api/v1/packs/runs/{self.run.uuid}/")

    def fetched(self) -> str:
        """The content as the database has it."""
        with connection.cursor() as cursor:
            cursor.execute(FETCH, [self.run.pk])
            (content,) = cursor.fetchone()
        return str(content)

    def _kept(self) -> Any:
        return PackRun.objects.values_list("content", flat=True).get(pk=self.run.pk)


def packs() -> Iterator[Case | Job]:
    """Each pack, of one office and of all: made, with the most that Python holds meanwhile, and read."""
    for caller in (people.officer(), people.supervisor()):
        for slug in PACKS:
            packing = Packing(caller=caller, slug=slug)
            yield Job(
                what=f"pack: {slug} put together, {caller.name}",
                work=packing.make,
                by_hand=packing.by_hand,
                left=packing.left,
                before=packing.ask,
            )
            yield Case(
                what=f"pack: {slug} read, {caller.name}",
                call=packing.read,
                bare=[packing.fetched],
                before=packing.ready,
                empty=caller.gets(NOTHING),
            )
