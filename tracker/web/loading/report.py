"""A report of the loader as the page and the export show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from tracker.loading.values import Problem, Report, TableCount
from tracker.words import spoken

SHOWN: Final = 300
"""So many problems are printed on the page; the export holds all of them."""

HEADER: Final = (_("File"), _("Table"), _("Row"), _("Column"), _("Problem"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """What would happen to one table, and how many of its rows cannot be loaded."""

    name: str
    added: int
    changed: int
    unchanged: int
    problems: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """A report, summed up."""

    tables: tuple[TableLine, ...]
    problems: tuple[Problem, ...]
    total: int
    added: int
    changed: int
    unchanged: int

    @property
    def is_good(self) -> bool:
        """Whether there is something to load and nothing in the way."""
        return not self.total and bool(self.added or self.changed)

    @property
    def more(self) -> int:
        """How many problems the page does not print."""
        return self.total - len(self.problems)


def findings(report: Report) -> Findings:
    """Sum up; the problems in the order of files, tables and rows."""
    problems = sorted(report.problems, key=lambda problem: (problem.file, problem.table, problem.row))
    by_table = Counter(problem.table for problem in problems)
    return Findings(
        tables=tuple(_line(count, by_table) for count in report.counts),
        problems=tuple(problems[:SHOWN]),
        total=len(problems),
        added=sum(count.added for count in report.counts),
        changed=sum(count.changed for count in report.counts),
        unchanged=sum(count.unchanged for count in report.counts),
    )


def exported(report: Report) -> Iterator[tuple[object, ...]]:
    """Every problem, a row each."""
    for problem in report.problems:
        yield problem.file, problem.table, problem.row or "", problem.column, spoken(problem.message)


def _line(count: TableCount, problems: Counter[str]) -> TableLine:
    return TableLine(
        name=count.table,
        added=count.added,
        changed=count.changed,
        unchanged=count.unchanged,
        problems=problems[count.table],
    )
