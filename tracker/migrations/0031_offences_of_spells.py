"""What spells tell of offences and items of their request, and which of them are not its first: no join, no search."""

from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import Final

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BATCH: Final = 500


def pack(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Spells of requests with the same offences are written together, each once."""
    alias = schema_editor.connection.alias
    offence = apps.get_model("tracker", "Offence")
    item = apps.get_model("tracker", "Item")
    spell = apps.get_model("tracker", "Spell")
    decided = item.objects.filter(request=models.OuterRef("request"), decided_on__isnull=False)
    last = models.Subquery(decided.order_by("-decided_on").values("decided_on")[:1])
    rows = offence.objects.using(alias).order_by("request").values_list("request", "category")
    alike: dict[str, list[int]] = defaultdict(list)

    def write(packed: str) -> None:
        spells = spell.objects.using(alias).filter(request__in=alike.pop(packed))
        spells.update(offences=packed, decided_on=last)

    for request, found in groupby(rows.iterator(), key=itemgetter(0)):
        packed = ",".join(sorted({category for _request, category in found}))
        alike[packed].append(request)
        if len(alike[packed]) == BATCH:
            write(packed)
    for packed in list(alike):
        write(packed)
    without = spell.objects.using(alias).filter(offences="", request__items__decided_on__isnull=False)
    without.update(decided_on=last)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0030_acknowledged_and_completed")]

    operations = [
        migrations.AddField(
            model_name="spell",
            name="offences",
            field=models.CharField(blank=True, db_default="", max_length=400),
        ),
        migrations.AddField(
            model_name="spell",
            name="decided_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="spell",
            index=models.Index(
                condition=models.Q(number__gt=1), fields=["request", "number"], name="spell_again"
            ),
        ),
        migrations.RunPython(pack, migrations.RunPython.noop),
    ]
