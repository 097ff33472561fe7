"""Indexes that alone answer what the register, its filters and the figures ask, for whoever sees many offices."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0007_orders_of_the_register"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="assistancerequest",
            name="request_office_late",
        ),
        migrations.RemoveIndex(
            model_name="assistancerequest",
            name="request_office_sent",
        ),
        migrations.RemoveIndex(
            model_name="assistancerequest",
            name="request_office_held",
        ),
        migrations.RemoveIndex(
            model_name="assistancerequest",
            name="request_office_moved",
        ),
        migrations.RemoveIndex(
            model_name="deadline",
            name="deadline_open_late",
        ),
        migrations.AlterField(
            model_name="spell",
            name="request",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spells",
                to="tracker.assistancerequest",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                fields=["-opened_on", "-id"],
                include=(
                    "office",
                    "direction",
                    "channel",
                    "instrument",
                    "jurisdiction",
                    "officer",
                    "requested_authority",
                    "urgency",
                    "stage",
                    "outcome",
                    "waits_on",
                    "is_adopted",
                    "late_from",
                    "sent_on",
                    "holder_since",
                    "last_event_on",
                ),
                name="request_opened",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["late_from", "id"], include=("office",), name="request_late"),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["-sent_on", "-id"], include=("office",), name="request_sent"),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["holder_since", "id"], include=("office",), name="request_held"),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["-last_event_on", "-id"], include=("office",), name="request_moved"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("state", "open"), ("is_chore", False)),
                fields=["kind", "late_from", "request"],
                name="deadline_owed",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("state", "open"), ("is_chore", False)),
                fields=["request", "kind", "late_from"],
                name="deadline_owed_by",
            ),
        ),
        migrations.AddIndex(
            model_name="spell",
            index=models.Index(
                fields=["request"],
                include=(
                    "sent_on",
                    "opened_on",
                    "superseded_on",
                    "answered_on",
                    "closed_on",
                    "outcome",
                    "answer_due_on",
                ),
                name="spell_spoke",
            ),
        ),
        migrations.AddIndex(
            model_name="spell",
            index=models.Index(
                fields=["sent_on", "request"],
                include=(
                    "opened_on",
                    "superseded_on",
                    "answered_on",
                    "closed_on",
                    "outcome",
                    "answer_due_on",
                ),
                name="spell_sent",
            ),
        ),
    ]
