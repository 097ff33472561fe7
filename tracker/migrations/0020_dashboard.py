"""Indexes by which the dashboard and the worklist count and find open work without reading the requests."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0019_quiet_hours"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="assistancerequest",
            name="request_office_opened",
        ),
        migrations.RemoveIndex(
            model_name="assistancerequest",
            name="request_open_late",
        ),
        migrations.RemoveIndex(
            model_name="assistancerequest",
            name="request_open_officer",
        ),
        migrations.RemoveIndex(
            model_name="deadline",
            name="deadline_owed",
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                fields=["office", "-opened_on", "-id"], include=("officer",), name="request_opened_in_office"
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                condition=models.Q(("stage__in", ["closed", "lapsed", "withdrawn"]), _negated=True),
                fields=["office", "late_from", "id"],
                include=("officer", "jurisdiction", "channel", "due_kind", "last_event_on"),
                name="request_open_work",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                condition=models.Q(("stage__in", ["closed", "lapsed", "withdrawn"]), _negated=True),
                fields=["officer", "late_from", "id"],
                include=("office", "waits_on"),
                name="request_open_of_officer",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                condition=models.Q(
                    models.Q(("stage__in", ["closed", "lapsed", "withdrawn"]), _negated=True),
                    ("waits_on", "us"),
                ),
                fields=["officer", "last_event_on", "id"],
                include=("office", "stage"),
                name="request_our_turn",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                condition=models.Q(("stage", "approval")),
                fields=["last_event_on", "id"],
                include=("office",),
                name="request_awaits_approval",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", False)),
                fields=["office", "closed_on"],
                include=("officer",),
                name="request_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("state", "open"), ("is_chore", False)),
                fields=["kind", "late_from", "id"],
                include=("request", "rule", "soon_from"),
                name="deadline_owed_of",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("state", "open"), ("is_chore", True)),
                fields=["late_from", "id"],
                include=("request", "soon_from"),
                name="deadline_chores",
            ),
        ),
    ]
