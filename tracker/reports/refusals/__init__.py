"""Refusals by ground: who refused what, wholly or in part, and whether there was a consultation before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.figures import Figure
from tracker.casework.filtering.refused import Refused
from tracker.casework.filtering.stretched import NO, YES
from tracker.casework.filters import CaseFilter, spells_of
from tracker.reports import words
from tracker.reports.base import About, Question, Report, Result
from tracker.reports.charts.intervals import Intervals
from tracker.reports.dimensions import DIMENSIONS, Dimension, Values
from tracker.reports.parts import AS_OF, FILTERS, GROUPING, LEAST, SENT
from tracker.reports.refusals.articles import articles_table
from tracker.reports.refusals.counting import (
    Counts,
    Refusal,
    added,
    anomalies,
    counted,
    population,
    refusals,
    returns,
)
from tracker.reports.refusals.definitions import DEFINITIONS
from tracker.reports.refusals.postponed import postponed_table, postponements
from tracker.reports.refusals.tables import ROWS, Side, ground_bars, ground_table, returns_table, rows_table
from tracker.reports.rows import dots_by, ranked_by
from tracker.reports.statistics import wilson
from tracker.reports.stays import stretches_of
from workflows.vocabulary import Direction, Tone

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

Ranked = list[tuple[Values, Counts]]
Everybody = Mapping[tuple[Values, Direction], Counts]

BY: Final = {key: dimension for key, dimension in DIMENSIONS.items() if not dimension.is_result}


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in.

    Five queries; two more where a request may stand in several rows.
    """
    dimension, on = question.rows_by(BY), question.on
    wanted = question.narrowed()
    spells = spells_of(requests, wanted, at=question.at)
    everybody, lines = population(spells, dimension, on), refusals(spells, dimension, on)
    rows = added(_by_values(everybody), counted(lines, lambda line: line.values).items())
    rows = {values: row for values, row in rows.items() if dimension.has(values)}
    if dimension.is_multiple:
        everybody, lines = population(spells, None, on), refusals(spells, None, on)
    ways = added(_by_direction(everybody), counted(lines, lambda line: line.direction).items())
    whole = sum(ways.values(), start=Counts())
    ranked = _ranked(rows, dimension, question)
    sides = [_side(way, ways[way], lines) for way in Direction if way in ways]
    stretches = stretches_of(requests, wanted, at=question.at)
    delays, delayed = postponements(stretches, on)
    return Result(
        headline=words.share(whole.whole_closed / whole.closed) if whole.closed >= question.minimum else "",
        sentence=_sentence(whole, question),
        figures=tuple(_figures(whole, sum(one.requests for one in delayed.values()), question)),
        tables=(
            *(ground_table(side, question) for side in sides),
            rows_table(ranked, whole, dimension, question),
            articles_table(lines, delays, question),
            *(
                postponed_table(side, delays, delayed[side.direction], question)
                for side in sides
                if side.direction in delayed
            ),
            returns_table(returns(stretches, on), [side.direction for side in sides], question),
        ),
        charts=(
            *(bars for side in sides for bars in ground_bars(side, question)),
            *_charts(ranked, dimension, question),
        ),
        notes=tuple(_notes(whole)),
        anomalies=tuple(anomalies(whole, rows, lines, dimension)),
    )


def _by_values(everybody: Everybody) -> Iterator[tuple[Values, Counts]]:
    return ((values, counts) for (values, _way), counts in everybody.items())


def _by_direction(everybody: Everybody) -> Iterator[tuple[Direction, Counts]]:
    return ((way, counts) for (_values, way), counts in everybody.items())


def _side(way: Direction, whole: Counts, lines: list[Refusal]) -> Side:
    """Who refused what, the most frequent ground first."""
    grounds = counted((line for line in lines if line.direction is way), lambda line: line.ground)
    ranked = sorted(grounds.items(), key=lambda entry: (-entry[1].refused, entry[0]))
    return Side(direction=way, whole=whole, grounds=tuple((ground, row) for ground, row in ranked if ground))


