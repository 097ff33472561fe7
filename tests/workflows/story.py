"""A request told as a story: each line records one action, as an officer or a supervisor would."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from workflows.deadlines import Places
from workflows.engine import (
    Deadline,
    Definition,
    Event,
    Facts,
    FieldName,
    Offer,
    Proposal,
    Snapshot,
    available_actions,
    replay,
    step,
)
from workflows.errors import ActionNotAllowed
from workflows.messages import Message
from workflows.occurrence import Occurred
from workflows.registry import definition
from workflows.vocabulary import Direction, Role, Source

NOW = datetime(2030, 1, 1, tzinfo=UTC)
DRAFTER, SENIOR = 1, 2
WORDS = frozenset({FieldName.REASON, FieldName.NOTE, FieldName.THEIR_REFERENCE})
ALL_ROLES = frozenset({Role.OFFICER, Role.SUPERVISOR})


def on(day: str, **more: Any) -> Occurred:
    return Occurred(on=date.fromisoformat(day), **more)


@dataclass
class Story:
    """The events so far under one definition; texts count as filled in."""

    definition: Definition
    events: list[Event] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        channel: str = "letter_exchange",
        instrument: str | None = None,
        *,
        direction: Direction = Direction.OUTGOING,
        places: Places | None = None,
    ) -> "Story":
        return cls(definition(channel, instrument, direction, places))

    def record(
        self,
        action: str,
        day: str | Occurred,
        *,
        by: int = DRAFTER,
        roles: frozenset[Role] = ALL_ROLES,
        items: tuple[str, ...] = (),
        dossier: tuple[str, ...] | None = None,
        given: frozenset[FieldName] = WORDS,
        legal_basis: bool = True,
        counterpart: bool = True,
        objections: tuple[Message, ...] = (),
        source: Source = Source.HUMAN,
        **data: Any,
    ) -> Snapshot:
        occurred = on(day) if isinstance(day, str) else day
        if dossier is not None:
            data["items"] = listed(dossier)
        proposal = Proposal(action=action, occurred=occurred, items=items, data=data, given=given)
        facts = Facts(
            by=by,
            roles=roles,
            now=NOW,
            source=source,
            legal_basis=legal_basis,
            objections=objections,
            counterpart=counterpart,
        )
        decision = step(self.events, proposal, facts, self.definition)
        self.events.append(decision.event)
        return decision.snapshot

    def refused(self, action: str, day: str | Occurred, **more: Any) -> str:
        """The reasons why ``action`` is refused; it must be."""
        with pytest.raises(ActionNotAllowed) as refusal:
            self.record(action, day, **more)
        assert refusal.value.reasons
        return str(refusal.value)

    def correct(self, sequence: int, day: str, **data: Any) -> Snapshot:
        return self.record("correct", day, target=sequence, **data)

    @property
    def snapshot(self) -> Snapshot:
        return replay(self.events, self.definition)

    def offers(self, *roles: Role, by: int = DRAFTER) -> Mapping[str, Offer]:
        facts = Facts(by=by, roles=frozenset(roles), now=NOW)
        return {offer.action.key: offer for offer in available_actions(self.snapshot, facts, self.definition)}

    def deadline(self, rule: str, item: str | None = None, authority: int | None = None) -> Deadline:
        """The latest version of one deadline."""
        found = [entry for entry in self.snapshot.deadlines if entry.subject == (rule, item, authority)]
        return found[-1]

    def drafted(self, *items: str, day: str = "2024-01-01", **data: Any) -> "Story":
        """A draft that asks for ``items``: ``SUBS``, or ``second=SUBS`` for an item of another name than its type."""
        self.record("draft", day, dossier=items, **data)
        return self

    def sent(self, *items: str, day: str = "2024-01-04", **data: Any) -> "Story":
        """Drafted, submitted, approved by the supervisor and sent, all on ``day``."""
        self.drafted(*items, day=day, **data)
        self.record("submit", day)
        self.record("approve", day, by=SENIOR)
        self.record("send", day)
        return self

    def received(self, *items: str, day: str | Occurred = "2024-01-04", **data: Any) -> "Story":
        self.record("receive", day, dossier=items, **data)
        return self


def listed(items: tuple[str, ...]) -> list[list[str]]:
    """Items as a dossier lists them: key and type."""
    return [[item.split("=")[0], item.split("=")[-1]] for item in items]
