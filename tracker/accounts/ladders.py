"""What the offices have tightened of the reminders, read once for many deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.accounts import policy
from tracker.accounts.models import OfficeRung
from tracker.accounts.queries import office_parents
from workflows.deadlines import DeadlineRule, Step, ladder_of, tightened
from workflows.vocabulary import DeadlineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLadders:
    """The ladders as each office has them. An office is held to what the offices above it ask: the tightest counts."""

    rungs: Mapping[int, tuple[OfficeRung, ...]] = field(default_factory=dict)
    parents: Mapping[int, int | None] = field(default_factory=dict)

    def ladder(
        self, office_id: int, key: str, kind: DeadlineKind, rule: DeadlineRule | None
    ) -> tuple[Step, ...]:
        """The ladder of one deadline in one office; ``rule`` is None where the tables no longer know its ``key``."""
        asked = (
            rung.tightening
            for one in policy.ancestry(office_id, parents=self.parents)
            for rung in self.rungs.get(one, ())
            if key == rung.rule or kind == rung.kind
        )
        return tightened(ladder_of(rule, kind), asked)


def office_ladders() -> OfficeLadders:
    """What counts now. One query where nobody tightens anything, else two."""
    rungs: dict[int, tuple[OfficeRung, ...]] = {}
    for rung in OfficeRung.objects.in_force().order_by("pk"):
        rungs[rung.office_id] = (*rungs.get(rung.office_id, ()), rung)
    return OfficeLadders(rungs=rungs, parents=office_parents() if rungs else {})
