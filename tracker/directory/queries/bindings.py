"""Who is bound by what on a date. What is not known stays unknown."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.directory.models import Capacity, Jurisdiction, TreatyRegister, TreatyStatus
from workflows.routing import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tracker.directory.dates import PartialDate


class Answer(models.TextChoices):
    """Answers of a register: it may also not know."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who had deposited by a date: for certain, and perhaps, because only a later bound is known."""

    certain: tuple[Jurisdiction, ...]
    possible: tuple[Jurisdiction, ...]

    @property
    def count(self) -> int:
        """How many were Parties at the least."""
        return len(self.certain)

    @property
    def is_exact(self) -> bool:
        """Whether no listed jurisdiction is in doubt, so that the count is no mere minimum."""
        return not self.possible


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A row of a jurisdiction's page: an instrument, the steps towards it, and whether it binds."""

    status: TreatyStatus
    register: TreatyRegister | None
    in_force: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """An instrument on a day: every jurisdiction that has a row for it, and how many had come how far.

    Signatories, Parties and those bound are counted in their own right; ``perhaps`` are those of whom the
    sources give only a later bound, so that the number beside them is a minimum. ``signed_only`` are
    signatories that were certainly no Parties.
    """

    register: TreatyRegister
    bindings: tuple[Binding, ...]
    signatories: int
    perhaps_signed: int
    signed_only: int
    parties: Parties
    bound: int
    perhaps_bound: int


def rolls_on(on: date) -> tuple[Roll, ...]:
    """Every instrument of the directory on that day, by name. Two queries."""
    listed: dict[str, list[TreatyStatus]] = {}
    for status in TreatyStatus.objects.select_related("jurisdiction").order_by("jurisdiction__name", "id"):
        listed.setdefault(status.instrument, []).append(status)
    return tuple(_roll(row, listed.get(row.instrument, []), on) for row in TreatyRegister.objects.all())


def roll_on(register: TreatyRegister, on: date) -> Roll:
    """One instrument on that day. One query."""
    statuses = TreatyStatus.objects.filter(instrument=register.instrument).select_related("jurisdiction")
    return _roll(register, statuses.order_by("jurisdiction__name", "id"), on)


def rolls_through(register: TreatyRegister, days: Iterable[date]) -> tuple[Roll, ...]:
    """One instrument on each of several days. One query."""
    statuses = TreatyStatus.objects.filter(instrument=register.instrument).select_related("jurisdiction")
    listed = list(statuses.order_by("jurisdiction__name", "id"))
    return tuple(_roll(register, listed, on) for on in days)


def parties_on(instrument: str, on: date) -> Parties:
    """List those who had deposited by `on` and not left, in their own right.

    A jurisdiction whose deposit is only known to lie before some later day is possible, not certain.
    """
    statuses = list(_own_statuses(instrument))
    return _parties(statuses, [is_party(status, on) for status in statuses])


def signatories_on(instrument: str, on: date) -> tuple[Jurisdiction, ...]:
    """List those who had certainly signed by `on`, whether or not they became Parties."""
    statuses = _own_statuses(instrument)
    return tuple(status.jurisdiction for status in statuses if _reached(status, "signed", on) == Answer.YES)


def in_force_on(jurisdiction: Jurisdiction, instrument: str, on: date) -> Answer:
    """Say whether the instrument bound the jurisdiction on that day."""
    register = TreatyRegister.objects.filter(instrument=instrument).first()
    status = TreatyStatus.objects.filter(jurisdiction=jurisdiction, instrument=instrument).first()
    return _in_force(status, register, on)


def memberships_of(jurisdiction: Jurisdiction, on: date) -> tuple[Binding, ...]:
    """List every instrument that the jurisdiction has a row for, in the order of their names."""
    registers = {register.instrument: register for register in TreatyRegister.objects.all()}
    bindings = [
        Binding(
            status=status,
            register=registers.get(status.instrument),
            in_force=_in_force(status, registers.get(status.instrument), on),
        )
        for status in TreatyStatus.objects.filter(jurisdiction=jurisdiction)
    ]
    return tuple(sorted(bindings, key=lambda binding: str(binding.register or binding.status.instrument)))


def side_of(jurisdiction: Jurisdiction, on: date) -> Side:
    """Return what the routing asks of a jurisdiction: by register whether it is bound, the unknown left out."""
    return sides_of([jurisdiction], on)[jurisdiction.pk]


def sides_of(jurisdictions: Iterable[Jurisdiction], on: date) -> Mapping[int, Side]:
    """The same of several, by their ids. Two queries."""
    asked = list(jurisdictions)
    registers = {register.instrument: register for register in TreatyRegister.objects.all()}
    statuses: dict[int, dict[str, TreatyStatus]] = {row.pk: {} for row in asked}
    for status in TreatyStatus.objects.filter(jurisdiction__in=asked):
        statuses[status.jurisdiction_id][status.instrument] = status
    return {row.pk: _side(row, registers, statuses[row.pk], on) for row in asked}


def _side(
    jurisdiction: Jurisdiction,
    registers: Mapping[str, TreatyRegister],
    statuses: Mapping[str, TreatyStatus],
    on: date,
) -> Side:
    answers = {
        instrument: _in_force(statuses.get(instrument), registers.get(instrument), on)
        for instrument in registers.keys() | statuses.keys()
    }
    bound = {key: answer == Answer.YES for key, answer in answers.items() if answer != Answer.UNKNOWN}
    return Side(code=jurisdiction.code, name=jurisdiction.name, bound=MappingProxyType(bound))


