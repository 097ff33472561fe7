"""One way to narrow down requests, for register, dashboards and reports: a figure counts the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Manager, Q, QuerySet
from django.utils.http import urlencode

from tracker.accounts.models import Office, User
from tracker.casework.flow import FlowFilter
from tracker.casework.knowing import moving
from tracker.casework.lateness import LATE_BUCKETS, Owing, late_by_q, late_q, owing_q
from tracker.casework.models import Item, Offence, Spell
from tracker.casework.models.indexes import OPEN
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.movement import still_q
from tracker.casework.preserved import PreservationFilter, preservations
from tracker.casework.speaking import AnswerFilter, answers, asking_first, group_on, outcome_on, speaking_on
from tracker.casework.stretched import STRETCHED, StretchFilter, stretched
from tracker.directory.models import Authority, Jurisdiction
from tracker.directory.text import normalise
from workflows.vocabulary import Outcome, OutcomeGroup


class State(StrEnum):
    """Where work stands at a moment."""

    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"
    CLOSED = "closed"


ABSENT = "-"
"""In the address: keep those that have no such thing, where the thing may be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter(FlowFilter, StretchFilter, PreservationFilter, AnswerFilter):
    """What to keep; an empty value keeps everything. Field names are the names in the address.

    Days are inclusive. ``as_of`` matters to ``outcome_group`` and ``outcome`` (what the request was in, and what had
    come of it, on that day) and to ``sent_from`` / ``sent_until`` (the spell that spoke for it on that day was sent
    between them).
    """

    q: str = ""
    direction: str = ""
    channel: str = ""
    instrument: str = ""
    jurisdiction: str = ""
    region: str = ""
    relationship: str = ""
    office: str = ""
    officer: str = ""
    authority: str = ""
    offence: str = ""
    item_type: str = ""
    urgency: str = ""
    stage: str = ""
    outcome: str = ""
    waits_on: str = ""
    state: str = ""
    owing: str = ""
    owing_days: int | None = None
    late: str = ""
    rule: str = ""
    still_days: int | None = None
    opened_from: date | None = None
    opened_until: date | None = None
    closed_from: date | None = None
    closed_until: date | None = None
    adopted: str = ""
    outcome_group: str = ""
    year: int | None = None
    sent_from: date | None = None
    sent_until: date | None = None
    as_of: date | None = None

    @property
    def active(self) -> dict[str, object]:
        """The fields that narrow anything, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value not in ("", None)}

    def query(self, *, sort: str = "") -> str:
        """The same as the query of an address, which register and API read alike; ``sort`` is the key of an order."""
        query = {name: str(value) for name, value in self.active.items()}
        return urlencode(query | ({"sort": sort} if sort else {}))

    @property
    def asks_of_spells(self) -> bool:
        """Whether what is kept is told by the spell that spoke for a request."""
        told = (self.outcome_group, self.year, self.sent_from, self.sent_until, self.as_of)
        return self.asks_of_answers or any(told)

    @property
    def scatters(self) -> bool:
        """Whether what is kept is told by deadlines and spells: no planner knows where it lies in an order."""
        told = ("owing", "rule", "first_type", "flow", "known_on", *STRETCHED)
        return self.asks_of_preservations or self.asks_of_spells or not self.active.keys().isdisjoint(told)


_COLUMNS = ("direction", "channel", "instrument", "urgency", "stage", "outcome", "waits_on")
"""Columns of the request itself."""
_SPANS = ("opened", "closed")
"""Days of the request itself, each from one and until another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Referred:
    """A column of the request that refers to rows of another table, and what names them in the address."""

    column: str
    rows: Manager[Any]
    named: str


_REFERRED: Mapping[str, _Referred] = {
    "jurisdiction": _Referred(column="jurisdiction", rows=Jurisdiction.objects, named="code"),
    "region": _Referred(column="jurisdiction", rows=Jurisdiction.objects, named="region"),
    "relationship": _Referred(
        column="jurisdiction", rows=Jurisdiction.objects, named="relationship_group__code"
    ),
    "office": _Referred(column="office", rows=Office.objects, named="code"),
    "officer": _Referred(column="officer", rows=User.objects, named="uuid"),
    "authority": _Referred(column="requested_authority", rows=Authority.objects, named="uuid"),
}


_MISSING: Mapping[str, Q] = {
    "region": Q(jurisdiction__region=""),
    "relationship": Q(jurisdiction__relationship_group__isnull=True),
    "officer": Q(officer__isnull=True),
    "authority": Q(requested_authority__isnull=True),
}


