"""Pictures on paper, in the fonts of the pages where these have all that a word needs."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.pdf_text import pages_of_pdf
from tracker import sealed
from tracker.reports.charts.drawing import FONT, OTHER_FONTS, SHEET, on_sheets, printed
from tracker.reports.charts.intervals import Dot, Intervals
from tracker.reports.charts.route_lines import BETWEEN, RouteLine, RouteLines, StopMark
from tracker.reports.files.paper import TEMPLATE
from tracker.sealed import pdf_from
from workflows.vocabulary import Party

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
    told: dict[str, Any] = dict.fromkeys(("foot", "headline", "sentence", "meaning"), "x")
    told |= {name: [] for name in ("asked", "figures", "anomalies", "notes", "definitions")}
    tables = [grid(name, rows) for name, rows in sizes.items()]
    pages = pages_of_pdf(pdf_from(TEMPLATE, {**told, "language": "en", "title": "Report", "tables": tables}))
    for name in ("one", "two", "three"):
        (page,) = [page for page in pages if f"{name}-" in page]
        assert f"By {name}" in page
        assert f"{name}-0" in page
        assert f"{name}-all" in page
    assert len([page for page in pages if "four-" in page]) > 1


def route_lines(stops: int) -> list[tuple[float, float]]:
    """Where the parts of six ways begin on paper, and how high they are."""
    stop = StopMark(label="Embassy", party=Party.US, requests=7, days=3.0)
    lines = tuple(RouteLine(label=f"Way {number}", stops=(stop,) * stops) for number in range(6))
    parts = on_sheets(RouteLines(title="Days", table="stops", lines=lines).wide(lambda _rows: ""))
    found = [re.search(r'height="([\d.]+)" viewBox="0 ([\d.]+) ', part) for part in parts]
    return [(float(one[2]), float(one[1])) for one in found if one]


def test_a_high_picture_is_cut_between_its_lines_so_that_it_can_be_read() -> None:
    parts = route_lines(stops=5)
    assert [begun for begun, _height in parts] == [0, 3 * 138 - BETWEEN]
    assert all(height <= SHEET + 40 for _begun, height in parts)


def test_what_must_stay_together_stays_however_high_it_is() -> None:
    parts = route_lines(stops=40)
    assert len(parts) == 6
    assert all(before + height == after for (before, height), (after, _height) in pairwise(parts))


def test_a_picture_that_says_nothing_of_cuts_stays_whole() -> None:
    dots = tuple(Dot(label=str(number), of=9, share=0.5, low=0.2, high=0.7) for number in range(90))
    spec = Intervals(title="Shares", table="rows", dots=dots).wide(lambda _rows: "")
    assert on_sheets(spec) == [printed(spec)]
