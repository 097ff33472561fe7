"""A trigram index for the words of the quick search, which otherwise are looked for in the text of every request.

PostgreSQL alone has such an index. Its extension is a trusted one: the owner of the database may create it.
"""

from typing import Final

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

EXTENSION: Final = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
INDEX: Final = "CREATE INDEX search_entry_words ON tracker_searchentry USING gin (text gin_trgm_ops)"


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(EXTENSION)
        schema_editor.execute(INDEX)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The extension stays: others may have come to use it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_entry_words")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0008_indexes_that_answer")]

    operations = [migrations.RunPython(forwards, backwards)]
