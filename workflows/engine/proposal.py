"""What somebody wants to record, and what about them a history cannot tell."""

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from workflows.engine.history import Data
from workflows.engine.procedure import FieldName
from workflows.messages import Message
from workflows.occurrence import Occurred
from workflows.vocabulary import Role, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the decision cannot see in the history: who asks, in which roles on this request, and the clock.

    ``objections``: what is known to speak against the treaty or law that the request rests on.
    """

    by: int | None
    roles: frozenset[Role]
    now: datetime
    source: Source = Source.HUMAN
    legal_basis: bool = True
    objections: tuple[Message, ...] = ()
    counterpart: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody wants to record. ``given`` names the fields whose free text was filled in; texts stay outside."""

    action: str
    occurred: Occurred
    items: tuple[str, ...] = ()
    data: Data = field(default_factory=lambda: MappingProxyType({}))
    given: frozenset[FieldName] = frozenset()
