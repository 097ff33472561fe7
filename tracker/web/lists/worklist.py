"""The worklist: what needs me today, in the order of what is lost if I wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker.casework.filters import CaseFilter, Owing, State, owing
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.queries import rule_label
from tracker.casework.standing import late_words
from tracker.casework.viewer import Viewer
from tracker.web.addresses import register_address
from tracker.web.likely import likeliest
from tracker.web.lists.rows import SHOWN, ListRow, row_of
from tracker.web.viewer import signed_in, viewer_of
from tracker.words import spoken
from workflows.vocabulary import DeadlineKind, EventKind, Party, Role, Stage, Tone

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

EXPIRY_DAYS: Final = 14
OURS_DAYS: Final = 7
SECTION_SIZE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do: the request, why now, and the address one click away where it is done.

    ``on`` is the day by which it is due, or, where it only ``waits`` for us, since when.
    """

    row: ListRow
    why: str
    on: date
    url: str
    late: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    title: str | Promise
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that is a link to exactly the rows that it counts."""

    value: int
    label: str
    url: str
    tone: str = ""


@signed_in
def worklist(request: HttpRequest) -> HttpResponse:
    """The home of an officer; a supervisor finds the approvals that wait there too."""
    viewer = viewer_of(request)
    sections = [section for section in _sections(viewer) if section.tasks]
    return render(request, "lists/worklist.html", {"sections": sections, "figures": _figures(viewer)})


def _mine(viewer: Viewer) -> AssistanceRequestQuerySet:
    return viewer.requests.filter(officer=viewer.user)


def _figures(viewer: Viewer) -> list[Figure]:
    mine = _mine(viewer).open()
    counted = mine.aggregate(
        expiries=Count("pk", filter=Q(pk__in=owing(Owing.EXPIRIES, at=viewer.at, within_days=EXPIRY_DAYS))),
        ours=Count("pk", filter=Q(pk__in=owing(Owing.OURS, at=viewer.at, within_days=OURS_DAYS))),
        answers=Count("pk", filter=Q(pk__in=owing(Owing.ANSWERS, at=viewer.at, within_days=None))),
        turn=Count("pk", filter=Q(waits_on=Party.US.value)),
    )
    rows = CaseFilter(officer=str(viewer.user.uuid), state=State.OPEN)
    expiries = replace(rows, owing=Owing.EXPIRIES, owing_days=EXPIRY_DAYS)
    ours = replace(rows, owing=Owing.OURS, owing_days=OURS_DAYS)
    answers = replace(rows, owing=Owing.ANSWERS)
    turn = replace(rows, waits_on=Party.US)
    return [
        _figure(counted["expiries"], _lapsing(counted["expiries"]), expiries, Tone.OVERDUE),
        _figure(counted["ours"], _owed(counted["ours"]), ours, Tone.WITH_US),
        _figure(counted["answers"], _awaited(counted["answers"]), answers, Tone.OVERDUE),
        _figure(counted["turn"], ngettext("waits for us", "wait for us", counted["turn"]), turn),
    ]


def _lapsing(number: int) -> str:
    return ngettext("preservation lapses within 14 days", "preservations lapse within 14 days", number)


def _owed(number: int) -> str:
    return ngettext("answer that we owe within 7 days", "answers that we owe within 7 days", number)


def _awaited(number: int) -> str:
    return ngettext("answer overdue from them", "answers overdue from them", number)


def _figure(value: int, label: str, rows: CaseFilter, tone: Tone | None = None) -> Figure:
    url = register_address(rows)
    return Figure(value=value, label=label, url=url, tone=tone.value if tone and value else "")


def _sections(viewer: Viewer) -> Iterable[Section]:
    deadlines = _due(viewer)
    yield Section(
        key="expiring", title=_("Lost if we wait"), tasks=_of_kinds(deadlines, viewer, DeadlineKind.EXPIRY)
    )
    yield Section(key="approvals", title=_("Waiting for your approval"), tasks=tuple(_approvals(viewer)))
    yield Section(
        key="owed",
        title=_("We owe"),
        tasks=_of_kinds(deadlines, viewer, DeadlineKind.OBLIGATION, chores=False),
    )
    yield Section(key="turn", title=_("Waiting for us"), tasks=tuple(_our_turn(viewer)))
    late = _of_kinds(deadlines, viewer, DeadlineKind.REPLY, DeadlineKind.EXPECTATION)
    yield Section(key="overdue", title=_("They owe us"), tasks=late)
    yield Section(
        key="chores",
        title=_("To be chased"),
        tasks=_of_kinds(deadlines, viewer, DeadlineKind.OBLIGATION, chores=True),
    )


def _due(viewer: Viewer) -> list[Deadline]:
    """Open deadlines of mine that are amber or late, the most pressing first."""
    open_ones = Deadline.objects.open().filter(soon_from__lte=viewer.at, request__in=_mine(viewer).open())
    related = (f"request__{name}" for name in SHOWN)
    return list(open_ones.select_related("request", *related).order_by("late_from", "pk")[: SECTION_SIZE * 6])


def _of_kinds(
    deadlines: list[Deadline], viewer: Viewer, *kinds: DeadlineKind, chores: bool | None = None
) -> tuple[Task, ...]:
    """The most pressing deadline of each request: one row a request, whatever else is late with it."""
    first: dict[int, Deadline] = {}
    for deadline in deadlines:
        if deadline.kind in kinds and (chores is None or deadline.is_chore is chores):
            first.setdefault(deadline.request_id, deadline)
    return tuple(_task(deadline, viewer) for deadline in list(first.values())[:SECTION_SIZE])


def _task(deadline: Deadline, viewer: Viewer) -> Task:
    return Task(
        row=row_of(deadline.request, viewer.at),
        why=spoken(rule_label(deadline)),
        on=deadline.due_on,
        url=_page(deadline.request, "enquire" if deadline.is_chore else ""),
        late=late_words(deadline.kind, deadline.late_from, viewer.at)
        if deadline.late_from <= viewer.at
        else "",
    )


def _approvals(viewer: Viewer) -> Iterable[Task]:
    offices = viewer.scope.of_role(Role.SUPERVISOR)
    waiting = viewer.requests.filter(office__in=offices, stage=Stage.APPROVAL.value).select_related(*SHOWN)
    for assistance_request in waiting.order_by("last_event_on", "pk")[:SECTION_SIZE]:
        yield _turn_task(
            assistance_request, viewer, _Turn(action="approve", words=_("Approve, or return to the drafter"))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """The likeliest next step when it is our turn."""

    action: str
    words: str | Promise


_WORDS: Final[Mapping[EventKind, StrPromise]] = {
    EventKind.SUBMITTED: _("Finish and submit"),
    EventKind.SENT: _("Send"),
    EventKind.SENT_AGAIN: _("Mend and send again"),
    EventKind.INFORMATION_GIVEN: _("Answer their question"),
    EventKind.PRODUCTION_REQUESTED: _("Have production requested before the preservation expires"),
    EventKind.EXECUTED: _("Execute, or refuse"),
    EventKind.CLOSED: _("Look at the answer and close"),
    EventKind.HANDED_OVER: _("Hand it on"),
}
_CHOICES: Final = frozenset({EventKind.EXECUTED})
"""Steps that are one of several: they begin on the page of the request."""
_LOOK: Final = _Turn(action="", words=_("See what is to be done"))


def _our_turn(viewer: Viewer) -> Iterable[Task]:
    mine = _mine(viewer).open().filter(waits_on=Party.US.value).exclude(stage=Stage.APPROVAL.value)
    for assistance_request in mine.select_related(*SHOWN).order_by("last_event_on", "pk")[:SECTION_SIZE]:
        yield _turn_task(assistance_request, viewer, _turn_of(assistance_request))


def _turn_of(row: AssistanceRequest) -> _Turn:
    action = likeliest(row)
    if action is None or action.kind not in _WORDS:
        return _LOOK
    return _Turn(action="" if action.kind in _CHOICES else action.key, words=_WORDS[action.kind])


def _turn_task(assistance_request: AssistanceRequest, viewer: Viewer, turn: _Turn) -> Task:
    return Task(
        row=row_of(assistance_request, viewer.at),
        why=str(turn.words),
        on=assistance_request.last_event_on,
        url=_page(assistance_request, turn.action),
        waits=True,
    )


def _page(row: AssistanceRequest, action: str) -> str:
    if action:
        return reverse("request_action", args=[row.uuid, action])
    return reverse("request", args=[row.uuid])
