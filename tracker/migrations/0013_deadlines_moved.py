"""Which entry moved a date by hand; the entry that began the deadline stays beside it.

So far the moving entry stood where the beginning one belongs, which the version before the moves still names.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def tell_apart(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    deadline, event = apps.get_model("tracker", "Deadline"), apps.get_model("tracker", "Event")
    moves = event.objects.filter(
        request=models.OuterRef("request"), sequence=models.OuterRef("start_sequence")
    )
    moved = deadline.objects.filter(models.Exists(moves.filter(kind="deadline_extended")))
    for row in moved.select_related("supersedes").order_by("version", "revision").iterator():
        before = deadline.objects.get(pk=row.supersedes_id) if row.supersedes_id else None
        row.moved_by = row.start_sequence
        row.start_sequence = before.start_sequence if before else row.start_sequence
        row.save(update_fields=["moved_by", "start_sequence"])


class Migration(migrations.Migration):
    dependencies = [("tracker", "0012_enquiries")]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="moved_by",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
    ]
