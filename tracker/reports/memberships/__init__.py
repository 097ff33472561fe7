"""Memberships: who had signed, ratified and was bound by what on a day, and how that grew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.directory.models import TreatyRegister
from tracker.directory.queries import Roll, roll_on, rolls_on, rolls_through
from tracker.reports import words
from tracker.reports.base import About, Question, Report, Result
from tracker.reports.charts.stacks import Piece, Stack, Stacks
from tracker.reports.memberships.asked import DEFINITIONS, REGISTER
from tracker.reports.memberships.tables import YEARS, Step, by_year, instruments, members
from tracker.reports.parts import AS_OF

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet


def answer(_requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer from the directory, which counts no request: two queries, or three for one list."""
    chosen = question.more.get("register")
    register = TreatyRegister.objects.filter(instrument=chosen).first() if chosen else None
    return _of_one(register, question.on) if register else _of_all(question.on)


def _of_all(on: date) -> Result:
    rolls = rolls_on(on)
    return Result(
        headline=words.count(len(rolls)),
        sentence=gettext("instruments and networks are listed; choose one for its names and its years."),
        figures=(),
        tables=(instruments(rolls),),
    )


def _of_one(register: TreatyRegister, on: date) -> Result:
    roll = roll_on(register, on)
    steps = tuple(_steps(roll, on))
    return Result(
        headline=_least(roll.parties.count, len(roll.parties.possible)) if roll.bindings else "",
        sentence=_sentence(roll),
        figures=(),
        tables=(
            instruments((roll,)),
            *((by_year(steps), members(roll, on)) if roll.bindings else ()),
        ),
        charts=tuple(_charts(steps)),
        notes=tuple(_notes(register, on)),
    )


def _notes(register: TreatyRegister, on: date) -> Iterator[str]:
    if register.complete_on and on > register.complete_on:
        yield gettext(
            "The list ends on %(day)s: of the days since then only what it happens to name is known."
        ) % {"day": date_format(register.complete_on, "DATE_FORMAT")}
    yield from (one for one in (register.note, register.source) if one)


def _sentence(roll: Roll) -> str:
    told = {
        "name": roll.register.name,
        "signed": _least(roll.signatories, roll.perhaps_signed),
        "only": words.count(roll.signed_only),
        "bound": _least(roll.bound, roll.perhaps_bound),
    }
    if not roll.bindings:
        return gettext("No list of “%(name)s” was read: nothing is counted.") % told
    return (
        gettext(
            "Parties to “%(name)s”; %(signed)s had signed, %(only)s of them certainly without becoming Parties; in"
            " force for %(bound)s."
        )
        % told
    )


def _least(certain: int, perhaps: int) -> str:
    return (
        gettext("at least %(number)s") % {"number": words.count(certain)} if perhaps else words.count(certain)
    )


def _steps(roll: Roll, on: date) -> Iterator[Step]:
    """The end of each year since the first step that is known, and the day itself."""
    days = [date(year, 12, 31) for year in range(_first_year(roll, on), on.year)] + [on]
    for day, then in zip(days, rolls_through(roll.register, days), strict=True):
        yield Step(label=date_format(day, "DATE_FORMAT") if day == on else str(day.year), roll=then)


def _first_year(roll: Roll, on: date) -> int:
    known = [one.status.step(step) for one in roll.bindings for step in ("signed", "deposited", "in_force")]
    return min((one.first.year for one in known if one and one.first <= on), default=on.year)


def _charts(steps: tuple[Step, ...]) -> Iterator[Stacks]:
    stacks = tuple(Stack(label=step.label, bars=(tuple(_pieces(step)),)) for step in steps)
    if any(piece.value for stack in stacks for bar in stack.bars for piece in bar):
        yield Stacks(
            title=gettext("Parties and those who had signed only, year by year"),
            table=YEARS,
            said=gettext("Each bar is what is known of the end of a year; the grey part is not certain."),
            stacks=stacks,
        )


def _pieces(step: Step) -> Iterator[Piece]:
    yield Piece(label=gettext("Parties"), value=step.roll.parties.count, colour="answered")
    yield Piece(label=gettext("Signed only"), value=step.roll.signed_only, colour="with-them")
    yield Piece(label=gettext("Perhaps Parties"), value=len(step.roll.parties.possible), colour="closed")


REPORT = Report(
    slug="memberships",
    title=_("Memberships"),
    summary=_(
        "Who had signed, ratified and was bound by each treaty, law or network on any day, year by year, by name; what"
        " the sources leave open stands beside it."
    ),
    definitions=DEFINITIONS,
    asks=(REGISTER, AS_OF),
    answer=answer,
    about=About.PARTNERS,
    listed=_("Lists of who signed and joined each treaty, law and network are loaded into the directory."),
)
