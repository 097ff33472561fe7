"""Changing the dossier of a request."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.casework import services
from tracker.casework.case import Case
from tracker.web.requests.case import working_case
from tracker.web.requests.forms.dossier import EditForm
from tracker.web.requests.forms.rows import Section, are_valid, asked_for_row, dossier_of, sections
from tracker.web.requests.views.shared import answer
from tracker.web.viewer import signed_in

TEMPLATE = "requests/edit.html"


@signed_in
@require_http_methods(["GET", "POST"])
def request_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The dossier as a form. What is asked for can be changed only until it went out."""
    case = working_case(request, uuid)
    if not case.may("edit"):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = EditForm(data, case=case)
    stored = services.dossier_of(case.row) if data is None else None
    rows = sections(data, today=case.today, dossier=stored, items=is_unsent(case))
    if data is not None and asked_for_row(data):
        return _again(request, case, form, rows)
    form.rows_are_right = are_valid(rows)
    return answer(
        request,
        case,
        form,
        lambda: services.edit_dossier(
            case.row, dossier_of(form, rows, row=case.row), **case.stamp(form.seen)
        ),
        done=_("The dossier is changed."),
        template=TEMPLATE,
        sections=_by_name(rows),
        **_words(),
    )


def _again(request: HttpRequest, case: Case, form: EditForm, rows: list[Section]) -> HttpResponse:
    """The form as typed, with another row and without complaints."""
    form.without_errors()
    for part in rows:
        part.rows.without_errors()
    return render(request, TEMPLATE, {"case": case, "form": form, "sections": _by_name(rows), **_words()})


def _words() -> dict[str, str]:
    return {"title": _("Change the dossier"), "save": _("Save the changes")}


def _by_name(rows: list[Section]) -> dict[str, Section]:
    return {part.kind.name: part for part in rows}


def is_unsent(case: Case) -> bool:
    """Whether what is asked for may still be changed."""
    return case.snapshot.stage is case.procedure.initial and case.snapshot.spell.sent is None
