"""Writes down a history day by day, until the story reaches the present."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from tracker.loading.generate.plans import Step
from workflows.occurrence import Occurred
from workflows.vocabulary import Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from tracker.accounts.models import User
    from tracker.chain import JSON

ADOPT: Final = "adopt"
ENDINGS: Final = frozenset({"close", "close_passed_on", "close_without_answer", "lapse", "withdraw"})
SATURDAY: Final = 5
DAYS_OF_WEEK: Final = 7
A_MINUTE: Final = dt.timedelta(minutes=1)
NOTHING: Final[Mapping[str, JSON]] = MappingProxyType({})


class PresentReached(Exception):
    """Nothing that lies ahead is written down."""


@dataclass(slots=True, kw_only=True)
class Diary:
    """``now`` is where the story stands; what lies before ``introduced`` is imported history.

    ``exact``: entries carry the moment (days and nights alike); otherwise a day, and only working days.
    """

    rng: Random
    now: dt.datetime
    zone: str
    until: dt.datetime
    introduced: dt.datetime
    officer: User
    supervisor: User
    exact: bool
    items: tuple[str, ...]
    steps: list[Step] = field(default_factory=list)

    def wait(self, least: float, most: float) -> None:
        """Let between so many days pass; where only days count, go on in the office's hours."""
        self.now += dt.timedelta(days=self.rng.uniform(least, most))
        if not self.exact:
            self.now = self._in_office_hours(self.now)

    def wait_on_one_side(self, least: float, most: float) -> None:
        """The same, but what has begun before the program came goes on before it came: a sending is recorded where
        its approval was."""
        begun = self.now
        self.wait(least, most)
        if begun < self.introduced <= self.now:
            self.now = max(begun, self.introduced - A_MINUTE)

    def do(
        self,
        action: str,
        *,
        by: User | None = None,
        items: tuple[str, ...] = (),
        data: Mapping[str, JSON] = NOTHING,
        texts: Mapping[str, JSON] = NOTHING,
    ) -> None:
        """Write the entry; raises PresentReached where it would lie ahead."""
        if self.now >= self.until:
            raise PresentReached
        imported = self.now < self.introduced
        self.steps.append(
            Step(
                action=action,
                occurred=self._occurred(),
                recorded_at=self.introduced if imported else self.now,
                by=by or self.officer,
                source=Source.IMPORT if imported else Source.HUMAN,
                items=items,
                data=data,
                texts=texts,
            )
        )

    def adopt(self) -> None:
        """Take over what was imported, if it had not ended by then: from then on it reminds."""
        place = sum(step.source is Source.IMPORT for step in self.steps)
        if place == 0 or self.steps[place - 1].action in ENDINGS:
            return
        adoption = Step(
            action=ADOPT,
            occurred=Occurred.at_moment(self.introduced, self.zone),
            recorded_at=self.introduced,
            by=self.officer,
            source=Source.HUMAN,
        )
        self.steps.insert(place, adoption)

    def chance(self, share: float) -> bool:
        """Whether what happens in this share of the cases happens now."""
        return self.rng.random() < share

    def _occurred(self) -> Occurred:
        moment = Occurred.at_moment(self.now, self.zone)
        return moment if self.exact else Occurred(on=moment.on, zone=self.zone)

    def _in_office_hours(self, moment: dt.datetime) -> dt.datetime:
        local = moment.astimezone(ZoneInfo(self.zone))
        if local.weekday() >= SATURDAY:
            local += dt.timedelta(days=DAYS_OF_WEEK - local.weekday())
        at = local.replace(
            hour=self.rng.randint(9, 16), minute=self.rng.randrange(60), second=0, microsecond=0
        )
        # Never back in time: two entries of one day keep their order.
        return max(moment, at.astimezone(dt.UTC))
