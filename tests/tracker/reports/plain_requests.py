"""Figures of requests by loops over replayed histories, from the definitions on the page and nothing of the reports.

Each returns, by table and row, the values that it computes, and no others.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.tracker.reports.by_hand import aalen_johansen, kaplan_meier, wilson
from tests.tracker.reports.random_register import Case, sent
from tracker.casework.models import Item
from workflows.engine import Event, Snapshot
from workflows.vocabulary import (
    ACTS,
    GROUP_OF,
    DataType,
    Direction,
    EventKind,
    ItemGroup,
    ItemOutcome,
    ItemType,
    Outcome,
    data_type_of,
)

Row = dict[str, Any]
Figures = dict[str, dict[str, Row]]
Spoken = tuple[Case, Snapshot]

OUT = Direction.OUTGOING
ONE = dt.timedelta(days=1)


def share(value: int, whole: int) -> float | None:
    return value / whole if whole else None


def rate(hits: int, of: int, name: str = "rate") -> Row:
    """The share with its interval; nothing of nothing."""
    low, high = wilson(hits, of) if of else (None, None)
    return {name: share(hits, of), f"{name}_from": low, f"{name}_to": high}


def grouped(spoken: Iterable[Spoken], key: Callable[[Case], str]) -> Mapping[str, list[Spoken]]:
    found: dict[str, list[Spoken]] = defaultdict(list)
    for case, then in spoken:
        found[key(case)].append((case, then))
    return found


def channel(case: Case) -> str:
    return case.row.channel


def direction(case: Case) -> str:
    return case.row.direction


def office(case: Case) -> str:
    return str(case.row.office.code)


def sent_on(then: Snapshot) -> dt.date:
    assert then.spell.sent
    return then.spell.sent.on


def days_to_answer(spoken: Iterable[Spoken], on: dt.date) -> list[tuple[int, bool]]:
    answers = [(then, then.spell.answered) for _case, then in spoken]
    return [(((answer.on if answer else on) - sent_on(then)).days, bool(answer)) for then, answer in answers]


# Refusals


def refused_with(case: Case, on: dt.date) -> list[tuple[str, bool]]:
    """The grounds of its refusals, each with whether a consultation was opened before."""
    entries = case.until(on)
    kinds = [entry.kind for entry in entries]
    return [
        (entry.text("ground") or "", EventKind.CONSULTATION_OPENED in kinds[:place])
        for place, entry in enumerate(entries)
        if entry.kind is EventKind.REFUSED
    ]


def refusals(cases: list[Case], on: dt.date) -> Figures:
    spoken = list(sent(cases, on))
    found: Figures = {"returns": _returns(spoken, on)}
    for way, ones in grouped(spoken, direction).items():
        grounds = {ground for case, _then in ones for ground, _held in refused_with(case, on)}
        found[f"grounds_{way}"] = {ground: _refused(ones, on, ground) for ground in sorted(grounds)}
    found["rows"] = {key: _refused_of(ones, on) for key, ones in grouped(spoken, channel).items()}
    found["rows"]["All"] = _refused_of(spoken, on)
    return found


def _refused(spoken: list[Spoken], on: dt.date, ground: str = "") -> Row:
    hit = [
        (then, [held for one, held in refused_with(case, on) if one == ground or not ground])
        for case, then in spoken
    ]
    refused = [(then, held) for then, held in hit if held]
    wholly = [then for then, _held in refused if then.outcome is Outcome.REFUSED]
    closed = [then for _case, then in spoken if then.spell.closed]
    return {
        "refused": len(refused),
        "wholly": len(wholly),
        "in_part": len(refused) - len(wholly),
        "rate_closed": share(sum(then.spell.closed is not None for then in wholly), len(closed)),
        "rate_all": share(len(wholly), len(spoken)),
        "consulted": sum(any(held) for _then, held in refused),
        "not_consulted": sum(not all(held) for _then, held in refused),
    }


def _refused_of(spoken: list[Spoken], on: dt.date) -> Row:
    closed = [then for _case, then in spoken if then.spell.closed]
    wholly = [then for _case, then in spoken if then.outcome is Outcome.REFUSED]
    return {
        **_refused(spoken, on),
        "sent": len(spoken),
        "closed": len(closed),
        "open": len(spoken) - len(closed),
        **rate(sum(then.spell.closed is not None for then in wholly), len(closed), "rate_closed"),
        **rate(len(wholly), len(spoken), "rate_all"),
    }


def _returns(spoken: list[Spoken], on: dt.date) -> dict[str, Row]:
    found: dict[str, Row] = defaultdict(lambda: {"outgoing": 0, "incoming": 0})
    for case, _then in spoken:
        back = {
            entry.text("ground") or ""
            for entry in case.until(on)
            if entry.kind is EventKind.RETURNED_DEFICIENT
        }
        for ground in back:
            found[ground][direction(case)] += 1
    return dict(found)


# Offences


def offences(cases: list[Case], on: dt.date) -> Figures:
    spoken = list(sent(cases, on))
    named: dict[str, list[Spoken]] = defaultdict(list)
    for case, then in spoken:
        for category in set(case.row.offences.values_list("category", flat=True)) or {""}:
            named[category].append((case, then))
    rows = {category: _offence(ones, len(spoken), on) for category, ones in named.items()}
    return {"offences": {**rows, "Requests, each once": _offence(spoken, len(spoken), on)}}


def _offence(spoken: list[Spoken], whole: int, on: dt.date) -> Row:
    answered = [then for _case, then in spoken if then.spell.answered]
    over = [then for _case, then in spoken if not then.spell.answered and then.spell.closed]
    withdrawn = sum(then.outcome is Outcome.WITHDRAWN for then in over)
    waiting = [(case, then) for case, then in spoken if not then.spell.answered and not then.spell.closed]
    due = [case.row.spells.get(number=len(then.spells)).answer_due_on for case, then in waiting]
    overdue = sum(day is not None and day < on for day in due)
    return {
        "requests": len(spoken),
        "share": share(len(spoken), whole),
        "answered": len(answered),
        "refused": sum(then.outcome is Outcome.REFUSED for then in answered),
        "withdrawn": withdrawn,
        "ended_without_answer": len(over) - withdrawn,
        "median_days": kaplan_meier(days_to_answer(spoken, on)),
        "open_overdue": overdue,
        "open_not_due": len(waiting) - overdue,
        **rate(len(answered), len(spoken)),
    }


# Types of data


def types_of_data(cases: list[Case], on: dt.date) -> Figures:
    """What items have become is what is recorded today: where a request was reopened, they have forgotten it."""
    spoken = list(sent(cases, on))
    things = [(case, then, item) for case, then in spoken for item in Item.objects.filter(request=case.row)]
    whole = len(spoken)
    by_type: dict[str, list[tuple[Case, Snapshot, Item]]] = {one.value: [] for one in DataType}
    for case, then, item in things:
        by_type[data_type_of(ItemType(item.type), item.data_category).value].append((case, then, item))
    rows = {key: _things(ones, whole, on) for key, ones in by_type.items()}
    everything = {**_things(things, whole, on), "requests": whole}
    del everything["share"]
    return {"types": {**rows, "Requests, each once": everything}}


def _things(things: list[tuple[Case, Snapshot, Item]], whole: int, on: dt.date) -> Row:
    fates = [
        (item.decided_on, GROUP_OF[ItemOutcome(item.outcome)])
        if item.decided_on and item.decided_on <= on
        else (None, ItemGroup.PENDING)
        for _case, _then, item in things
    ]
    groups = [group for _day, group in fates]
    given = groups.count(ItemGroup.GRANTED) + groups.count(ItemGroup.PARTLY)
    answered = (ItemGroup.GRANTED, ItemGroup.PARTLY, ItemGroup.NIL, ItemGroup.REFUSED)
    lives = [
        (((day if day and group in answered else on) - sent_on(then)).days, group in answered)
        for (_case, then, _item), (day, group) in zip(things, fates, strict=True)
    ]
    requests = len({case.row.pk for case, _then, _item in things})
    return {
        "requests": requests,
        "share": share(requests, whole),
        "items": len(things),
        **{group.value: groups.count(group) for group in ItemGroup},
        **rate(given, len(things)),
        "median_days": kaplan_meier(lives),
    }


# Urgent requests


def urgent_requests(cases: list[Case], on: dt.date) -> Figures:
    spoken = list(sent(cases, on))
    classes = grouped(spoken, lambda case: case.row.urgency)
    pressing = [*classes.get("urgent", []), *classes.get("emergency", [])]
    found: Figures = {"classes": {}, "hours": {}, "rows": {}}
    for urgency in ("urgent", "emergency"):
        found["classes"][urgency] = _class(classes.get(urgency, []), len(spoken), on)
    found["classes"]["Urgent and emergencies"] = _class(pressing, len(spoken), on)
    found["classes"]["routine"] = {"sent": len(classes.get("routine", []))}
    for way, ones in grouped(spoken, direction).items():
        hurried = [(case, then) for case, then in ones if case.row.urgency != "routine"]
        acts = _acts(hurried, on)
        found["rows"][way] = {
            "sent": len(ones),
            "urgent": len(hurried),
            "share_urgent": share(len(hurried), len(ones)),
            "emergencies": sum(case.row.urgency == "emergency" for case, _then in hurried),
            **acts,
        }
        waiting = {"waiting": acts["waiting"]}
        found["hours"][way] = {"urgent": len(hurried), **waiting, **_hours(hurried, on)}
    return found


def _class(spoken: list[Spoken], whole: int, on: dt.date) -> Row:
    return {
        "sent": len(spoken),
        "share": share(len(spoken), whole),
        **_acts(spoken, on),
        **_hours(spoken, on),
    }


def acted(case: Case, on: dt.date) -> Event | None:
    """The first act of the side that is asked."""
    return next((entry for entry in case.until(on) if entry.kind in ACTS), None)


def _acts(spoken: list[Spoken], on: dt.date) -> Row:
    done = [acted(case, on) is not None for case, _then in spoken]
    over = [
        not act and then.spell.closed is not None for act, (_case, then) in zip(done, spoken, strict=True)
    ]
    return {"acted": sum(done), "ended": sum(over), "waiting": len(spoken) - sum(done) - sum(over)}


def _hours(spoken: list[Spoken], on: dt.date) -> Row:
    """In tenths of an hour; beyond two days whole hours, beyond ten whole days, as is defined."""
    lives: list[tuple[int, str]] = []
    for case, then in spoken:
        begun, act = then.spell.sent, acted(case, on)
        if not begun or begun.at is None or (act and act.occurred.at is None):
            continue
        start = dt.datetime.combine(begun.on, begun.at, dt.UTC)
        if act and act.occurred.at:
            took, how = dt.datetime.combine(act.occurred.on, act.occurred.at, dt.UTC) - start, "reached"
        elif then.spell.closed:
            took, how = then.spell.closed.on - begun.on, "ended"
        else:
            took, how = dt.datetime.combine(on + ONE, dt.time(), dt.UTC) - start, "open"
        tenths = max(took // dt.timedelta(minutes=6), 0)
        step = 240 if tenths >= 2400 else 10 if tenths >= 480 else 1
        most = 90 * 240
        lives.append((min(tenths - tenths % step, most), how if tenths <= most else "open"))
    reached = aalen_johansen(lives)
    return {"timed": len(lives), "median_hours": None if reached is None or not lives else reached / 10}
