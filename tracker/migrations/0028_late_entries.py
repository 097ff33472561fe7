"""Indexes of corrections and of late entries: few among all, of which there are millions.

PostgreSQL alone has that of late entries: on SQLite its condition would be a function that only this program knows.
"""

from typing import Final

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

INDEX: Final = """
CREATE INDEX event_late ON tracker_event (recorded_at) INCLUDE (occurred_on, request_id)
WHERE source = 'human' AND kind <> 'corrected' AND (recorded_at AT TIME ZONE 'UTC')::date > occurred_on"""


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX event_late")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0027_preservation_spells")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["recorded_at"],
                include=("request",),
                condition=models.Q(kind="corrected"),
                name="event_corrected",
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
