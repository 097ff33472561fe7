"""Saved views and their weekly mail; indexes that count and find open work without reading the requests."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0023_nothing_waits_unadopted"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=2000)),
                ("created_at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="ViewMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ]
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ViewMailing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="outboxmessage",
            name="outbox_kind_known",
        ),
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
        migrations.AlterField(
            model_name="outboxmessage",
            name="kind",
            field=models.CharField(
                choices=[("reminder", "reminder"), ("digest", "morning digest"), ("view", "weekly view")],
                max_length=20,
                verbose_name="kind",
            ),
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
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["reminder", "digest", "view"])), name="outbox_kind_known"
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="office",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tracker.office",
                verbose_name="shared with",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="saved_views",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner",
            ),
        ),
        migrations.AddField(
            model_name="viewmail",
            name="reader",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="viewmail",
            name="view",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="tracker.savedview"
            ),
        ),
        migrations.AddField(
            model_name="viewmailing",
            name="message",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="view_mailing",
                to="tracker.outboxmessage",
            ),
        ),
        migrations.AddField(
            model_name="viewmailing",
            name="reader",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="viewmailing",
            name="view",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="mailings",
                to="tracker.savedview",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("owner", "name"), name="saved_view_named_once"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="saved_view_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="viewmail",
            constraint=models.UniqueConstraint(fields=("view", "reader"), name="view_mail_once"),
        ),
        migrations.AddConstraint(
            model_name="viewmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__in", [0, 1, 2, 3, 4, 5, 6])), name="view_mail_on_a_weekday"
            ),
        ),
        migrations.AddConstraint(
            model_name="viewmailing",
            constraint=models.UniqueConstraint(
                fields=("view", "reader", "week"), name="view_mailing_once_a_week"
            ),
        ),
    ]
