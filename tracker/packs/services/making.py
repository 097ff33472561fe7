"""Putting packs together: whoever holds the lease of one does it; what is kept is whole or not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import translation

from tracker.casework.viewer import Viewer
from tracker.leases import carry_out, taken
from tracker.packs.filling import filled
from tracker.packs.keeping import kept
from tracker.packs.models import PackRun
from tracker.packs.queries import sight_of
from tracker.packs.registry import PACKS
from tracker.packs.services.asking import DAY
from tracker.reports.asking import QuestionForm
from tracker.reports.keeping import Data

BEGIN: Final = {
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "sqlite": "BEGIN DEFERRED",
}
"""How a transaction begins that reads all its rows as they are at its first question, and waits for nobody."""


def make_next(*, at: datetime) -> bool:
    """Put the pack together that has waited longest; False where none waits that nobody has in hand.

    One whose worker died is taken up again after its lease. One that is given up says so on its page.
    """
    for run in taken(PackRun.objects.select_related("asked_by"), at=at):
        _make(run, at=at)
        return True
    return False


def _make(run: PackRun, *, at: datetime) -> None:
    def content() -> Mapping[str, object]:
        with _one_moment():
            return {"content": _content(run, at=at)}

    failure = f"the pack {run.uuid} could not be put together"
    carry_out(PackRun.objects.all(), run, content, at=at, failure=failure)


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read within is of one moment, so that no section tells of what another does not know yet.

    Nothing may be written within. Within somebody's own transaction it is that one's moment.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _content(run: PackRun, *, at: datetime) -> Data:
    """The answer, over what its reader counted when asking."""
    pack, viewer = PACKS[run.pack], Viewer(user=run.asked_by, at=at)
    asked = {**run.question, DAY: run.as_of.isoformat()}
    with translation.override(run.language):
        form = QuestionForm(asked, report=pack.question, viewer=viewer, offered={})
        if not form.is_valid():
            raise ValueError(form.errors.as_json())
        return kept(filled(pack, form, sight_of(run)))
