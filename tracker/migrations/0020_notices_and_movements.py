"""Notices of interceptions are items of their own (Directive 2014/41, Art. 31); moved dates are no movements."""

from typing import Any, Final

from django.db import migrations, models
from django.db.models import Exists, F, Max, OuterRef, Q

TYPES: Final = {
    "PRES": "Preservation of data",
    "PTDIS": "Disclosure of preserved traffic data",
    "SUBS": "Subscriber information",
    "TRAF": "Traffic data",
    "CONT": "Stored content",
    "RTTD": "Traffic data in real time",
    "INTC": "Interception of content",
    "INTN": "Notice of an interception, no assistance needed",
    "DOMR": "Domain registration data",
    "EMRG": "Emergency disclosure",
    "BANK": "Bank information",
    "DOCS": "Official or business records",
    "SRCH": "Search and seizure",
    "WITN": "Hearing of a witness",
    "VIDEO": "Hearing by video or telephone",
    "SERV": "Service of documents",
    "LOCA": "Locating a person or thing",
    "FREZ": "Freezing of assets",
    "CONF": "Confiscation",
    "SHAR": "Sharing or return of assets",
    "PRIS": "Temporary transfer of a prisoner",
    "CTRL": "Controlled delivery",
    "UNDC": "Covert investigation",
    "JITF": "Joint investigation team",
    "TRPR": "Transfer of proceedings",
    "SPON": "Spontaneous information",
    "STAT": "Status enquiry",
    "SUPP": "Supplement to an earlier request",
    "OTHR": "Other assistance",
}


OF_DATES: Final = ("deadline_extended", "deadline_recounted")


def stand_still(apps: Any, schema_editor: Any) -> None:
    """Take the last movement back to before the dates that were moved since.

    Where an entry was corrected only a replay could tell; the next entry does it.
    """
    event, request = apps.get_model("tracker", "Event"), apps.get_model("tracker", "AssistanceRequest")
    database = schema_editor.connection.alias
    moved = event.objects.using(database).filter(
        request=OuterRef("pk"), kind__in=OF_DATES, occurred_on=OuterRef("last_event_on")
    )
    corrected = event.objects.using(database).filter(request=OuterRef("pk"), kind="corrected")
    movements = Max("events__occurred_on", filter=~Q(events__kind__in=OF_DATES) & ~Q(events__source="system"))
    rows = request.objects.using(database).filter(Exists(moved), ~Exists(corrected))
    for row in rows.annotate(moved_on=movements).exclude(moved_on=F("last_event_on")).iterator():
        request.objects.using(database).filter(pk=row.pk).update(last_event_on=row.moved_on)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0019_quiet_hours")]

    operations = [
        migrations.RemoveConstraint(model_name="item", name="item_type_known"),
        migrations.AlterField(
            model_name="item",
            name="type",
            field=models.CharField(choices=list(TYPES.items()), max_length=6, verbose_name="assistance"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(type__in=list(TYPES)), name="item_type_known"
            ),
        ),
        migrations.RunPython(stand_still, migrations.RunPython.noop),
    ]
