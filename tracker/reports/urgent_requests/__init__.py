"""Urgent requests: how many are, and after how many hours the side that is asked does something about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.figures import Figure
from tracker.casework.filtering.urgent import Acted
from tracker.casework.filters import spells_of
from tracker.reports import words
from tracker.reports.base import Question, Report, Result
from tracker.reports.charts.intervals import Dot, Intervals
from tracker.reports.dimensions import DIMENSIONS, Dimension, GroupBy, Values
from tracker.reports.parts import AS_OF, FILTERS, GROUPING, LEAST, SENT
from tracker.reports.rows import ranked_by
from tracker.reports.urgent_requests.counting import (
    DAY,
    STATES,
    TENTHS,
    Tally,
    anomalies,
    by_class,
    by_values,
    lines_of,
    together,
    without_hours,
)
from tracker.reports.urgent_requests.definitions import DEFINITIONS
from tracker.reports.urgent_requests.tables import (
    HOURS,
    classes_table,
    hours_table,
    rows_table,
)
from workflows.vocabulary import Urgency

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

Ranked = list[tuple[Values, Tally]]

KINDS: Final = (
    GroupBy.DIRECTION,
    GroupBy.CHANNEL,
    GroupBy.INSTRUMENT,
    GroupBy.JURISDICTION,
    GroupBy.REGION,
    GroupBy.RELATIONSHIP,
    GroupBy.AUTHORITY,
    GroupBy.OFFICE,
    GroupBy.YEAR,
    GroupBy.OFFENCE,
    GroupBy.ITEM_TYPE,
)
BY: Final = {key: DIMENSIONS[key] for key in KINDS}


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. One query, and one for names."""
    dimension = question.rows_by(BY)
    spells = spells_of(requests, question.narrowed(), at=question.at)
    lines = lines_of(spells, dimension.grouped, question)
    rows = by_values(lines, dimension)
    whole = together(lines)
    ranked = _ranked(rows, dimension)
    return Result(
        headline=words.share(whole.pressing / whole.all) if whole.all >= question.minimum else "",
        sentence=_sentence(whole, question),
        figures=tuple(_figures(whole, question)),
        tables=(
            classes_table(by_class(lines), whole, question),
            rows_table(ranked, whole, dimension, question),
            hours_table(ranked, whole, dimension, question),
        ),
        charts=tuple(_charts(ranked, dimension, question)),
        notes=tuple(_notes(ranked, whole, dimension)),
        anomalies=tuple(anomalies(whole)),
    )


def _ranked(rows: Mapping[Values, Tally], dimension: Dimension) -> Ranked:
    """Those with most urgent ones first; ordered ones in their own order."""
    return ranked_by(
        dimension,
        rows,
        lambda values, tally: (-tally.pressing, -tally.all, dimension.label_of(values)),
    )


def _sentence(whole: Tally, question: Question) -> str:
    told = {
        "urgent": words.count(whole.pressing),
        "sent": words.count(whole.all),
        "emergencies": words.count(whole.sent[Urgency.EMERGENCY]),
        "waiting": words.count(whole.states[Acted.WAITING]),
        "timed": words.count(whole.timed),
    }
    counts = (
        gettext(
            "were urgent, %(urgent)s of %(sent)s sent; %(emergencies)s of them emergencies. %(waiting)s wait for a"
            " first act."
        )
        if whole.all >= question.minimum
        else gettext(
            "%(urgent)s of %(sent)s sent were urgent, %(emergencies)s of them emergencies. %(waiting)s wait for a first"
            " act."
        )
    )
    if whole.timed < question.minimum:
        return counts % told
    reached = whole.curve().median().day
    median = (
        gettext("Half were acted on within %(hours)s hours (of %(timed)s with hours).")
        % {**told, "hours": words.hours(reached / TENTHS)}
        if reached is not None
        else gettext("Less than half were acted on (of %(timed)s with hours).") % told
    )
    return f"{counts % told} {median}"


def _figures(whole: Tally, question: Question) -> Iterator[Figure]:
    emergencies = {"urgency": Urgency.EMERGENCY.value}
    acted, waiting, ended = ({"acted": state.value} for state in STATES)
    for key, label, value, kept in (
        ("sent", gettext("Sent"), whole.all, {}),
        ("urgent", gettext("Urgent"), whole.pressing, {"acted": Acted.ANY.value}),
        ("emergencies", gettext("Emergencies"), whole.sent[Urgency.EMERGENCY], emergencies),
        ("acted", gettext("Acted on"), whole.states[Acted.YES], acted),
        ("waiting", gettext("Waiting"), whole.states[Acted.WAITING], waiting),
        ("ended", gettext("Ended without an act"), whole.states[Acted.ENDED], ended),
    ):
        yield Figure(key=key, label=label, value=value, rows=question.narrowed(**kept))


def _charts(ranked: Ranked, dimension: Dimension, question: Question) -> Iterator[Intervals]:
    dots = tuple(
        Dot(
            label=dimension.label_of(values),
            of=tally.timed,
            share=share.value,
            low=share.interval.low,
            high=share.interval.high,
            rows=question.narrowed(acted=Acted.TIMED.value, **dimension.filter_of(values)),
        )
        for values, tally in ranked
        if tally.timed >= question.minimum
        for share in (tally.curve().at(DAY),)
        if share is not None
    )
    if dots:
        title = gettext("Acted on within a day, of those with hours, with its 95 % interval")
        yield Intervals(title=title, table=HOURS, dots=dots)


def _notes(ranked: Ranked, whole: Tally, dimension: Dimension) -> Iterator[str]:
    yield from without_hours([whole])
    if dimension.is_multiple:
        yield from words.several_rows(sum(tally.all for _values, tally in ranked), once=whole.all)


REPORT = Report(
    slug="urgent-requests",
    title=_("Urgent requests"),
    summary=_(
        "How many requests are urgent or emergencies, and after how many hours the side that is asked does something"
        " about them, with those counted that still wait."
    ),
    definitions=DEFINITIONS,
    asks=(GROUPING, SENT, AS_OF, LEAST, FILTERS),
    answer=answer,
    dimensions=tuple(BY.values()),
)
