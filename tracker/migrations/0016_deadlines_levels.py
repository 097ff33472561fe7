"""When the most pressing deadline of a request becomes long overdue."""

from datetime import timedelta
from typing import Final

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# As the table of levels had it when this was written.
LONG_AFTER: Final = {"reply": 30, "obligation": 14, "expectation": 90, "expiry": 0}


def fill(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    deadline = apps.get_model("tracker", "Deadline")
    request = apps.get_model("tracker", "AssistanceRequest")
    earliest: dict[int, object] = {}
    owed = deadline.objects.filter(state="open", is_chore=False).values_list("request", "kind", "late_from")
    for pk, kind, late_from in owed.iterator():
        long_from = late_from + timedelta(days=LONG_AFTER[kind])
        earliest[pk] = min(long_from, earliest.get(pk, long_from))  # type: ignore[type-var]
    rows = [request(pk=pk, long_from=long_from) for pk, long_from in earliest.items()]
    request.objects.bulk_update(rows, ["long_from"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0015_deadlines_pauses")]

    operations = [
        migrations.AddField(
            model_name="assistancerequest",
            name="long_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
