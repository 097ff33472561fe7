"""Figures of a random register recomputed by plain loops over its lives, without the database and without arrays."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

import pytest

from tests import factories
from tests.tracker.reports.asked import read, table, values
from tests.tracker.reports.by_hand import aalen_johansen, kaplan_meier, newcombe, wilson
from tests.tracker.reports.facts import fact, spell
from tests.tracker.reports.things import asks
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest
from tracker.reports.base import Question, Result
from tracker.reports.dimensions import GroupBy
from tracker.reports.registry import REPORTS
from workflows.vocabulary import Direction, ItemType, Outcome

pytestmark = pytest.mark.django_db

FIRST = dt.date(2023, 11, 1)
DAYS = (dt.date(2024, 2, 29), dt.date(2024, 6, 1), dt.date(2025, 3, 1))
CHANNELS = ("treaty", "letter_exchange", "network_24_7")
TYPES = (ItemType.SUBSCRIBER, ItemType.TRAFFIC)
PLACES = ("CN", "EE")
ENDS = ("", "_from", "_to")


@dataclass(kw_only=True)
class Stretch:
    """From its opening until a later one supersedes it."""

    opened: dt.date
    answered: dt.date | None = None
    closed: dt.date | None = None
    acknowledged: dt.date | None = None
    completed: dt.date | None = None
    outcome: Outcome = Outcome.OPEN
    superseded: dt.date | None = None


@dataclass(kw_only=True)
class Life:
    """One request."""

    sent: dt.date
    channel: str
    place: str
    direction: Direction
    kind: ItemType
    stretches: list[Stretch]

    def on(self, day: dt.date) -> Stretch | None:
        """What speaks for it on the day."""
        if self.sent > day:
            return None
        return [one for one in self.stretches if one.opened <= day][-1]


def by(then: dt.date | None, day: dt.date) -> dt.date | None:
    """What had happened by the day."""
    return then if then and then <= day else None


def lives_of(seed: int) -> list[Life]:
    chance = random.Random(seed)

    def later(day: dt.date, most: int = 150) -> dt.date:
        return day + dt.timedelta(days=chance.choice((0, 0, 1, 29, chance.randint(0, most))))

    def stretch(opened: dt.date) -> Stretch:
        one = Stretch(opened=opened)
        fate = chance.choice(("open", "open", "partly", "done", "done", "refused", "withdrawn", "lapsed"))
        if chance.random() < 0.5:
            one.acknowledged = later(opened, 40)
        if fate in ("partly", "done", "refused"):
            one.answered = later(opened)
        if one.answered and fate != "partly":
            one.outcome = Outcome.REFUSED if fate == "refused" else Outcome.EXECUTED
            one.completed = one.closed = later(one.answered, 30)
        if fate in ("withdrawn", "lapsed"):
            one.outcome = Outcome.WITHDRAWN if fate == "withdrawn" else Outcome.LAPSED
            one.closed = later(opened)
        return one

    def life() -> Life:
        sent = chance.choice((dt.date(2024, 2, 29), FIRST + dt.timedelta(days=chance.randint(0, 240))))
        first = stretch(sent)
        stretches = [first]
        if first.closed and chance.random() < 0.3:
            first.superseded = first.closed + dt.timedelta(days=chance.randint(1, 60))
            stretches.append(stretch(first.superseded))
        return Life(
            sent=sent, channel=chance.choice(CHANNELS), place=chance.choice(PLACES), kind=chance.choice(TYPES),
            direction=chance.choice((Direction.OUTGOING, Direction.INCOMING)), stretches=stretches,
        )  # fmt: skip

    return [life() for _number in range(70)]


def write(lives: Iterable[Life]) -> None:
    offices = [factories.office("BEJ"), factories.office("PAR", host="FR")]
    places = {code: factories.jurisdiction(code) for code in PLACES}
    for number, life in enumerate(lives):
        row = fact(
            offices[number % 2],
            life.sent,
            to=places[life.place],
            channel=life.channel,
            direction=life.direction,
        )
        asks(row, life.kind)
        row.spells.all().delete()
        for turn, one in enumerate(life.stretches, start=1):
            spell(
                row, number=turn, opened=one.opened, answered=one.answered, closed=one.closed, outcome=one.outcome,
                superseded=one.superseded, acknowledged=one.acknowledged, completed=one.completed,
            )  # fmt: skip


def ask(slug: str, on: dt.date, by: GroupBy = GroupBy.CHANNEL, **more: Any) -> Result:
    wanted = {name: more.pop(name) for name in ("direction",) if name in more}
    return REPORTS[slug].answer(
        AssistanceRequest.objects.all(),
        Question(
            wanted=CaseFilter(**wanted), by=by, on=on, at=factories.moment(on, 12), minimum=1, more=more
        ),
    )


def answers(lives: Iterable[tuple[Life, Stretch]], on: dt.date) -> tuple[int, int]:
    states = [by(one.answered, on) for _life, one in lives]
    return sum(state is not None for state in states), len(states)


def days_to_answer(lives: Iterable[tuple[Life, Stretch]], on: dt.date) -> list[tuple[int, bool]]:
    return [
        (((by(one.answered, on) or on) - life.sent).days, by(one.answered, on) is not None)
        for life, one in lives
    ]


def grouped(lives: Iterable[Life], on: dt.date, name: str) -> Mapping[Any, list[tuple[Life, Stretch]]]:
    found: dict[Any, list[tuple[Life, Stretch]]] = defaultdict(list)
    for life in lives:
        if one := life.on(on):
            found[getattr(life, name)].append((life, one))
    return found


def close(told: Iterable[float | None], wanted: Iterable[float | None]) -> bool:
    return list(told) == [None if one is None else pytest.approx(one, abs=1e-9) for one in wanted]


EACH = pytest.mark.parametrize("seed", [1, 2, 3])


def refused(one: Stretch, on: dt.date) -> bool:
    """Answered by the day, and all of it decided."""
    return bool(one.outcome is Outcome.REFUSED and by(one.answered, on) and by(one.completed, on))


def by_code(result: Result, key: str) -> dict[str, dict[str, Any]]:
    found = table(result, key)
    return {row.code: values(row, found.columns) for row in found.rows}


@EACH
def test_the_country_matrix(seed: int) -> None:
    lives = lives_of(seed)
    write(lives)
    for on in DAYS:
        result = ask("country-matrix", on, GroupBy.JURISDICTION)
        rates: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for way, key in ((Direction.OUTGOING, "made"), (Direction.INCOMING, "received")):
            found = grouped([life for life in lives if life.direction is way], on, "place")
            told = by_code(result, key)
            assert told.keys() == found.keys()
            for place, spoken in found.items():
                row, (hits, of) = told[place], answers(spoken, on)
                rates[place].append((hits, of))
                assert row["sent"] == of
                assert row["refused"] == sum(refused(one, on) for _life, one in spoken)
                assert row["pending"] == sum(
                    not by(one.answered, on) and not by(one.closed, on) for _life, one in spoken
                )
                assert close((row["rate"], row["rate_from"], row["rate_to"]), (hits / of, *wilson(hits, of)))
                assert row["median_days"] == kaplan_meier(days_to_answer(spoken, on))
        for place, row in by_code(result, "reciprocity").items():
            if len(rates[place]) == 2:
                assert close([row[f"difference{end}"] for end in ENDS], newcombe(*rates[place]))


@EACH
def test_channels_compared_within_the_same_types(seed: int) -> None:
    lives = lives_of(seed)
    write(lives)
    for on in DAYS:
        result = ask("channel-comparison", on)
        found = grouped(lives, on, "channel")
        rows = list(read(result, "channels").values())[:-1]
        for channel in found:
            own, rest = found[channel], [one for name in found if name != channel for one in found[name]]
            weights, value, down, up, compared = 0.0, 0.0, 0.0, 0.0, 0
            for kind in TYPES:
                first = answers([one for one in own if one[0].kind is kind], on)
                second = answers([one for one in rest if one[0].kind is kind], on)
                if first[1] and second[1]:
                    weight = first[1] * second[1] / (first[1] + second[1])
                    difference, low, high = newcombe(first, second)
                    weights += weight
                    compared += first[1]
                    value += weight * difference
                    down += (weight * (difference - low)) ** 2
                    up += (weight * (high - difference)) ** 2
            hits, of = answers(own, on)
            wanted = (
                *newcombe((hits, of), answers(rest, on)),
                value / weights, value / weights - sqrt(down) / weights, value / weights + sqrt(up) / weights,
            )  # fmt: skip
            names = ("difference", "same_types")
            (row,) = [
                row
                for row in rows
                if (row["sent"], row["answered"], row["compared"]) == (of, hits, compared)
                and close([row[f"{name}{end}"] for name in names for end in ENDS], wanted)
            ]
            assert row["median_days"] == kaplan_meier(days_to_answer(own, on))


@EACH
@pytest.mark.parametrize("clock", ["answer", "acknowledgement", "execution"])
def test_medians_of_each_clock(seed: int, clock: str) -> None:
    lives = lives_of(seed)
    write(lives)
    for on in DAYS:
        result = ask("time-to-answer", on, GroupBy.DIRECTION, clock=clock)
        totals = list(read(result, "rows").values())[-1]
        spoken = [(life, one) for life in lives if (one := life.on(on))]
        waits = [
            (max((day - life.sent).days, 0), how)
            for life, one in spoken
            for day, how in [came(one, clock, on)]
        ]
        assert totals["sent"] == len(waits)
        assert totals["ended"] == sum(how == "ended" for _day, how in waits)
        assert totals["open"] == sum(how == "open" for _day, how in waits)
        reached = sorted(day for day, how in waits if how == "reached")
        done = {"answer": "answered", "acknowledgement": "acknowledged", "execution": "completed"}[clock]
        with_refusals = sum(how == "instead" for _day, how in waits) if clock == "answer" else 0
        assert totals[done] == len(reached) + with_refusals
        assert totals["median_days"] == aalen_johansen(waits)
        assert totals[f"mean_days_{done}"] == pytest.approx(sum(reached) / len(reached))


def came(one: Stretch, clock: str, on: dt.date) -> tuple[dt.date, str]:
    """When the waiting was over, and how."""
    answered, closed = by(one.answered, on), by(one.closed, on)
    if clock == "acknowledgement":
        if day := by(one.acknowledged, on):
            return day, "reached"
        if answered:
            return answered, "instead"
    elif clock == "answer" and answered:
        return answered, "instead" if refused(one, on) else "reached"
    elif clock == "execution" and answered and (day := by(one.completed, on)):
        return day, "instead" if one.outcome is Outcome.REFUSED else "reached"
    return (closed, "ended") if closed else (on, "open")
