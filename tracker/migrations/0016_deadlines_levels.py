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
    late = models.F("late_from")
    long_from = models.Case(
        *(models.When(kind=kind, then=late + timedelta(days=days)) for kind, days in LONG_AFTER.items()),
        output_field=models.DateTimeField(),
    )
    owed = deadline.objects.filter(state="open", is_chore=False).order_by()
    earliest = owed.filter(request=models.OuterRef("pk")).values("request").annotate(at=models.Min(long_from))
    late_ones = request.objects.filter(pk__in=owed.values("request"))
    late_ones.update(long_from=models.Subquery(earliest.values("at")))


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