def apply(
    requests: AssistanceRequestQuerySet, wanted: CaseFilter, *, at: datetime
) -> AssistanceRequestQuerySet:
    """``requests`` narrowed to ``wanted`` as things stand at ``at``, before anything ranks or caps.

    A query for each place, person or office that is wanted.
    """
    on = wanted.as_of or at.date()
    found = requests.filter(*_columns(wanted), *stretched(wanted, on), *preservations(wanted, on))
    if wanted.offence == ABSENT:
        found = found.filter(offences__isnull=True)
    elif wanted.offence:
        found = found.filter(pk__in=Offence.objects.filter(category=wanted.offence).values("request"))
    if wanted.item_type:
        found = found.filter(pk__in=Item.objects.filter(type=wanted.item_type).values("request"))
    if wanted.first_type == ABSENT:
        found = found.filter(items__isnull=True)
    elif wanted.first_type:
        found = found.filter(asking_first(wanted.first_type))
    if wanted.adopted:
        found = found.filter(is_adopted=wanted.adopted == "yes")
    for word in normalise(wanted.q).split():
        found = found.filter(search_entry__text__contains=word)
    found = _by_state(found, wanted, at)
    if wanted.asks_of_spells:
        found = found.filter(pk__in=Spell.objects.filter(_spoke(wanted, at)).values("request"))
    return moving(found, wanted, at=at)


def spells_of(requests: AssistanceRequestQuerySet, wanted: CaseFilter, *, at: datetime) -> QuerySet[Spell]:
    """The spells that speak for what `apply` keeps, one for each request that was sent: what figures count."""
    dossiers = replace(
        wanted,
        outcome_group="",
        disposition="",
        answered_within=None,
        year=None,
        sent_from=None,
        sent_until=None,
        as_of=None,
    )
    if wanted.as_of:
        dossiers = replace(dossiers, outcome="")
    return Spell.objects.filter(_spoke(wanted, at), request__in=apply(requests, dossiers, at=at))


def _columns(wanted: CaseFilter) -> Iterator[Q]:
    for name in _COLUMNS:
        value = getattr(wanted, name)
        if value and not (name == "outcome" and wanted.as_of):
            yield Q(**{name: value})
    for name in _SPANS:
        for end, compared in (("from", "gte"), ("until", "lte")):
            day = getattr(wanted, f"{name}_{end}")
            if day:
                yield Q(**{f"{name}_on__{compared}": day})
    for name, referred in _REFERRED.items():
        value = getattr(wanted, name)
        if value == ABSENT and name in _MISSING:
            yield _MISSING[name]
        elif value:
            # By their ids: of these the planner knows how many requests have them, of a code it does not.
            found = referred.rows.filter(**{referred.named: value})
            yield Q(**{f"{referred.column}__in": list(found.values_list("pk", flat=True))})


def _by_state(
    found: AssistanceRequestQuerySet, wanted: CaseFilter, at: datetime
) -> AssistanceRequestQuerySet:
    match wanted.state:
        case State.OPEN:
            found = found.open()
        case State.CLOSED:
            found = found.exclude(OPEN)
        case State.OVERDUE:
            found = found.open().overdue(at)
        case State.LONG_OVERDUE:
            found = found.open().long_overdue(at)
        case State.DUE_SOON:
            found = found.open().due_soon(at)
    if wanted.owing:
        found = found.filter(owing_q(Owing(wanted.owing), at=at, within_days=wanted.owing_days))
    if wanted.rule:
        found = found.filter(late_by_q(wanted.rule, at=at))
    if wanted.still_days is not None:
        found = found.filter(still_q(wanted.still_days, on=at.date()))
    bucket = next((entry for entry in LATE_BUCKETS if entry.key == wanted.late), None)
    return found.filter(late_q(bucket, at)) if bucket else found


def _spoke(wanted: CaseFilter, at: datetime) -> Q:
    """The one spell that spoke for a request on the day, in the wanted group and period, with the wanted outcome."""
    on = wanted.as_of or at.date()
    spoke = speaking_on(on) & answers(wanted, on)
    if wanted.sent_from:
        spoke &= Q(sent_on__gte=wanted.sent_from)
    if wanted.sent_until:
        spoke &= Q(sent_on__lte=wanted.sent_until)
    if wanted.year:
        spoke &= Q(sent_on__year=wanted.year)
    if wanted.outcome and wanted.as_of:
        spoke &= outcome_on(Outcome(wanted.outcome), on)
    return spoke & group_on(OutcomeGroup(wanted.outcome_group), on) if wanted.outcome_group else spoke
