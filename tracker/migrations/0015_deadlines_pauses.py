"""A deadline may stand still while a question is open."""

from typing import Final

from django.db import migrations, models

STATES: Final = {
    "open": "Open",
    "paused": "Stands still",
    "met": "Met",
    "superseded": "Superseded",
    "cancelled": "Cancelled",
}


class Migration(migrations.Migration):
    dependencies = [("tracker", "0014_deadlines_recounts")]

    operations = [
        migrations.RemoveConstraint(model_name="deadline", name="deadline_state_known"),
        migrations.AlterField(
            model_name="deadline",
            name="state",
            field=models.CharField(choices=list(STATES.items()), max_length=12),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=list(STATES)), name="deadline_state_known"
            ),
        ),
    ]
