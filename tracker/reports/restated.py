"""A restatement as tables behind those of its publication, for files; and what must be said of it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext, ngettext

from tracker.casework.filtering.knowing import EXAMINED
from tracker.reports import cells, words
from tracker.reports.asking import Answered, Condition
from tracker.reports.base import Cell, Column, Row, Table
from tracker.reports.causes import Cause, Entry
from tracker.reports.restating import Change, Restatement
from tracker.words import moment_words

NOWHERE = "–"
"""In place of a figure whose row was not there, or is no longer."""


def with_restatement(answered: Answered, restatement: Restatement, at: datetime) -> Answered:
    """The kept answer: its head says whether something would be different at a moment; what, and because of which
    entries, stands behind it."""
    label = gettext("Restatement of %(moment)s") % {"moment": moment_words(at)}
    told = said(restatement)
    head = Condition(name="restatement", label=label, value=told, shown=told)
    answered = replace(answered, conditions=(*answered.conditions, head))
    result = answered.result
    if not restatement.changes:
        return answered
    *others, last = result.tables
    own = (*others, replace(last, notes=(*last.notes, *result.notes)))
    changed = replace(_changes(restatement), notes=tuple(cautions(restatement)))
    causes = [table for table in (_causes(restatement),) if table.rows]
    return replace(answered, result=replace(result, tables=(*own, changed, *causes), notes=()))


def said(restatement: Restatement) -> str:
    """What has become of the figures, in a sentence."""
    if not restatement.can_be_asked:
        return gettext(
            "This question cannot be asked any more: whether the figures would be the same today is not known."
        )
    if not restatement.changes:
        return gettext("Asked again today, the question has the same answer.")
    told = ngettext(
        "%(number)s figure would be another today.",
        "%(number)s figures would be others today.",
        len(restatement.changes),
    ) % {"number": words.count(len(restatement.changes))}
    small = sum(change.is_small for change in restatement.changes)
    return (
        gettext("%(told)s Of them %(small)s by too little to be read.")
        % {
            "told": told,
            "small": words.count(small),
        }
        if small
        else told
    )


def cautions(restatement: Restatement) -> Iterator[str]:
    """What the list of entries leaves out."""
    if restatement.hidden:
        yield ngettext(
            "%(number)s request that you may not open is a cause as well.",
            "%(number)s requests that you may not open are causes as well.",
            restatement.hidden,
        ) % {"number": words.count(restatement.hidden)}
    if restatement.is_partial:
        yield gettext(
            "Entries about these days were made in more than %(most)s requests: only so many were looked at, and"
            " others may be causes as well."
        ) % {"most": words.count(EXAMINED)}
    if restatement.is_unexplained:
        yield gettext(
            "No entry about these days accounts for it: the particulars of a request, the offices or the tables of"
            " rules have changed."
        )


def _changes(restatement: Restatement) -> Table:
    return Table(
        key="restatement",
        title=gettext("Restatement"),
        heading=gettext("Row"),
        columns=(
            Column(label=gettext("Table"), keys=("table",), is_worded=True),
            Column(label=gettext("Figure"), keys=("figure",), is_worded=True),
            Column(label=gettext("Published"), keys=("was",)),
            Column(label=gettext("Now"), keys=("now",)),
        ),
        rows=tuple(Row(label=change.row, cells=tuple(_changed(change))) for change in restatement.changes),
    )


def _causes(restatement: Restatement) -> Table:
    return Table(
        key="causes",
        title=gettext("Because of these entries"),
        heading=gettext("Request"),
        columns=(
            Column(label=gettext("What"), keys=("what",), is_worded=True),
            Column(label=gettext("Happened"), keys=("happened",), is_worded=True),
            Column(label=gettext("Recorded"), keys=("recorded",), is_worded=True),
        ),
        rows=tuple(_row(cause, entry) for cause in restatement.causes for entry in cause.entries),
    )


def _changed(change: Change) -> Iterator[Cell]:
    yield cells.word(change.table)
    yield cells.word(change.column)
    for figure in (change.was, change.now):
        yield cells.unknown(NOWHERE) if figure is None else cells.word(figure)


def _row(cause: Cause, entry: Entry) -> Row:
    told = (entry.label, entry.days, moment_words(entry.event.recorded_at))
    return Row(label=cause.request.reference, cells=tuple(map(cells.word, told)))
