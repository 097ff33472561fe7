"""The list of enquiries that are due, and a run of letters with what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.movement import still_days
from tracker.casework.standing import holder_name
from tracker.casework.viewer import Viewer
from tracker.directory.models import Jurisdiction
from tracker.enquiries import services
from tracker.enquiries.files import zip_of
from tracker.enquiries.models import EnquiryLine, EnquiryRun, RunState
from tracker.enquiries.queries import SHOWN, addressee_of, first_due, has_letters, runs_of, with_letters
from tracker.web.enquiries.forms import DueFilter, SelectionForm, SentForm
from tracker.web.errors import attempted, status_of
from tracker.web.viewer import signed_in, viewer_of
from tracker.words import spoken

LATEST: Final = 10
"""So many runs are listed beside what is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """One request that is due for an enquiry; ``written_by``: who has just asked for a letter about it."""

    row: AssistanceRequest
    due: Deadline
    holder: str
    to: str
    still_days: int
    late: bool
    ticked: bool
    written_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueGroup:
    """Those of one jurisdiction."""

    jurisdiction: Jurisdiction
    lines: tuple[DueLine, ...]


@signed_in
@require_http_methods(["GET", "POST"])
def enquiries(request: HttpRequest) -> HttpResponse:
    """What is due, by jurisdiction; what is ticked gets its letters, written in the background."""
    viewer = _working(request)
    form = SelectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        identity = form.cleaned_data["identity"]
        run = runs_of(viewer).filter(uuid=identity).first()
        run = run or attempted(form, lambda: services.ask(viewer, form.selected, uuid=identity))
        if run is not None:
            return redirect("enquiry_run", run.uuid)
    only = DueFilter(request.GET).code
    found = with_letters(first_due(viewer, jurisdiction=only, count=services.MOST), at=viewer.at)
    context = {
        "form": form,
        "groups": list(_groups(list(found), viewer, form.ticked)),
        "runs": runs_of(viewer).order_by("-pk")[:LATEST],
        "most": services.MOST,
        "chips": list(_chips(only)),
    }
    return render(request, "enquiries/due.html", context, status=status_of(form))


@signed_in
@require_http_methods(["GET", "POST"])
def run_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far the letters are, the letters, and which of them were sent."""
    viewer = _working(request)
    run = _run(viewer, uuid)
    lines = _lines(run)
    form = SentForm(
        request.POST if request.method == "POST" else None,
        viewer=viewer,
        lines={str(line.request.uuid): line for line in lines},
    )
    if request.method == "POST" and run.state == RunState.DONE and form.is_valid():
        marked = services.mark_sent(
            run,
            form.sendings,
            sent_on=form.cleaned_data["sent_on"],
            mode=form.mode_chosen,
            by=viewer.user,
            at=viewer.at,
        )
        _tell(request, marked)
        return redirect("enquiry_run", uuid)
    context = {
        "run": run,
        "lines": lines,
        "form": form,
        "is_done": run.state == RunState.DONE,
        "has_letters": has_letters(run),
        "is_failed": run.state == RunState.FAILED,
        "open_lines": any(line.recorded is None for line in lines),
    }
    return render(request, "enquiries/run.html", context, status=status_of(form))


@signed_in
@require_safe
def run_letters(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All letters in one ZIP."""
    run = _run(_working(request), uuid)
    if not has_letters(run):
        raise Http404
    answer = HttpResponse(zip_of(run), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="status-enquiries-{run.dated_on}.zip"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@signed_in
@require_POST
def run_again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Try once more to write what could not be written."""
    viewer = _working(request)
    try:
        left_out = services.try_again(viewer, _run(viewer, uuid))
    except Refused as refusal:
        messages.error(request, spoken(refusal.reasons[0]))
        return redirect("enquiry_run", uuid)
    if left_out is not None:
        messages.success(request, _("The letters are written again, from where they stopped."))
    if left_out:
        words = _(
            "Left out, since somebody has asked for a letter about them, or none is due any more: %(references)s."
        )
        messages.warning(request, words % {"references": ", ".join(left_out)})
    return redirect("enquiry_run", uuid)


def _working(request: HttpRequest) -> Viewer:
    """To whoever works in no office these pages do not exist."""
    viewer = viewer_of(request)
    if not viewer.scope.working:
        raise Http404
    return viewer


def _run(viewer: Viewer, uuid: UUID) -> Any:
    return get_object_or_404(runs_of(viewer), uuid=uuid)


def _lines(run: EnquiryRun) -> list[EnquiryLine]:
    found = EnquiryLine.objects.filter(run=run).select_related(
        "letter__addressee", "letter__jurisdiction", *SHOWN
    )
    return list(found.order_by("letter__number", "pk"))


def _chips(only: str) -> Iterator[dict[str, str]]:
    if only:
        yield {"name": _("Jurisdiction"), "value": only, "url": reverse("enquiries")}


def _groups(found: list[Deadline], viewer: Viewer, ticked: frozenset[str]) -> Iterator[DueGroup]:
    for place, deadlines in groupby(found, key=lambda deadline: deadline.request.jurisdiction):
        yield DueGroup(
            jurisdiction=place, lines=tuple(_line(deadline, viewer, ticked) for deadline in deadlines)
        )


def _line(deadline: Any, viewer: Viewer, ticked: frozenset[str]) -> DueLine:
    row = deadline.request
    to = addressee_of(row)
    return DueLine(
        row=row,
        due=deadline,
        holder=holder_name(row),
        to=to.name if to else "",
        still_days=still_days(row, viewer.at),
        late=deadline.late_from <= viewer.at,
        ticked=str(row.uuid) in ticked,
        written_by=deadline.written_by or "",
    )


def _tell(request: HttpRequest, marked: services.Marked) -> None:
    recorded, before, refused = len(marked.recorded), len(marked.recorded_before), len(marked.refused)
    if recorded:
        words = ngettext("%(n)d enquiry is recorded.", "%(n)d enquiries are recorded.", recorded)
        messages.success(request, words % {"n": recorded})
    if before:
        words = ngettext(
            "%(n)d enquiry was recorded before, by you or somebody else; it stays as it was recorded.",
            "%(n)d enquiries were recorded before, by you or somebody else; they stay as they were recorded.",
            before,
        )
        messages.info(request, words % {"n": before})
    if refused:
        words = ngettext(
            "%(n)d could not be recorded; its row says why.",
            "%(n)d could not be recorded; their rows say why.",
            refused,
        )
        messages.warning(request, words % {"n": refused})
