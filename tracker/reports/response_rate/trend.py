"""The rate by quarter of sending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext

from tracker.casework import labels
from tracker.reports import cells
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.charts.trend import Moment, Trend
from tracker.reports.counting import Check
from tracker.reports.periods import Period, Quarter
from tracker.reports.rates import rate_and_interval
from tracker.reports.statistics import wilson
from workflows.vocabulary import OPEN_GROUPS, OutcomeGroup

QUARTERS = "quarters"
SHOWN = 20
"""How many quarters are shown, the last ones."""

Quarters = Mapping[Quarter, Check]


def trend_table(quarters: Quarters, question: Question) -> Iterator[Table]:
    """A row a quarter; nothing where there is but one."""
    if len(quarters) < 2:
        return
    shown = _shown(quarters)
    left_out = len(quarters) - len(shown)
    yield Table(
        key=QUARTERS,
        title=gettext("By quarter of sending"),
        heading=gettext("Quarter"),
        columns=rate_columns(),
        rows=tuple(
            Row(
                label=str(quarter),
                cells=rate_cells(
                    sent=one.spells,
                    answered=one.groups[OutcomeGroup.ANSWERED],
                    still_open=sum(one.groups[group] for group in OPEN_GROUPS),
                    question=question,
                    period=_within(quarter, question),
                ),
            )
            for quarter, one in shown.items()
        ),
        notes=(
            gettext("Later quarters have had less time to be answered: their rates will still rise."),
            *(
                [gettext("%(number)s earlier quarters are left out.") % {"number": left_out}]
                if left_out
                else []
            ),
        ),
    )


def trend_chart(quarters: Quarters, question: Question) -> Iterator[Trend]:
    """The same as a line, of the quarters that are enough for a rate; a quarter that is missing parts it."""
    if len(quarters) < 2:
        return
    enough = {quarter: one for quarter, one in _shown(quarters).items() if one.spells >= question.minimum}
    moments = tuple(
        Moment(
            label=str(quarter),
            of=one.spells,
            share=one.groups[OutcomeGroup.ANSWERED] / one.spells,
            between=wilson(one.groups[OutcomeGroup.ANSWERED], one.spells),
            stretch=quarter.place - drawn,
            rows=question.narrowed(**_sent(_within(quarter, question))),
        )
        for drawn, (quarter, one) in enumerate(enough.items())
    )
    if moments:
        yield Trend(
            title=gettext("Share answered so far, by quarter of sending"), table=QUARTERS, moments=moments
        )


def rate_columns() -> tuple[Column, ...]:
    """The headings of `rate_cells`."""
    return (
        Column(label=gettext("Sent"), keys=("sent",)),
        Column(label=str(labels.OUTCOME_GROUP[OutcomeGroup.ANSWERED]), keys=("answered",)),
        Column(label=gettext("Open"), keys=("open",)),
        *rate_and_interval(),
    )


def rate_cells(
    *,
    sent: int,
    answered: int,
    still_open: int,
    question: Question,
    period: Period,
    rows: Mapping[str, object] | None = None,
) -> tuple[Cell, ...]:
    """Counts, and the rate where they are enough; ``rows`` narrows those behind them."""
    behind = question.narrowed(**(rows or {}), **_sent(period))
    answers = replace(behind, outcome_group=OutcomeGroup.ANSWERED.value)
    counts = cells.count(sent, behind), cells.count(answered, answers), cells.count(still_open)
    return (*counts, *cells.rate(answered, sent, minimum=question.minimum))


def _shown(quarters: Quarters) -> Quarters:
    return {quarter: quarters[quarter] for quarter in sorted(quarters)[-SHOWN:]}


def _within(quarter: Quarter, question: Question) -> Period:
    """The quarter's days that lie in the period asked for."""
    first, last = question.wanted.sent_from, question.wanted.sent_until
    return Period(
        first=max(quarter.first, first) if first else quarter.first,
        last=min(quarter.last, last) if last else quarter.last,
    )


def _sent(period: Period) -> dict[str, object]:
    return {"sent_from": period.first, "sent_until": period.last}
