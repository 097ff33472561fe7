"""By when an acknowledgement was due and when the last item was decided, beside the other days of a spell."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise
from typing import Any, Final

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Max, OuterRef, Subquery

from workflows import registry
from workflows.deadlines import Places
from workflows.engine import Event, replay
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import Direction, EventKind, Source

BATCH: Final = 2000
ACKNOWLEDGING: Final = ("house.acknowledgement", "house.acknowledge", "network.acknowledge", "eio.16_1")
UNBOUND: Final = frozenset({"cancelled", "paused"})


def fill(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Off the rows of items and deadlines. What was reopened is replayed: its items have forgotten their days."""
    spells = apps.get_model("tracker", "Spell").objects
    decided = (
        apps.get_model("tracker", "Item")
        .objects.filter(request=OuterRef("request"))
        .order_by()
        .values("request")
        .annotate(last=Max("decided_on"))
        .values("last")
    )
    spells.filter(superseded_on__isnull=True).exclude(outcome="open").update(completed_on=Subquery(decided))
    again = set(spells.filter(superseded_on__isnull=False).values_list("request", flat=True))
    changed: list[Any] = []
    for rows in _by_request(apps.get_model("tracker", "Deadline"), again):
        latest = {row["authority"]: row for row in rows}
        changed.append((rows[0]["request"], _first(latest.values())))
        if len(changed) == BATCH:
            _write(spells, changed)
            changed = []
    _write(spells, changed)
    for pk in again:
        _replayed(apps, pk)


def _by_request(deadline: Any, but: set[int]) -> Iterator[list[dict[str, Any]]]:
    rows = deadline.objects.filter(rule__in=ACKNOWLEDGING, is_chore=False)
    told = rows.order_by("request", "version", "revision").values(
        "request", "authority", "due_on", "state", "request__closed_on"
    )
    for pk, found in groupby(told.iterator(BATCH), key=lambda row: row["request"]):
        if pk not in but:
            yield list(found)


def _first(rows: Any) -> date | None:
    """The earliest day that binds, as the projection has it."""
    days = [row["due_on"] for row in rows if row["request__closed_on"] or row["state"] not in UNBOUND]
    return min(days, default=None)


def _write(spells: Any, changed: list[tuple[int, date | None]]) -> None:
    """One statement for each day: there are far fewer of these than requests."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for pk, day in changed:
        if day is not None:
            by_day[day].append(pk)
    for day, pks in by_day.items():
        spells.filter(request__in=pks).update(acknowledge_due_on=day)


def _replayed(apps: StateApps, pk: int) -> None:
    """Of a history that the tables no longer know nothing is written: `check_projections` names it."""
    request = apps.get_model("tracker", "AssistanceRequest").objects.get(pk=pk)
    spells = apps.get_model("tracker", "Spell").objects.filter(request=pk)
    try:
        definition = registry.definition(
            request.channel, request.instrument or None, Direction(request.direction), Places()
        )
        rows = apps.get_model("tracker", "Event").objects.filter(request=pk).order_by("sequence")
        snapshot = replay([_event(row) for row in rows], definition)
    except (WorkflowError, LookupError, ValueError):
        return
    dates = _dates(apps, pk)
    bounds = [*(spell.first_deadline for spell in snapshot.spells), len(snapshot.deadlines)]
    for spell, (first, end) in zip(snapshot.spells, pairwise(bounds), strict=True):
        latest = {
            deadline.authority: {
                "due_on": dates[deadline.rule, deadline.authority, deadline.version],
                "state": deadline.state.value,
                "request__closed_on": spell.closed,
            }
            for deadline in snapshot.deadlines[first:end]
            if (deadline.rule, deadline.authority, deadline.version) in dates
        }
        spells.filter(number=spell.number).update(
            completed_on=spell.completed and spell.completed.on, acknowledge_due_on=_first(latest.values())
        )


def _dates(apps: StateApps, pk: int) -> dict[tuple[str, int | None, int], date]:
    """As the rows have them: they know the holidays by which they were counted."""
    deadlines = apps.get_model("tracker", "Deadline").objects
    rows = deadlines.filter(request=pk, rule__in=ACKNOWLEDGING, is_chore=False).order_by("revision")
    told = rows.values_list("rule", "authority", "version", "due_on")
    return {(rule, authority, version): due_on for rule, authority, version, due_on in told}


def _event(row: Any) -> Event:
    return Event(
        sequence=row.sequence,
        action=row.action,
        kind=EventKind(row.kind),
        occurred=Occurred(
            on=row.occurred_on,
            at=row.occurred_at,
            zone=row.occurred_zone,
            precision=Precision(row.occurred_precision),
        ),
        recorded_at=row.recorded_at,
        by=row.by_id,
        source=Source(row.source),
        items=tuple(row.items),
        data=row.data,
    )


class Migration(migrations.Migration):
    dependencies = [("tracker", "0029_hours_of_urgent_requests")]

    operations = [
        migrations.AddField(
            model_name="spell", name="completed_on", field=models.DateField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="spell", name="acknowledge_due_on", field=models.DateField(blank=True, null=True)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
