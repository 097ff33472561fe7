"""By when an acknowledgement was due and when the last item was decided, beside the other days of a spell."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
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

ACKNOWLEDGING: Final = ("house.acknowledgement", "house.acknowledge", "network.acknowledge", "eio.16_1")
UNBOUND: Final = frozenset({"cancelled", "paused"})
FIRST: Final = """
UPDATE tracker_spell SET acknowledge_due_on = found.due_on FROM (
    SELECT latest.request_id, min(latest.due_on) AS due_on FROM (
        SELECT request_id, due_on, state, row_number() OVER (
            PARTITION BY request_id, rule, item_id, authority_id ORDER BY version DESC, revision DESC) AS place
        FROM tracker_deadline WHERE rule IN (%s, %s, %s, %s) AND NOT is_chore) latest
    JOIN tracker_assistancerequest asked ON asked.id = latest.request_id
    WHERE latest.place = 1 AND (asked.closed_on IS NOT NULL OR latest.state NOT IN ('cancelled', 'paused'))
    GROUP BY latest.request_id) found
WHERE found.request_id = tracker_spell.request_id AND tracker_spell.request_id NOT IN (
    SELECT request_id FROM tracker_spell WHERE superseded_on IS NOT NULL)"""
"""The earliest day that binds, by the last version of each deadline, as the projection has it."""


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
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
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FIRST, ACKNOWLEDGING)
    again = spells.filter(superseded_on__isnull=False)
    for pk in set(again.values_list("request", flat=True)):
        _replayed(apps, pk)


def _first(rows: Iterable[dict[str, Any]]) -> date | None:
    """The same of one stretch of being open."""
    days = [row["due_on"] for row in rows if row["request__closed_on"] or row["state"] not in UNBOUND]
    return min(days, default=None)


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
