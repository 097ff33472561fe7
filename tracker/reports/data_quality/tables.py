"""What is missing, late, corrected and contrary as rows: by particular, by dimension, by contradiction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext

from tracker.casework.filtering.recorded import ASKED, BY_LAW, CONTRARY
from tracker.casework.filtering.stretched import YES
from tracker.casework.models.particulars import Particular
from tracker.reports import words
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.cells import count, days, days_of_enough, part_of_enough, too_few, unknown
from tracker.reports.data_quality.asked import DAYS
from tracker.reports.data_quality.counting import Kept
from tracker.reports.dimensions import Dimension, Values
from tracker.reports.rows import table_by
from tracker.reports.statistics import median

PARTICULARS: Final = "particulars"
BY_LAW_TABLE: Final = "by_law"
IN_FIGURES_TABLE: Final = "in_figures"
ENTRIES: Final = "entries"
CONTRADICTIONS: Final = "contradictions"

Ranked = list[tuple[Values, Kept]]


def particulars(whole: Kept) -> list[Particular]:
    """Those most often missing first; those asked of nobody last."""

    def place(key: Particular) -> tuple[bool, float]:
        asked = whole.asked[key]
        return not asked, -whole.missing[key] / asked if asked else 0

    return sorted(Particular, key=place)


def by_particular(whole: Kept, question: Question) -> Table:
    """Each particular over all requests."""
    return Table(
        key=PARTICULARS,
        title=gettext("What is not recorded"),
        heading=gettext("Particular"),
        columns=(
            Column(label=gettext("Asked of"), keys=("asked",)),
            Column(label=gettext("Not recorded"), keys=("missing",)),
            Column(label=gettext("Share"), keys=("share",)),
        ),
        rows=tuple(
            Row(
                label=str(ASKED[key].label),
                cells=(
                    count(whole.asked[key]),
                    count(whole.missing[key], question.narrowed(lacking=key.value)),
                    part_of_enough(whole.missing[key], whole.asked[key], minimum=question.minimum),
                ),
            )
            for key in particulars(whole)
        ),
    )


def missing_by_law(ranked: Ranked, whole: Kept, dimension: Dimension, question: Question) -> Table:
    """What an instrument or a checklist asks for, for each row of the dimension."""
    title = gettext("Asked by the law and not recorded, by %(dimension)s")
    shown = [key for key in Particular if key in BY_LAW]
    return _missing(BY_LAW_TABLE, title, shown, (ranked, whole, dimension), question)


def missing_in_figures(ranked: Ranked, whole: Kept, dimension: Dimension, question: Question) -> Table:
    """The same of what figures and reminders need."""
    title = gettext("Needed for figures and reminders and not recorded, by %(dimension)s")
    shown = [key for key in Particular if key not in BY_LAW]
    return _missing(IN_FIGURES_TABLE, title, shown, (ranked, whole, dimension), question)


def _missing(
    key: str,
    title: str,
    shown: list[Particular],
    counted: tuple[Ranked, Kept, Dimension],
    question: Question,
) -> Table:
    ranked, whole, dimension = counted
    return table_by(
        dimension,
        ranked,
        lambda row, kept: _gaps(row, kept, shown, question),
        key=key,
        title=title,
        columns=(
            Column(label=gettext("Requests"), keys=("requests",)),
            *(Column(label=str(ASKED[one].label), keys=(one.value,)) for one in shown),
            Column(label=gettext("Share of all asked"), keys=("share",)),
        ),
        whole=whole,
    )


def entries_by(ranked: Ranked, whole: Kept, dimension: Dimension, question: Question) -> Table:
    """How late entries were, and how often corrected."""
    return table_by(
        dimension,
        ranked,
        lambda row, kept: _entries(row, kept, question),
        key=ENTRIES,
        title=gettext("Late entries and corrections, by %(dimension)s"),
        columns=(
            Column(label=gettext("Requests"), keys=("requests",)),
            Column(label=gettext("With late entries"), keys=("late_requests",)),
            Column(label=gettext("Share with late entries"), keys=("share_late",)),
            Column(label=gettext("Late entries"), keys=("late",)),
            Column(label=gettext("Median days late"), keys=("median_days",)),
            Column(label=gettext("Most days late"), keys=("most_days",)),
            Column(label=gettext("Entries"), keys=("entries",)),
            Column(label=gettext("With corrections"), keys=("corrected_requests",)),
            Column(label=gettext("Corrections"), keys=("corrections",)),
            Column(label=gettext("Per 100 entries"), keys=("per_hundred",)),
        ),
        whole=whole,
    )


def contradictions(whole: Kept, question: Question) -> Table:
    """Each kind over all requests."""
    return Table(
        key=CONTRADICTIONS,
        title=gettext("What contradicts itself"),
        heading=gettext("Contradiction"),
        columns=(
            Column(label=gettext("Requests"), keys=("requests",)),
            Column(label=gettext("Share"), keys=("share",)),
        ),
        rows=tuple(
            Row(
                label=str(label),
                cells=(
                    count(whole.contrary[key], question.narrowed(contrary=key.value)),
                    part_of_enough(whole.contrary[key], whole.requests, minimum=question.minimum),
                ),
            )
            for key, label in CONTRARY.items()
        ),
    )


def _gaps(
    row: Kept, rows: Mapping[str, object], shown: list[Particular], question: Question
) -> Iterator[Cell]:
    yield count(row.requests, question.narrowed(**rows))
    for key in shown:
        yield count(row.missing[key], question.narrowed(**rows, lacking=key.value))
    missing, asked = (sum(counted[key] for key in shown) for counted in (row.missing, row.asked))
    yield part_of_enough(missing, asked, minimum=question.minimum)


def _entries(row: Kept, rows: Mapping[str, object], question: Question) -> Iterator[Cell]:
    late = question.narrowed(**rows, entered_late=days_of(question))
    none = gettext("none late")
    yield count(row.requests, question.narrowed(**rows))
    yield count(row.late_requests, late)
    yield part_of_enough(row.late_requests, row.requests, minimum=question.minimum)
    yield count(row.late.total())
    yield days_of_enough(median(row.late), row.late.total(), none, minimum=question.minimum)
    yield days(max(row.late, default=None), none)
    yield count(row.entries)
    yield count(row.corrected_requests, question.narrowed(**rows, corrected=YES))
    yield count(row.corrections)
    yield _per_hundred(row, question.minimum)


def days_of(question: Question) -> int:
    """After how many days an entry is late."""
    return int(question.more.get("late_days", DAYS))


def _per_hundred(row: Kept, minimum: int) -> Cell:
    if row.requests < minimum:
        return unknown(too_few(row.requests, minimum))
    if not row.entries:
        return unknown(gettext("n/a"))
    each = 100 * row.corrections / row.entries
    return Cell(text=words.decimal(each), values=(each,))
