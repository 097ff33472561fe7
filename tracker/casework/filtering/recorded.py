"""What records lack, contradict, were told late or had to be corrected, in words and as conditions.

Particulars have no history: what is missing is missing today, and spells carry it, as the services write it
(`tracker.casework.services.particulars`). Entries have one: they are told as of a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.db.models import DateTimeField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncDate
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from tracker.casework.filtering.knowing import end_of
from tracker.casework.models import Event, Spell
from tracker.casework.models.particulars import CONTRARY_BIT, MISSING_BIT, Contradiction, Particular
from workflows.vocabulary import EventKind, Source

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A particular in words; ``why`` says who asks for it."""

    label: StrPromise
    why: StrPromise


ASKED: Final[Mapping[Particular, Asked]] = MappingProxyType(
    {
        Particular.AUTHORITY: Asked(
            label=_("Authority on the other side"),
            why=_("Whom we ask, or who asks us (Budapest Convention, Art. 29(2)(a))."),
        ),
        Particular.OFFICER: Asked(
            label=_("Responsible officer"),
            why=_("Without one nobody is reminded, and the work counts for nobody."),
        ),
        Particular.INSTRUMENT: Asked(
            label=_("Instrument"),
            why=_("Figures by treaty or law leave the others out."),
        ),
        Particular.LEGAL_BASIS: Asked(
            label=_("Any legal basis"),
            why=_("Neither instrument nor articles nor what to fall back on: reciprocity or comity."),
        ),
        Particular.FACTS: Asked(
            label=_("Facts"),
            why=_("Every instrument asks for them (Budapest Convention, Art. 29(2)(b))."),
        ),
        Particular.PURPOSE: Asked(
            label=_("Purpose"),
            why=_("How the evidence bears on the offence (Budapest Convention, Art. 29(2)(c))."),
        ),
        Particular.PROCEEDING: Asked(
            label=_("Nature of the proceeding"),
            why=_("Investigation, prosecution or trial; checklists of central authorities ask for it."),
        ),
        Particular.OFFENCE: Asked(
            label=_("Offence"),
            why=_("Figures by offence leave the others out; dual criminality is judged on it."),
        ),
        Particular.DATA_CATEGORY: Asked(
            label=_("Category of data"),
            why=_(
                "Of every item that asks for data: who may order it, and the figures by type of data, hang on it."
            ),
        ),
        Particular.NEEDED_BY: Asked(
            label=_("Needed by"),
            why=_(
                "Of those that are urgent; reasons for the urgency cannot be missing, the database refuses that."
            ),
        ),
        Particular.THEIR_REFERENCE: Asked(
            label=_("Their reference"),
            why=_("Of incoming ones, and of ours once acknowledged or answered: they find the case by it."),
        ),
        Particular.ACKNOWLEDGED: Asked(
            label=_("Day of acknowledgement"),
            why=_("Of the answered ones; the time to acknowledge is counted to it."),
        ),
        Particular.OUTCOME: Asked(
            label=_("Outcome"),
            why=_("Of the closed ones; it follows from the items."),
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


CONTRARY: Final[Mapping[Contradiction, StrPromise]] = MappingProxyType(
    {
        Contradiction.ACKNOWLEDGED_UNSENT: _("Acknowledged before it was sent"),
        Contradiction.ANSWERED_UNSENT: _("Answered before it was sent"),
        Contradiction.CLOSED_UNANSWERED: _("Closed before it was answered"),
        Contradiction.NEEDED_BEFORE: _("Needed by a day before it was opened"),
    }
)

ANY: Final = "any"
"""In the address: contradictory in one way or another."""


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
        yield _marked(MISSING_BIT[Particular(wanted.lacking)])
    if wanted.contrary:
        kinds = Contradiction if wanted.contrary == ANY else [Contradiction(wanted.contrary)]
        yield _marked(sum(CONTRARY_BIT[kind] for kind in kinds))
    made = Event.objects.filter(made_by(on)).order_by()
    if wanted.entered_late is not None:
        yield Q(pk__in=made.filter(late_by(wanted.entered_late)).values("request"))
    if wanted.corrected:
        yield Q(pk__in=made.filter(CORRECTED).values("request"))


def _marked(flags: int) -> Q:
    """Requests of whose record any of these is true."""
    marked = Spell.objects.filter(GreaterThan(F("record").bitand(flags), 0), superseded_on__isnull=True)
    return Q(pk__in=marked.values("request"))


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
