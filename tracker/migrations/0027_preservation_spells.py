"""A row for each stretch of keeping data, also of what is kept already: read off the histories, batch by batch."""

from collections import defaultdict
from dataclasses import replace

import django.db.models.deletion
from django.db import migrations, models

from workflows import registry
from workflows.deadlines import Places
from workflows.engine import Event, replay
from workflows.engine.preservation import covers, receipt_of
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import DeadlineKind, Direction, EventKind, ItemType, LinkKind, Source

BATCH = 500


def fill(apps, schema_editor):
    """What cannot be replayed by today's tables has no row; `check_projections` tells of it."""
    tables = Tables(apps, schema_editor.connection.alias)
    asked = tables.rows("Item").filter(type=ItemType.PRESERVATION.value)
    pks = list(asked.order_by("request").values_list("request", flat=True).distinct())
    for start in range(0, len(pks), BATCH):
        tables.fill(pks[start : start + BATCH])


class Tables:
    """The tables as they are at this migration."""

    def __init__(self, apps, alias):
        self.apps, self.alias = apps, alias

    def rows(self, name):
        return self.apps.get_model("tracker", name).objects.using(self.alias)

    def fill(self, pks):
        requests = self.rows("AssistanceRequest").in_bulk(pks)
        links = list(
            self.rows("Link")
            .filter(target__in=pks, kind=LinkKind.PRODUCTION_OF.value)
            .select_related("request")
        )
        histories = self.histories({*pks, *(link.request_id for link in links)})
        counted, items = self.counted(pks), self.items(pks)
        found = []
        for pk, row in requests.items():
            days = list(days_of([link.request for link in links if link.target_id == pk], row, histories))
            found += self.spells(row, histories[pk], counted[pk], items[pk], days)
        self.rows("PreservationSpell").bulk_create(found)

    def histories(self, pks):
        found = defaultdict(list)
        for row in self.rows("Event").filter(request__in=pks).order_by("request", "sequence"):
            found[row.request_id].append(event_of(row))
        return found

    def counted(self, pks):
        """By which version of its rule each deadline was counted when it began."""
        found = defaultdict(dict)
        rows = self.rows("Deadline").filter(request__in=pks).order_by("version", "revision")
        for pk, rule, item, authority, start, version in rows.values_list(
            "request", "rule", "item__number", "authority", "start_sequence", "rule_version"
        ):
            found[pk][(rule, str(item) if item else None, authority, start)] = version
        return found

    def items(self, pks):
        found = defaultdict(dict)
        for row in self.rows("Item").filter(request__in=pks):
            found[row.request_id][str(row.number)] = row
        return found

    def spells(self, row, history, counted, items, days):
        table = self.apps.get_model("tracker", "PreservationSpell")
        try:
            # The last day of an expiry is the same by every calendar.
            definition = registry.definition(
                row.channel, row.instrument or None, Direction(row.direction), Places()
            )
            spells = replayed(history, replace(definition, counted=counted)).preservations
        except (WorkflowError, LookupError, ValueError):
            return
        covered = {spell.item: spell.covered for spell in spells}
        for spell in spells:
            if spell.item in items:
                yield table(
                    request=row,
                    item=items[spell.item],
                    number=spell.number,
                    begun_on=spell.begun,
                    stated_on=spell.since.on,
                    superseded_on=spell.superseded and spell.superseded.on,
                    until_on=spell.until,
                    renewals=spell.renewals,
                    lapsed_on=spell.lapsed and spell.lapsed.on,
                    ended_on=spell.ended and spell.ended.on,
                    **first(days, covered[spell.item]),
                )


def replayed(history, definition):
    """What expires alone tells how long something is kept; the other deadlines where an entry asks for them."""
    expiring = tuple(rule for rule in definition.rules if rule.kind is DeadlineKind.EXPIRY)
    try:
        return replay(history, replace(definition, rules=expiring))
    except (WorkflowError, LookupError, ValueError):
        return replay(history, definition)


def days_of(productions, row, histories):
    """When each production request that reaches whoever keeps the data was sent and received."""
    for one in productions:
        alike = (one.jurisdiction_id, one.direction) == (row.jurisdiction_id, row.direction)
        if alike and covers(registry.channel(one.channel), registry.channel(row.channel)):
            receipt = receipt_of(histories[one.pk])
            yield one.sent_on, receipt and receipt.occurred.on


def first(days, covered):
    received = [day for _sent, day in days if day] + ([covered.on] if covered else [])
    sent = [day for day, _received in days if day]
    return {
        "production_sent_on": min([*sent, *received], default=None),
        "production_received_on": min(received, default=None),
    }


def event_of(row):
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
    dependencies = [
        ("tracker", "0026_stretches"),
    ]

    operations = [
        migrations.CreateModel(
            name="PreservationSpell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("begun_on", models.DateField()),
                ("stated_on", models.DateField()),
                ("superseded_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
                ("renewals", models.PositiveSmallIntegerField(default=0)),
                ("production_sent_on", models.DateField(blank=True, null=True)),
                ("production_received_on", models.DateField(blank=True, null=True)),
                ("lapsed_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preservations",
                        to="tracker.item",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preservations",
                        to="tracker.assistancerequest",
                    ),
                ),
            ],
            options={
                "ordering": ("request", "item", "number"),
                "indexes": [models.Index(fields=["request", "stated_on"], name="preservation_spell_spoke")],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "number"), name="preservation_spell_once")
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
