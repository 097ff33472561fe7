"""What a rule says: its period, its source, what starts and ends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Self, assert_never

from workflows.calendars import Roll
from workflows.deadlines.steps import Step
from workflows.errors import DefinitionError
from workflows.messages import Message, counted, message
from workflows.vocabulary import DeadlineKind, Direction, EventKind, ItemType


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


UNIT_WORDS: Mapping[Unit, Message] = MappingProxyType(
    {
        Unit.HOURS: message("hours"),
        Unit.DAYS: message("calendar days"),
        Unit.WORKING_DAYS: message("working days"),
        Unit.WEEKS: message("weeks"),
        Unit.MONTHS: message("months"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    count: int
    unit: Unit

    def words(self) -> Message:
        count = self.count
        match self.unit:
            case Unit.HOURS:
                return counted("%(count)s hour", "%(count)s hours", count=count)
            case Unit.DAYS:
                return counted("%(count)s calendar day", "%(count)s calendar days", count=count)
            case Unit.WORKING_DAYS:
                return counted("%(count)s working day", "%(count)s working days", count=count)
            case Unit.WEEKS:
                return counted("%(count)s week", "%(count)s weeks", count=count)
            case Unit.MONTHS:
                return counted("%(count)s month", "%(count)s months", count=count)
            case _:
                assert_never(self.unit)


class Mark(StrEnum):
    """How sure we are of the text behind a rule."""

    VERIFIED = "verified"
    TO_VERIFY = "to_verify"
    HOUSE = "house"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The article that says so, with where its text was read; a house rule says that it is one."""

    article: str
    mark: Mark
    read_at: str = ""

    @classmethod
    def of(cls, law: str, number: str, *, read_at: str = "") -> Self:
        """An article of a law by its number: verified where its text was read."""
        mark = Mark.VERIFIED if read_at else Mark.TO_VERIFY
        return cls(article=f"{law}, Art. {number}", mark=mark, read_at=read_at)


_MIRROR = {
    DeadlineKind.REPLY: DeadlineKind.OBLIGATION,
    DeadlineKind.OBLIGATION: DeadlineKind.REPLY,
    DeadlineKind.EXPIRY: DeadlineKind.EXPIRY,
    DeadlineKind.EXPECTATION: DeadlineKind.EXPECTATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """One limit: what starts it, what ends it, how it is counted, who says so.

    ``kind`` is written for an outgoing request; an incoming one mirrors it (what they owe us, we then owe them).
    ``closes_on`` fulfils it, ``cancels_on`` only takes it away. ``upper`` makes an expectation a range from ``period``
    to ``upper``. ``item_types`` narrows the rule to items of those types, one deadline for each; ``never_of``: not
    where nothing but items of these types is asked for. ``unapproved_only``:
    only while an urgent sending lacks its approval. ``each_authority`` opens one deadline for each authority that
    receives, and only the first receipt counts. ``until_complete``: an answer ends it only when no item is open any
    more. ``dated_by_event``: the event's own ``until`` date, where given, replaces the counted one; ``only_dated``:
    these events start it only where they give one. ``where_no_law``: only for a request whose law has no limit of that
    kind for its items. ``extension``: how far a renewal or a moved date may go beyond the end, by ``extended_by`` where
    another article says so. ``unless``: not where one of these happened before. ``valid_from`` and ``valid_until`` are
    the days of the events that it binds; another version of the same rule may bind those before or after. ``pauses``: a
    question of whoever executes stops the clock until its answer. ``channels``: only where the request travels by one
    of them. ``ladder``: when whom to remind, where that of its kind does not fit. ``before``: the versions whose place
    it took; what was counted by them and is over is told by them.
    """

    key: str
    label: Message
    kind: DeadlineKind
    opens_on: frozenset[EventKind]
    closes_on: frozenset[EventKind]
    period: Period
    citation: Citation
    version: int = 1
    cancels_on: frozenset[EventKind] = frozenset()
    upper: Period | None = None
    roll: Roll = Roll.NONE
    directions: frozenset[Direction] = frozenset({Direction.OUTGOING})
    item_types: frozenset[ItemType] = frozenset()
    never_of: frozenset[ItemType] = frozenset()
    each_authority: bool = False
    dated_by_event: bool = False
    only_dated: frozenset[EventKind] = frozenset()
    where_no_law: bool = False
    unapproved_only: bool = False
    until_complete: bool = False
    extension: Period | None = None
    extended_by: str = ""
    pauses: bool = False
    unless: frozenset[EventKind] = frozenset()
    valid_from: date | None = None
    valid_until: date | None = None
    channels: frozenset[str] = frozenset()
    ladder: tuple[Step, ...] = ()
    before: tuple["DeadlineRule", ...] = ()

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise DefinitionError(f"rule {self.key}", faults)

    def _faults(self) -> list[str]:
        checks = {
            "has no source": bool(self.citation.article.strip()),
            "starts on nothing": bool(self.opens_on),
            "never ends": bool(self.closes_on),
            "is triggered by something that is no event kind": all(
                isinstance(kind, EventKind) for kind in self.opens_on | self.closes_on | self.cancels_on
            ),
            "counts nothing": self.period.count > 0,
            "is an expiry that rolls": self.kind is not DeadlineKind.EXPIRY or self.roll is Roll.NONE,
            "waits for dates that it does not take": self.dated_by_event or not self.only_dated,
            "names an article for an extension that it does not have": (
                self.extension is not None or not self.extended_by
            ),
            "stops a clock that counts no whole days": not self.pauses
            or self.period.unit in (Unit.DAYS, Unit.WEEKS, Unit.MONTHS),
            "is an expiry that stops": self.kind is not DeadlineKind.EXPIRY or not self.pauses,
            "ends before it begins": self.valid_from is None
            or self.valid_until is None
            or self.valid_from <= self.valid_until,
            "took the place of another rule, or of a version that it still has": all(
                (old.key, old.kind) == (self.key, self.kind) and old.version < self.version
                for old in self.before
            ),
            "is an expectation without an upper bound, or has one without being an expectation": (
                (self.upper is not None) == (self.kind is DeadlineKind.EXPECTATION)
            ),
        }
        return [fault for fault, holds in checks.items() if not holds]

    @property
    def counted(self) -> Period | None:
        """The period; None where it begins only with a date that is told, so that nothing is ever counted."""
        return None if self.opens_on <= self.only_dated else self.period

    def binds(self, on: date) -> bool:
        """Whether it binds what happens on that day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on <= self.valid_until)

    def as_of(self, version: int | None) -> "DeadlineRule":
        """The version of that number, itself where it is none of those before."""
        return next((old for old in self.before if old.version == version), self)

    @property
    def hangs_on_calendar(self) -> bool:
        """Whether another holiday can give another date."""
        return self.roll is not Roll.NONE or self.period.unit is Unit.WORKING_DAYS

    @property
    def extension_article(self) -> str:
        """The article that says how far the end may be moved."""
        return self.extended_by or self.citation.article

    def kind_for(self, direction: Direction) -> DeadlineKind:
        return _MIRROR[self.kind] if direction is Direction.INCOMING else self.kind
