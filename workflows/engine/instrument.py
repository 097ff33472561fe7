"""What binds: a treaty or a law, its limits in time, the channels it opens and for what, its deadlines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from workflows.deadlines import Citation, DeadlineRule
from workflows.engine.checks import clashing
from workflows.errors import DefinitionError
from workflows.messages import Message
from workflows.vocabulary import Ground, GroundKind, ItemType

ANYTHING: frozenset[ItemType] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One treaty or law.

    ``channels`` maps a channel's key to the item types that may travel there under this instrument (``ANYTHING``: all).
    ``register`` is the directory's key under which both sides must be bound; None where no list decides. ``law_of``
    names the one State whose law it is. ``valid_from`` and ``valid_until`` are days on which it applies at all.
    ``grounds`` names the articles on which a refusal or a postponement rests; of a ground that is not among them nobody
    has looked. ``criminal`` is False for an instrument of civil matters only: it is known in order to be refused.
    """

    key: str
    version: int
    label: Message
    summary: Message
    citation: Citation
    channels: Mapping[str, frozenset[ItemType]]
    rules: tuple[DeadlineRule, ...] = ()
    grounds: Mapping[Ground, tuple[Citation, ...]] = field(default_factory=lambda: MappingProxyType({}))
    register: str | None = None
    law_of: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    criminal: bool = True

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise DefinitionError(f"instrument {self.key}", faults)

    def _faults(self) -> Iterator[str]:
        if not self.key.isidentifier():
            yield f"its key {self.key!r} is no identifier"
        if not self.citation.article.strip():
            yield "it has no source"
        if not self.channels:
            yield "no channel carries it"
        if self.valid_from and self.valid_until and self.valid_from > self.valid_until:
            yield "it ends before it begins"
        yield from clashing(self.rules)
        for ground, cited in self.grounds.items():
            if ground.kind not in (GroundKind.REFUSAL, GroundKind.POSTPONEMENT):
                yield f"{ground.name} refuses and postpones nothing"
            if not cited:
                yield f"{ground.name} has no source"

    def applies(self, on: date) -> bool:
        """Whether the instrument itself can be relied on that day, whoever is bound."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on <= self.valid_until)
