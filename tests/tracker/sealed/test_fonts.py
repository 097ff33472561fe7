"""Fonts for letters: what is missing is named at the start, with what to install."""

from __future__ import annotations

import subprocess
import sys
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
    monkeypatch.setattr(fonts, "unwritable", lambda names: [name for name in names if "司" in names[name]])
    assert fonts.missing() == {"Chinese": fonts.CJK}
    (found,) = checks.letters_have_fonts()
    assert found.id == "tracker.W004"
    assert "Chinese" in found.msg
    assert found.hint is not None
    assert "apt-get install fonts-noto-cjk," in found.hint


def test_where_all_scripts_can_be_written_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "unwritable", lambda _names: [])
    assert fonts.missing() == {}
    assert checks.letters_have_fonts() == []


def test_it_is_the_machine_that_is_asked() -> None:
    """Typst brings fonts for Latin, Greek and Cyrillic to every machine."""
    texts = {"known": "Ministry of Justice, Υπουργείο, Министерство", "nobody's": "\ue000"}
    assert fonts.unwritable(texts) == ["nobody's"]
    assert fonts.unwritable({"known": texts["known"]}) == []
    names = {script: text for script, (text, _package) in fonts.SAMPLES.items()}
    assert list(fonts.missing()) == fonts.unwritable(names)


def test_asking_leaves_no_thread_that_a_fork_would_lack() -> None:
    """A worker that is forked after the start-up checks must still be able to write."""
    asked = """
import os, signal, sys
from tracker.sealed import SEALED, fonts
import typst
fonts.missing()
if not (child := os.fork()):
    signal.alarm(20)
    typst.compile(b'#set document(title: "A")\\n#set text(lang: "en")\\nA letter', pdf_standards=[*SEALED])
    os._exit(0)
sys.exit(os.waitpid(child, 0)[1] != 0)
"""
    ended = subprocess.run([sys.executable, "-W", "ignore", "-c", asked], cwd=fonts.PROJECT, check=False)
    assert ended.returncode == 0
