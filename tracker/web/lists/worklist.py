"""The worklist: what needs me today, in the order of what is lost if I wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise

from tracker.casework import figures
from tracker.casework import worklist as needed
from tracker.casework.models import AssistanceRequest
from tracker.casework.viewer import Viewer
from tracker.web.addresses import register_address
from tracker.web.lists.rows import ListRow, row_of
from tracker.web.viewer import signed_in, viewer_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do as the page prints it; ``url`` is one click away from where it is done."""

    row: ListRow
    why: str
    on: date
    url: str
    late: str
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Tasks under one heading; ``cut``: there may be more than stand here."""

    key: str
    title: str | Promise
    tasks: tuple[Task, ...]
    cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that is a link to exactly the rows that it counts."""

    value: int
    label: str | Promise
    url: str
    tone: str = ""


@signed_in
def worklist(request: HttpRequest) -> HttpResponse:
    """The home of an officer; a supervisor finds the approvals that wait there too.

    Nothing ever waits for those who work in no office: they come to what is theirs.
    """
    viewer = viewer_of(request)
    if not viewer.scope.working:
        return redirect(_home_of(viewer))
    sections = [_section(entry, viewer.at) for entry in needed.sections(viewer) if entry.tasks]
    counted = [linked(figure) for figure in needed.figures(viewer)]
    return render(request, "lists/worklist.html", {"sections": sections, "figures": counted})


def _home_of(viewer: Viewer) -> str:
    if viewer.scope.auditor:
        return "log"
    return "admin:index" if viewer.scope.administrator else "register"


def linked(figure: figures.Figure) -> Figure:
    """The figure with the address of its rows."""
    return Figure(
        value=figure.value,
        label=figure.label,
        url=register_address(figure.rows),
        tone=figure.tone.value if figure.tone else "",
    )


def _section(section: needed.Section, at: datetime) -> Section:
    return Section(
        key=section.key,
        title=section.title,
        tasks=tuple(_task(task, at) for task in section.tasks),
        cut=len(section.tasks) == needed.SECTION_SIZE,
    )


def _task(task: needed.Task, at: datetime) -> Task:
    return Task(
        row=row_of(task.row, at),
        why=task.why,
        on=task.on,
        url=_page(task.row, task.action),
        late=task.late,
        waits=task.waits,
    )


def _page(row: AssistanceRequest, action: str) -> str:
    if action:
        return reverse("request_action", args=[row.uuid, action])
    return reverse("request", args=[row.uuid])
