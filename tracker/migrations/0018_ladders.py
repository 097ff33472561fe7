"""What offices tighten of their reminders. Running expiries have more rungs now: the next sweep plans them anew."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import Now


def plan_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was told stays told, by its mark; a rung that is new and has passed is told once."""
    running = apps.get_model("tracker", "Deadline").objects.filter(state="open", kind="expiry")
    running.update(remind_at=Now())


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0017_digests"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accountevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("signed_in", "Signed in"),
                    ("signed_out", "Signed out"),
                    ("sign_in_failed", "Sign-in failed"),
                    ("password_changed", "Password changed"),
                    ("account_created", "Account created"),
                    ("account_changed", "Account changed"),
                    ("account_deactivated", "Account deactivated"),
                    ("account_reactivated", "Account reactivated"),
                    ("deputy_named", "Deputy named"),
                    ("deputy_removed", "Deputy removed"),
                    ("role_given", "Role given"),
                    ("role_ended", "Role ended"),
                    ("office_created", "Office created"),
                    ("office_changed", "Office changed"),
                    ("office_moved", "Office moved"),
                    ("ladder_tightened", "Reminders tightened"),
                    ("ladder_taken_back", "Tightening of reminders taken back"),
                    ("token_made", "Token made"),
                    ("token_revoked", "Token revoked"),
                    ("feed_made", "Calendar feed made"),
                    ("feed_revoked", "Calendar feed revoked"),
                    ("host_allowed", "Host for webhooks allowed"),
                    ("host_removed", "Host for webhooks removed"),
                    ("webhook_made", "Webhook made"),
                    ("webhook_changed", "Webhook changed"),
                    ("webhook_secret_changed", "Secret of a webhook changed"),
                    ("webhook_removed", "Webhook removed"),
                ],
                max_length=32,
                verbose_name="what",
            ),
        ),
        migrations.CreateModel(
            name="OfficeRung",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=12, verbose_name="kind of deadline")),
                ("rule", models.CharField(blank=True, max_length=60, verbose_name="rule")),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        help_text="Of the table; empty for a new rung.",
                        max_length=20,
                        verbose_name="rung",
                    ),
                ),
                (
                    "anchor",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("soon", "when it is soon due"),
                            ("due", "when it is due"),
                            ("late", "when it is late"),
                        ],
                        help_text="Of a new rung only.",
                        max_length=4,
                        verbose_name="counted from",
                    ),
                ),
                (
                    "days",
                    models.SmallIntegerField(
                        blank=True,
                        help_text="Negative: days before. Empty: the day of the table stays.",
                        null=True,
                        verbose_name="days after",
                    ),
                ),
                ("to_supervisor", models.BooleanField(default=False, verbose_name="tell the supervisor too")),
                (
                    "to_head_above",
                    models.BooleanField(default=False, verbose_name="tell the head of the office above too"),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("added_at", models.DateTimeField(verbose_name="added")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rungs",
                        to="tracker.office",
                        verbose_name="office",
                    ),
                ),
            ],
            options={
                "verbose_name": "tightened reminder",
                "verbose_name_plural": "tightened reminders",
                "ordering": ("office", "kind", "rule", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", ""), models.Q(("rule", ""), _negated=True)),
                            models.Q(
                                ("rule", ""), ("kind__in", ["reply", "obligation", "expiry", "expectation"])
                            ),
                            _connector="OR",
                        ),
                        name="office_rung_of_kind_or_rule",
                        violation_error_message="Choose a kind of deadline or a rule, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("step", ""), models.Q(("anchor", ""), _negated=True), ("days__isnull", False)
                            ),
                            models.Q(models.Q(("step", ""), _negated=True), ("anchor", "")),
                            _connector="OR",
                        ),
                        name="office_rung_of_table_or_new",
                        violation_error_message="Name a rung of the table, or say when a new one comes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="office_rung_has_reason"
                    ),
                ],
            },
        ),
        migrations.RunPython(plan_again, migrations.RunPython.noop),
    ]
