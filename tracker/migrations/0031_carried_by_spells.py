"""What spells tell of offences and items of their request, and which of them are not its first: no join, no search."""

from collections import defaultdict
from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BATCH: Final = 500
BOTH: Final = 2
Packed = tuple[str, str, str]


def pack(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Spells of requests with the same offences that ask for the same are written together, each once."""
    alias = schema_editor.connection.alias
    spells = apps.get_model("tracker", "Spell").objects.using(alias)
    items = apps.get_model("tracker", "Item").objects.using(alias)
    decided = items.filter(request=models.OuterRef("request"), decided_on__isnull=False)
    last = models.Subquery(decided.order_by("-decided_on").values("decided_on")[:1])
    alike: dict[Packed, list[int]] = defaultdict(list)

    def write(packed: Packed) -> None:
        offences, asked, first_type = packed
        spells.filter(request__in=alike.pop(packed)).update(
            offences=offences, asked=asked, first_type=first_type, decided_on=last
        )

    for request, packed in _packed(apps, alias):
        alike[packed].append(request)
        if len(alike[packed]) == BATCH:
            write(packed)
    for packed in list(alike):
        write(packed)


def _packed(apps: StateApps, alias: str) -> Iterator[tuple[int, Packed]]:
    """Of each request that names an offence or asks for something."""
    offences = apps.get_model("tracker", "Offence").objects.using(alias).order_by("request")
    items = apps.get_model("tracker", "Item").objects.using(alias).order_by("request", "number")
    rows = merge(
        offences.values_list("request", "category").iterator(),
        items.values_list("request", "outcome", "type", "data_category").iterator(),
        key=itemgetter(0),
    )
    for request, found in groupby(rows, key=itemgetter(0)):
        named: set[str] = set()
        asked: list[tuple[Any, ...]] = []
        for _request, *told in found:
            if len(told) < BOTH:
                named.add(told[0])
            else:
                asked.append(tuple(told))
        first_type = asked[0][1] if asked else ""
        yield request, (",".join(sorted(named)), ",".join(sorted(map(":".join, asked))), first_type)


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
            name="asked",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="spell",
            name="first_type",
            field=models.CharField(blank=True, db_default="", max_length=6),
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
