"""Whose an open deadline is, and from when each sort of what is owed is late: one table tells each figure."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

OPEN = Q(state="open")
OWED = OPEN & Q(is_chore=False)
AT_WORK = ~Q(stage__in=["closed", "lapsed", "withdrawn"])
OWING = ("answers_late_from", "ours_late_from", "expiries_late_from")
KINDS = {
    "answers_late_from": ("reply", "expectation"),
    "ours_late_from": ("obligation",),
    "expiries_late_from": ("expiry",),
}


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Two statements: of deadlines only the open ones are written, of requests those with something to come."""
    alias = schema_editor.connection.alias
    deadlines = apps.get_model("tracker", "Deadline").objects.using(alias)
    requests = apps.get_model("tracker", "AssistanceRequest").objects.using(alias)
    mine = requests.filter(pk=OuterRef("request"))
    deadlines.filter(OPEN).update(
        office=Subquery(mine.values("office")), officer=Subquery(mine.values("officer"))
    )
    owed = deadlines.filter(OWED, request=OuterRef("pk")).order_by()
    requests.filter(late_from__isnull=False).update(
        **{column: _first(owed.filter(kind__in=kinds)) for column, kinds in KINDS.items()}
    )


def _first(owed: QuerySet) -> Subquery:  # type: ignore[type-arg]  # of a model as it was
    return Subquery(owed.values("request").annotate(first=Min("late_from")).values("first"))


class Migration(migrations.Migration):
    dependencies = [("tracker", "0033_packs_kept")]

    operations = [
        migrations.RemoveIndex(model_name="assistancerequest", name="request_opened_in_office"),
        migrations.RemoveIndex(model_name="assistancerequest", name="request_open_work"),
        migrations.RemoveIndex(model_name="assistancerequest", name="request_open_of_officer"),
        migrations.RemoveIndex(model_name="assistancerequest", name="request_closed"),
        migrations.RemoveIndex(model_name="deadline", name="deadline_owed_of"),
        migrations.RemoveIndex(model_name="deadline", name="deadline_chores"),
        *(
            migrations.AddField(
                model_name="assistancerequest", name=column, field=models.DateTimeField(blank=True, null=True)
            )
            for column in OWING
        ),
        *(
            migrations.AddField(
                model_name="deadline",
                name=name,
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=model,
                ),
            )
            for name, model in (("office", "tracker.office"), ("officer", settings.AUTH_USER_MODEL))
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=(OPEN & Q(office__isnull=False))
                | (~OPEN & Q(office__isnull=True, officer__isnull=True)),
                name="deadline_of_office_while_open",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["office", "-opened_on", "-id"], name="request_opened_in_office"),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                fields=["office", "late_from", "id"],
                include=("officer", "jurisdiction", "channel", *OWING),
                condition=AT_WORK,
                name="request_open_work",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                fields=["officer", "late_from", "id"],
                include=("office", "waits_on", *OWING),
                condition=AT_WORK,
                name="request_open_of_officer",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                fields=["office", "officer", "last_event_on"],
                condition=AT_WORK,
                name="request_open_by_holder",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["office", "officer", "opened_on"], name="request_opened_by_holder"),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                fields=["office", "officer", "closed_on"],
                condition=Q(closed_on__isnull=False),
                name="request_closed_by_holder",
            ),
        ),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(
                fields=["expiries_late_from", "id"],
                include=("office", "late_from", "due_kind"),
                condition=AT_WORK & Q(expiries_late_from__isnull=False),
                name="request_expiring",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["office", "late_from"],
                include=("rule", "request"),
                condition=OWED,
                name="deadline_owed_in_office",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["officer", "late_from", "id"],
                include=("kind", "soon_from", "office", "request"),
                condition=OWED,
                name="deadline_owed_of_officer",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["officer", "late_from", "id"],
                include=("soon_from", "office", "request"),
                condition=OPEN & Q(is_chore=True),
                name="deadline_chores_of_officer",
            ),
        ),
    ]
