"""What the figures of results mean, a line each."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition
from tracker.reports.parts import Part, YearStartField, day_field

RESULTS: Final = Part(
    fields={
        "result_from": day_field(_("Results from"), required=False),
        "result_until": day_field(_("Results until"), required=False),
        "year_begins": YearStartField(),
    },
    period=("result_from", "result_until"),
)
"""Of what happened within a period: results, evidence granted, information sent."""

DEFINITIONS: Final = (
    Definition(
        term=_("Result"),
        text=_(
            "What assistance led to, as somebody recorded it on a request, by the day on which it happened, up to the"
            " as-of day, whenever it was recorded."
        ),
    ),
    Definition(
        term=_("Requests"),
        text=_("Requests with at least one such result, each once. One may have results of several kinds."),
    ),
    Definition(
        term=_("Number"),
        text=_("The recorded numbers of one kind added up; “at least” where one of them is a lower bound."),
    ),
    Definition(
        term=_("Amount"),
        text=_("The recorded amounts of one currency, to the last decimal. Currencies are never added up."),
    ),
    Definition(
        term=_("Evidence received, given"),
        text=_(
            "Items granted in full or in part within the period: of requests of ours (received), of requests to us"
            " (given)."
        ),
    ),
    Definition(
        term=_("Assets"),
        text=_(
            "Items of freezing, confiscation, and sharing or return, granted in full or in part likewise."
        ),
    ),
    Definition(
        term=_("Spontaneous information"),
        text=_("Information without a request, sent by us or received within the period."),
    ),
    Definition(
        term=_("Not available"),
        text=_("The program has no record of it, so that nobody can say whether it is none."),
    ),
)
