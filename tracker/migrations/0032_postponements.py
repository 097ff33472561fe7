"""How long requests were postponed, on which ground, and what ended that: read from the histories that tell of one."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from workflows import registry
from workflows.deadlines import Places
from workflows.engine import Event, replay, stretches
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import Direction, EventKind, Source

BATCH: Final = 500
KINDS: Final = ["held", "question", "consultation", "return", "refusal", "postponement"]
ENDINGS: Final = ["resumed", "answered", "refused", "ended", "again"]


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Requests that were postponed alone are replayed, and their stretches written anew, since they are numbered.

    One that the tables no longer know stays: `check_projections` names it.
    """
    alias = schema_editor.connection.alias
    events = apps.get_model("tracker", "Event").objects.using(alias)
    postponed = sorted(set(events.filter(kind="postponed").order_by().values_list("request", flat=True)))
    rows = apps.get_model("tracker", "Stretch").objects.using(alias)
    for start in range(0, len(postponed), BATCH):
        some = postponed[start : start + BATCH]
        told = events.filter(request__in=some).select_related("request").order_by("request", "sequence")
        found = {
            pk: list(_found(list(history))) for pk, history in groupby(told, key=lambda row: row.request_id)
        }
        rows.filter(request__in=[pk for pk, columns in found.items() if columns]).delete()
        rows.bulk_create(rows.model(**columns) for several in found.values() for columns in several)


def _found(rows: list[Any]) -> Iterator[dict[str, Any]]:
    request = rows[0].request
    try:
        definition = registry.definition(
            request.channel, request.instrument or None, Direction(request.direction), Places()
        )
        snapshot = replay([_event(row) for row in rows], definition)
    except (WorkflowError, LookupError, ValueError):
        return
    known = (value for value in stretches(snapshot) if value.kind.value in KINDS)
    for number, value in enumerate(known, start=1):
        yield {
            "request_id": request.pk,
            "number": number,
            "spell": value.spell,
            "kind": value.kind.value,
            "office_id": request.office_id,
            "channel": request.channel,
            "direction": request.direction,
            "sent_on": request.sent_on,
            "place": value.place,
            "party": value.party.value if value.party else "",
            "ground": value.ground,
            "ending": value.ending.value if value.ending else "",
            "turn": value.turn,
            "since_on": value.since,
            "until_on": value.until,
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


def forget(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The constraint that comes back knows no such kind."""
    rows = apps.get_model("tracker", "Stretch").objects.using(schema_editor.connection.alias)
    rows.filter(kind="postponement").delete()


class Migration(migrations.Migration):
    dependencies = [("tracker", "0031_carried_by_spells")]

    operations = [
        migrations.RemoveConstraint(model_name="stretch", name="stretch_kind_known"),
        migrations.AddField(
            model_name="stretch",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[
                    ("resumed", "Resumed"),
                    ("answered", "Answered meanwhile"),
                    ("refused", "Refused meanwhile"),
                    ("ended", "Ended without an answer"),
                    ("again", "Postponed further"),
                ],
                db_default="",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="stretch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("held", "Held by somebody"),
                    ("question", "Question open"),
                    ("consultation", "Consultation open"),
                    ("return", "Returned as deficient"),
                    ("refusal", "Refusal"),
                    ("postponement", "Postponed"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="stretch",
            constraint=models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="stretch_kind_known"),
        ),
        migrations.AddConstraint(
            model_name="stretch",
            constraint=models.CheckConstraint(
                condition=models.Q(ending__in=["", *ENDINGS]), name="stretch_ending_known"
            ),
        ),
        migrations.RunPython(fill, forget),
    ]
