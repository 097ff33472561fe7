"""What is asked of coverage and what each figure means."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition
from tracker.reports.parts import Part

DAYS: Final = 365

STALE: Final = Part(
    fields={
        "stale_days": forms.IntegerField(
            label=_("Not verified for more than, days"), min_value=0, max_value=36500
        )
    },
    usual=lambda _today: {"stale_days": str(DAYS)},
)
"""After how many days a contact point is no longer trusted."""

DEFINITIONS: Final = (
    Definition(
        term=_("Counted"),
        text=_(
            "Requests of ours sent within the period by the as-of day, each once, and the jurisdictions to which they"
            " went; we are the own jurisdiction of the office."
        ),
    ),
    Definition(
        term=_("Instruments between us"),
        text=_(
            "Treaties and laws that bound both sides on the as-of day, by the lists of the directory. Bilateral"
            " treaties and reciprocity are in no list. Not known: no list says that one did, some leave it open."
        ),
    ),
    Definition(
        term=_("Nobody to write to"),
        text=_(
            "A channel in use that no authority over there, open on the as-of day, and no body of several States is"
            " said to take; of the 24/7 network: no contact point. Not known: the directory is silent on an authority"
            " there."
        ),
    ),
    Definition(
        term=_("No answer so far"),
        text=_("Requests were sent and none of them was answered by the as-of day."),
    ),
    Definition(
        term=_("No instrument chosen"),
        text=_("Requests sent of which the record, as it is today, names no instrument."),
    ),
    Definition(
        term=_("Not verified"),
        text=_(
            "Contact points that nobody has ever tried, or not for more than so many days before the as-of day. The"
            " directory keeps the last trial only: of a past day, one tried since counts as verified."
        ),
    ),
)