def not_bound_of(
    jurisdiction: Jurisdiction, memberships: Iterable[Binding], on: date
) -> tuple[TreatyRegister, ...]:
    """Instruments, by name, whose list is complete on the day and does not name the jurisdiction. Three queries."""
    listed = {binding.status.instrument for binding in memberships}
    bound = side_of(jurisdiction, on).bound
    missing = [key for key, answer in bound.items() if not answer and key not in listed]
    return tuple(sorted(TreatyRegister.objects.filter(instrument__in=missing), key=str))


def _own_statuses(instrument: str) -> Iterable[TreatyStatus]:
    own = TreatyStatus.objects.filter(instrument=instrument, capacity=Capacity.OWN)
    return own.select_related("jurisdiction").order_by("jurisdiction__name", "id")


def _parties(statuses: Iterable[TreatyStatus], party: Iterable[Answer]) -> Parties:
    answers = [(status.jurisdiction, answer) for status, answer in zip(statuses, party, strict=True)]
    return Parties(
        certain=tuple(jurisdiction for jurisdiction, answer in answers if answer == Answer.YES),
        possible=tuple(jurisdiction for jurisdiction, answer in answers if answer == Answer.UNKNOWN),
    )


def _roll(register: TreatyRegister, statuses: Iterable[TreatyStatus], on: date) -> Roll:
    bindings = tuple(
        Binding(status=status, register=register, in_force=_in_force(status, register, on))
        for status in statuses
    )
    own = [binding for binding in bindings if binding.status.capacity == Capacity.OWN]
    force = [binding.in_force for binding in own]
    signed = [has_signed(binding.status, on) for binding in own]
    party = [is_party(binding.status, on) for binding in own]
    return Roll(
        register=register,
        bindings=bindings,
        signatories=signed.count(Answer.YES),
        perhaps_signed=signed.count(Answer.UNKNOWN),
        signed_only=list(zip(signed, party, strict=True)).count((Answer.YES, Answer.NO)),
        parties=_parties([binding.status for binding in own], party),
        bound=force.count(Answer.YES),
        perhaps_bound=force.count(Answer.UNKNOWN),
    )


def has_signed(status: TreatyStatus, on: date) -> Answer:
    """Whether the jurisdiction of the row had signed by the end of the day."""
    return _reached(status, "signed", on)


def is_party(status: TreatyStatus, on: date) -> Answer:
    """Whether it had deposited by then, and not left."""
    deposited = _reached(status, "deposited", on)
    return deposited if deposited == Answer.NO else _unless_left(deposited, status, on)


def _in_force(status: TreatyStatus | None, register: TreatyRegister | None, on: date) -> Answer:
    if register is not None and _binds_nobody(register, on):
        return Answer.NO
    if status is None:
        complete = register is not None and register.complete_on is not None and on <= register.complete_on
        return Answer.NO if complete else Answer.UNKNOWN
    return _unless_left(_came_into_force(status, register, on), status, on)


def _binds_nobody(register: TreatyRegister, on: date) -> bool:
    before = register.in_force_on is not None and on < register.in_force_on
    return before or (register.not_in_force_on is not None and on <= register.not_in_force_on)


def _came_into_force(status: TreatyStatus, register: TreatyRegister | None, on: date) -> Answer:
    if status.in_force_on or status.in_force_by:
        return _reached(status, "in_force", on)
    deposited = _reached(status, "deposited", on)
    if deposited == Answer.NO:
        return Answer.NO
    return _derived(status, register, on)


def _derived(status: TreatyStatus, register: TreatyRegister | None, on: date) -> Answer:
    """Apply the instrument's own rule to a deposit, or to the latest day of it."""
    deposited = status.step("deposited")
    latest = deposited.last if deposited else status.deposited_by
    force = register.force_after(latest) if register and latest else None
    if force is None:
        return Answer.UNKNOWN
    if on >= force:
        return Answer.YES
    exact = deposited is not None and deposited.first == deposited.last
    return Answer.NO if exact else Answer.UNKNOWN


def _unless_left(answer: Answer, status: TreatyStatus, on: date) -> Answer:
    if not (status.left_on or status.left_by):
        return answer
    left = _reached(status, "left", on)
    if left == Answer.YES:
        return Answer.NO
    return Answer.UNKNOWN if left == Answer.UNKNOWN and answer == Answer.YES else answer


def _reached(status: TreatyStatus, step: str, on: date) -> Answer:
    """Say whether a step had been taken by the end of `on`.

    A step without a date or a bound had not been taken on the day that the row's source describes.
    """
    known = status.step(step)
    if known is not None:
        return _within(known, on)
    bound: date | None = getattr(status, f"{step}_by")
    if bound is not None:
        return Answer.YES if on >= bound else Answer.UNKNOWN
    return Answer.NO if on <= status.as_of else Answer.UNKNOWN


def _within(known: PartialDate, on: date) -> Answer:
    if known.last <= on:
        return Answer.YES
    return Answer.NO if on < known.first else Answer.UNKNOWN
