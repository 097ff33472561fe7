"""Pictures on paper, in the fonts of the pages where these have all that a word needs."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.pdf_text import pages_of_pdf
from tracker import sealed
from tracker.reports.charts.drawing import FONT, OTHER_FONTS, printed
from tracker.reports.charts.intervals import Dot, Intervals
from tracker.reports.files.paper import TEMPLATE
from tracker.sealed import pdf_from

NAMES = ("Côte d’Ivoire", "Łódź", "Ελλάδα", "A & “B” – C")


def chart() -> str:
    dots = tuple(Dot(label=name, of=9, share=0.5, low=0.2, high=0.7) for name in NAMES)
    return printed(Intervals(title="Shares", table="rows", dots=dots).wide(lambda _rows: ""))


def test_each_piece_of_text_stands_in_a_font_that_has_its_signs() -> None:
    found = {
        words: font for font, words in re.findall(r'<text[^>]*font-family="([^"]*)"[^>]*>([^<]*)<', chart())
    }
    assert found["Côte d’Ivoire"] == found["A &amp; “B” – C"] == found["50 %, n = 9"] == FONT
    assert found["Łódź"] == found["Ελλάδα"] == OTHER_FONTS


def test_a_picture_with_such_names_can_be_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "ROOT", tmp_path)
    template = tmp_path / "chart.typ"
    template.write_text(
        "#let data = json(bytes(sys.inputs.data))\n"
        '#set document(title: [x])\n#set text(lang: "en")\n'
        '#image(bytes(data.svg), format: "svg", alt: "Shares")'
    )
    content = pdf_from(template, {"svg": chart()})
    assert b"pdfaid" in content
    assert b"IBM-Plex-Sans" in content


def grid(name: str, rows: int) -> dict[str, Any]:
    """A table of so many rows and their total."""
    return {
        "title": f"By {name}", "charts": [], "notes": [], "worded": [True, False], "header": ["Row", "Sent"],
        "rows": [[f"{name}-{number}", "1"] for number in range(rows)], "totals": [[f"{name}-all", f"{rows}"]],
    }  # fmt: skip


def test_a_table_that_fits_on_a_page_is_not_torn() -> None:
    sizes = {"one": 15, "two": 20, "three": 25, "four": 90}
    told: dict[str, Any] = dict.fromkeys(("headline", "sentence", "meaning"), "x")
    told |= {name: [] for name in ("asked", "figures", "anomalies", "notes", "definitions")}
    tables = [grid(name, rows) for name, rows in sizes.items()]
    pages = pages_of_pdf(pdf_from(TEMPLATE, {**told, "language": "en", "title": "Report", "tables": tables}))
    for name in ("one", "two", "three"):
        (page,) = [page for page in pages if f"{name}-" in page]
        assert f"By {name}" in page
        assert f"{name}-0" in page
        assert f"{name}-all" in page
    assert len([page for page in pages if "four-" in page]) > 1
