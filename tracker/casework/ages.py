"""How old a request and its deadlines are: gross, and net of what its rules do not count."""

from __future__ import annotations

from datetime import date

from tracker.casework.case import Case
from tracker.casework.models import Deadline
from workflows.deadlines import Age, Pause, age_of


def pauses_of(case: Case, row: Deadline) -> tuple[Pause, ...] | None:
    """When the clock of ``row`` stood still; None where its rule lets no clock stop."""
    value = case.value_of(row)
    return value.pauses if value is not None else None


def age_of_deadline(case: Case, row: Deadline) -> Age | None:
    """From its start to today, or to the day on which it ended; None where its rule lets no clock stop."""
    pauses = pauses_of(case, row)
    if pauses is None:
        return None
    return age_of(row.start_on, pauses, _ended_on(case, row) or case.today)


def age_of_request(case: Case) -> Age | None:
    """From the sending or the receipt to today, or to the answer; None where no rule of it lets a clock stop."""
    spell = case.snapshot.spell
    of_spell = case.snapshot.deadlines[spell.first_deadline :]
    stopping = [value for value in of_spell if value.pauses is not None]
    if spell.sent is None or not stopping:
        return None
    ended = spell.answered or spell.closed
    return age_of(spell.sent.on, stopping[-1].pauses or (), ended.on if ended else case.today)


def _ended_on(case: Case, row: Deadline) -> date | None:
    if row.is_alive:
        return None
    return next((event.occurred.on for event in case.history if event.sequence == row.closed_by), None)
