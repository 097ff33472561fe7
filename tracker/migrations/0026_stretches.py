"""What took the days of a request, read from its history: holders, questions, returns, consultations, refusals."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from workflows import registry
from workflows.deadlines import Places
from workflows.engine import Definition, Event, Snapshot, replay, stretches
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import DeadlineKind, Direction, EventKind, Source

BATCH: Final = 2000
OF_REQUESTS: Final = ("pk", "channel", "instrument", "direction", "office_id", "sent_on")


def fill(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of a history that the tables no longer know nothing is written: `check_projections` names it."""
    stretch, requests = apps.get_model("tracker", "Stretch"), apps.get_model("tracker", "AssistanceRequest")
    events = apps.get_model("tracker", "Event").objects.order_by("request", "sequence")
    last = 0
    # Their own columns are read once, not with each entry: they are wide.
    while batch := list(requests.objects.filter(pk__gt=last).order_by("pk").only(*OF_REQUESTS)[:BATCH]):
        rows = events.filter(request__gt=last, request__lte=batch[-1].pk)
        histories = {
            pk: list(found) for pk, found in groupby(rows.iterator(BATCH), key=attrgetter("request_id"))
        }
        stretch.objects.bulk_create(
            stretch(**columns) for row in batch for columns in _found(row, histories.get(row.pk, []))
        )
        last = batch[-1].pk


def _found(request: Any, rows: list[Any]) -> Iterator[dict[str, Any]]:
    try:
        definition = registry.definition(
            request.channel, request.instrument or None, Direction(request.direction), Places()
        )
        snapshot = replayed([_event(row) for row in rows], definition)
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
            "turn": value.turn,
            "since_on": value.since,
            "until_on": value.until,
        }


def replayed(history: list[Event], definition: Definition) -> Snapshot:
    """Without most deadlines, which move no paper: half of the time is theirs. What expires is asked for by actions."""
    expiring = tuple(rule for rule in definition.rules if rule.kind is DeadlineKind.EXPIRY)
    try:
        return replay(history, replace(definition, rules=expiring))
    except (WorkflowError, LookupError, ValueError):
        return replay(history, definition)


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


KINDS: Final = ["held", "question", "consultation", "return", "refusal"]


class Migration(migrations.Migration):
    dependencies = [("tracker", "0025_known_and_published")]

    operations = [
        migrations.CreateModel(
            name="Stretch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("spell", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("held", "Held by somebody"),
                            ("question", "Question open"),
                            ("consultation", "Consultation open"),
                            ("return", "Returned as deficient"),
                            ("refusal", "Refusal"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracker.office",
                    ),
                ),
                ("channel", models.CharField(max_length=40)),
                ("direction", models.CharField(max_length=10)),
                ("sent_on", models.DateField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=40)),
                ("party", models.CharField(blank=True, max_length=8)),
                ("ground", models.CharField(blank=True, max_length=8)),
                ("turn", models.PositiveSmallIntegerField()),
                ("since_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stretches",
                        to="tracker.assistancerequest",
                    ),
                ),
            ],
            options={
                "ordering": ("request", "number"),
                "indexes": [
                    models.Index(
                        condition=~models.Q(kind="held"),
                        fields=["kind", "since_on"],
                        include=("request", "number", "until_on", "ground", "turn"),
                        name="stretch_waited",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "number"), name="stretch_number_once"),
                    models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="stretch_kind_known"),
                    models.CheckConstraint(
                        condition=models.Q(until_on__isnull=True)
                        | models.Q(until_on__gte=models.F("since_on")),
                        name="stretch_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
