"""What is to be written, before anything is: a request and, step by step, its life."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workflows.vocabulary import Direction, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.accounts.models import Office, User
    from tracker.casework.services import Dossier
    from tracker.chain import JSON
    from workflows.occurrence import Occurred


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One entry of a history."""

    action: str
    occurred: Occurred
    recorded_at: datetime
    by: User
    source: Source
    items: tuple[str, ...] = ()
    data: Mapping[str, JSON] = field(default_factory=dict)
    texts: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One request: ``first`` is how it begins, ``steps`` what follows."""

    office: Office
    direction: Direction
    channel: str
    dossier: Dossier
    first: Step
    steps: tuple[Step, ...]
