"""Memberships as rows: instruments on a day, one of them year by year, and the names with the day of each step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext

from tracker.directory.dates import DatePrecision
from tracker.directory.models import Capacity, TreatyStatus
from tracker.directory.queries import Answer, Binding, Roll, has_signed, is_party
from tracker.reports import words
from tracker.reports.base import Cell, Column, Row, Table
from tracker.reports.cells import count, day, unknown

INSTRUMENTS: Final = "instruments"
YEARS: Final = "years"
MEMBERS: Final = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An instrument at the end of a day."""

    label: str
    roll: Roll


def instruments(rolls: Iterable[Roll]) -> Table:
    """Each list on the day of the rolls."""
    complete = Column(label=gettext("List complete as of"), keys=("complete_on",), is_worded=True)
    return Table(
        key=INSTRUMENTS,
        title=gettext("Instruments and networks"),
        heading=gettext("Instrument or network"),
        columns=(*_columns(), complete),
        rows=tuple(
            Row(
                label=roll.register.name,
                code=roll.register.instrument,
                cells=(*_counts(roll), day(roll.register.complete_on, gettext("not complete"))),
            )
            for roll in rolls
        ),
    )


def by_year(steps: Iterable[Step]) -> Table:
    """One list at the end of each year, and on the day."""
    return Table(
        key=YEARS,
        title=gettext("Year by year"),
        heading=gettext("At the end of"),
        columns=_columns(),
        rows=tuple(Row(label=step.label, cells=tuple(_counts(step.roll))) for step in steps),
    )


def members(roll: Roll, on: date) -> Table:
    """Everybody who had taken a step by the day, or perhaps had; below them how many."""
    shown = [binding for binding in roll.bindings if _has_begun(binding, on)]
    return Table(
        key=MEMBERS,
        title=gettext("Who had come how far"),
        heading=gettext("Jurisdiction"),
        columns=(
            Column(label=gettext("Signed"), keys=("signed",), is_worded=True),
            Column(label=gettext("Ratified or acceded"), keys=("deposited",), is_worded=True),
            Column(label=gettext("In force"), keys=("in_force",), is_worded=True),
            Column(label=gettext("Left"), keys=("left",), is_worded=True),
            Column(label=gettext("Signatory"), keys=("signatory",), is_worded=True),
            Column(label=gettext("Party"), keys=("party",), is_worded=True),
            Column(label=gettext("Bound"), keys=("bound",), is_worded=True),
        ),
        rows=tuple(_member(binding, on) for binding in shown),
        totals=(_total(roll, len(shown)),),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(label=gettext("Signatories"), keys=("signatories",)),
        Column(label=gettext("Perhaps signatories"), keys=("perhaps_signed",)),
        Column(label=gettext("Signed only"), keys=("signed_only",)),
        Column(label=gettext("Parties"), keys=("parties",)),
        Column(label=gettext("Perhaps Parties"), keys=("perhaps_parties",)),
        Column(label=gettext("In force for"), keys=("bound",)),
        Column(label=gettext("Perhaps in force for"), keys=("perhaps_bound",)),
    )


def _counts(roll: Roll) -> Iterator[Cell]:
    """Nothing is counted where no list was read: zero would say that there is nobody."""
    if not roll.bindings:
        yield from (unknown(gettext("no list")) for _column in _columns())
        return
    yield count(roll.signatories)
    yield count(roll.perhaps_signed)
    yield count(roll.signed_only)
    yield count(roll.parties.count)
    yield count(len(roll.parties.possible))
    yield count(roll.bound)
    yield count(roll.perhaps_bound)


def _has_begun(binding: Binding, on: date) -> bool:
    answers = (has_signed(binding.status, on), is_party(binding.status, on), binding.in_force)
    return any(answer is not Answer.NO for answer in answers)


def _member(binding: Binding, on: date) -> Row:
    status = binding.status
    own = status.capacity == Capacity.OWN
    answers = (
        has_signed(status, on),
        is_party(status, on) if own else Answer.NO,
        binding.in_force,
    )
    return Row(
        label=status.jurisdiction.name,
        code=status.jurisdiction.code,
        jurisdiction=status.jurisdiction.code,
        cells=(
            *(_step(status, step) for step in TreatyStatus.STEPS),
            *(Cell(text=str(answer.label), values=(answer.value,)) for answer in answers),
        ),
    )


def _total(roll: Roll, shown: int) -> Row:
    return Row(
        label=gettext("%(shown)s listed, in their own right") % {"shown": words.count(shown)},
        cells=(
            *(unknown("") for _step in TreatyStatus.STEPS),
            count(roll.signatories),
            count(roll.parties.count),
            count(roll.bound),
        ),
    )


def _step(status: TreatyStatus, step: str) -> Cell:
    """The day of a step as far as it is known, or the day by which it had been taken."""
    known, bound = status.step(step), getattr(status, f"{step}_by")
    if known is not None:
        shown = (
            date_format(known.first, "DATE_FORMAT") if known.precision == DatePrecision.DAY else str(known)
        )
        return Cell(text=shown, values=(str(known),))
    if bound is not None:
        by = gettext("by %(day)s")
        return Cell(
            text=by % {"day": date_format(bound, "DATE_FORMAT")}, values=(by % {"day": bound.isoformat()},)
        )
    return unknown("–")
