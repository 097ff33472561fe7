"""Cursors come from addresses, and addresses from anybody."""

import pytest

from tracker.paging import Cursor


@pytest.mark.parametrize("text", ["a1_2026-03-02", "b7_", "a1_2026-03-02T09:00:00+00:00"])
def test_a_cursor_of_ours_reads_back(text: str) -> None:
    assert str(Cursor.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a1",
        "ax_",
        "a9999999999999999999_",
        "a1_soon",
        "a1_0001-01-01T00:00+14:00",
        "a1_9999-12-31T23:59-12:00",
    ],
)
def test_a_mistyped_one_is_none(text: str) -> None:
    assert Cursor.parse(text) is None


def test_a_moment_without_a_zone_is_read_as_one_with_it() -> None:
    found = Cursor.parse("a1_2026-03-02T09:00:00")
    assert found is not None
    assert str(found).endswith("+00:00")
