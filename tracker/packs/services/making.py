"""Putting packs together: whoever holds the lease of one does it; what is kept is whole or not there."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, Q
from django.utils import translation

from tracker.casework.viewer import Viewer
from tracker.packs.filling import filled
from tracker.packs.keeping import kept
from tracker.packs.models import PackRun, PackState
from tracker.packs.queries import sight_of
from tracker.packs.registry import PACKS
from tracker.packs.services.asking import DAY
from tracker.reports.asking import QuestionForm
from tracker.reports.keeping import Data

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""How long a pack is left to its worker. A task is ended before, so that no two put one together at once."""
ATTEMPTS: Final = 3
BEGIN: Final = {
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "sqlite": "BEGIN DEFERRED",
}
"""How a transaction begins that reads all its rows as they are at its first question, and waits for nobody."""


def make_next(*, at: datetime) -> bool:
    """Put the pack together that has waited longest; False where none waits that nobody has in hand.

    One whose worker died is taken up again after its lease. After ATTEMPTS it is given up, and its page says so.
    """
    # No lease reaches so far, unless the clock was ahead when it was taken.
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lte=at) | Q(leased_until__gt=at + 2 * LEASE)
    waiting = PackRun.objects.filter(is_free, state=PackState.QUEUED)
    waiting.filter(attempts__gte=ATTEMPTS).update(state=PackState.FAILED, leased_until=None)
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        if waiting.filter(pk=pk).update(leased_until=at + LEASE, attempts=F("attempts") + 1):
            _make(PackRun.objects.select_related("asked_by").get(pk=pk), at=at)
            return True
    return False


def _make(run: PackRun, *, at: datetime) -> None:
    mine = PackRun.objects.filter(pk=run.pk, state=PackState.QUEUED)
    try:
        with _one_moment():
            content = _content(run, at=at)
    except (OperationalError, InterfaceError):
        raise  # the database, not the pack: after the lease it is tried again
    except Exception:  # one pack that cannot be put together must not hold up the others
        logger.exception("the pack %s could not be put together", run.uuid)
        failed = run.attempts >= ATTEMPTS
        mine.update(leased_until=None, state=PackState.FAILED if failed else PackState.QUEUED)
        return
    mine.update(state=PackState.DONE, content=content, finished_at=at, leased_until=None)


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
