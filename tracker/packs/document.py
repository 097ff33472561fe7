"""A pack that is filled in: plain values, words included, for page, files and programs alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.packs.words import Pair
from tracker.reports.base import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Where the same figures are kept for good, and that in words."""

    uuid: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One part of a section: a table, or in ``reason`` why there is none.

    ``slug``, ``source`` and ``query``: the report, and how it is asked the same; ``over``: by which filters, as long as
    it is put together. ``published``: those publications that hold the same figures. ``explained_at``: the number of
    the first table of its section with the same definitions.
    """

    number: str
    title: str
    table: Table | None = None
    reason: str = ""
    slug: str = ""
    source: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    over: frozenset[Pair] = frozenset()
    definitions: tuple[Pair, ...] = ()
    explained_at: str = ""
    anomalies: tuple[str, ...] = ()
    published: tuple[Published, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the evaluators ask, where they ask it, and what the register says to it."""

    key: str
    source: str
    asked: str
    parts: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """``facts`` say what was asked, over which offices, by whom and when; ``legend`` what stands for figures."""

    slug: str
    title: str
    on: date
    at: datetime
    hide_under: int | None
    facts: tuple[Pair, ...]
    legend: tuple[Pair, ...]
    cautions: tuple[str, ...]
    answers: tuple[Answer, ...]

    @property
    def parts(self) -> Iterator[Told]:
        """All parts in their order."""
        return (part for answer in self.answers for part in answer.parts)
