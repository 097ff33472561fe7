"""Tables of what sends a request round again: questions, and returns as deficient."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext

from tracker.casework.filtering.stretched import QUESTIONS, YES, Times
from tracker.casework.filters import CaseFilter
from tracker.reports import words
from tracker.reports.base import Column, Question, Row, Table
from tracker.reports.cells import count, part_of_enough, rate
from tracker.reports.rates import rate_and_interval
from tracker.reports.stays import Days, Line
from workflows.vocabulary import Direction, StretchKind

QUESTIONED: Final = "questions"
RETURNS: Final = "returns"
OUTGOING: Final = Direction.OUTGOING.value


def times_asked(days: Days, times: Times) -> int:
    """Requests asked so often: those asked at least that often, less those asked more often."""
    if not times.start:
        return days.sent() - times_asked(days, QUESTIONS["1-"])
    asked = days.of(StretchKind.QUESTION)
    least = sum(line.number for line in asked if line.turn == times.start)
    more = sum(line.number for line in asked if times.until is not None and line.turn == times.until + 1)
    return least - more


def returned_once(days: Days, office: int | None = None) -> int:
    """Requests of ours that came back at least once; those of one office."""
    return sum(line.number for line in _returns(days, office) if line.turn == 1)


def questions_table(days: Days, question: Question) -> Table:
    """Requests by how often they were asked about."""
    return Table(
        key=QUESTIONED,
        title=gettext("Questions asked about a request"),
        heading=gettext("Questions"),
        columns=(
            Column(label=gettext("Requests"), keys=("requests",)),
            Column(label=gettext("Share"), keys=("share",)),
            Column(label=gettext("Still waiting"), keys=("waiting",)),
        ),
        rows=tuple(_questions_row(days, times, question) for times in list(QUESTIONS.values())[:4]),
        notes=(
            gettext("Questions and answers to them took %(days)s days in all.")
            % {"days": words.count(sum(line.days for line in days.of(StretchKind.QUESTION)))},
        ),
    )


def _questions_row(days: Days, times: Times, question: Question) -> Row:
    everything, number = days.sent(), times_asked(days, times)
    waiting = sum(line.still for line in days.of(StretchKind.QUESTION) if _within(line.turn, times))
    return Row(
        label=times.key.replace("3-", gettext("3 or more")),
        cells=(
            count(number, question.narrowed(questions=times.key)),
            part_of_enough(number, everything, minimum=question.minimum),
            count(waiting, question.narrowed(questions=times.key, still=YES)),
        ),
    )


def _within(turn: int, times: Times) -> bool:
    return times.start <= turn and (times.until is None or turn <= times.until)


def returns_table(days: Days, question: Question) -> Table:
    """Each office that sent something: how much of it came back."""
    units = [office for office in days.offices if days.sent(office=office, direction=OUTGOING)]
    return Table(
        key=RETURNS,
        title=gettext("Returned as deficient, by the unit that drafted"),
        heading=gettext("Office"),
        columns=(
            Column(label=gettext("Sent"), keys=("sent",)),
            Column(label=gettext("Returned"), keys=("returned",)),
            *rate_and_interval(),
            Column(label=gettext("Not sent again"), keys=("waiting",)),
            Column(label=gettext("Days lost"), keys=("days",)),
        ),
        rows=tuple(
            _returns_row(days, office, question) for office in sorted(units, key=days.offices.__getitem__)
        ),
    )


def _returns(days: Days, office: int | None) -> list[Line]:
    found = (line for line in days.of(StretchKind.RETURN) if line.way[1] == OUTGOING)
    return [line for line in found if office in (None, line.office)]


def _returns_row(days: Days, office: int, question: Question) -> Row:
    code, name = days.offices[office]
    sent, returned = days.sent(office=office, direction=OUTGOING), returned_once(days, office)
    lines = _returns(days, office)

    def rows(**more: object) -> CaseFilter:
        return question.narrowed(office=code, direction=OUTGOING, **more)

    return Row(
        label=name,
        code=code,
        cells=(
            count(sent, rows()),
            count(returned, rows(returned=YES)),
            *rate(returned, sent, minimum=question.minimum),
            count(sum(line.still for line in lines), rows(returned=YES, still=YES)),
            count(sum(line.days for line in lines)),
        ),
    )
