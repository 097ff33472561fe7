"""One way to narrow down requests, for register, dashboards and reports: a figure counts the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.http import urlencode

from tracker.casework.filtering.asked import ItemFilter, asked, things
from tracker.casework.filtering.flow import FlowFilter
from tracker.casework.filtering.knowing import moving
from tracker.casework.filtering.narrowing import ABSENT, between, columns
from tracker.casework.filtering.preserved import PreservationFilter, preservations, speaking
from tracker.casework.filtering.reached import ReachedFilter, reached
from tracker.casework.filtering.recorded import RecordFilter, recorded
from tracker.casework.filtering.refused import RefusalFilter, refused
from tracker.casework.filtering.resulted import ResultFilter, resulted
from tracker.casework.filtering.speaking import AnswerFilter, answers, group_on, outcome_on, speaking_on
from tracker.casework.filtering.stretched import StretchFilter, stretched
from tracker.casework.filtering.urgent import UrgentFilter, urgent
from tracker.casework.lateness import LATE_BUCKETS, Owing, late_by_q, late_q, owing_q
from tracker.casework.models import AssistanceRequest, Item, Offence, PreservationSpell, Spell
from tracker.casework.models.indexes import OPEN
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.movement import still_q
from tracker.directory.text import normalise
from workflows.vocabulary import Outcome, OutcomeGroup


class State(StrEnum):
    """Where work stands at a moment."""

    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter(
    FlowFilter,
    StretchFilter,
    PreservationFilter,
    RecordFilter,
    AnswerFilter,
    RefusalFilter,
    ItemFilter,
    ResultFilter,
    UrgentFilter,
    ReachedFilter,
):
    """What to keep; an empty value keeps everything. Field names are the names in the address.

    Days are inclusive. ``as_of`` matters to ``outcome_group``, ``outcome`` and ``item_group`` (what the request was in,
    and what had come of it and of its items, on that day) and to ``sent_from`` / ``sent_until`` (the spell that spoke
    for it on that day was sent between them).
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
        return not self.active.keys().isdisjoint(_SPOKEN)

    @property
    def scatters(self) -> bool:
        """Whether what is kept is told by deadlines and spells: no planner knows where it lies in an order."""
        return self.asks_of_spells or not self.active.keys().isdisjoint(_TOLD)


_TOLD = {"owing", "rule"} | {one.name for part in CaseFilter.__bases__ for one in fields(part)} - {
    "item_type"
}
"""Fields that deadlines, spells, entries and other rows of a request tell; types of items are many, found in order."""
_OF_REQUESTS = (stretched, preservations, recorded, asked, resulted)
"""What the parts ask of a request on a day."""
_OF_SPELLS: Mapping[Any, Callable[[CaseFilter, date], Iterator[Q]]] = {
    AnswerFilter: answers,
    RefusalFilter: refused,
    UrgentFilter: urgent,
    ReachedFilter: reached,
}
"""What other parts ask of the spell that speaks for it then."""
_SPOKEN: Mapping[str, Any] = {
    **{one.name: one.default for part in _OF_SPELLS for one in fields(part)},
    "outcome_group": "",
    "year": None,
    "sent_from": None,
    "sent_until": None,
    "as_of": None,
}
"""The fields that are asked of that spell, each with the value that asks nothing."""
SPELL = frozenset(
    {
        "direction",
        "channel",
        "instrument",
        "urgency",
        "jurisdiction",
        "region",
        "relationship",
        "office",
        "officer",
    }
)
"""Fields of the filter for which spells carry the column of their request."""
STRETCH = frozenset({"direction", "channel", "office"})
"""The same of stretches."""
PRESERVED = STRETCH | {"jurisdiction", "region", "relationship"}
"""The same of stretches of preservation."""


def apply(
    requests: AssistanceRequestQuerySet, wanted: CaseFilter, *, at: datetime
) -> AssistanceRequestQuerySet:
    """``requests`` narrowed to ``wanted`` as things stand at ``at``, before anything ranks or caps.

    A query for each place, person or office that is wanted.
    """
    on = wanted.as_of or at.date()
    conditions = (condition for asks in _OF_REQUESTS for condition in asks(wanted, on))
    found = requests.filter(*columns(wanted), *conditions)
    if wanted.offence == ABSENT:
        found = found.filter(offences__isnull=True)
    elif wanted.offence:
        found = found.filter(pk__in=Offence.objects.filter(category=wanted.offence).values("request"))
    if wanted.adopted:
        found = found.filter(is_adopted=wanted.adopted == "yes")
    for word in normalise(wanted.q).split():
        found = found.filter(search_entry__text__contains=word)
    found = _by_state(found, wanted, at)
    if wanted.asks_of_spells:
        found = found.filter(pk__in=Spell.objects.filter(_spoke(wanted, at)).values("request"))
    return moving(found, wanted, at=at)


def things_behind(
    found: AssistanceRequestQuerySet, wanted: CaseFilter, *, at: datetime
) -> QuerySet[PreservationSpell] | QuerySet[Item] | None:
    """The things for which `apply` kept ``found``: figures count these, one request may have several.

    Where something is wanted of both, what was preserved: of figures that count it, an item narrows the requests.
    None: nothing is wanted of what was preserved, nor of what was asked for.
    """
    on = wanted.as_of or at.date()
    if wanted.asks_of_preservations:
        return PreservationSpell.objects.filter(speaking(wanted, on), request__in=found)
    if wanted.asks_of_items:
        return Item.objects.filter(*things(wanted, on), request__in=found)
    return None


def spells_of(requests: AssistanceRequestQuerySet, wanted: CaseFilter, *, at: datetime) -> QuerySet[Spell]:
    """The spells that speak for what `apply` keeps, one for each request that was sent: what figures count."""
    dossiers = replace(wanted, **_SPOKEN)
    if wanted.as_of:
        dossiers = replace(dossiers, outcome="")
    return Spell.objects.filter(_spoke(wanted, at), of_requests(requests, dossiers, SPELL, at=at))


def of_requests(
    requests: AssistanceRequestQuerySet, wanted: CaseFilter, carried: frozenset[str], *, at: datetime
) -> Q:
    """The condition on rows that belong to what `apply` keeps of ``requests``.

    ``carried`` are the fields for which the rows carry the column of their request, that of its office among them. What
    is asked of these is asked of the rows: a million requests are not read beside them. It holds for all that somebody
    sees; of requests narrowed before, the requests are asked.
    """
    if requests.sight is None:
        return Q(request__in=apply(requests, wanted, at=at))
    own = {name: value for name, value in wanted.active.items() if name in carried}
    others = replace(wanted, **dict.fromkeys(own, ""))  # type: ignore[arg-type]  # words, all of them
    found = Q(requests.sight.of("request"), *columns(CaseFilter(**own)))  # type: ignore[arg-type]  # by name
    if others.active:
        found &= Q(request__in=apply(AssistanceRequest.objects.all(), others, at=at))
    return found


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
    conditions = (condition for asks in _OF_SPELLS.values() for condition in asks(wanted, on))
    spoke = Q(speaking_on(on), *conditions, *between("sent_on", wanted.sent_from, wanted.sent_until))
    if wanted.year:
        spoke &= Q(sent_on__year=wanted.year)
    if wanted.outcome and wanted.as_of:
        spoke &= outcome_on(Outcome(wanted.outcome), on)
    return spoke & group_on(OutcomeGroup(wanted.outcome_group), on) if wanted.outcome_group else spoke
