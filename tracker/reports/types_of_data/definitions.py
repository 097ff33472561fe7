"""What the figures of types of data mean, a line each."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition

DEFINITIONS: Final = (
    Definition(
        term=_("Requests"),
        text=_(
            "Requests sent within the period (received, where they ask us) that ask for something of the type, by what"
            " is in their dossiers today. One that asks for several types stands in several rows."
        ),
    ),
    Definition(
        term=_("Items"), text=_("Things asked for, each with an outcome of its own. Each is of one type.")
    ),
    Definition(
        term=_("Share"),
        text=_("Requests of the row divided by all requests, each once. Together they may exceed the whole."),
    ),
    Definition(
        term=_("Subscriber, traffic, content data"),
        text=_(
            "The categories of the Budapest Convention: that of the item or, where it names none, that of its kind:"
            " real-time collection and partial disclosure are traffic data, interception is content data."
        ),
    ),
    Definition(
        term=_("Data, type not stated"),
        text=_("Preservation, domain registration data or emergency disclosure without a category."),
    ),
    Definition(
        term=_("No data: not applicable"),
        text=_("Anything else, such as hearings, service of documents, searches or freezing."),
    ),
    Definition(
        term=_("Granted, partly"),
        text=_("Executed in full, or in part, by the as-of day. Of items reopened since, pending."),
    ),
    Definition(
        term=_("Ended without answer"),
        text=_(
            "Withdrawn, lapsed, returned for good, referred elsewhere, or closed without an answer by then."
        ),
    ),
    Definition(term=_("Pending"), text=_("Neither answered nor ended by then. They count in every rate.")),
    Definition(
        term=_("Rate"),
        text=_(
            "Granted in full or in part, divided by all items asked for. The 95 % interval (Wilson) says how far chance"
            " alone may carry a rate made of so few. Below the minimum number there is none."
        ),
    ),
    Definition(
        term=_("Median days"),
        text=_(
            "Days from sending until half of the items had an answer (granted, nothing found, refused); those without"
            " one count as waiting for as long as they were observed (Kaplan-Meier)."
        ),
    ),
)
