"""Time to answer, with those counted who still wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.figures import Figure
from tracker.casework.filters import spells_of
from tracker.reports import words
from tracker.reports.base import Question, Report, Result, Table
from tracker.reports.charts.drawing import Chart
from tracker.reports.dimensions import DIMENSIONS, Dimension, Values
from tracker.reports.parts import AS_OF, FILTERS, GROUPING, LEAST, SENT, Part
from tracker.reports.time_to_answer.definitions import DEFINITIONS
from tracker.reports.time_to_answer.lives import OPEN, Ending, Lives, Ranked, lives_by
from tracker.reports.time_to_answer.pictures import by_rows, causes
from tracker.reports.time_to_answer.tables import (
    AGES,
    ahead_table,
    curve_table,
    rows_table,
    within_table,
)
from workflows.vocabulary import Outcome, OutcomeGroup

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

OLDEST = 3650
AGE = Part(
    fields={
        "age": forms.IntegerField(
            label=_("Chance of one so many days old"), required=False, min_value=0, max_value=OLDEST
        )
    }
)


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. One query, and one for names of another table."""
    dimension = DIMENSIONS[question.by]
    spells = spells_of(requests, question.narrowed(), at=question.at)
    found, whole = lives_by(spells, dimension, question.on)
    ranked = _ranked(found, dimension)
    enough = whole.number() >= question.minimum
    return Result(
        headline=_headline(whole) if enough else "",
        sentence=_sentence(whole, question),
        figures=tuple(_figures(whole, question)),
        tables=tuple(_tables(ranked, whole, dimension, question)),
        charts=tuple(_charts(ranked, whole, dimension, question)) if enough else (),
        anomalies=tuple(_anomalies(whole)),
    )


def _ranked(found: Mapping[Values, Lives], dimension: Dimension) -> Ranked:
    """Most requests first; years in their own order."""
    if dimension.is_ordered:
        return sorted(found.items(), key=lambda one: dimension.rank_of(one[0]))
    return sorted(found.items(), key=lambda one: (-one[1].number(), dimension.label_of(one[0])))


def _tables(ranked: Ranked, whole: Lives, dimension: Dimension, question: Question) -> Iterator[Table]:
    if whole.number() >= question.minimum:
        yield curve_table(whole)
    yield within_table(ranked, whole, dimension, question)
    yield rows_table(ranked, whole, dimension, question)
    if whole.number() >= question.minimum:
        age = question.more.get("age")
        yield ahead_table(whole, sorted({*AGES, *([] if age is None else [age])}), question.minimum)


def _charts(ranked: Ranked, whole: Lives, dimension: Dimension, question: Question) -> Iterator[Chart]:
    yield causes(whole, question.minimum)
    compared = by_rows(ranked, dimension, question)
    if compared:
        yield compared


def _headline(whole: Lives) -> str:
    reached = whole.curves()[0].median().day
    return (
        gettext("not reached")
        if reached is None
        else gettext("%(days)s days") % {"days": words.days(reached)}
    )


def _sentence(whole: Lives, question: Question) -> str:
    numbers = {
        "answered": words.count(whole.number(Ending.ANSWER)),
        "sent": words.count(whole.number()),
        "open": words.count(whole.number(*OPEN)),
        "minimum": question.minimum,
    }
    if whole.number() < question.minimum:
        return (
            gettext(
                "%(answered)s with an answer of %(sent)s sent, %(open)s open: fewer than %(minimum)s, too few for a"
                " median"
            )
            % numbers
        )
    found = whole.curves()[0].median()
    between = words.days_within(found.low, found.high) or gettext("not reached")
    return gettext(
        "until half of all sent have an answer (95 %% interval %(between)s): %(answered)s of %(sent)s have one, and"
        " %(open)s still open count for as long as they have waited"
    ) % {**numbers, "between": between}


def _figures(whole: Lives, question: Question) -> Iterator[Figure]:
    answered = {"outcome_group": OutcomeGroup.ANSWERED.value}
    counted: tuple[tuple[str, str, tuple[Ending, ...], dict[str, str]], ...] = (
        ("sent", gettext("Sent"), tuple(Ending), {}),
        ("answered", gettext("Answered"), (Ending.ANSWER, Ending.REFUSAL), answered),
        (
            "refused",
            gettext("Of them refused"),
            (Ending.REFUSAL,),
            {**answered, "outcome": Outcome.REFUSED.value},
        ),
    )
    for key, label, endings, rows in counted:
        yield Figure(key=key, label=label, value=whole.number(*endings), rows=question.narrowed(**rows))
    for group in (one for one in OutcomeGroup if one is not OutcomeGroup.ANSWERED):
        yield Figure(
            key=group.value,
            label=str(labels.OUTCOME_GROUP[group]),
            value=whole.number(Ending(group.value)),
            rows=question.narrowed(outcome_group=group.value),
        )


def _anomalies(whole: Lives) -> Iterator[str]:
    if whole.backdated:
        yield gettext(
            "Answers or endings dated before the sending: %(number)s. They count as on its day."
        ) % {"number": whole.backdated}


REPORT = Report(
    slug="time-to-answer",
    title=_("Time to answer"),
    summary=_(
        "How long it takes until an answer, a refusal or an ending, with those counted who still wait; by channel,"
        " jurisdiction, office and more, and what the next days bring to a request that is so old."
    ),
    definitions=DEFINITIONS,
    asks=(GROUPING, SENT, AS_OF, LEAST, AGE, FILTERS),
    answer=answer,
    dimensions=tuple(one for one in DIMENSIONS.values() if not one.is_result),
)
