"""When urgent requests were sent, and the first act of the side that is asked, with their hours."""

from itertools import groupby
from typing import Any, Final

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from workflows import registry
from workflows.deadlines import Places
from workflows.engine import Event, replay
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import Direction, EventKind, Source

BATCH: Final = 2000
TOLD: Final = ("sent_at", "acted_on", "acted_at")


def fill(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Urgent ones alone are replayed. One that the tables no longer know stays: `check_projections` names it."""
    requests = apps.get_model("tracker", "AssistanceRequest").objects.exclude(urgency="routine")
    events = apps.get_model("tracker", "Event").objects.select_related("request")
    spells = apps.get_model("tracker", "Spell").objects
    found = events.filter(request__in=requests.values("pk")).order_by("request", "sequence").iterator(BATCH)
    histories: list[list[Any]] = []
    for _pk, rows in groupby(found, key=lambda row: row.request_id):
        histories.append(list(rows))
        if len(histories) == BATCH:
            _write(spells, histories)
            histories = []
    _write(spells, histories)


def _write(spells: Any, histories: list[list[Any]]) -> None:
    told = {rows[0].request_id: _told(rows) for rows in histories}
    changed = []
    for row in spells.filter(request__in=told):
        for name, value in zip(TOLD, told[row.request_id].get(row.number, (None, None, None)), strict=True):
            setattr(row, name, value)
        changed.append(row)
    spells.bulk_update(changed, TOLD, batch_size=500)


def _told(rows: list[Any]) -> dict[int, tuple[Any, ...]]:
    """By the number of the stretch of being open."""
    request = rows[0].request
    try:
        definition = registry.definition(
            request.channel, request.instrument or None, Direction(request.direction), Places()
        )
        snapshot = replay([_event(row) for row in rows], definition)
    except (WorkflowError, LookupError, ValueError):
        return {}
    return {
        spell.number: (
            spell.sent and spell.sent.moment,
            spell.acted and spell.acted.on,
            spell.acted and spell.acted.moment,
        )
        for spell in snapshot.spells
    }


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
    dependencies = [("tracker", "0028_late_entries")]

    operations = [
        migrations.AddField(
            model_name="spell", name="sent_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="spell", name="acted_on", field=models.DateField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="spell", name="acted_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
