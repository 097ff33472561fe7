"""An interception that is only notified is something else than one that is asked for (Directive 2014/41, Art. 31)."""

from typing import Final

from django.db import migrations, models

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
    ]
