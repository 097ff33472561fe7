"""The sweep: finding what is due, marking it with its notices and mail, and the same rows by hand.

The register stands as one that has been swept all along: of a tenth of the requests a step is still to come, of one in
200 the next. What a turn has written is taken away after it, so that all turns begin alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction
from django.db.models import Max, Model
from django.db.models.fields.json import JSONField

from benchmarks.working import Job
from tracker import clock
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.notices.models import Notice
from tracker.outbox.models import OutboxMessage
from tracker.reminders import services
from tracker.reminders.models import Digest, ReminderMark
from tracker.reminders.queries import due

if TYPE_CHECKING:
    from django.db.models import Field

RUNNING, DUE = 10, 200
"""Of one in so many requests a step is still to come, or comes next."""
CENTURY: Final = timedelta(days=36_500)
OUTAGE: Final = timedelta(days=30)
TOGETHER: Final = 500
"""So many rows are written by one statement by hand, in a transaction of their own."""
WRITTEN: Final[tuple[type[Model], ...]] = (OutboxMessage, Digest, ReminderMark, Notice)
"""What a sweep writes, in the order in which one points to the other."""
FOUND: Final = """
    SELECT d.id FROM tracker_deadline d JOIN tracker_assistancerequest r ON r.id = d.request_id
    WHERE d.state = 'open' AND d.remind_at <= %s AND r.is_adopted ORDER BY d.remind_at, d.id LIMIT %s"""
REMIND_AT: Final = Deadline._meta.get_field("remind_at")
Rows = list[tuple[Any, ...]]
Left = dict[str, Rows]
Waits = Mapping[int, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Deadlines of which a step has come at a moment: since when each waits, and what stands there otherwise."""

    at: datetime
    waits: Waits
    otherwise: Waits


@dataclass(slots=True, kw_only=True)
class Stage:
    """What a turn begins with, chosen before the first one, and what it has left."""

    choose: Callable[[datetime], Chosen]
    chosen: Chosen = field(init=False)
    _last: dict[type[Model], int] = field(default_factory=dict)

    def ready(self) -> None:
        """Let them wait."""
        if not self._last:
            settle(at=clock.now())
            self.chosen = self.choose(clock.now())
        _wait(self.chosen.waits)
        self._last = {model: _last_id(model) for model in WRITTEN}

    def clean(self) -> None:
        """Take away what was written since."""
        for model in reversed(WRITTEN):
            model._default_manager.filter(pk__gt=self._last[model]).delete()
        _wait(self.chosen.otherwise)

    def find(self) -> list[int]:
        """Find what waits."""
        return due(at=self.chosen.at, limit=len(self.chosen.waits))

    def find_by_hand(self, _left: object) -> list[int]:
        """The same."""
        with connection.cursor() as cursor:
            cursor.execute(FOUND, [_given(REMIND_AT, self.chosen.at), len(self.chosen.waits)])
            return [pk for (pk,) in cursor.fetchall()]

    def sweep(self) -> None:
        """Sweep until nothing waits."""
        while services.sweep(at=self.chosen.at):
            pass

    def left(self, _answer: object) -> Left:
        """The rows that were written, and until when each deadline waits now."""
        written = {model._meta.db_table: self._written(model) for model in WRITTEN}
        waits = Deadline.objects.filter(pk__in=self.chosen.waits).order_by("pk")
        return written | {Deadline._meta.db_table: list(waits.values_list("pk", "remind_at"))}

    def _written(self, model: type[Model]) -> Rows:
        rows = model._default_manager.filter(pk__gt=self._last[model]).order_by("pk")
        return list(rows.values_list(*(one.attname for one in model._meta.concrete_fields)))


def sweeps() -> Iterator[Job]:
    """Finding, the sweep of a day, and the first one after an outage."""
    day = Stage(choose=_next_steps)
    yield Job(
        what="sweep: finding what is due",
        work=day.find,
        by_hand=day.find_by_hand,
        before=day.ready,
        after=day.clean,
    )
    yield _sweeping("sweep: the next step of each", day)
    yield _sweeping("sweep after an outage: every step of each", Stage(choose=_every_step))


def _sweeping(what: str, stage: Stage) -> Job:
    return Job(
        what=what,
        work=stage.sweep,
        by_hand=write,
        left=stage.left,
        rows=lambda left: len(left[Deadline._meta.db_table]),
        before=stage.ready,
        after=stage.clean,
    )


def settle(*, at: datetime) -> None:
    """Let no step wait that has passed, and of so many requests one that is to come: as if swept all along."""
    waiting = Deadline.objects.open().filter(request__is_adopted=True, remind_at__isnull=False)
    waiting.filter(remind_at__lte=at).update(remind_at=None)
    coming = waiting.order_by("remind_at", "pk").values_list("request", "remind_at")
    requests, wanted = set[int](), _share(RUNNING)
    for request, moment in coming.iterator():
        requests.add(request)
        if len(requests) > wanted:
            waiting.filter(remind_at__gte=moment).update(remind_at=None)
            break
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {Deadline._meta.db_table}")


def _next_steps(at: datetime) -> Chosen:
    """The steps that come next, and the moment at which they have."""
    coming = Deadline.objects.to_remind(at + CENTURY).order_by("remind_at", "pk")
    last = coming[_share(DUE)].remind_at or at
    # Whatever comes at the same moment is found with them.
    waits = dict(Deadline.objects.to_remind(last).values_list("pk", "remind_at"))
    return Chosen(at=last, waits=waits, otherwise=waits)


def _every_step(at: datetime) -> Chosen:
    """Late ones of which nobody has been told yet."""
    late = Deadline.objects.overdue(at - OUTAGE).filter(request__is_adopted=True, remind_at=None)
    since = dict(late.order_by("-late_from", "pk").values_list("pk", "soon_from")[: _share(DUE)])
    return Chosen(at=at, waits=since, otherwise=dict.fromkeys(since))


def write(left: Left) -> None:
    """Write the same rows by hand, many with one statement."""
    for model in WRITTEN:
        fields = [one for one in model._meta.concrete_fields if one.column]
        names = ", ".join(f'"{one.column}"' for one in fields)
        for rows in _portions(left[model._meta.db_table]):
            values = [
                tuple(_given(one, value) for one, value in zip(fields, row, strict=True)) for row in rows
            ]
            _send(f"INSERT INTO {model._meta.db_table} ({names}) VALUES", values)
    for rows in _portions(left[Deadline._meta.db_table]):
        _move(rows)


def _given(one: Field[Any, Any], value: Any) -> Any:
    plain = connection.vendor == "postgresql" and not isinstance(one, JSONField)
    return value if plain else one.get_db_prep_save(value, connection)


def _portions(rows: Rows) -> Iterator[Rows]:
    return (rows[start : start + TOGETHER] for start in range(0, len(rows), TOGETHER))


def _send(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    places = ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{statement} {places}", [value for row in rows for value in row])


def _move(rows: Rows) -> None:
    place = "(%s::bigint, %s::timestamptz)" if connection.vendor == "postgresql" else "(%s, %s)"
    places = ", ".join([place] * len(rows))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"WITH given(id, moment) AS (VALUES {places}) UPDATE tracker_deadline"
            " SET remind_at = given.moment FROM given WHERE given.id = tracker_deadline.id",
            [value for pk, moment in rows for value in (pk, _given(REMIND_AT, moment))],
        )


def _wait(waits: Waits) -> None:
    for rows in _portions(list(waits.items())):
        _move(rows)


def _share(parts: int) -> int:
    return max(AssistanceRequest.objects.count() // parts, 1)


def _last_id(model: type[Model]) -> int:
    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0
