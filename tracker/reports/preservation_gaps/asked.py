"""What is asked of preservations and what each figure means."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition
from tracker.reports.parts import Part, YearStartField, day_field

EXPIRY: Final = Part(
    fields={
        "expiry_from": day_field(_("Expiry from"), required=False),
        "expiry_until": day_field(_("Expiry until"), required=False),
        "year_begins": YearStartField(),
    },
    period=("expiry_from", "expiry_until"),
)
"""Of what expires within a period, by the date that was known on the as-of day."""

DEFINITIONS: Final = (
    Definition(
        term=_("Preservation"),
        text=_(
            "One item whose data was kept by the as-of day, with the last day as it was known then: renewals and"
            " corrected dates count from the day on which they took effect. Incoming ones are those that we keep."
        ),
    ),
    Definition(
        term=_("Expired or due"),
        text=_(
            "The day on which the data may be lost had come, and nobody had ended the preservation before."
        ),
    ),
    Definition(
        term=_("Sent before expiry"),
        text=_(
            "A linked production request to whoever keeps the data was sent (received, where they ask us) on that day"
            " or earlier, whether it arrived in time or not."
        ),
    ),
    Definition(
        term=_("Received before expiry"),
        text=_(
            "Whoever keeps the data had it on that day or earlier, or it was recorded from outside of the register."
            " Only the receipt holds the data."
        ),
    ),
    Definition(
        term=_("Sent after expiry"), text=_("The first one was sent after that day, by the as-of day.")
    ),
    Definition(term=_("No follow-up"), text=_("None had been sent by the as-of day.")),
    Definition(
        term=_("Covered, not yet due; running"),
        text=_(
            "The day had not come, or nobody says one: covered where a production request had been received, running"
            " otherwise. They stand in no rate."
        ),
    ),
    Definition(
        term=_("Ended before expiry"),
        text=_("Ended, refused or closed before that day without a production request; in no rate."),
    ),
    Definition(
        term=_("Rate"),
        text=_(
            "Sent, or received, before expiry divided by expired or due. The 95 % interval (Wilson) says how far"
            " chance alone may carry a rate made of so few. Below the minimum number there is none."
        ),
    ),
    Definition(
        term=_("Days of gap"),
        text=_(
            "Days from the last day until the receipt of a production request. One that goes on counts until the as-of"
            " day; the median takes it as longer than that (Kaplan-Meier). The last day itself is no gap yet."
        ),
    ),
    Definition(term=_("Renewals"), text=_("How often it was renewed by the as-of day.")),
)
