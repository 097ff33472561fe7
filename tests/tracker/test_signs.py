"""Signs that nobody sees are refused with the place where they stand; tabs and line breaks are none of them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tracker.signs import hidden_in, require_visible, visible

PLAIN = "Tabs\tand lines\r\nstay, as do \u202e, é, 司 and \U0001f4a3."


def words(text: str) -> str:
    fault = hidden_in(text)
    return "" if fault is None else " ".join(fault.messages)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Server\vlogs", "After “Server” stands a sign that cannot be seen (U+000B)."),
        ("\x00", "The text begins with a sign that cannot be seen (U+0000)."),
        (" \n\x1b[31m", "The text begins with a sign that cannot be seen (U+001B)."),
        ("a\x7f", "After “a” stands a sign that cannot be seen (U+007F)."),
        ("It\x92s", "After “It” stands a sign that cannot be seen (U+0092)."),
        ("a\uffff", "(U+FFFF)"),
        (f"{'word ' * 20}\x0c", f"After “{('word ' * 6).strip()}” stands"),
    ],
)
def test_the_words_say_where_it_stands(text: str, said: str) -> None:
    assert said in words(text)


def test_what_is_seen_stays() -> None:
    assert words(PLAIN) == ""
    assert visible(PLAIN) == PLAIN
    assert visible("a\x0b\x00\x85b") == "ab"


def test_each_text_is_told_by_its_name() -> None:
    require_visible(name="Mei", note="")
    with pytest.raises(ValidationError) as refused:
        require_visible(name="M\x01ei", note="\x02", label="as it is")
    assert set(refused.value.message_dict) == {"name", "note"}
