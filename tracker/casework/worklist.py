"""What needs somebody today, in the order of what is lost if they wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker.casework.figures import Figure
from tracker.casework.filters import CaseFilter, State
from tracker.casework.lateness import OWING_KINDS, Owing, owing_q
from tracker.casework.likely import likeliest
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.models.clocks import CHORE, OWED
from tracker.casework.models.indexes import AWAITS_APPROVAL, OUR_TURN
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.queries import LISTED, rule_label
from tracker.casework.standing import LATE, late_words
from tracker.casework.viewer import Viewer
from tracker.paging import leading
from tracker.words import spoken
from workflows.procedures.assembly import ENQUIRE
from workflows.vocabulary import EventKind, Party, Role, Tone

if TYPE_CHECKING:
    from django.utils.functional import Promise

EXPIRY_DAYS: Final = 14
OURS_DAYS: Final = 7
SECTION_SIZE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do: the request, why now, and the likeliest action; empty where the request itself must say.

    ``on`` is the day by which it is due, or, where it only ``waits`` for us, since when.
    """

    row: AssistanceRequest
    why: str
    on: date
    action: str = ""
    late: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Tasks of one sort, the most pressing first, SECTION_SIZE of them at the most."""

    key: str
    title: str | Promise
    tasks: tuple[Task, ...]


def figures(viewer: Viewer) -> list[Figure]:
    """What the viewer is responsible for, counted. Two queries."""
    at, mine = viewer.at, _mine(viewer)
    nearly = at + timedelta(days=max(EXPIRY_DAYS, OURS_DAYS))
    counted = (
        mine.open()
        .filter(late_from__lte=nearly)
        .aggregate(
            expiries=Count("pk", filter=owing_q(Owing.EXPIRIES, at=at, within_days=EXPIRY_DAYS)),
            ours=Count("pk", filter=owing_q(Owing.OURS, at=at, within_days=OURS_DAYS)),
            answers=Count("pk", filter=owing_q(Owing.ANSWERS, at=at)),
        )
    )
    counted["turn"] = mine.filter(OUR_TURN).count()
    rows = CaseFilter(officer=str(viewer.user.uuid), state=State.OPEN)
    expiries = replace(rows, owing=Owing.EXPIRIES, owing_days=EXPIRY_DAYS)
    ours = replace(rows, owing=Owing.OURS, owing_days=OURS_DAYS)
    answers = replace(rows, owing=Owing.ANSWERS)
    turn = replace(rows, waits_on=Party.US)
    return [
        _figure("expiries", counted, _lapsing, expiries, Tone.OVERDUE),
        _figure("ours", counted, _owed, ours, Tone.WITH_US),
        _figure("answers", counted, _awaited, answers, Tone.OVERDUE),
        _figure("turn", counted, _waiting, turn),
    ]


def sections(viewer: Viewer) -> Iterator[Section]:
    """Every section in its order, empty ones too. A constant number of queries."""
    yield _late_section("expiring", _("Lost if we wait"), viewer, _OWED[Owing.EXPIRIES])
    yield Section(key="approvals", title=_("Waiting for your approval"), tasks=tuple(_approvals(viewer)))
    yield _late_section("owed", _("We owe"), viewer, _OWED[Owing.OURS])
    yield Section(key="turn", title=_("Waiting for us"), tasks=tuple(_our_turn(viewer)))
    yield _late_section("overdue", _("They owe us"), viewer, _OWED[Owing.ANSWERS])
    yield _late_section("chores", _("To be chased"), viewer, CHORE)


def _mine(viewer: Viewer) -> AssistanceRequestQuerySet:
    return viewer.requests.filter(officer=viewer.user)


def _figure(
    key: str,
    counted: Mapping[str, int],
    words: Callable[[int], str],
    rows: CaseFilter,
    tone: Tone | None = None,
) -> Figure:
    value = counted[key]
    return Figure(key=key, value=value, label=words(value), rows=rows, tone=tone if value else None)


def _lapsing(number: int) -> str:
    return ngettext("preservation lapses within 14 days", "preservations lapse within 14 days", number)


def _owed(number: int) -> str:
    return ngettext(
        "request on which we owe something within 7 days",
        "requests on which we owe something within 7 days",
        number,
    )


def _awaited(number: int) -> str:
    return ngettext("request overdue from them", "requests overdue from them", number)


def _waiting(number: int) -> str:
    return ngettext("waits for us", "wait for us", number)


_OWED: Final = {
    what: OWED & Q(kind__in=[kind.value for kind in kinds]) for what, kinds in OWING_KINDS.items()
}


def _late_section(key: str, title: str | Promise, viewer: Viewer, asked: Q) -> Section:
    """The most pressing deadline of each request: one row a request, whatever else of the sort is late with it."""
    mine = viewer.running.filter(asked, officer=viewer.user, soon_from__lte=viewer.at)
    tasks = (_task(deadline, viewer) for deadline in _first_of_each(mine))
    return Section(key=key, title=title, tasks=tuple(tasks))


def _first_of_each(deadlines: QuerySet[Deadline]) -> list[Deadline]:
    """One query, and one more where a request has so many that those of others could stand behind them."""
    related = [f"request__{name}" for name in LISTED]
    count = SECTION_SIZE * 2
    first: dict[int, Deadline] = {}
    more = True
    while more and len(first) < SECTION_SIZE:
        others = deadlines.exclude(request__in=list(first)) if first else deadlines
        pressing = list(leading(others, "late_from", "pk", count=count).select_related("request", *related))
        for deadline in pressing:
            first.setdefault(deadline.request_id, deadline)
        more = len(pressing) == count
    return list(first.values())[:SECTION_SIZE]


def _task(deadline: Deadline, viewer: Viewer) -> Task:
    level = deadline.level(viewer.at)
    return Task(
        row=deadline.request,
        why=spoken(rule_label(deadline)),
        on=deadline.last_day,
        action=ENQUIRE.key if deadline.is_chore else "",
        late=late_words(deadline.kind, deadline.late_from, viewer.at, level=level) if level in LATE else "",
    )


def _approvals(viewer: Viewer) -> Iterable[Task]:
    offices = viewer.scope.of_role(Role.SUPERVISOR)
    waiting = _oldest(viewer.requests.filter(AWAITS_APPROVAL, office__in=offices))
    for row in waiting:
        yield _turn_task(row, _Turn(action="approve", words=_("Approve, or return to the drafter")))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """The likeliest next step when it is our turn."""

    action: str
    words: str | Promise


_WORDS: Final[Mapping[EventKind, str | Promise]] = {
    EventKind.SUBMITTED: _("Finish and submit"),
    EventKind.SENT: _("Send"),
    EventKind.SENT_AGAIN: _("Mend and send again"),
    EventKind.INFORMATION_GIVEN: _("Answer their question"),
    EventKind.PRODUCTION_REQUESTED: _("Have production requested before the preservation expires"),
    EventKind.EXECUTED: _("Execute, or refuse"),
    EventKind.CLOSED: _("Look at the answer and close"),
    EventKind.HANDED_OVER: _("Hand it on"),
}
_CHOICES: Final = frozenset({EventKind.EXECUTED, EventKind.PRODUCTION_REQUESTED})
"""Steps that are one of several, or begin with another request: they begin on the page of this one."""
_LOOK: Final = _Turn(action="", words=_("See what is to be done"))


def _our_turn(viewer: Viewer) -> Iterable[Task]:
    for row in _oldest(_mine(viewer).filter(OUR_TURN).exclude(AWAITS_APPROVAL)):
        yield _turn_task(row, _turn_of(row))


def _oldest(waiting: AssistanceRequestQuerySet) -> QuerySet[AssistanceRequest]:
    return leading(waiting, "last_event_on", "pk", count=SECTION_SIZE).select_related(*LISTED)


def _turn_of(row: AssistanceRequest) -> _Turn:
    action = likeliest(row)
    if action is None or action.kind not in _WORDS:
        return _LOOK
    return _Turn(action="" if action.kind in _CHOICES else action.key, words=_WORDS[action.kind])


def _turn_task(row: AssistanceRequest, turn: _Turn) -> Task:
    return Task(row=row, why=str(turn.words), on=row.last_event_on, action=turn.action, waits=True)
