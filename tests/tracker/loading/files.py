"""Fixture files made in memory for the loader's tests."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import tablib

from tests import factories
from tracker.accounts.models import User
from tracker.loading import services
from tracker.loading.values import Report, SourceFile

AT: dt.datetime = factories.RECORDED_AT
JURISDICTION = {
    "code": "EE",
    "kind": "state",
    "name": "Estonia",
    "source": "Made for a test",
    "as_of": "2024-01-01",
}


def text(name: str, content: str) -> SourceFile:
    return SourceFile(name=name, content=content.encode())


def table(name: str, *rows: Mapping[str, Any]) -> SourceFile:
    """Return a CSV file written by tablib, as our own exports are."""
    data = tablib.Dataset(headers=list(rows[0]))
    for row in rows:
        data.append([row[column] for column in rows[0]])
    return text(f"{name}.csv", data.export("csv"))


def jurisdictions(*changes: Mapping[str, Any], name: str = "jurisdictions") -> SourceFile:
    return table(name, *({**JURISDICTION, **change} for change in changes or ({},)))


def workbook(**sheets: Sequence[Sequence[Any]]) -> SourceFile:
    book = tablib.Databook()
    for title, rows in sheets.items():
        book.add_sheet(tablib.Dataset(*rows[1:], headers=rows[0], title=title))
    return SourceFile(name="set.xlsx", content=book.export("xlsx"))


def databook(content: Any, name: str = "set.json") -> SourceFile:
    return text(name, content if isinstance(content, str) else json.dumps(content))


def repacked(file: SourceFile, parts: Mapping[str, bytes]) -> SourceFile:
    """Return the workbook with some of its parts replaced or added."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file.content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            if entry not in parts:
                new.writestr(entry, old.read(entry))
        for entry, content in parts.items():
            new.writestr(entry, content)
    return SourceFile(name=file.name, content=packed.getvalue())


def load(*files: SourceFile, by: User | None = None) -> Report:
    return services.load(files, by=by, recorded_at=AT)


def check(*files: SourceFile, by: User | None = None) -> Report:
    return services.check(files, by=by, recorded_at=AT)


def said(report: Report) -> list[str]:
    """Return every problem as one line: file, row, column and sentence."""
    return [f"{p.file}:{p.row}:{p.column}: {p.message}" for p in report.problems]
