"""A pack as data that is kept, and the same again: page, files and API print what was put together once."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any, Final

from tracker.casework.filters import CaseFilter
from tracker.packs.document import Answer, Document, Published, Told
from tracker.packs.words import Pair
from tracker.reports.base import Row, Table
from tracker.reports.keeping import Data, kept_table, revived_table

KNOWN: Final = frozenset(one.name for one in fields(CaseFilter))
DAYS: Final = frozenset(one.name for one in fields(CaseFilter) if "date" in str(one.type))
"""Fields of the filter that are days, which data holds as text."""


def kept(document: Document) -> Data:
    """Everything that page, files and API print, in the present language, and to which rows figures lead."""
    return {
        "slug": document.slug,
        "title": document.title,
        "on": document.on.isoformat(),
        "at": document.at.isoformat(),
        "hide_under": document.hide_under,
        "facts": _pairs(document.facts),
        "legend": _pairs(document.legend),
        "cautions": list(document.cautions),
        "answers": [
            {
                "key": answer.key,
                "source": answer.source,
                "asked": answer.asked,
                "parts": [_part(part) for part in answer.parts],
            }
            for answer in document.answers
        ],
    }


def revived(data: Data) -> Document:
    """The same document again."""
    return Document(
        slug=data["slug"],
        title=data["title"],
        on=date.fromisoformat(data["on"]),
        at=datetime.fromisoformat(data["at"]),
        hide_under=data["hide_under"],
        facts=_tuples(data["facts"]),
        legend=_tuples(data["legend"]),
        cautions=tuple(data["cautions"]),
        answers=tuple(
            Answer(
                key=one["key"],
                source=one["source"],
                asked=one["asked"],
                parts=tuple(map(_revived_part, one["parts"])),
            )
            for one in data["answers"]
        ),
    )


def _part(part: Told) -> Data:
    return {
        "number": part.number,
        "title": part.title,
        "table": kept_table(part.table) if part.table else None,
        "rows": _led_to(part.table) if part.table else None,
        "reason": part.reason,
        "slug": part.slug,
        "source": part.source,
        "query": dict(part.query),
        "definitions": _pairs(part.definitions),
        "explained_at": part.explained_at,
        "anomalies": list(part.anomalies),
        "published": [[one.uuid, one.said] for one in part.published],
    }


def _revived_part(data: Data) -> Told:
    return Told(
        number=data["number"],
        title=data["title"],
        table=_leading(revived_table(data["table"]), data["rows"]) if data["table"] else None,
        reason=data["reason"],
        slug=data["slug"],
        source=data["source"],
        query=data["query"],
        definitions=_tuples(data["definitions"]),
        explained_at=data["explained_at"],
        anomalies=tuple(data["anomalies"]),
        published=tuple(Published(uuid=uuid, said=said) for uuid, said in data["published"]),
    )


def _led_to(table: Table) -> list[list[Data | None]]:
    """Row by row, totals last, which rows each figure counts."""
    return [[_filter(cell.rows) for cell in row.cells] for row in (*table.rows, *table.totals)]


def _leading(table: Table, led_to: list[list[Data | None]]) -> Table:
    rows = [_leading_row(row, found) for row, found in zip((*table.rows, *table.totals), led_to, strict=True)]
    first_total = len(table.rows)
    return replace(table, rows=tuple(rows[:first_total]), totals=tuple(rows[first_total:]))


def _leading_row(row: Row, led_to: list[Data | None]) -> Row:
    cells = zip(row.cells, led_to, strict=True)
    return replace(row, cells=tuple(replace(cell, rows=_revived_filter(one)) for cell, one in cells))


def _filter(rows: CaseFilter | None) -> Data | None:
    if rows is None:
        return None
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in rows.active.items()
    }


def _revived_filter(data: Data | None) -> CaseFilter | None:
    """Nowhere, where it was kept by a program that narrowed by what this one does not: without it there are more."""
    if data is None or not data.keys() <= KNOWN:
        return None
    given: Data = {name: date.fromisoformat(one) if name in DAYS else one for name, one in data.items()}
    return CaseFilter(**given)


def _pairs(pairs: tuple[Pair, ...]) -> list[list[str]]:
    return [[str(first), str(second)] for first, second in pairs]


def _tuples(pairs: list[Any]) -> tuple[Pair, ...]:
    return tuple((first, second) for first, second in pairs)
