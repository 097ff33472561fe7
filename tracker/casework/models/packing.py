"""Several values as one text or number of a row, so that figures group by one column and join nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

SEPARATOR: Final = ","
"""Between the things."""
BETWEEN: Final = ":"
"""Between the parts of a thing."""


class Thing(NamedTuple):
    """One thing asked for, as far as figures tell them apart."""

    outcome: str
    type: str
    data_category: str


Decided = tuple[Thing, date | None]
"""One of them with the day on which it was decided, where that is known of it alone."""


def packed(values: Iterable[str]) -> str:
    """Different values as one text, the same however often and in whatever order they come."""
    return SEPARATOR.join(sorted(set(values)))


def unpacked(text: str) -> list[str]:
    """The values again; of none the empty one."""
    return text.split(SEPARATOR)


def packed_things(things: Iterable[Decided]) -> tuple[str, str]:
    """What a request asks for as one text: those that are alike stand in it as often as they are asked for.

    And the days of their decisions in the same order, where there are several.
    """
    texts = sorted((BETWEEN.join(thing), day.isoformat() if day else "") for thing, day in things)
    days = [day for _thing, day in texts]
    is_apart = len(set(filter(None, days))) > 1
    return SEPARATOR.join(thing for thing, _day in texts), SEPARATOR.join(days) if is_apart else ""


def unpacked_things(text: str) -> list[Thing]:
    """The same again; none of the empty text."""
    return [Thing(*one.split(BETWEEN)) for one in text.split(SEPARATOR)] if text else []


def unpacked_types(text: str) -> list[str]:
    """The kinds of assistance among them, each once; of none the empty one."""
    return sorted({thing.type for thing in unpacked_things(text)}) or [""]


def unpacked_days(text: str, days: str) -> list[Decided]:
    """The same with the day of each; without one where all were decided on one day, or none was."""
    things = unpacked_things(text)
    each = days.split(SEPARATOR) if days else [""] * len(things)
    return [
        (thing, date.fromisoformat(day) if day else None) for thing, day in zip(things, each, strict=True)
    ]


def spot_of(kind: str, channel: str, direction: str, place: str, party: str) -> int:
    """These words as one number: there are some hundred of them, so that no two will ever share it."""
    words = SEPARATOR.join((kind, channel, direction, place, party)).encode()
    return int.from_bytes(hashlib.blake2b(words, digest_size=8).digest(), "big", signed=True)
