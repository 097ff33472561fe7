"""What each figure of the 24/7 network means."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.reports.base import Definition

DEFINITIONS: Final = (
    Definition(
        term=_("Counted"),
        text=_(
            "Requests sent through the 24/7 network of contact points within the period (received, where they ask us)"
            " by the as-of day. One that asks for two kinds of assistance stands in two rows; all are counted once."
        ),
    ),
    Definition(
        term=_("Acknowledged"),
        text=_("A receipt was recorded by that day. One that nobody entered looks like none."),
    ),
    Definition(
        term=_("Answered"),
        text=_(
            "Executed, in full or in part, data preserved, nothing found, or refused with a ground. Still open: neither"
            " answered nor ended by that day; it stands in the rate as not answered so far."
        ),
    ),
    Definition(
        term=_("Acted on"),
        text=_(
            "Of urgent requests and emergencies alone, whose hours are kept: the first acknowledgement, acceptance,"
            " preservation or answer of the side that is asked."
        ),
    ),
    Definition(
        term=_("Hours"),
        text=_(
            "Of the requests with recorded hours, those that wait among them (Aalen-Johansen). An hour and a day are"
            " the house's targets, for the immediate assistance of Article 35 of the Budapest Convention."
        ),
    ),
    Definition(
        term=_("Data preserved"),
        text=_("Requests of which something was kept by that day, whether it still is or not."),
    ),
    Definition(
        term=_("Followed by a request"),
        text=_(
            "A linked request for its production, to whoever keeps the data, was sent (received, where they ask us) by"
            " that day, or its receipt was recorded from outside of the register."
        ),
    ),
    Definition(
        term=_("No request so far"),
        text=_(
            "Something is kept that nobody has asked for. Whether a request came in time is told by the report of"
            " preservation gaps."
        ),
    ),
    Definition(
        term=_("0; n/a"),
        text=_(
            "0: none of this kind. n/a: the figure has no meaning here, as hours where nothing was urgent, or a"
            " follow-up of what is no preservation. Not in the register: what was asked by telephone and not entered."
        ),
    ),
)
