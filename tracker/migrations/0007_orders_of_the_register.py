"""An index for each order of the register, and for what its filters offer; only the newest had one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0006_webhooks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assistancerequest",
            name="jurisdiction",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="tracker.jurisdiction",
                verbose_name="jurisdiction",
            ),
        ),
        migrations.AlterField(
            model_name="assistancerequest",
            name="officer",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to=settings.AUTH_USER_MODEL,
                verbose_name="responsible officer",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["office", "late_from", "id"], name="request_office_late"),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["office", "-sent_on", "-id"], name="request_office_sent"),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["office", "holder_since", "id"], name="request_office_held"),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["office", "-last_event_on", "-id"], name="request_office_moved"),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["jurisdiction", "office"], name="request_place_office"),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["officer", "office"], name="request_officer_office"),
        ),
    ]
