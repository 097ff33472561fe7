"""What spells tell of records and decisions, stretches of their spot, those of preservation of their request."""

import hashlib
from itertools import groupby
from operator import itemgetter
from typing import Final

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F

BATCH: Final = 2000
OF_DATA: Final = "('PRES', 'PTDIS', 'SUBS', 'TRAF', 'CONT', 'RTTD', 'INTC', 'DOMR', 'EMRG')"
IS_TOLD: Final = "(r.direction = 'incoming' OR r.acknowledged_on IS NOT NULL OR r.answered_on IS NOT NULL)"
OF_ALL: Final = (
    "CASE r.direction WHEN 'incoming' THEN r.requesting_authority_id ELSE r.requested_authority_id END IS NULL",
    "r.officer_id IS NULL",
    "r.instrument = ''",
    "r.instrument = '' AND r.legal_basis = '' AND r.fallback_basis = ''",
    "r.facts = ''",
    "r.purpose = ''",
    "r.proceeding = ''",
    "tracker_spell.offences = ''",
)
"""When each of the first particulars is missing, of which everybody is asked."""
OF_SOME: Final = (
    ("i.of_data = 1", "i.uncategorised = 1"),
    ("r.urgency <> 'routine'", "r.needed_by IS NULL"),
    (IS_TOLD, "r.their_reference = ''"),
    ("r.answered_on IS NOT NULL", "r.acknowledged_on IS NULL"),
    ("r.closed_on IS NOT NULL", "r.outcome = 'open'"),
)
"""Who is asked for each of the others, and when it is missing."""
CONTRARY: Final = (
    "r.acknowledged_on < r.sent_on",
    "r.answered_on < r.sent_on",
    "r.closed_on < r.answered_on",
    "r.needed_by < r.opened_on",
)
"""The contradictions, from the highest bit downwards."""
HIGHEST: Final = 30


def _flags() -> str:
    """As `Record.flags` has them: two bits for each particular, asked and missing."""
    conditions = [("1 = 1", missing) for missing in OF_ALL] + list(OF_SOME)
    asked = [(of, 1 << 2 * place) for place, (of, _missing) in enumerate(conditions)]
    missing = [(f"({of}) AND ({gone})", 2 << 2 * place) for place, (of, gone) in enumerate(conditions)]
    contrary = [(holds, 1 << HIGHEST - place) for place, holds in enumerate(CONTRARY)]
    return " + ".join(
        f"CASE WHEN {holds} THEN {bit} ELSE 0 END" for holds, bit in (*asked, *missing, *contrary)
    )


SPELLS: Final = f"""
UPDATE tracker_spell SET decided_days = '', entries = r.version, first_decided_on = i.decided_on, record = {_flags()}
FROM tracker_assistancerequest r LEFT JOIN (
    SELECT request_id, min(decided_on) AS decided_on,
        max(CASE WHEN type IN {OF_DATA} THEN 1 ELSE 0 END) AS of_data,
        max(CASE WHEN type IN {OF_DATA} AND data_category = '' THEN 1 ELSE 0 END) AS uncategorised
    FROM tracker_item GROUP BY request_id
) i ON i.request_id = r.id
WHERE r.id = tracker_spell.request_id"""  # noqa: S608  # of constants
SPOT: Final = ("kind", "channel", "direction", "place", "party")
SPOTS: Final = """
UPDATE tracker_stretch SET spot = s.spot FROM spots s
WHERE s.kind = tracker_stretch.kind AND s.channel = tracker_stretch.channel
    AND s.direction = tracker_stretch.direction AND s.place = tracker_stretch.place
    AND s.party = tracker_stretch.party"""
PRESERVATIONS: Final = """
UPDATE tracker_preservationspell SET direction = r.direction, office_id = r.office_id,
    jurisdiction_id = r.jurisdiction_id, authority_id = r.requested_authority_id, channel = r.channel,
    sent_on = r.sent_on
FROM tracker_assistancerequest r WHERE r.id = tracker_preservationspell.request_id"""


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A statement for each table: a million spells take a minute. And the days of what was decided on several."""
    schema_editor.execute(SPELLS)
    schema_editor.execute(PRESERVATIONS)
    _tell_days(apps, schema_editor.connection.alias)
    _tell_spots(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the columns cannot be altered afterwards


def _tell_days(apps: StateApps, alias: str) -> None:
    """In the order of the things asked for, as the projection has them."""
    spells = apps.get_model("tracker", "Spell").objects.using(alias)
    apart = spells.filter(first_decided_on__lt=F("decided_on"))
    items = apps.get_model("tracker", "Item").objects.using(alias)
    told = items.filter(request__in=apart.values("request")).order_by("request")
    days: dict[int, str] = {}
    rows = told.values_list("request", "outcome", "type", "data_category", "decided_on")
    for request, some in groupby(rows.iterator(), key=itemgetter(0)):
        things = sorted((":".join(thing), day.isoformat() if day else "") for _pk, *thing, day in some)
        days[request] = ",".join(day for _thing, day in things)
    changed = list(apart.only("pk", "request_id"))
    for spell in changed:
        spell.decided_days = days[spell.request_id]
    spells.bulk_update(changed, ["decided_days"], batch_size=BATCH)


def _tell_spots(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The number of each set of words, as the projection has it: there are some hundred of them."""
    stretches = apps.get_model("tracker", "Stretch").objects.using(schema_editor.connection.alias)
    schema_editor.execute(
        "CREATE TEMPORARY TABLE spots (kind text, channel text, direction text, place text, party text, spot bigint)"
    )
    for words in list(stretches.order_by().values_list(*SPOT).distinct()):
        digest = hashlib.blake2b(",".join(words).encode(), digest_size=8).digest()
        spot = int.from_bytes(digest, "big", signed=True)
        schema_editor.execute("INSERT INTO spots VALUES (%s, %s, %s, %s, %s, %s)", (*words, spot))
    schema_editor.execute(SPOTS)
    schema_editor.execute("DROP TABLE spots")


def _refers(to: str, *, null: bool) -> models.ForeignKey:
    return models.ForeignKey(
        blank=null,
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=f"tracker.{to}",
    )


class Migration(migrations.Migration):
    dependencies = [("tracker", "0034_whose_and_how_late")]

    operations = [
        migrations.AddField("spell", "first_decided_on", models.DateField(blank=True, null=True)),
        migrations.AddField("spell", "decided_days", models.TextField(blank=True, db_default="")),
        migrations.AddField("spell", "record", models.PositiveIntegerField(db_default=0)),
        migrations.AddField("spell", "entries", models.PositiveIntegerField(db_default=0)),
        migrations.AddField(
            "preservationspell",
            "direction",
            models.CharField(default="", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            "preservationspell",
            "channel",
            models.CharField(default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField("preservationspell", "office", _refers("office", null=True)),
        migrations.AddField("preservationspell", "jurisdiction", _refers("jurisdiction", null=True)),
        migrations.AddField("preservationspell", "authority", _refers("authority", null=True)),
        migrations.AddField("stretch", "spot", models.BigIntegerField(db_default=0)),
        migrations.AddField("preservationspell", "sent_on", models.DateField(blank=True, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("preservationspell", "office", _refers("office", null=False)),
        migrations.AlterField("preservationspell", "jurisdiction", _refers("jurisdiction", null=False)),
    ]
