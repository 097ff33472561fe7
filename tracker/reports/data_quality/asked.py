"""What is asked of records and what each figure means."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.casework.filtering.recorded import ASKED
from tracker.reports.base import Definition
from tracker.reports.parts import Part

DAYS: Final = 7

LATE: Final = Part(
    fields={
        "late_days": forms.IntegerField(
            label=_("Late: entered after more than, days"), min_value=0, max_value=3650
        )
    },
    usual=lambda _today: {"late_days": str(DAYS)},
)
"""After how many days an entry is late."""

DEFINITIONS: Final = (
    Definition(
        term=_("Counted"),
        text=_(
            "Requests sent within the period (received, where they ask us) by the as-of day, each once, with their"
            " particulars as they are recorded today: particulars have no history."
        ),
    ),
    Definition(
        term=_("Not recorded"),
        text=_(
            "Requests of which a particular is asked and not said. Those of which it is not asked are no gap."
        ),
    ),
    *(Definition(term=asked.label, text=asked.why) for asked in ASKED.values()),
    Definition(
        term=_("Entered late"),
        text=_(
            "Entries that somebody made more than so many days after what they tell, by the end of the as-of day (UTC)."
            " History read from a file, what the program enters by itself and corrections are not among them."
        ),
    ),
    Definition(
        term=_("Days late"),
        text=_(
            "From the day on which it happened (the first one, of a month or a year) to that of the entry: the median"
            " and the most of the late entries."
        ),
    ),
    Definition(
        term=_("Corrections per 100 entries"),
        text=_("Entries that correct another one, by all entries of the same requests, whoever made them."),
    ),
    Definition(
        term=_("Contradictory"),
        text=_(
            "Days of one request that cannot all be true; of a month or a year, its first day is compared."
        ),
    ),
)