def _ranked(rows: Mapping[Values, Counts], dimension: Dimension, question: Question) -> Ranked:
    """Those refused most often first, then those too few for a rate by number; ordered ones in their own order."""

    def place(values: Values, row: Counts) -> tuple[bool, float, int, str]:
        few = row.closed < question.minimum
        return few, 0 if few else -row.whole_closed / row.closed, -row.sent, dimension.label_of(values)

    return ranked_by(dimension, rows, place)


def _sentence(whole: Counts, question: Question) -> str:
    told = {
        "whole": words.count(whole.whole),
        "whole_closed": words.count(whole.whole_closed),
        "closed": words.count(whole.closed),
        "sent": words.count(whole.sent),
        "open": words.count(whole.open),
        "part": words.count(whole.part),
        "minimum": question.minimum,
    }
    if whole.closed < question.minimum:
        return (
            gettext(
                "%(whole_closed)s of %(closed)s closed were refused wholly: fewer than %(minimum)s, too few for a rate."
                " Of all %(sent)s: %(whole)s wholly, %(part)s in part; still open: %(open)s."
            )
            % told
        )
    told["share"] = words.share(whole.whole / whole.sent)
    told["interval"] = words.interval(wilson(whole.whole_closed, whole.closed))
    return (
        gettext(
            "of the closed were refused wholly, %(whole_closed)s of %(closed)s (95 %% interval %(interval)s); of all"
            " %(sent)s, %(share)s. Refused in part: %(part)s; still open: %(open)s."
        )
        % told
    )


def _figures(whole: Counts, postponed: int, question: Question) -> Iterator[Figure]:
    def figure(key: str, label: str, value: int, rows: CaseFilter, tone: Tone | None = None) -> Figure:
        return Figure(key=key, label=label, value=value, rows=rows, tone=tone if value else None)

    yield figure("sent", gettext("Sent"), whole.sent, question.narrowed())
    yield figure("closed", gettext("Closed"), whole.closed, question.narrowed(closed=YES))
    yield figure("open", gettext("Still open"), whole.open, question.narrowed(closed=NO))
    wholly, partly = (question.narrowed(refused=how.value) for how in (Refused.WHOLE, Refused.PART))
    yield figure("wholly", gettext("Refused wholly"), whole.whole, wholly, Tone.REFUSED)
    yield figure("in_part", gettext("Refused in part"), whole.part, partly)
    yield figure("consulted", gettext("Consulted before"), whole.consulted, question.narrowed(consulted=YES))
    yield figure("postponed", gettext("Postponed"), postponed, question.narrowed(postponed=YES))


def _charts(ranked: Ranked, dimension: Dimension, question: Question) -> Iterator[Intervals]:
    dots = dots_by(dimension, ranked, lambda row: (row.whole_closed, row.closed), question, closed=YES)
    if dots:
        title = gettext("Refused wholly, of the closed, with its 95 % interval")
        yield Intervals(title=title, table=ROWS, dots=dots)


def _notes(whole: Counts) -> Iterator[str]:
    both = whole.consulted + whole.alone - whole.refused
    if both:
        yield ngettext(
            "%(both)s request was refused with and without a consultation before: it stands in both columns.",
            "%(both)s requests were refused with and without a consultation before: they stand in both columns.",
            both,
        ) % {"both": words.count(both)}


REPORT = Report(
    slug="refusals",
    title=_("Refusals by ground"),
    summary=_(
        "On which grounds requests were refused or postponed, by them and by us, wholly or in part, with the share of"
        " the closed and of all, the article, and whether there was a consultation before."
    ),
    definitions=DEFINITIONS,
    asks=(GROUPING, SENT, AS_OF, LEAST, FILTERS),
    answer=answer,
    dimensions=tuple(BY.values()),
    about=About.MATTERS,
)
