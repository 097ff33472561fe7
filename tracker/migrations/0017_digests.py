"""The morning digests; a mail may say several reminders, and may have arrived without anybody knowing."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0016_deadlines_levels"),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-on", "-id"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="outboxmessage",
            name="outbox_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="remindermark",
            name="reminder_mark_state_known",
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="in_doubt",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="kind",
            field=models.CharField(
                choices=[("reminder", "reminder"), ("digest", "morning digest")],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="remindermark",
            name="message",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="tracker.outboxmessage",
            ),
        ),
        migrations.AlterField(
            model_name="remindermark",
            name="state",
            field=models.CharField(
                choices=[
                    ("sent", "handed to the mail"),
                    ("skipped", "skipped for a later step"),
                    ("carried", "already told of the same date"),
                    ("withdrawn", "no longer true when it was to be sent"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["reminder", "digest"])), name="outbox_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="remindermark",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["sent", "skipped", "carried", "withdrawn"])),
                name="reminder_mark_state_known",
            ),
        ),
        migrations.AddField(
            model_name="digest",
            name="message",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="digest", to="tracker.outboxmessage"
            ),
        ),
        migrations.AddField(
            model_name="digest",
            name="reader",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="digests",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(fields=("reader", "on"), name="digest_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("reader",),
                name="digest_gathers_once",
            ),
        ),
    ]
