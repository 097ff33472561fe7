"""Small figures and whatever would tell them: held against an attacker who solves for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from tracker.casework.filters import CaseFilter
from tracker.packs.suppression import solving
from tracker.packs.suppression.figures import Figures
from tracker.packs.suppression.moves import hide
from tracker.packs.suppression.reading import Shown
from tracker.packs.suppression.solving import Programme
from tracker.packs.suppression.tables import MARK, without_small
from tracker.reports import cells
from tracker.reports.base import Cell, Column, Row, Table

Matrix = Sequence[Sequence[int]]

KEYS = ("sent", "answered", "refused", "open")


def counted(label: str, parts: Sequence[int], *more: Cell) -> Row:
    """A row whose first figure is the sum of the others."""
    return Row(label=label, cells=(*(cells.count(one) for one in (sum(parts), *parts)), *more))


def table(rows: Matrix, *, key: str = "rows", names: Sequence[str] = (), with_total: bool = True) -> Table:
    """Rows of parts with their sums in front, all of them added up below."""
    named = names or [f"Row {place}" for place in range(len(rows))]
    whole = [sum(column) for column in zip(*rows, strict=True)]
    return Table(
        key=key,
        title=key,
        heading="Row",
        columns=tuple(Column(label=name, keys=(name,)) for name in KEYS[: len(rows[0]) + 1]),
        rows=tuple(counted(name, parts) for name, parts in zip(named, rows, strict=True)),
        totals=(counted("All", whole),) if with_total else (),
    )


def masked_of(*tables: Table, threshold: int = 5) -> tuple[Table, ...]:
    return without_small([Shown(table=one) for one in tables], threshold).tables


def shown(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in (*table.rows, *table.totals)]


def ranges(rows: Matrix, masked: Table) -> list[tuple[int, int]]:
    """The least and the most that each hidden figure can be, by all that is printed: whole numbers from 1.

    Knows that the first column is the sum of the others, and the last row that of the rows.
    """
    body = np.array(rows)
    whole = np.vstack([body, body.sum(axis=0)])
    true = np.column_stack([whole.sum(axis=1), whole])
    height, width = true.shape
    equations = []
    for row in range(height):
        line = np.zeros_like(true)
        line[row, 0], line[row, 1:] = -1, 1
        equations.append(line.ravel())
    for column in range(width):
        line = np.zeros_like(true)
        line[-1, column], line[:-1, column] = -1, 1
        equations.append(line.ravel())
    dark = np.array([[cell.text == MARK for cell in row.cells] for row in (*masked.rows, *masked.totals)])
    low = np.where(dark, 1, true).ravel()
    high = np.where(dark, np.inf, true).ravel()
    found = []
    for place in np.flatnonzero(dark.ravel()):
        aim = np.zeros(true.size)
        aim[place] = 1
        ends = []
        for sign in (1, -1):
            capped = np.minimum(high, true.sum() * 10)
            answer = milp(
                sign * aim,
                constraints=LinearConstraint(np.array(equations), 0, 0),
                bounds=Bounds(low, capped),
                integrality=np.ones(true.size, dtype=int),
            )
            assert answer.success
            ends.append(round(sign * answer.fun))
        found.append((ends[0], ends[1]))
    return found


def test_a_small_figure_is_hidden_and_a_zero_is_not() -> None:
    (masked,) = masked_of(table([[20, 0, 9], [30, 2, 8], [40, 6, 7]]))
    assert shown(masked)[0][2] == "0"
    assert shown(masked)[1][2] == MARK
    hidden = [cell for row in masked.rows for cell in row.cells if cell.text == MARK]
    assert all((cell.values, cell.is_known, cell.reason) == ((None,), False, "suppressed") for cell in hidden)


def test_a_word_that_is_missing_tells_no_count_and_why_a_rate_is_does() -> None:
    columns = (
        Column(label="Article", keys=("article",), is_worded=True),
        Column(label="Refused", keys=("refused",)),
        Column(label="Rate", keys=("rate",)),
    )
    laws = (cells.word("Art. 27"), cells.unknown("none in our tables"))
    few = cells.count(2), cells.unknown("n < 5")
    rows = tuple(Row(label=law.text, cells=(law, *few)) for law in laws)
    (masked,) = masked_of(Table(key="articles", title="", heading="Ground", columns=columns, rows=rows))
    assert shown(masked) == [["Art. 27", MARK, MARK], ["none in our tables", MARK, MARK]]


def test_one_hidden_figure_alone_would_be_the_difference() -> None:
    rows = [[20, 3, 9], [30, 12, 8], [40, 6, 7]]
    (masked,) = masked_of(table(rows))
    dark = {
        (row, column)
        for row, line in enumerate(shown(masked))
        for column, text in enumerate(line)
        if text == MARK
    }
    assert (0, 2) in dark
    assert len(dark) == 4, "the corners of one rectangle"
    assert all(low < high for low, high in ranges(rows, masked))


def test_two_ones_are_told_by_their_sum() -> None:
    """Hidden figures are one at least: two of them that add up to two are one each."""
    rows = [[20, 1], [30, 1], [40, 0], [50, 9]]
    (masked,) = masked_of(table(rows), threshold=2)
    assert all(low < high for low, high in ranges(rows, masked))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 14), min_size=width, max_size=width), min_size=1, max_size=6
        )
    ),
    threshold=st.integers(2, 8),
)
def test_no_hidden_figure_can_be_computed_back(rows: list[list[int]], threshold: int) -> None:
    whole = table(rows)
    (masked,) = masked_of(whole, threshold=threshold)
    for row, before in zip((*masked.rows, *masked.totals), (*whole.rows, *whole.totals), strict=True):
        for cell, was in zip(row.cells, before.cells, strict=True):
            value = was.values[0]
            assert isinstance(value, int)
            assert cell.text == MARK or not 1 <= value < threshold
            assert cell.text == MARK or cell.values == was.values
            assert value or cell.text == "0"
    values = [cell.values[0] for line in (*whole.rows, *whole.totals) for cell in line.cells]
    dark = [cell.text == MARK for line in (*masked.rows, *masked.totals) for cell in line.cells]
    hidden = [value for value, is_dark in zip(values, dark, strict=True) if is_dark]
    for value, (low, high) in zip(hidden, ranges(rows, masked), strict=True):
        assert isinstance(value, int)
        assert low < high
        assert value >= threshold or high >= threshold, "nobody can say that it is a small one"


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    whole = table([[20, 0, 9], [30, 12, 8]])
    (masked,) = masked_of(whole)
    assert shown(masked) == shown(whole)


def test_a_rate_beside_a_hidden_figure_goes_with_it() -> None:
    rate = cells.rate(3, 20, minimum=5)
    few = cells.unknown("n < 5")
    whole = Table(
        key="rates", title="Rates", heading="Row",
        columns=(
            *(Column(label=name, keys=(name,)) for name in ("sent", "answered", "rate")),
            Column(label="interval", keys=("rate_from", "rate_to")),
        ),
        rows=(
            Row(label="China", cells=(cells.count(20), cells.count(3), *rate)),
            Row(label="Estonia", cells=(cells.count(40), cells.count(10), few, cells.silent("n < 5", values=2))),
            Row(label="Kenya", cells=(cells.count(60), cells.count(20), *cells.rate(20, 60, minimum=5))),
        ),
    )  # fmt: skip
    (masked,) = masked_of(whole)
    assert shown(masked) == [
        ["20", MARK, MARK, MARK],
        ["40", "10", "n < 5", ""],
        ["60", "20", "33 %", "22.7–45.9 %"],
    ]


def test_what_may_be_computed_of_a_hidden_figure_is_hidden_in_another_table_too() -> None:
    first = table([[20, 3], [30, 12], [40, 17]], key="first", names=("China", "Estonia", "Kenya"))
    again = Table(
        key="again", title="Again", heading="Row",
        columns=(
            Column(label="sent", keys=("sent",)),
            Column(label="share", keys=("share",)),
            Column(label="longest", keys=("longest_days",)),
        ),
        rows=tuple(
            Row(label=name, cells=(cells.count(number), cells.part(number, 122), Cell(text="80", values=(80,))))
            for name, number in (("China", 23), ("Estonia", 42), ("Kenya", 57), ("Togo", 23))
        ),
    )  # fmt: skip
    one, other = masked_of(first, again)
    assert shown(one)[0][2] == MARK
    assert shown(other)[0] == ["23", "19 %", MARK], (
        "23 of China are those of whom 3 are hidden; a share is of all"
    )
    assert shown(other)[3] == ["23", "19 %", "80"], "another row has nothing to do with it"


def shares(rows: dict[str, tuple[int, int]], *, key: str = "execution_of_closed") -> Table:
    """So many closed, and the share of them that was executed, which no column counts; all of them below."""
    whole = tuple(sum(column) for column in zip(*rows.values(), strict=True))
    lines = [
        Row(label=label, cells=(cells.count(closed), cells.part(executed, closed)))
        for label, (closed, executed) in {**rows, "All": whole}.items()
    ]
    return Table(
        key="shares", title="Shares", heading="Row", rows=tuple(lines[:-1]), totals=tuple(lines[-1:]),
        columns=(Column(label="closed", keys=("closed",)), Column(label="share", keys=(key,))),
    )  # fmt: skip


def test_a_count_that_only_shares_tell_is_no_difference_between_the_others() -> None:
    """The executed of all, 60 % of 100, less those of the others would be the three that are hidden."""
    (masked,) = masked_of(shares({"China": (20, 3), "Estonia": (40, 27), "Kenya": (40, 30)}))
    dark = [line[1] == MARK for line in shown(masked)]
    assert dark[0]
    assert sum(dark) > 1
    assert all(line[0] != MARK for line in shown(masked)), "the closed ones tell nothing without the share"


def test_a_share_that_is_of_printed_counts_is_printed_beside_a_hidden_one() -> None:
    whole = Table(
        key="k", title="t", heading="h",
        columns=(*(Column(label=key, keys=(key,)) for key in ("sent", "answered", "withdrawn", "lapsed")),
                 Column(label="rate", keys=("rate", "rate_from", "rate_to"))),
        rows=(
            Row(label="China", cells=(*map(cells.count, (40, 30, 3, 7)), cells.rate_within(30, 40, minimum=5))),
            Row(label="Kenya", cells=(*map(cells.count, (60, 10, 20, 30)), cells.rate_within(10, 60, minimum=5))),
        ),
    )  # fmt: skip
    (masked,) = masked_of(whole)
    assert shown(masked)[0] == ["40", "30", MARK, MARK, "75 % (60–86)"]
    assert MARK not in shown(masked)[1]


def test_why_there_is_no_rate_would_tell_that_its_count_is_small() -> None:
    whole = Table(
        key="k", title="t", heading="h",
        columns=tuple(Column(label=key, keys=(key,)) for key in ("sent", "answered", "rate")),
        rows=(
            Row(label="China", cells=(cells.count(3), cells.count(0), cells.unknown("n < 5"))),
            Row(label="Kenya", cells=(cells.count(60), cells.count(0), cells.part(0, 60))),
        ),
    )  # fmt: skip
    (masked,) = masked_of(whole)
    assert shown(masked) == [[MARK, "0", MARK], ["60", "0", "0 %"]]


def test_a_median_goes_with_the_number_of_which_it_is() -> None:
    def row(name: str, sent: int, answered: int) -> Row:
        counted = map(cells.count, (sent, answered, sent - answered))
        return Row(label=name, cells=(*counted, cells.days(80, ""), cells.days(40, "")))

    whole = Table(
        key="k", title="t", heading="h",
        columns=tuple(
            Column(label=key, keys=(key,)) for key in ("sent", "answered", "open", "median_days_answered", "days")
        ),
        rows=(row("China", 130, 126), row("Kenya", 60, 30), row("Togo", 50, 10)),
    )  # fmt: skip
    (masked,) = masked_of(whole)
    assert shown(masked) == [
        ["130", MARK, MARK, MARK, MARK],
        ["60", "30", "30", "80", "40"],
        ["50", "10", "40", "80", "40"],
    ]


def test_a_share_of_a_total_would_tell_the_total() -> None:
    """Seven are 28 % of 25: a total that is hidden where it stands."""
    rows = [("China", 7), ("Kenya", 15), ("Togo", 3)]
    listed = Table(
        key="k", title="t", heading="h",
        columns=(Column(label="refused", keys=("refused",)), Column(label="share", keys=("share",))),
        rows=tuple(Row(label=name, cells=(cells.count(one), cells.part(one, 25))) for name, one in rows),
        totals=(Row(label="All", cells=(cells.count(25), cells.part(25, 25))),),
    )  # fmt: skip
    (masked,) = masked_of(listed)
    for line in shown(masked):
        assert line[0] != MARK or line[1] == MARK
    if shown(masked)[-1][0] == MARK:
        assert {line[1] for line in shown(masked)} == {MARK}


def test_the_same_tables_are_always_hidden_alike() -> None:
    rows = [[20, 3, 9], [30, 12, 8], [4, 6, 7], [1, 2, 30], [9, 9, 9]]
    assert shown(masked_of(table(rows))[0]) == shown(masked_of(table(rows))[0])


def test_a_total_hidden_here_is_not_told_there() -> None:
    """A table of one row gives its figure away by its total, which a second table repeats."""
    first = table([[9, 3]], key="first", names=("China",))
    second = table([[5, 4], [4, 0], [6, 5]], key="second", names=("Letters", "Treaty", "Network"))
    small = masked_of(first, second)
    assert shown(small[0])[0][2] == shown(small[0])[1][2] == MARK


def test_sums_of_days_do_not_tell_either() -> None:
    def row(name: str, number: int, days: int) -> Row:
        return Row(label=name, cells=(cells.count(number), Cell(text=f"{days}", values=(days,))))

    whole = Table(
        key="days", title="Days", heading="Row",
        columns=(Column(label="n", keys=("n",)), Column(label="days", keys=("days",))),
        rows=(row("China", 2, 100), row("Estonia", 10, 200), row("Kenya", 20, 300), row("Togo", 30, 500)),
        totals=(row("All", 62, 1100),),
    )  # fmt: skip
    (masked,) = masked_of(whole)
    assert shown(masked)[:2] == [[MARK, MARK], [MARK, MARK]]
    assert shown(masked)[2:] == [["20", "300"], ["30", "500"], ["62", "1100"]]


def test_no_figure_leads_anywhere() -> None:
    rows = (Row(label="China", cells=(cells.count(50, CaseFilter(jurisdiction="CN")),)),)
    whole = Table(
        key="k", title="t", heading="h", columns=(Column(label="n", keys=("n",)),), rows=rows, notes=("50.",)
    )
    (masked,) = masked_of(whole)
    assert masked.rows[0].cells[0].rows is None
    assert masked.notes == ()


def test_pending_is_carried_forward_into_the_next_row() -> None:
    """A hidden figure that the next row repeats under another heading is hidden there, too."""

    def row(name: str, *numbers: int) -> Row:
        return Row(label=name, cells=tuple(cells.count(number) for number in numbers))

    names = ("carried", "new", "closed", "pending")
    whole = Table(
        key="periods", title="Periods", heading="Year",
        columns=tuple(Column(label=name, keys=(name,)) for name in names),
        rows=(row("2023", 7, 20, 24, 3), row("2024", 3, 30, 22, 11), row("2025", 11, 40, 31, 20)),
        totals=(row("All", 7, 90, 77, 20),),
    )  # fmt: skip
    (masked,) = masked_of(whole)
    assert masked.rows[0].cells[3].text == masked.rows[1].cells[0].text == MARK


def test_where_no_move_is_found_soon_enough_everything_that_hangs_together_is_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solving, "STEPS", 0)
    figures = Figures(
        values=[3, 4, 7, 9, 12],
        sums=[{0: 1, 1: 1, 2: -1}],
        costs=[1, 1, 1, 1, 1],
        within={(2, 4)},
    )
    hidden = hide(Programme(figures), {0: 2})
    assert hidden.figures == {0, 1, 2, 4}, "the whole of which a hidden one is part goes, too"
    assert hidden.not_found == {0}
    assert figures.allow(hidden.moves[0])
    whole = table([[3, 9], [12, 8]])
    answer = without_small([Shown(table=whole)], 5)
    assert answer.not_found
    assert {
        cell.text for row in (*answer.tables[0].rows, *answer.tables[0].totals) for cell in row.cells
    } == {MARK}


CUBE = Figures(
    values=[3, 4, 7, 5, 6, 11, 8, 10, 18],
    sums=[{0: 1, 1: 1, 2: -1}, {3: 1, 4: 1, 5: -1}, {6: 1, 7: 1, 8: -1},
          {0: 1, 3: 1, 6: -1}, {1: 1, 4: 1, 7: -1}, {2: 1, 5: 1, 8: -1}],
    costs=[3, 4, 700, 5, 6, 700, 800, 1000, 1800],
)  # fmt: skip


def test_every_hidden_figure_has_its_proof() -> None:
    hidden = hide(Programme(CUBE), {0: 2})
    assert hidden.figures == {0, 1, 3, 4}
    assert not hidden.not_found
    for index, move in hidden.moves.items():
        assert move[index] >= 2, "three could be five, the threshold"
        assert all(CUBE.values[one] + step >= 1 for one, step in move.items())
        assert all(sum(factor * move.get(one, 0) for one, factor in each.items()) == 0 for each in CUBE.sums)


def test_a_move_that_is_none_is_not_taken_for_a_proof() -> None:
    assert CUBE.allow({0: 1, 1: -1, 3: -1, 4: 1})
    assert not CUBE.allow({0: 1, 1: -1}), "the columns no longer add up"
    assert not CUBE.allow({0: -3, 1: 3, 3: 3, 4: -3}), "none is hidden that is nothing"
    parted = Figures(values=[3, 5], sums=[], costs=[1, 1], within={(0, 1)})
    assert not parted.allow({0: 3})
    assert parted.allow({0: 3, 1: 1})


def test_a_share_of_what_is_not_printed_would_tell_it() -> None:
    """40 % of the ten that were closed are four, a count that stands nowhere."""
    columns = (Column(label="closed", keys=("closed",)), Column(label="executed", keys=("execution",)))
    rows = (Row(label="China", cells=(cells.count(10), cells.part(4, 10))),)
    (masked,) = masked_of(Table(key="k", title="t", heading="h", columns=columns, rows=rows))
    assert shown(masked) == [["10", MARK]]


def test_a_figure_that_is_the_sum_of_two_in_another_table_does_not_tell_them() -> None:
    """What ended, there, is what was withdrawn and what lapsed, here: one of them cannot be another without the sum."""

    def table_of(key: str, names: Sequence[str], rows: Matrix) -> Table:
        return Table(
            key=key, title=key, heading="Channel",
            columns=tuple(Column(label=name, keys=(name,)) for name in names),
            rows=tuple(
                Row(label=f"Row {place}", cells=tuple(cells.count(one) for one in row))
                for place, row in enumerate(rows)
            ),
        )  # fmt: skip

    fine = table_of(
        "fine",
        ("sent", "answered", "withdrawn", "lapsed"),
        [(30, 20, 3, 7), (50, 20, 10, 20), (41, 22, 8, 11)],
    )
    coarse = table_of("coarse", ("sent", "answered", "ended"), [(30, 20, 10), (50, 20, 30), (41, 22, 19)])
    one, other = masked_of(fine, coarse)
    assert shown(one)[0][2:] == [MARK, MARK], "the two that the sum leaves open"
    assert shown(other)[0] == ["30", "20", "10"]


def plain(key: str, names: Sequence[str], rows: dict[str, Sequence[int | None]], totals: int = 0) -> Table:
    """Counts as given, None for what does not apply; so many of the last rows are totals."""
    lines = [
        Row(
            label=label, cells=tuple(cells.unknown("n/a") if one is None else cells.count(one) for one in row)
        )
        for label, row in rows.items()
    ]
    end = len(lines) - totals
    return Table(
        key=key, title=key, heading=key, rows=tuple(lines[:end]), totals=tuple(lines[end:]),
        columns=tuple(Column(label=name, keys=(name,)) for name in names),
    )  # fmt: skip


def test_a_total_of_some_rows_does_not_tell_one_of_them() -> None:
    """Urgent ones and emergencies are added up below, routine ones are not; nobody acts on these in hours."""
    whole = plain(
        "Urgency",
        ("sent", "acted"),
        {"Routine": (90, None), "Urgent": (3, 2), "Emergency": (12, 8), "Both": (15, 10)},
        totals=1,
    )
    (masked,) = masked_of(whole)
    for column in (0, 1):
        dark = [row for row, line in enumerate(shown(masked)) if line[column] == MARK]
        assert 1 in dark
        assert {2, 3} & set(dark), "one of the others keeps it from being their difference"


def test_rows_without_a_total_have_it_in_another_table() -> None:
    """So many were asked about once, twice, never: together all that were sent, which stands elsewhere."""
    asked = plain("Questions", ("requests",), {"0": (80,), "1": (3,), "2": (0,), "3 or more": (0,)})
    sent = plain("Jurisdiction", ("new",), {"China": (50,), "Kenya": (33,), "All": (83,)}, totals=1)
    one, other = masked_of(asked, sent)
    assert shown(one)[1] == [MARK]
    assert shown(one)[0] == [MARK] or shown(other)[2] == [MARK]


def test_a_total_is_one_figure_in_columns_that_count_the_same() -> None:
    """What was refused, there, was refused wholly, here."""
    matrix = plain(
        "Jurisdiction", ("refused", "executed", "sent"), {"China": (12, 3, 15), "All": (12, 3, 15)}, totals=1
    )
    grounds = plain("Ground", ("wholly", "in_part"), {"Sovereignty": (12, 0), "Each once": (12, 0)}, totals=1)
    one, other = masked_of(matrix, grounds)
    assert (shown(one)[1][0] == MARK) == (shown(other)[1][0] == MARK)


@pytest.mark.parametrize("value", [0.217, -0.217])
def test_a_difference_of_rates_tells_as_much_either_way(value: float) -> None:
    columns = (
        Column(label="sent", keys=("sent",)),
        Column(label="less the others", keys=("difference", "difference_from", "difference_to")),
    )
    cell = Cell(text="points", values=(value, value - 0.1, value + 0.1))
    rows = (Row(label="Treaty", cells=(cells.count(30), cell)),)
    (masked,) = masked_of(Table(key="k", title="t", heading="h", columns=columns, rows=rows))
    assert shown(masked) == [["30", MARK]]


def test_the_amount_of_a_single_case_goes_with_its_count() -> None:
    """Amounts leave the program as text, for every decimal; words stay."""
    columns = (
        Column(label="requests", keys=("requests",)),
        Column(label="amount", keys=("amount", "at_least")),
        Column(label="note", keys=("note",)),
    )
    told = (Cell(text="at least 2,500.00", values=("2500.00", 1)), Cell(text="frozen", values=("frozen",)))
    rows = (Row(label="EUR", cells=(cells.count(1), *told)), Row(label="USD", cells=(cells.count(9), *told)))
    (masked,) = masked_of(Table(key="k", title="t", heading="h", columns=columns, rows=rows))
    assert shown(masked) == [[MARK, MARK, "frozen"], ["9", "at least 2,500.00", "frozen"]]
