"""Chained, keyed hashes for the append-only logs.

The bytes that are hashed are our own canonical form, never a database's text of a JSON column, so that both
databases and every later version verify the same chain.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from django.conf import settings

JSON: TypeAlias = "str | int | bool | Sequence[JSON] | Mapping[str, JSON] | None"


class UnknownKeyError(LookupError):
    """A row names a key that this installation does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A log key: its public name and its secret, which is kept out of every printed form."""

    id: str
    secret: bytes = field(repr=False)


def current_key() -> Key:
    """Return the key that new rows are hashed with."""
    return key_named(settings.LOG_KEY_ID)


def key_named(key_id: str) -> Key:
    """Return a key by its name, as rows record it; raises UnknownKeyError."""
    try:
        return Key(id=key_id, secret=settings.LOG_KEYS[key_id])
    except KeyError:
        raise UnknownKeyError(key_id) from None


def canonical(value: Mapping[str, JSON]) -> bytes:
    """Return the one spelling of a value: sorted keys, no spaces, ASCII.

    Takes text, whole numbers, booleans, None, lists and maps with text keys. Anything else, above all a float
    (its spelling differs between programs), raises TypeError.
    """
    if not isinstance(value, Mapping):
        raise TypeError(f"A map is hashed, not {type(value).__name__}.")
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def digest(key: bytes, previous: str, payload: Mapping[str, JSON]) -> str:
    """Return the keyed hash of a payload after the row whose hash is `previous` (empty for the first)."""
    return hmac.new(key, previous.encode("ascii") + b"\n" + canonical(payload), hashlib.sha256).hexdigest()


def salted_digest(salt: str, text: str) -> str:
    """Return a digest of erasable text: it tells nothing about the text once the salt is erased with it."""
    return hmac.new(salt.encode("utf-8"), text.encode("utf-8"), hashlib.sha256).hexdigest()


def seal(log: str, *, sequence: int, head: str) -> str:
    """Return the keyed statement that a log named `log` ends at `sequence` with the hash `head`.

    Without it, whoever holds only the database could drop the last lines and point the head at an earlier one.
    """
    key = current_key()
    return f"{key.id}:{digest(key.secret, head, _end(log, sequence))}"


def seal_holds(stated: str, log: str, *, sequence: int, head: str) -> bool:
    """Say whether a seal is genuine; one made with a key that is not held here is not."""
    key_id, _separator, found = stated.partition(":")
    try:
        return same(found, digest(key_named(key_id).secret, head, _end(log, sequence)))
    except UnknownKeyError:
        return False


def _end(log: str, sequence: int) -> dict[str, JSON]:
    return {"log": log, "ends_at": sequence}


def same(left: str, right: str) -> bool:
    """Compare two digests in constant time."""
    return hmac.compare_digest(left, right)


def moment(at: datetime) -> str:
    """Spell an aware moment for a payload: UTC with microseconds, whatever zone it came in."""
    if at.tzinfo is None:
        raise TypeError("A moment without a zone cannot be hashed.")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: JSON) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {_text(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical spelling.")


def _text(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"A map's key is text, not {type(key).__name__}.")
    return str(key)
