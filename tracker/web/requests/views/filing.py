"""What belongs to the file of a request: documents, results, links, access, the officer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tracker.casework import services
from tracker.casework.case import Case
from tracker.web.errors import attempt
from tracker.web.posted import posted
from tracker.web.requests.case import working_case
from tracker.web.requests.forms.about import (
    AccessForm,
    DocumentForm,
    LinkForm,
    PlainForm,
    ReassignForm,
    ResultForm,
)
from tracker.web.requests.views.shared import answer
from tracker.web.viewer import signed_in

get_or_post = require_http_methods(["GET", "POST"])


@signed_in
@get_or_post
def document_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep one more document; its digest is taken before anything else."""
    case = _for(request, uuid, "add_document")
    form = DocumentForm(*posted(request), case=case)

    def write() -> object:
        file = form.cleaned_data["file"]
        with services.received(file, name=file.name) as stored:
            return services.add_document(case.row, stored, **case.stamp(form.seen))

    words = {"title": _("Add a document"), "done": _("The document is kept."), "save": _("Add the document")}
    return answer(request, case, form, write, **words, multipart=True)


@signed_in
@get_or_post
def result_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Record what the assistance led to."""
    case = _for(request, uuid, "record_result")
    form = ResultForm(*posted(request), case=case)
    words = {"title": _("Record a result"), "done": _("The result is recorded."), "save": _("Record it")}
    return answer(
        request,
        case,
        form,
        lambda: services.record_result(case.row, form.draft, **case.stamp(form.seen)),
        **words,
    )


@signed_in
@get_or_post
def link_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Link the request to another that the viewer may see."""
    case = _for(request, uuid, "link")
    form = LinkForm(*posted(request), case=case)
    words = {
        "title": _("Link to another request"),
        "done": _("The requests are linked."),
        "save": _("Link them"),
    }

    def write() -> object:
        return services.link(case.row, form.target, form.cleaned_data["kind"], **case.stamp(form.seen))

    return answer(request, case, form, write, **words)


@signed_in
@get_or_post
def access_give(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let somebody of another office read the request."""
    case = _for(request, uuid, "grant_access")
    form = AccessForm(*posted(request), case=case)
    words = {"title": _("Give access"), "done": _("Access is given."), "save": _("Give access")}

    def write() -> object:
        given = form.cleaned_data
        return services.grant_access(
            case.row, given["user"], until_on=given["until_on"], **case.stamp(form.seen)
        )

    return answer(request, case, form, write, **words)


@signed_in
@require_POST
def access_revoke(request: HttpRequest, uuid: UUID, grant: UUID) -> HttpResponse:
    """Take access away at once; there is nothing to fill in, so a refusal is a message on the page."""
    case = _for(request, uuid, "revoke_access")
    row = get_object_or_404(case.row.grants.held_on(case.today), uuid=grant)
    form = PlainForm(*posted(request), case=case)
    if form.is_valid() and attempt(form, lambda: services.revoke_access(row, **case.stamp(form.seen))):
        messages.success(request, _("Access is taken away."))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect(case.url)


@signed_in
@get_or_post
def reassign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make somebody else of the office responsible."""
    case = _for(request, uuid, "reassign")
    form = ReassignForm(*posted(request), case=case)
    words = {"title": _("Reassign"), "done": _("The request is reassigned."), "save": _("Reassign")}

    def write() -> object:
        given = form.cleaned_data
        return services.reassign(case.row, given["officer"], note=given["note"], **case.stamp(form.seen))

    return answer(request, case, form, write, **words)


@signed_in
@get_or_post
def adopt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take over imported history: from then on its deadlines remind."""
    case = _for(request, uuid, "adopt")
    form = PlainForm(*posted(request), case=case)
    return answer(
        request,
        case,
        form,
        lambda: services.adopt(case.row, **case.stamp(form.seen)),
        title=_("Adopt this history"),
        done=_("The history is adopted; its deadlines remind from now on."),
        save=_("Adopt it"),
        explanation=_(
            "It was imported and reminds nobody yet. Whoever adopts it becomes responsible, if nobody is."
        ),
    )


def _for(request: HttpRequest, uuid: UUID, action: str) -> Case:
    """The request, for those whose role includes ``action`` where it stands."""
    case = working_case(request, uuid)
    if not case.may(action):
        raise PermissionDenied
    return case
