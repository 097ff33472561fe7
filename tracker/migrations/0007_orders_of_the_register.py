"""An index for each order of the register, where only that of the newest had one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0006_webhooks"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="assistancerequest", name="request_open_late"),
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
    ]
