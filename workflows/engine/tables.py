"""A channel's table. One that contradicts itself cannot be imported."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflows.deadlines import Citation, DeadlineRule, Period
from workflows.engine.checks import clashing, procedure_faults, twice
from workflows.engine.procedure import (
    FINAL,
    Action,
    Field,
    FieldName,
    Move,
    Need,
    Procedure,
    State,
    Stop,
    WaitsOn,
)
from workflows.errors import DefinitionError, UnknownDirection
from workflows.messages import Message, message
from workflows.vocabulary import Direction

__all__ = [
    "FINAL",
    "Action",
    "Admissibility",
    "Channel",
    "Court",
    "Expectation",
    "Field",
    "FieldName",
    "Move",
    "Need",
    "Procedure",
    "State",
    "Stop",
    "WaitsOn",
]


class Court(StrEnum):
    YES = "yes"
    NO = "no"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admissibility:
    """Whether evidence obtained this way can be used in court, and why."""

    court: Court
    words: Message
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What is published or customary about how long an answer takes."""

    words: Message
    citation: Citation
    lower: Period | None = None
    upper: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """How a request travels, in each direction that the channel knows; ``version`` is stored with each request.

    ``needs_instrument``: it exists only under a treaty or law. ``compels``: what is asked for can be had by force.
    ``asks_keeper``: it goes to whoever keeps the data, and to no authority of that State.
    """

    key: str
    version: int
    label: Message
    short: Message
    summary: Message
    admissibility: Admissibility
    expectation: Expectation
    procedures: tuple[Procedure, ...]
    rules: tuple[DeadlineRule, ...] = ()
    needs_instrument: bool = False
    compels: bool = True
    asks_keeper: bool = False

    def __post_init__(self) -> None:
        faults = list(_channel_faults(self))
        if faults:
            raise DefinitionError(f"channel {self.key}", faults)

    def procedure(self, direction: Direction) -> Procedure:
        for procedure in self.procedures:
            if procedure.direction is direction:
                return procedure
        raise UnknownDirection(
            message(
                "“%(channel)s” does not go this way (%(direction)s).", channel=self.label, direction=direction
            )
        )

    @property
    def directions(self) -> frozenset[Direction]:
        return frozenset(procedure.direction for procedure in self.procedures)


def _channel_faults(channel: Channel) -> Iterator[str]:
    if not channel.key.isidentifier():
        yield f"its key {channel.key!r} is no identifier"
    if not channel.procedures:
        yield "it has no direction"
    yield from twice("direction", (procedure.direction for procedure in channel.procedures))
    yield from clashing(channel.rules)
    for citation in (channel.admissibility.citation, channel.expectation.citation):
        if not citation.article.strip():
            yield "a statement without a source"
    for procedure in channel.procedures:
        for fault in procedure_faults(procedure):
            yield f"{procedure.direction}: {fault}"
    yield from _rule_faults(channel)


def _rule_faults(channel: Channel) -> Iterator[str]:
    for rule in channel.rules:
        for direction in sorted(rule.directions & channel.directions):
            produced = channel.procedure(direction).produces()
            if not rule.opens_on & produced:
                yield f"rule {rule.key} waits in {direction} for events that no action makes"
        if not rule.directions & channel.directions:
            yield f"rule {rule.key} is for directions the channel does not have"
