"""Numbers, each with exactly the rows that it counts: what dashboards and reports are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.casework.filters import CaseFilter
from workflows.vocabulary import Tone

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number and the rows that it counts."""

    value: int
    rows: CaseFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its words; ``key`` names it for programs, ``tone`` is there only while it calls for action."""

    key: str
    label: str | Promise
    value: int
    rows: CaseFilter
    tone: Tone | None = None
