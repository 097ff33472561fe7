"""Documents are printed by a process of their own, one after the other."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import pytest

from tracker import sealed
from tracker.sealed import fonts, pdf_from

WORDS = (
    '#set document(title: [x])\n#set text(lang: "en", font: json(bytes(sys.inputs.fonts)).sans)\n'
    "#json(bytes(sys.inputs.data)).words"
)


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sealed, "ROOT", tmp_path)
    path = tmp_path / "words.typ"
    path.write_text(WORDS)
    return path


def test_who_asks_for_a_document_keeps_nothing_of_what_it_took(template: Path) -> None:
    """Typst would keep of the last ten what it took for them: gigabytes, of tables of thousands of rows."""
    asked = f"""
import sys
from pathlib import Path
from tracker import sealed
sealed.ROOT = Path({str(template.parent)!r})
assert sealed.pdf_from(Path({str(template)!r}), {{"words": "A letter"}}).startswith(b"%PDF")
sys.exit("typst" in sys.modules)
"""
    ended = subprocess.run([sys.executable, "-W", "ignore", "-c", asked], cwd=fonts.PROJECT, check=False)
    assert ended.returncode == 0


def test_one_is_printed_at_a_time(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run, running, most = subprocess.run, [0], [0]

    def counted(*args: Any, **more: Any) -> Any:
        running[0] += 1
        most[0] = max(most[0], running[0])
        try:
            return run(*args, **more)
        finally:
            running[0] -= 1

    monkeypatch.setattr("tracker.sealed.subprocess.run", counted)
    with ThreadPoolExecutor(4) as people:
        found = list(people.map(lambda n: pdf_from(template, {"words": f"Letter {n}"}), range(4)))
    assert all(one.startswith(b"%PDF") for one in found)
    assert most == [1]


def test_what_no_font_has_is_printed_without_the_seal_and_said(
    template: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert b"pdfaid" in pdf_from(template, {"words": "known"})
    assert caplog.text == ""
    assert b"pdfaid" not in pdf_from(template, {"words": "nobody's: \ue000"})
    assert "no PDF/A" in caplog.text


def test_what_cannot_be_printed_at_all_is_an_error(template: Path, caplog: pytest.LogCaptureFixture) -> None:
    template.write_text("#nothing-of-that-name")
    with pytest.raises(CalledProcessError):
        pdf_from(template, {})
    assert "unknown variable" in caplog.text
