"""The fonts of the pages on paper."""

from pathlib import Path

import pytest
import typst

from tracker import sealed
from tracker.sealed import pdf_from, plex


def test_the_set_up_makes_every_part_of_them() -> None:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(plex.FOLDER)]
    )
    assert sorted(fonts.families()) == sorted(name for names in plex.FAMILIES.values() for name in names)


def test_words_in_several_scripts_are_set_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "ROOT", tmp_path)
    template = tmp_path / "words.typ"
    template.write_text(
        '#set document(title: [x])\n#set text(lang: "en", font: json(bytes(sys.inputs.fonts)).sans)\n'
        "#json(bytes(sys.inputs.data)).words"
    )
    content = pdf_from(template, {"words": "Łódź Ελλάδα Київ"})
    assert b"IBM-Plex-Sans-latin-ext" in content
    assert b"IBM-Plex-Sans-greek" in content
    assert b"Libertinus" not in content
