"""Deadlines of imported history that nobody has adopted wait for no reminder; every sweep went through them."""

from typing import Final

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

RUNNING: Final = ("open", "paused")


def let_rest(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    deadline = apps.get_model("tracker", "Deadline")
    running = deadline.objects.filter(request__is_adopted=False, state__in=RUNNING)
    running.filter(remind_at__isnull=False).update(remind_at=None)


def wake(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    deadline = apps.get_model("tracker", "Deadline")
    running = deadline.objects.filter(request__is_adopted=False, state__in=RUNNING)
    running.filter(remind_at__isnull=True).update(remind_at=models.F("soon_from"))


class Migration(migrations.Migration):
    dependencies = [("tracker", "0022_sealed_mail")]

    operations = [migrations.RunPython(let_rest, wake)]
