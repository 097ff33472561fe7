"""Time to acknowledgement, to the first answer and to the whole of it, with those counted who still wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.figures import Figure
from tracker.casework.filters import spells_of
from tracker.reports import words
from tracker.reports.base import Question, Report, Result, Table
from tracker.reports.charts.drawing import Chart
from tracker.reports.dimensions import DIMENSIONS, Dimension, GroupBy, Values
from tracker.reports.parts import AS_OF, FILTERS, GROUPING, LEAST, SENT, Part
from tracker.reports.rows import ranked_by
from tracker.reports.time_to_answer.clocks import CLOCKS, OPEN, Clock, Ending
from tracker.reports.time_to_answer.definitions import DEFINITIONS
from tracker.reports.time_to_answer.lives import Lives, Ranked, lives_by
from tracker.reports.time_to_answer.pictures import by_rows, causes
from tracker.reports.time_to_answer.tables import (
    AGES,
    ahead_table,
    curve_table,
    rows_table,
    within_table,
)

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

USUAL = "answer"
CLOCK = Part(
    fields={
        "clock": forms.ChoiceField(
            label=_("Time to"), choices=[(key, clock.label) for key, clock in CLOCKS.items()]
        )
    },
    usual=lambda _today: {"clock": USUAL},
)
OLDEST = 3650
AGE = Part(
    fields={
        "age": forms.IntegerField(
            label=_("Chance of one that has waited, days"), required=False, min_value=0, max_value=OLDEST
        )
    }
)


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. One query, and one for names of another table."""
    dimension = question.rows_by(DIMENSIONS)
    clock = CLOCKS[question.more.get("clock", USUAL)]
    spells = spells_of(requests, question.narrowed(), at=question.at)
    found, whole = lives_by(spells, dimension, clock, question.on)
    ranked = _ranked(found, dimension)
    enough = whole.number() >= question.minimum
    return Result(
        headline=_headline(whole) if enough else "",
        sentence=_sentence(whole, clock, question),
        figures=tuple(_figures(whole, clock, question)),
        tables=tuple(_tables(ranked, whole, dimension, clock, question)),
        charts=tuple(_charts(ranked, whole, dimension, clock, question)) if enough else (),
        notes=tuple(_notes(dimension, question)),
        anomalies=tuple(_anomalies(whole)),
    )


def _ranked(found: Mapping[Values, Lives], dimension: Dimension) -> Ranked:
    """Most requests first; years in their own order."""
    return ranked_by(dimension, found, lambda values, lives: (-lives.number(), dimension.label_of(values)))


def _tables(
    ranked: Ranked, whole: Lives, dimension: Dimension, clock: Clock, question: Question
) -> Iterator[Table]:
    if whole.number() >= question.minimum:
        yield curve_table(whole, clock)
    yield within_table(ranked, whole, dimension, clock, question)
    yield rows_table(ranked, whole, dimension, clock, question)
    if whole.number() >= question.minimum:
        age = question.more.get("age")
        yield ahead_table(whole, clock, sorted({*AGES, *([] if age is None else [age])}), question.minimum)


def _charts(
    ranked: Ranked, whole: Lives, dimension: Dimension, clock: Clock, question: Question
) -> Iterator[Chart]:
    yield causes(whole, clock, question.minimum)
    compared = by_rows(ranked, dimension, clock, question)
    if compared:
        yield compared


def _headline(whole: Lives) -> str:
    reached = whole.curves()[0].median().day
    if reached is None:
        return gettext("longer than observed")
    return ngettext("%(days)s day", "%(days)s days", reached) % {"days": words.days(reached)}


def _sentence(whole: Lives, clock: Clock, question: Question) -> str:
    numbers = {
        "reached": words.count(whole.number(Ending.REACHED)),
        "sent": words.count(whole.number()),
        "open": words.count(whole.number(*OPEN)),
        "minimum": question.minimum,
    }
    if whole.number() < question.minimum:
        return str(clock.few) % numbers
    found = whole.curves()[0].median()
    between = words.within(found.low, found.high, written=words.days) or gettext("not reached")
    return str(clock.sentence) % {**numbers, "between": between}


def _figures(whole: Lives, clock: Clock, question: Question) -> Iterator[Figure]:
    for one in clock.figures:
        rows = question.narrowed(**one.rows or {})
        yield Figure(key=one.key, label=str(one.label), value=whole.number(*one.endings), rows=rows)


def _notes(dimension: Dimension, question: Question) -> Iterator[str]:
    if not question.wanted.direction and dimension.key is not GroupBy.DIRECTION:
        yield words.both_directions()


def _anomalies(whole: Lives) -> Iterator[str]:
    if whole.backdated:
        yield gettext(
            "Answers or endings dated before the sending: %(number)s. They count as on its day."
        ) % {"number": whole.backdated}


REPORT = Report(
    slug="time-to-answer",
    title=_("Time to answer"),
    summary=_(
        "How long it takes until an acknowledgement, the first answer or full execution, with those counted who still"
        " wait; by channel, jurisdiction, office and more, and what the next days bring to a request that is so old."
    ),
    definitions=DEFINITIONS,
    asks=(CLOCK, GROUPING, SENT, AS_OF, LEAST, AGE, FILTERS),
    answer=answer,
    dimensions=tuple(one for one in DIMENSIONS.values() if not one.is_result),
)
