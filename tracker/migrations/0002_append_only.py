"""Refuse every change of the logs in the database itself: no UPDATE, no DELETE, no REPLACE, whoever asks.

The words of an event may be erased to a tombstone, so their table refuses only DELETE. Triggers differ by vendor.
On SQLite a later ``AlterField`` rebuilds its table and drops them silently: ``post_migrate`` puts them back, a system
check counts them.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from tracker.append_only import install, remove


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    install(schema_editor.connection)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
