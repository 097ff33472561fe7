"""What records lack, contradict, were told late or had to be corrected, as conditions: figures count by these, too.

Particulars have no history: what is missing is missing today. Entries have one: they are told as of a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.db.models import DateTimeField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncDate
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from tracker.casework.filtering.knowing import end_of
from tracker.casework.models import Event, Item
from workflows.vocabulary import (
    DataType,
    Direction,
    EventKind,
    ItemType,
    Outcome,
    Source,
    Urgency,
    data_type_of,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

OF_DATA: Final = frozenset(kind for kind in ItemType if data_type_of(kind, "") is not DataType.NONE)
"""Items that are counted by the category of their data."""


class Particular(StrEnum):
    """What a law or a figure asks of a record."""

    AUTHORITY = "authority"
    OFFICER = "officer"
    INSTRUMENT = "instrument"
    LEGAL_BASIS = "legal_basis"
    FACTS = "facts"
    PURPOSE = "purpose"
    PROCEEDING = "proceeding"
    OFFENCE = "offence"
    DATA_CATEGORY = "data_category"
    NEEDED_BY = "needed_by"
    THEIR_REFERENCE = "their_reference"
    ACKNOWLEDGED = "acknowledged"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Of which requests a particular is asked, and when it is missing; ``why`` says who asks for it."""

    label: StrPromise
    why: StrPromise
    missing: Q
    of: Q = field(default_factory=Q)


_INCOMING: Final = Q(direction=Direction.INCOMING.value)
_CATEGORISED: Final = Item.objects.filter(type__in=[kind.value for kind in OF_DATA])

ASKED: Final[Mapping[Particular, Asked]] = MappingProxyType(
    {
        Particular.AUTHORITY: Asked(
            label=_("Authority on the other side"),
            why=_("Whom we ask, or who asks us (Budapest Convention, Art. 29(2)(a))."),
            missing=(_INCOMING & Q(requesting_authority__isnull=True))
            | (~_INCOMING & Q(requested_authority__isnull=True)),
        ),
        Particular.OFFICER: Asked(
            label=_("Responsible officer"),
            why=_("Without one nobody is reminded, and the work counts for nobody."),
            missing=Q(officer__isnull=True),
        ),
        Particular.INSTRUMENT: Asked(
            label=_("Instrument"),
            why=_("Figures by treaty or law leave the others out."),
            missing=Q(instrument=""),
        ),
        Particular.LEGAL_BASIS: Asked(
            label=_("Any legal basis"),
            why=_("Neither instrument nor articles nor what to fall back on: reciprocity or comity."),
            missing=Q(instrument="", legal_basis="", fallback_basis=""),
        ),
        Particular.FACTS: Asked(
            label=_("Facts"),
            why=_("Every instrument asks for them (Budapest Convention, Art. 29(2)(b))."),
            missing=Q(facts=""),
        ),
        Particular.PURPOSE: Asked(
            label=_("Purpose"),
            why=_("How the evidence bears on the offence (Budapest Convention, Art. 29(2)(c))."),
            missing=Q(purpose=""),
        ),
        Particular.PROCEEDING: Asked(
            label=_("Nature of the proceeding"),
            why=_("Investigation, prosecution or trial; checklists of central authorities ask for it."),
            missing=Q(proceeding=""),
        ),
        Particular.OFFENCE: Asked(
            label=_("Offence"),
            why=_("Figures by offence leave the others out; dual criminality is judged on it."),
            missing=Q(offences__isnull=True),
        ),
        Particular.DATA_CATEGORY: Asked(
            label=_("Category of data"),
            why=_(
                "Of every item that asks for data: who may order it, and the figures by type of data, hang on it."
            ),
            missing=Q(pk__in=_CATEGORISED.filter(data_category="").values("request")),
            of=Q(pk__in=_CATEGORISED.values("request")),
        ),
        Particular.NEEDED_BY: Asked(
            label=_("Needed by"),
            why=_(
                "Of those that are urgent; reasons for the urgency cannot be missing, the database refuses that."
            ),
            missing=Q(needed_by__isnull=True),
            of=~Q(urgency=Urgency.ROUTINE.value),
        ),
        Particular.THEIR_REFERENCE: Asked(
            label=_("Their reference"),
            why=_("Of incoming ones, and of ours once acknowledged or answered: they find the case by it."),
            missing=Q(their_reference=""),
            of=_INCOMING | Q(acknowledged_on__isnull=False) | Q(answered_on__isnull=False),
        ),
        Particular.ACKNOWLEDGED: Asked(
            label=_("Day of acknowledgement"),
            why=_("Of the answered ones; the time to acknowledge is counted to it."),
            missing=Q(acknowledged_on__isnull=True),
            of=Q(answered_on__isnull=False),
        ),
        Particular.OUTCOME: Asked(
            label=_("Outcome"),
            why=_("Of the closed ones; it follows from the items."),
            missing=Q(outcome=Outcome.OPEN.value),
            of=Q(closed_on__isnull=False),
        ),
    }
)

