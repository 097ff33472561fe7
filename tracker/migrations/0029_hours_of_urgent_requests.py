"""When urgent requests were sent, and the first act of the side that is asked, with their hours."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from django.db import migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from workflows.engine import Event, effective, ordered
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import ACTS, EventKind, Source

BATCH: Final = 2000
BEGINNINGS: Final = frozenset({EventKind.SENT, EventKind.RECEIVED})
STATEMENT: Final = """
UPDATE tracker_spell SET sent_at = %s, acted_on = %s, acted_at = %s WHERE request_id = %s AND number = %s"""
Turn = tuple[Occurred | None, Occurred | None]


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of urgent requests alone. Sendings and first acts are read off the log as it stands: no rule moves them."""
    urgent = apps.get_model("tracker", "AssistanceRequest").objects.exclude(urgency="routine")
    events = apps.get_model("tracker", "Event").objects.order_by("request", "sequence")
    pks, last = urgent.order_by("pk").values_list("pk", flat=True), 0
    while batch := list(pks.filter(pk__gt=last)[:BATCH]):
        rows = events.filter(request__in=batch).iterator(BATCH)
        _write(schema_editor.connection, groupby(rows, key=attrgetter("request_id")))
        last = batch[-1]


def _write(connection: BaseDatabaseWrapper, histories: Iterable[tuple[int, Iterable[Any]]]) -> None:
    day, moment = connection.ops.adapt_datefield_value, connection.ops.adapt_datetimefield_value
    told = [
        (moment(sent and sent.moment), day(acted and acted.on), moment(acted and acted.moment), pk, number)
        for pk, rows in histories
        for number, (sent, acted) in enumerate(turns(rows), start=1)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(STATEMENT, told)


def turns(rows: Iterable[Any]) -> list[Turn]:
    """When it was sent and first acted on, for each stretch of being open: a reopened request keeps both."""
    turns: list[Turn] = [(None, None)]
    for event in ordered(effective(map(_event, rows))):
        sent, acted = turns[-1]
        if event.kind is EventKind.REOPENED:
            turns.append(turns[-1])
        elif event.kind in BEGINNINGS:
            turns[-1] = (sent or event.occurred, acted)
        elif event.kind in ACTS:
            turns[-1] = (sent, acted or event.occurred)
    return turns


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
