"""Files that nobody has vouched for: each is read, or refused with a sentence that says what to do."""

import json
from collections.abc import Callable

import pytest

from tests.tracker.loading import files
from tracker.loading.reading import limits, read_files
from tracker.loading.values import SourceFile

HEAD = ["code", "name"]
SHEET = "xl/worksheets/sheet1.xml"
GOOD_BOOK = files.workbook(jurisdictions=[HEAD, ["EE", "Estonia"]])


def raw(name: str, content: bytes) -> SourceFile:
    return SourceFile(name=name, content=content)


def sheet_xml(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def cell(place: str, text: str = "x") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HOSTILE: dict[str, tuple[Callable[[], SourceFile], str]] = {
    "empty": (lambda: raw("jurisdictions.csv", b" \n"), "The file is empty"),
    "huge": (lambda: raw("jurisdictions.csv", b"x" * (limits.FILE_BYTES + 1)), "larger than 10 MB"),
    "unknown ending": (lambda: raw("jurisdictions.exe", b"MZ"), "Files end in .csv"),
    "no ending": (lambda: raw("jurisdictions", b"code"), "Files end in .csv"),
    "workbook called csv": (lambda: raw("jurisdictions.csv", GOOD_BOOK.content), "content is .xlsx"),
    "old workbook": (lambda: raw("set.xlsx", b"\xd0\xcf\x11\xe0rest"), "content is .xls"),
    "document called json": (lambda: raw("set.json", b"%PDF-1.7"), "content is .pdf"),
    "text called xlsx": (lambda: raw("set.xlsx", b"code,name"), "called .xlsx but is none"),
    "wrong encoding": (lambda: raw("a.csv", "code\nTürkiye".encode("latin-1")), "not UTF-8: see byte 7"),
    "utf-16": (lambda: raw("a.csv", "code\nEE".encode("utf-16")), "not UTF-8"),
    "semicolons": (lambda: files.text("a.csv", "code;name\nEE;Estonia"), "not separated by commas"),
    "duplicate header": (lambda: files.text("a.csv", "code,name,code\n1,2,3"), "called code"),
    "nameless column": (lambda: files.text("a.csv", "code,,name\n1,2,3"), "no name"),
    "NUL": (lambda: raw("a.csv", b"code,name\nEE,Est\0onia"), "(U+0000)"),
    "vertical tab": (lambda: files.text("a.csv", "code,name\nEE,Est\vonia"), "After “Est” stands"),
    "huge cell": (
        lambda: files.text("a.csv", f"code\n{'x' * (limits.CELL_CHARACTERS + 1)}"),
        "20000 characters",
    ),
    "cell beyond the reader": (lambda: files.text("a.csv", f"code\n{'x' * 200_000}"), "cannot be read"),
    "open quotation mark": (lambda: files.text("a.csv", 'code\n"EE'), "quotation marks"),
    "too many cells": (lambda: files.text("a.csv", "code,name\nEE,Estonia,extra"), "3 cells, the table 2"),
    "too many columns": (lambda: files.text("a.csv", ",".join("x" * 101)), "more than 100 columns"),
    "formula": (lambda: files.text("a.csv", 'code\n"=HYPERLINK(""http://x"")"'), "formula"),
    "formula in a workbook": (lambda: files.workbook(a=[HEAD, ["=1+1", "x"]]), "formula"),
    "error in a workbook": (
        lambda: files.repacked(
            GOOD_BOOK, {SHEET: sheet_xml('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>')}
        ),
        "shows an error",
    ),
    "damaged workbook": (lambda: raw("set.xlsx", GOOD_BOOK.content[:900]), "not a workbook"),
    "zip that is no workbook": (
        lambda: raw("set.xlsx", files.repacked(GOOD_BOOK, {"xl/workbook.xml": b"<"}).content),
        "not a workbook",
    ),
    "damaged sheet": (
        lambda: files.repacked(GOOD_BOOK, {SHEET: b"<worksheet><sheetData><row"}),
        "not a workbook",
    ),
    "sheet that breaks off": (
        lambda: files.repacked(GOOD_BOOK, {SHEET: sheet_xml(f'<row r="1">{cell("A1")}</row>')[:-30]}),
        "not a workbook",
    ),
    "zip bomb": (
        lambda: files.repacked(GOOD_BOOK, {"xl/bomb.xml": b"0" * (limits.UNPACKED_BYTES + 1)}),
        "Unpacked, the workbook is too large",
    ),
    "zip of many parts": (
        lambda: files.repacked(GOOD_BOOK, {f"xl/{n}.bin": b"" for n in range(limits.PACKED_PARTS + 1)}),
        "Unpacked, the workbook is too large",
    ),
    "entities": (
        lambda: files.repacked(GOOD_BOOK, {SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_xml("")}),
        "definitions that none needs",
    ),
    "row a million": (
        lambda: files.repacked(GOOD_BOOK, {SHEET: sheet_xml(f'<row r="1048576">{cell("A1048576")}</row>')}),
        "more than 100000 rows",
    ),
    "column sixteen thousand": (
        lambda: files.repacked(GOOD_BOOK, {SHEET: sheet_xml(f'<row r="1">{cell("XFD1")}</row>')}),
        "more than 100 columns",
    ),
    "broken json": (lambda: files.databook("[{"), "not JSON"),
    "deep json": (lambda: files.databook("[" * 100_000), "not JSON"),
    "json of another shape": (lambda: files.databook({"title": "a"}), "no databook"),
    "json table without title": (lambda: files.databook([{"data": []}]), "no databook"),
    "json table without rows": (lambda: files.databook([{"title": "a", "data": [1]}]), "no databook"),
    "json twice the same name": (
        lambda: files.databook('[{"title": "a", "data": [{"code": 1, "code": 2}]}]'),
        "code stands twice",
    ),
    "json without number": (
        lambda: files.databook('[{"title": "a", "data": [{"code": NaN}]}]'),
        "NaN is not",
    ),
    "json nested cell": (lambda: files.databook([{"title": "a", "data": [{"code": []}]}]), "Flatten"),
    "table without rows": (lambda: files.databook([{"title": "a", "data": []}]), "The table is empty"),
    "too many tables": (
        lambda: files.databook([{"title": "a", "data": []}] * (limits.SHEETS + 1)),
        "no databook",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_file(case: str) -> None:
    make, sentence = HOSTILE[case]
    sheets, problems = read_files([make()])
    assert any(sentence in str(problem.message) for problem in problems), problems
    assert not any(sheet.lines for sheet in sheets)


def test_too_many_rows() -> None:
    lines = "\n".join(["code", *(["EE"] * (limits.ROWS + 1))])
    _sheets, problems = read_files([files.text("a.csv", lines)])
    assert "more than 100000 rows" in str(problems[0].message)


def test_too_many_sheets() -> None:
    book = files.workbook(**{f"s{number}": [HEAD] for number in range(limits.SHEETS + 1)})
    _sheets, problems = read_files([book])
    assert "more than 100 sheets" in str(problems[0].message)


def test_too_many_files() -> None:
    sheets, problems = read_files([files.jurisdictions()] * (limits.FILES + 1))
    assert (sheets, len(problems)) == ([], 1)
    assert "more than 200 files" in str(problems[0].message)


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    content = '\ufeffcode,name\n\nEE,"two\nlines"\n,,\nLV, Latvia \n'
    [sheet], problems = read_files([files.text("jurisdictions--baltic.v2.csv", content)])
    assert not problems
    assert (sheet.table, sheet.columns) == ("jurisdictions", ("code", "name"))
    assert [(line.number, line.cells["name"]) for line in sheet.lines] == [(3, "two\nlines"), (5, "Latvia")]


def test_one_bad_row_does_not_hide_the_others() -> None:
    [sheet], problems = read_files([files.text("a.csv", "code,name\n1,2,3\nEE,x\n=1,=2\nLV")])
    assert [(problem.row, problem.column) for problem in problems] == [(2, ""), (4, "code"), (4, "name")]
    assert [dict(line.cells) for line in sheet.lines] == [
        {"code": "EE", "name": "x"},
        {"code": "LV", "name": ""},
    ]


def test_workbook_cells_become_text() -> None:
    import_day = files.AT.date()
    book = files.workbook(a=[["w", "x", "y", "z"], [3.0, True, import_day, files.AT.replace(tzinfo=None)]])
    [sheet], problems = read_files([book])
    assert not problems
    assert list(sheet.lines[0].cells.values()) == ["3", "yes", "2025-12-01", "2025-12-01T09:00:00"]


def test_databook_cells_become_text() -> None:
    content = [{"title": "a", "data": [{"x": 3, "y": False}, {"x": None, "y": "Ü", "z": 1.5}]}]
    [sheet], problems = read_files([files.databook(json.dumps(content))])
    assert not problems
    assert [tuple(line.cells.values()) for line in sheet.lines] == [("3", "no", ""), ("", "Ü", "1.5")]


@pytest.mark.parametrize("name", ["C:\\Temp\\a.csv", "../../etc/a.csv", "/tmp/a.csv", "a.csv"])
def test_only_the_last_part_of_a_name_is_kept(name: str) -> None:
    assert SourceFile.named(name, b"").name == "a.csv"


def test_a_whole_number_of_a_workbook_has_no_decimals() -> None:
    cells = f'<row r="1">{cell("A1")}</row><row r="2"><c r="A2"><v>3.0</v></c></row>'
    [sheet], _problems = read_files([files.repacked(GOOD_BOOK, {SHEET: sheet_xml(cells)})])
    assert sheet.lines[0].cells == {"x": "3"}
