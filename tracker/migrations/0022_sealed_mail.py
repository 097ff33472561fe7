"""A mail byte for byte, stored before a mail server hears of it, so that what may have arrived is sent as it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0021_preservation_lapses"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="sealed",
            field=models.BinaryField(null=True),
        ),
    ]
