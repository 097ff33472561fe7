"""The balance as rows: by step, by dimension, by outcome; and what does not add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext

from tracker.casework import labels
from tracker.casework.filtering.flow import Flow
from tracker.casework.filters import CaseFilter
from tracker.reports import cells, words
from tracker.reports.base import Cell, Column, Row, Table
from tracker.reports.flow.crossings import Counted, Crossings, Movements, movements
from tracker.reports.rows import ranked_by, rows_by, title_by
from workflows.vocabulary import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.reports.dimensions import Dimension, Values
    from tracker.reports.rows import Kept
    from tracker.reports.steps import Step

PERIODS: Final = "periods"
ROWS: Final = "rows"
CLOSED: Final = "closed"
ANOMALIES: Final = "anomalies"

RATES: Final[Mapping[str, frozenset[Outcome]]] = {
    "execution": frozenset({Outcome.EXECUTED, Outcome.PARTLY_EXECUTED}),
    "refusal": frozenset({Outcome.REFUSED}),
    "withdrawal": frozenset({Outcome.WITHDRAWN}),
}
"""What is divided by what was closed, and by all that was in hand."""


def by_step(counted: Counted, steps: Sequence[Step], whole: CaseFilter, minimum: int) -> Table:
    """The steps side by side, the whole period below."""
    rows = tuple(
        _row(step.label, movements(counted.whole, place, place), _during(whole, step), minimum)
        for place, step in enumerate(steps, start=1)
    )
    everything = _row(gettext("Whole period"), of_all(counted.whole, steps), whole, minimum)
    return Table(
        key=PERIODS,
        title=gettext("By period"),
        heading=gettext("Period"),
        columns=_columns(),
        rows=rows,
        totals=(everything,),
    )


def by_dimension(
    counted: Counted, steps: Sequence[Step], dimension: Dimension, whole: CaseFilter, minimum: int
) -> Table:
    """Rows by the chosen dimension over the whole period, most pending first."""
    balances = {values: of_all(crossings, steps) for values, crossings in counted.rows.items()}
    shown = {values: one for values, one in balances.items() if one.handled or one.amiss}

    def place(values: Values, balance: Movements) -> tuple[int, int, str]:
        return -balance.pending, -balance.handled, dimension.label_of(values)

    def row(balance: Movements, kept: Kept) -> Iterator[Cell]:
        return _cells(balance, replace(whole, **kept), minimum)  # type: ignore[arg-type]  # named by the dimension

    return Table(
        key=ROWS,
        title=title_by(gettext("By %(dimension)s"), dimension),
        heading=str(dimension.label),
        columns=_columns(),
        rows=rows_by(dimension, ranked_by(dimension, shown, place), row),
        totals=tuple(_totals(counted, steps, dimension, whole, minimum)),
    )


def by_outcome(counted: Counted, steps: Sequence[Step], whole: CaseFilter, minimum: int) -> Table:
    """With what those closed within the period had ended."""
    balance = of_all(counted.whole, steps)
    rows = tuple(
        _ended(str(labels.OUTCOME[outcome]), number, balance, replace(whole, ended_as=outcome.value), minimum)
        for outcome in Outcome
        if (number := balance.closed[outcome])
    )
    total = _ended(gettext("Closed"), balance.closed.total(), balance, whole, minimum)
    return Table(
        key=CLOSED,
        title=gettext("Closed, by outcome"),
        heading=gettext("Outcome"),
        columns=(
            Column(label=gettext("Closed"), keys=("closed",)),
            Column(label=gettext("Of all closed"), keys=("of_closed",)),
            Column(label=gettext("Of all in hand"), keys=("of_handled",)),
        ),
        rows=rows,
        totals=(total,) if rows else (),
    )


def amiss(counted: Counted, steps: Sequence[Step], whole: CaseFilter) -> Table:
    """What stands on one side of the balance only, of the whole period and of each step: without rows, nothing."""
    spans = [(gettext("Whole period"), whole, of_all(counted.whole, steps))]
    if len(steps) > 1:
        spans += [
            (step.label, _during(whole, step), movements(counted.whole, place, place))
            for place, step in enumerate(steps, start=1)
        ]
    return Table(
        key=ANOMALIES,
        title=gettext("What does not add up"),
        heading=gettext("Period"),
        columns=(
            Column(label=gettext("Difference"), keys=("difference",)),
            Column(label=gettext("Stretches that cause it"), keys=("amiss",)),
        ),
        rows=tuple(_amiss(label, rows, balance) for label, rows, balance in spans if balance.amiss),
    )


def of_all(crossings: Crossings, steps: Sequence[Step]) -> Movements:
    """The balance of the whole period."""
    return movements(crossings, 1, len(steps))


def _columns() -> tuple[Column, ...]:
    return (
        Column(label=gettext("Carried forward"), keys=("carried",)),
        Column(label=gettext("New"), keys=("new",)),
        Column(label=gettext("Reopened"), keys=("reopened",)),
        Column(label=gettext("In hand"), keys=("handled",)),
        Column(label=gettext("Closed"), keys=("closed",)),
        Column(label=gettext("Pending"), keys=("pending",)),
        _rate_column("execution", gettext("Executed")),
        _rate_column("refusal", gettext("Refused")),
        _rate_column("withdrawal", gettext("Withdrawn")),
    )


def _rate_column(key: str, label: str) -> Column:
    named = {"label": label}
    return Column(
        label=gettext("%(label)s: of closed, of all") % named,
        keys=(f"{key}_of_closed", f"{key}_of_all"),
        exported=(gettext("%(label)s, of closed") % named, gettext("%(label)s, of all") % named),
    )


def _row(label: str, balance: Movements, rows: CaseFilter, minimum: int) -> Row:
    return Row(label=label, cells=tuple(_cells(balance, rows, minimum)))


def _cells(balance: Movements, rows: CaseFilter, minimum: int) -> Iterator[Cell]:
    yield from _counts(balance, rows)
    yield from _rates(balance, minimum)


def _counts(balance: Movements, rows: CaseFilter) -> Iterator[Cell]:
    yield cells.count(balance.carried, replace(rows, flow=Flow.CARRIED))
    yield cells.count(balance.new, replace(rows, flow=Flow.NEW))
    yield cells.count(balance.reopened, replace(rows, flow=Flow.REOPENED))
    yield cells.count(balance.handled, None)
    yield cells.count(balance.closed.total(), replace(rows, flow=Flow.CLOSED))
    yield cells.count(balance.pending, replace(rows, flow=Flow.PENDING))


def _rates(balance: Movements, minimum: int) -> Iterator[Cell]:
    closed = balance.closed.total()
    for outcomes in RATES.values():
        hits = sum(balance.closed[outcome] for outcome in outcomes)
        shares = [_share(hits, of, minimum) for of in (closed, balance.handled)]
        yield Cell(
            text=" / ".join(shown for shown, _value in shares) if shares[1][1] is not None else shares[1][0],
            values=tuple(value for _shown, value in shares),
            is_known=shares[0][1] is not None,
            reason="" if shares[0][1] is not None else shares[0][0],
        )


def _share(hits: int, of: int, minimum: int) -> tuple[str, float | None]:
    return (words.share(hits / of), hits / of) if of >= minimum else (cells.too_few(of, minimum), None)


def _ended(label: str, number: int, balance: Movements, rows: CaseFilter, minimum: int) -> Row:
    shares = (_share(number, of, minimum) for of in (balance.closed.total(), balance.handled))
    return Row(
        label=label,
        cells=(
            cells.count(number, replace(rows, flow=Flow.CLOSED)),
            *(
                Cell(
                    text=shown,
                    values=(value,),
                    is_known=value is not None,
                    reason="" if value is not None else shown,
                )
                for shown, value in shares
            ),
        ),
    )


def _amiss(label: str, rows: CaseFilter, balance: Movements) -> Row:
    difference = Cell(text=words.count(balance.difference), values=(balance.difference,))
    return Row(label=label, cells=(difference, cells.count(balance.amiss, replace(rows, flow=Flow.AMISS))))


def _totals(
    counted: Counted, steps: Sequence[Step], dimension: Dimension, whole: CaseFilter, minimum: int
) -> Iterator[Row]:
    once = of_all(counted.whole, steps)
    if not dimension.is_multiple:
        yield _row(gettext("All"), once, whole, minimum)
        return
    summed = of_all(sum(counted.rows.values(), Crossings()), steps)
    counts = tuple(cells.count(int(cell.values[0] or 0), None) for cell in _counts(summed, whole))
    unknown = cells.unknown(gettext("n/a"), values=2)
    yield Row(label=gettext("Sum of the rows"), cells=(*counts, *(unknown for _rate in RATES)))
    yield _row(gettext("Requests, each once"), once, whole, minimum)


def _during(whole: CaseFilter, step: Step) -> CaseFilter:
    return replace(whole, flow_from=step.first, flow_until=step.last)
