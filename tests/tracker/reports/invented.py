"""A report with nothing of the response rate in it: a period of its own, a part of its own, two tables, no filters."""

from __future__ import annotations

from django import forms

from tracker.casework.filters import CaseFilter
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.reports.base import Cell, Column, Definition, Question, Report, Result, Row, Table
from tracker.reports.charts.intervals import Dot, Intervals
from tracker.reports.parts import AS_OF, COMPARED, DURING, Part

COLOUR = Part(fields={"colour": forms.CharField(label="Colour", required=False)})


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Count what is handed in, and tell what was asked."""
    number = requests.count()
    counted = Cell(text=f"{number}", values=(number,), rows=CaseFilter(channel="treaty"))
    told = Cell(text=str(question.compared), values=(str(question.more.get("colour")),))
    numbers = Row(label="=HYPERLINK(1)", code="CN", cells=(counted,))
    return Result(
        headline="",
        sentence=f"{number} counted",
        figures=(),
        tables=(
            Table(
                key="numbers",
                title="Numbers",
                heading="What",
                columns=(Column(label="Number", keys=("number",)),),
                rows=(numbers,),
                totals=(numbers,),
            ),
            Table(
                key="told",
                title="What was [asked] of the longest of all?",
                heading="When",
                columns=(Column(label="Than", keys=("than",), exported=("Colour",), is_worded=True),),
                rows=(Row(label=str(question.period), cells=(told,)),),
                notes=("Told.",),
            ),
        ),
        charts=(
            Intervals(
                title="Shares", table="told", dots=(Dot(label="China", of=5, share=0.2, low=0.1, high=0.4),)
            ),
        ),
    )


REPORT = Report(
    slug="invented",
    title="An invented report",  # type: ignore[arg-type]  # the tests speak one language
    summary="Counts what there is.",  # type: ignore[arg-type]
    definitions=(Definition(term="Number", text="All of them."),),  # type: ignore[arg-type]
    asks=(DURING, COMPARED, AS_OF, COLOUR),
    answer=answer,
)
