"""What is kept of a pack says the same as what was put together, rows behind its figures among it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, replace
from typing import Any

import pytest

from tracker.casework.filters import CaseFilter
from tracker.packs.document import Answer, Document, Published, Told
from tracker.packs.keeping import DAYS, kept, revived
from tracker.reports.base import Cell, Column, Row, Table

DAY = dt.date(2024, 2, 29)


def document(*cells: Cell) -> Document:
    columns = tuple(
        Column(label=f"C{place}", keys=tuple(f"k{place}_{one}" for one, _value in enumerate(cell.values)))
        for place, cell in enumerate(cells)
    )
    row = Row(label="China", code="CN", jurisdiction="CN", cells=cells)
    table = Table(
        key="t", title="T", heading="H", columns=columns, rows=(row, row), totals=(row,), notes=("n",)
    )
    part = Told(
        number="1.1",
        title="T",
        table=table,
        slug="flow",
        source="Flow",
        query={"from": "2020-01-01"},
        definitions=(("Sent", "what was sent"),),
        explained_at="1.1",
        anomalies=("one is missing",),
        published=(Published(uuid="u", said="Published."),),
    )
    other = Told(number="1.2", title="U", reason="Zero: nothing.", slug="flow", source="Flow")
    answer = Answer(key="k", source="R.33", asked="How many?", parts=(part, other))
    return Document(
        slug="fatf",
        title="FATF",
        on=DAY,
        at=dt.datetime(2024, 3, 1, 9, 30, tzinfo=dt.UTC),
        hide_under=5,
        facts=(("Period", "2024"),),
        legend=(("0", "Zero."),),
        cautions=("Careful.",),
        answers=(answer,),
    )


def through_json(one: Document) -> Document:
    data: Any = json.loads(json.dumps(kept(one)))
    return revived(data)


def test_the_same_comes_back() -> None:
    rows = CaseFilter(jurisdiction="CN", as_of=DAY, sent_from=DAY, still_days=30, year=2024)
    told = document(
        Cell(text="3", values=(3,), rows=rows),
        Cell(text="0", values=(0,), rows=CaseFilter()),
        Cell(text="50 % (9–91)", values=(0.5, 0.09, 0.91)),
        Cell(text="n < 5", values=(None,), is_known=False, reason="n < 5"),
        Cell(text="EUR 1.10", values=("1.10",)),
    )
    assert through_json(told) == told
    assert through_json(replace(told, hide_under=None)).hide_under is None


@pytest.mark.parametrize("name", [one.name for one in fields(CaseFilter)])
def test_every_filter_of_the_register_comes_back(name: str) -> None:
    kind = str(next(one.type for one in fields(CaseFilter) if one.name == name))
    value: Any = DAY if "date" in kind else 7 if "int" in kind else "word"
    assert (name in DAYS) is isinstance(value, dt.date)
    told = document(Cell(text="1", values=(1,), rows=CaseFilter(**{name: value})))
    assert through_json(told) == told


def test_a_filter_that_the_register_no_longer_has_leads_nowhere() -> None:
    # A pack is kept for long; without the filter the figure would lead to more requests than it counts.
    told = document(Cell(text="3", values=(3,), rows=CaseFilter(jurisdiction="CN")))
    data: Any = json.loads(json.dumps(kept(told)))
    data["answers"][0]["parts"][0]["rows"][0][0]["gone"] = "word"
    table = next(part.table for part in revived(data).parts if part.table)
    assert table.rows[0].cells[0].rows is None
    assert table.rows[1].cells[0].rows == CaseFilter(jurisdiction="CN")
