"""The linear programme of moves: other numbers in place of hidden ones, at the least cost."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import highspy
import numpy as np

from tracker.packs.suppression.figures import NEAR, Figures, Move, Value

STEPS: Final = 300_000
"""How many steps the solver takes for one document: counted, not timed, so that the result is always the same."""
NODES: Final = 100
"""How many branches are tried for a move in whole numbers where the cheapest one is in parts."""
MOVED: Final = 0.001
"""What it costs to move what is hidden anyway: next to nothing, yet a small move is the better one."""
UNBOUNDED: Final = highspy.kHighsInf


class Programme:
    """Columns: by how much each figure goes up, then by how much each goes down. Rows: the sums, then the parts."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self._number = len(figures.values)
        self._columns = np.arange(2 * self._number, dtype=np.int32)
        self._costs = np.array(figures.costs, dtype=float)
        # None goes under one; what is less than one already, as a share, does not go down.
        self._down = np.array([max(0.0, value - 1.0) for value in figures.values])
        self._whole = np.tile([isinstance(value, int) for value in figures.values], 2)
        self._left = STEPS
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call] # the one call that it leaves out
        self._solver.silent()
        for name, value in (("threads", 1), ("random_seed", 0), ("mip_max_nodes", NODES)):
            self._solver.setOptionValue(name, value)
        self._solver.passModel(_model(figures))

    def move(self, index: int, least: float, hidden: Collection[int], free: Collection[int]) -> Move | None:
        """The cheapest that raises a figure by so much and moves none but free ones; None where none is found."""
        self._ask(index, least, hidden, free)
        for whole in (np.zeros_like(self._whole), self._whole):
            self._solver.changeColsIntegrality(len(self._columns), self._columns, whole.astype(np.uint8))
            move = self._solved()
            if move is None or self.figures.allow(move):
                return move
        return None

    def _ask(self, index: int, least: float, hidden: Collection[int], free: Collection[int]) -> None:
        costs = self._costs.copy()
        costs[list(hidden)] = MOVED
        up, down = np.zeros(self._number), np.zeros(self._number)
        up[list(free)] = UNBOUNDED
        down[list(free)] = self._down[list(free)]
        low = np.zeros(2 * self._number)
        low[index], up[index], down[index] = least, UNBOUNDED, 0.0
        number = len(self._columns)
        self._solver.changeColsCost(number, self._columns, np.tile(costs, 2))
        self._solver.changeColsBounds(number, self._columns, low, np.concatenate([up, down]))

    def _solved(self) -> Move | None:
        if self._left <= 0:
            return None
        self._solver.run()
        info = self._solver.getInfo()
        self._left -= 1 + max(0, info.simplex_iteration_count)
        if info.primal_solution_status != highspy.kSolutionStatusFeasible:
            return None
        up, down = np.split(np.array(self._solver.getSolution().col_value), 2)
        return {
            int(index): _whole(up[index] - down[index]) for index in np.flatnonzero(abs(up - down) > NEAR)
        }


def _whole(step: float) -> Value:
    """A solver's whole numbers are such but for the last digits."""
    return round(step) if abs(step - round(step)) < NEAR else float(step)


def _model(figures: Figures) -> highspy.HighsLp:
    """Nothing moves until it is said what may."""
    parts = [{part: 1, whole: -1} for part, whole in figures.within]
    rows = [sorted(row.items()) for row in (*figures.sums, *parts)]
    room = [float(figures.values[whole] - figures.values[part]) for part, whole in figures.within]
    number = len(figures.values)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = 2 * number, len(rows)
    model.col_cost_ = model.col_lower_ = model.col_upper_ = np.zeros(2 * number)
    model.row_lower_ = np.array([0.0] * len(figures.sums) + [-UNBOUNDED] * len(parts))
    model.row_upper_ = np.array([0.0] * len(figures.sums) + room)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(2 * len(row) for row in rows)], dtype=np.int32)
    matrix.index_ = np.array(
        [side + index for row in rows for index, _ in row for side in (0, number)], np.int32
    )
    matrix.value_ = np.array([sign * factor for row in rows for _, factor in row for sign in (1, -1)], float)
    return model