BY_LAW: Final = frozenset(
    {
        Particular.AUTHORITY,
        Particular.LEGAL_BASIS,
        Particular.FACTS,
        Particular.PURPOSE,
        Particular.PROCEEDING,
        Particular.OFFENCE,
        Particular.NEEDED_BY,
    }
)
"""What a treaty, a law or a central authority's checklist asks for; the others are needed for figures and reminders."""


class Contradiction(StrEnum):
    """What cannot be true together. Days known by month only can look so."""

    ACKNOWLEDGED_UNSENT = "acknowledged_unsent"
    ANSWERED_UNSENT = "answered_unsent"
    CLOSED_UNANSWERED = "closed_unanswered"
    NEEDED_BEFORE = "needed_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrary:
    """A contradiction in words and as a condition."""

    label: StrPromise
    holds: Q


CONTRARY: Final[Mapping[Contradiction, Contrary]] = MappingProxyType(
    {
        Contradiction.ACKNOWLEDGED_UNSENT: Contrary(
            label=_("Acknowledged before it was sent"), holds=Q(acknowledged_on__lt=F("sent_on"))
        ),
        Contradiction.ANSWERED_UNSENT: Contrary(
            label=_("Answered before it was sent"), holds=Q(answered_on__lt=F("sent_on"))
        ),
        Contradiction.CLOSED_UNANSWERED: Contrary(
            label=_("Closed before it was answered"), holds=Q(closed_on__lt=F("answered_on"))
        ),
        Contradiction.NEEDED_BEFORE: Contrary(
            label=_("Needed by a day before it was opened"), holds=Q(needed_by__lt=F("opened_on"))
        ),
    }
)

ANY: Final = "any"
"""In the address: contradictory in one way or another."""
CONTRADICTORY: Final = reduce(or_, (contrary.holds for contrary in CONTRARY.values()))


@dataclass(frozen=True, kw_only=True)  # no slots: two parts that have them cannot be put together
class RecordFilter:
    """The part of the filter of requests that asks how well they are kept; field names are the names in the address.

    ``entered_late``: somebody entered something more than so many days after it happened. ``corrected``: an entry was
    corrected. Both by the end of the as-of day (UTC).
    """

    lacking: str = ""
    contrary: str = ""
    entered_late: int | None = None
    corrected: str = ""


def recorded(wanted: RecordFilter, on: date) -> Iterator[Q]:
    """Conditions on requests, one for each that is asked."""
    if wanted.lacking:
        asked = ASKED[Particular(wanted.lacking)]
        yield asked.of & asked.missing
    if wanted.contrary:
        yield CONTRADICTORY if wanted.contrary == ANY else CONTRARY[Contradiction(wanted.contrary)].holds
    made = Event.objects.filter(made_by(on)).order_by()
    if wanted.entered_late is not None:
        yield Q(pk__in=made.filter(late_by(wanted.entered_late)).values("request"))
    if wanted.corrected:
        yield Q(pk__in=made.filter(CORRECTED).values("request"))


CORRECTED: Final = Q(kind=EventKind.CORRECTED.value)
"""Entries that correct another one."""


def made_by(on: date) -> Q:
    """Entries made by the end of the day (UTC)."""
    return Q(recorded_at__lt=end_of(on))


def late_by(days: int) -> Q:
    """Entries that somebody made more than so many days after what they tell. What is read from a file is no entry."""
    since = ExpressionWrapper(F("occurred_on") + timedelta(days=days + 1), output_field=DateTimeField())
    return Q(LATE, source=Source.HUMAN.value, recorded_at__gte=since) & ~CORRECTED


LATE: Final = GreaterThan(TruncDate("recorded_at", tzinfo=UTC), F("occurred_on"))
"""A day late or more: the condition of the index of late entries, word for word."""
