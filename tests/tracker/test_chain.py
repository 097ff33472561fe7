"""The canonical bytes and the chained hashes."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from tracker import chain
from workflows.vocabulary import Role


def test_the_spelling_is_the_same_whatever_the_order() -> None:
    spelled = b'{"a":[true,null,{"x":1}],"b":"\\u00e9"}'
    assert chain.canonical({"b": "é", "a": [True, None, {"x": 1}]}) == spelled
    assert chain.canonical({"a": (True, None, {"x": 1}), "b": "é"}) == spelled


def test_enum_members_are_spelled_as_their_value() -> None:
    assert chain.canonical({"role": Role.OFFICER}) == b'{"role":"officer"}'


@pytest.mark.parametrize("value", [1.0, dt.date(2026, 1, 1), b"x", {1, 2}, {1: "a"}])
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        chain.canonical({"value": value})  # type: ignore[dict-item]  # wrong on purpose


def test_only_a_map_is_hashed() -> None:
    with pytest.raises(TypeError):
        chain.canonical(["a"])  # type: ignore[arg-type]  # wrong on purpose


def test_the_digest_is_keyed_and_chained() -> None:
    expected = hmac.new(b"key", b'before\n{"a":1}', hashlib.sha256).hexdigest()
    assert chain.digest(b"key", "before", {"a": 1}) == expected
    assert chain.digest(b"key", "", {"a": 1}) != expected
    assert chain.digest(b"another", "before", {"a": 1}) != expected


def test_the_salt_decides_the_digest_of_erasable_text() -> None:
    assert chain.salted_digest("s1", "text") != chain.salted_digest("s2", "text")
    assert chain.same(chain.salted_digest("s1", "text"), chain.salted_digest("s1", "text"))


def test_keys_come_from_the_settings_and_are_never_printed(settings: Settings) -> None:
    settings.LOG_KEYS = {"old": b"first", "new": b"second"}
    settings.LOG_KEY_ID = "new"
    assert chain.current_key() == chain.Key(id="new", secret=b"second")
    assert chain.key_named("old").secret == b"first"
    assert "second" not in repr(chain.current_key())
    with pytest.raises(chain.UnknownKeyError):
        chain.key_named("lost")


def test_a_moment_is_spelled_in_utc() -> None:
    beijing = dt.datetime(2026, 3, 12, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert chain.moment(beijing) == "2026-03-12T00:00:00.000000+00:00"
    with pytest.raises(TypeError):
        chain.moment(beijing.replace(tzinfo=None))
