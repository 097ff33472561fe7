"""Finding the deadlines of which a step has passed, some in each transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, transaction

from tracker.accounts.ladders import OfficeLadders, office_ladders
from tracker.casework.models import Deadline
from tracker.reminders.queries import READ_WITH, Staff, due, ladder_of, recipients, staff_of
from tracker.reminders.services import marking
from tracker.reminders.services.digests import OvertakenError
from tracker.reminders.services.marking import Found
from workflows.deadlines import next_moment, passed

logger = logging.getLogger(__name__)

BATCH: Final = 500
TOGETHER: Final = 100
"""So many deadlines are handled in one transaction: short enough for whoever wants one of them meanwhile."""
NOBODY_THERE: Final = timedelta(days=1)
"""After so long an office without anybody in charge is asked again."""
BROKEN: Final = timedelta(hours=1)
"""After so long a deadline that could not be handled is tried again, so that it does not hold up the others."""


def sweep(*, at: datetime, batch: int = BATCH) -> int:
    """Remind of every open deadline of which a step has passed; return how many were handled, at most ``batch``.

    Short transactions, each of some deadlines: what is committed is done, what is not is found by the next sweep.
    """
    waiting = due(at=at, limit=batch)
    ladders = office_ladders()
    portions = (waiting[start : start + TOGETHER] for start in range(0, len(waiting), TOGETHER))
    return sum(_swept(pks, at, ladders) for pks in portions)


def _swept(pks: Sequence[int], at: datetime, ladders: OfficeLadders) -> int:
    try:
        return _remind(pks, at, ladders)
    except OvertakenError:
        return _swept(pks, at, ladders)
    except (OperationalError, InterfaceError):
        raise  # the database, not the deadline: the next sweep finds it again
    except Exception:  # one broken deadline must not keep the others from being reminded of
        if len(pks) > 1:
            return sum(_swept([pk], at, ladders) for pk in pks)
        logger.exception("deadline %s could not be reminded of", pks[0])
        return Deadline.objects.to_remind(at).filter(pk__in=pks).update(remind_at=at + BROKEN)


@transaction.atomic
def _remind(pks: Sequence[int], at: datetime, ladders: OfficeLadders) -> int:
    """Handle these deadlines, but for those that another worker has.

    1. Lock them; nobody is waited for. 2. Move each on to its next moment. 3. Mark and tell the most severe step that
    has passed, each reader once; mark those below it as skipped.
    """
    rows = _claimed(pks, at)
    staff = staff_of(rows, at=at)
    found = [_found(row, ladders, staff) for row in rows]
    _move_on(found, at=at)
    marking.tell(found, at=at)
    marking.skip(found, staff)
    return len(rows)


def _claimed(pks: Sequence[int], at: datetime) -> list[Deadline]:
    """Those that still wait, locked until the transaction ends (SQLite locks the whole database)."""
    rows = (
        Deadline.objects.to_remind(at)
        .filter(pk__in=pks)
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
    )
    return list(rows.select_related("request").prefetch_related(*READ_WITH).order_by("remind_at", "pk"))


def _found(deadline: Deadline, ladders: OfficeLadders, staff: Staff) -> Found:
    ladder = ladder_of(deadline, ladders)
    steps = passed(ladder, deadline, staff.at)
    return Found(
        deadline=deadline,
        steps=steps,
        readers=recipients(deadline, steps[-1], staff) if steps else {},
        following=next_moment(ladder, deadline, staff.at),
    )


def _move_on(found: Iterable[Found], *, at: datetime) -> None:
    until: dict[datetime | None, list[int]] = {}
    for one in found:
        moment = one.following if one.readers or not one.steps else _unheard(one, at)
        until.setdefault(moment, []).append(one.deadline.pk)
    for moment, pks in until.items():
        Deadline.objects.filter(pk__in=pks).update(remind_at=moment)


def _unheard(found: Found, at: datetime) -> datetime:
    """When to look again where nobody was there to be told."""
    logger.warning("nobody is in charge of deadline %s: no reminder could be sent", found.deadline.pk)
    return min(found.following or at + NOBODY_THERE, at + NOBODY_THERE)
