"""Checks and loads a set of fixtures: everything of it, or nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from tracker.accounts.queries import local_date, offices_of
from tracker.directory.models import ChangeKind
from tracker.loading.messages import messages_of
from tracker.loading.reading import read_files
from tracker.loading.registry import TABLES
from tracker.loading.values import Line, Loading, Problem, Report, Sheet, TableCount
from workflows.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.accounts.models import User
    from tracker.loading.tables.base import Table
    from tracker.loading.values import SourceFile

    # Rows, each with the columns that its file has.
    Lines = list[tuple[Line, frozenset[str]]]


def check(
    files: Sequence[SourceFile],
    *,
    by: User | None,
    recorded_at: datetime,
    max_rows: int | None = None,
    within: frozenset[int] | None = None,
) -> Report:
    """Say what loading would do, and list every problem of every row. Nothing is kept.

    This is the load itself, rolled back: what passes here passes there. A set of more than ``max_rows`` rows
    is refused unread, where somebody waits for the answer. ``within`` holds a program to its offices.
    """
    return _run(files, Loading(by=by, recorded_at=recorded_at, within=within), keep=False, max_rows=max_rows)


def load(
    files: Sequence[SourceFile],
    *,
    by: User | None,
    recorded_at: datetime,
    max_rows: int | None = None,
    within: frozenset[int] | None = None,
) -> Report:
    """Load the set in one transaction, or, if there is any problem, nothing of it.

    A second load of the same set finds every row unchanged. Without a user it is the system that loads,
    which only the command line may ask for.
    """
    return _run(files, Loading(by=by, recorded_at=recorded_at, within=within), keep=True, max_rows=max_rows)


def _run(files: Sequence[SourceFile], loading: Loading, *, keep: bool, max_rows: int | None) -> Report:
    sheets, problems = read_files(files)
    rows = sum(len(sheet.lines) for sheet in sheets)
    if max_rows is not None and rows > max_rows:
        return Report(counts=(), problems=(*problems, _too_many(rows, max_rows)), loaded=False)
    usable, faults = _known(_permitted(sheets, loading, problems))
    problems += faults
    counts: list[TableCount] = []
    with transaction.atomic():
        for table in TABLES.values():
            of_table = [sheet for sheet in usable if sheet.table == table.name]
            if of_table:
                count, faults = _keep_table(table, of_table, loading)
                counts.append(count)
                problems += faults
        if problems or not keep:
            transaction.set_rollback(True)
    return Report(counts=tuple(counts), problems=tuple(problems), loaded=keep and not problems)


def _too_many(rows: int, limit: int) -> Problem:
    fault = message(
        "The set has %(rows)s rows, more than the %(limit)s that are loaded at once here. Load it in parts, or on the"
        " command line.",
        rows=rows,
        limit=limit,
    )
    return Problem(file="", message=fault)


def _permitted(sheets: Sequence[Sheet], loading: Loading, problems: list[Problem]) -> list[Sheet]:
    """Keep what the user may load; add a problem for each other table."""
    if _administers(loading):
        return list(sheets)
    refused = [sheet for sheet in sheets if sheet.table in TABLES and TABLES[sheet.table].is_reference]
    fault = message("Only administrators load reference data. Ask one of them to load this table.")
    problems += [Problem(file=sheet.file, table=sheet.table, message=fault) for sheet in refused]
    return [sheet for sheet in sheets if sheet not in refused]


def _administers(loading: Loading) -> bool:
    if loading.by is None:
        return True
    offices = offices_of(loading.by, local_date(loading.by, loading.recorded_at)).administrator
    return any(map(loading.reaches, offices))


def _known(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Problem]]:
    """Keep the sheets whose table and columns are known; say what is wrong with the others."""
    usable, problems = [], []
    for sheet in sheets:
        faults = list(_shape_faults(sheet))
        problems += faults
        usable += [] if faults else [sheet]
    return usable, problems


def _shape_faults(sheet: Sheet) -> Iterator[Problem]:
    table = TABLES.get(sheet.table)
    if table is None:
        fault = message(
            "There is no table %(table)s. Name the file or the sheet after one of: %(tables)s.",
            table=sheet.table,
            tables=", ".join(TABLES),
        )
        yield Problem(file=sheet.file, table=sheet.table, message=fault)
        return
    for column in (column for column in sheet.columns if column not in table.columns):
        fault = message(
            "The table has no column %(column)s. It has: %(columns)s.",
            column=column,
            columns=", ".join(table.columns),
        )
        yield Problem(file=sheet.file, table=sheet.table, row=1, column=column, message=fault)
    for column in (column for column in table.required if column not in sheet.columns):
        fault = message("The column %(column)s is missing. Add it.", column=column)
        yield Problem(file=sheet.file, table=sheet.table, row=1, column=column, message=fault)


def _keep_table(table: Table, sheets: Sequence[Sheet], loading: Loading) -> tuple[TableCount, list[Problem]]:
    lines = [(line, frozenset(sheet.columns)) for sheet in sheets for line in sheet.lines]
    lines, problems = _without_repeats(table, lines)
    changes: Counter[ChangeKind] = Counter()
    for line, given in _parents_first(table, lines):
        change, faults = _keep_line(table, line, given, loading)
        problems += faults
        if change is not None:
            changes[change] += 1
    count = TableCount(
        table=table.name,
        added=changes[ChangeKind.ADDED],
        changed=changes[ChangeKind.CHANGED],
        unchanged=changes[ChangeKind.UNCHANGED],
    )
    return count, sorted(problems, key=lambda problem: (problem.file, problem.row))


def _keep_line(
    table: Table, line: Line, given: frozenset[str], loading: Loading
) -> tuple[ChangeKind | None, list[Problem]]:
    form = table.form(data=dict(line.cells))
    if not form.is_valid():
        return None, _problems(table, line, form.errors.as_data())
    try:
        with transaction.atomic():
            return table.keep(form.values(given), loading), []
    except ValidationError as refusal:
        return None, _problems(table, line, refusal)


def _problems(
    table: Table, line: Line, faults: ValidationError | Mapping[str, list[ValidationError]]
) -> list[Problem]:
    return [
        Problem(
            file=line.file, table=table.name, row=line.number, column=table.column_of(field), message=said
        )
        for field, said in messages_of(faults)
    ]


def _without_repeats(table: Table, lines: Lines) -> tuple[Lines, list[Problem]]:
    """Refuse a second row of the same key in the set: it could not be told which of them holds."""
    first: dict[tuple[str, ...], Line] = {}
    problems: list[Problem] = []
    for line, _given in lines:
        earlier = first.setdefault(tuple(line.cells.get(column, "") for column in table.key), line)
        if earlier is not line:
            fault = message(
                "This row repeats row %(row)s of %(file)s. Keep one.", row=earlier.number, file=earlier.file
            )
            problems.append(Problem(file=line.file, table=table.name, row=line.number, message=fault))
    kept = {id(line) for line in first.values()}
    return [pair for pair in lines if id(pair[0]) in kept], problems


def _parents_first(table: Table, lines: Lines) -> Lines:
    """Put a row behind the row that it names as its parent; circles stay, and are refused when kept."""
    if not table.parent:
        return lines
    waiting = {pair[0].cells[table.key[0]]: pair for pair in lines}
    ordered: Lines = []
    while waiting:
        ready = [key for key, (line, _g) in waiting.items() if line.cells.get(table.parent) not in waiting]
        for key in ready or list(waiting):
            ordered.append(waiting.pop(key))
    return ordered
