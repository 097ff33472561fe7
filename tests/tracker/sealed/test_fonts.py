"""Fonts for letters: what is missing is named at the start, with what to install."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tracker import checks
from tracker.sealed import fonts


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    fonts.missing.cache_clear()
    yield
    fonts.missing.cache_clear()


def test_a_script_without_a_font_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_writes", lambda text: "司" not in text)
    assert fonts.missing() == {"Chinese": fonts.CJK}
    (found,) = checks.letters_have_fonts()
    assert found.id == "tracker.W004"
    assert "Chinese" in found.msg
    assert found.hint is not None
    assert "apt-get install fonts-noto-cjk," in found.hint


def test_where_all_scripts_can_be_written_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def writes(text: str) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr(fonts, "_writes", writes)
    assert fonts.missing() == {}
    assert checks.letters_have_fonts() == []
    assert len(asked) == 1


def test_it_is_the_machine_that_is_asked() -> None:
    """Typst brings fonts for Latin, Greek and Cyrillic to every machine."""
    assert fonts._writes("Ministry of Justice, Υπουργείο, Министерство")
    assert not fonts._writes("\ue000")  # a sign that is nobody's
    assert set(fonts.missing()) == {
        name for name, (text, _of) in fonts.SAMPLES.items() if not fonts._writes(text)
    }
