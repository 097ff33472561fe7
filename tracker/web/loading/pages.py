"""Choose files, see what loading them would do, load them: three steps, and nothing chosen is lost between them."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tracker.casework.viewer import Viewer
from tracker.exports import csv_response
from tracker.loading import services
from tracker.loading.choosing import MAX_BYTES, MAX_FILES, MAX_ROWS
from tracker.loading.reading.limits import MEGABYTE
from tracker.loading.rights import loadable
from tracker.loading.values import Report
from tracker.web.errors import status_of
from tracker.web.loading import shelf
from tracker.web.loading.forms import FilesForm
from tracker.web.loading.report import HEADER, exported, findings
from tracker.web.loading.rights import for_loaders
from tracker.web.loading.shelf import KeptSet
from tracker.web.posted import posted
from tracker.web.viewer import viewer_of


@for_loaders
@require_http_methods(["GET", "POST"])
def loading(request: HttpRequest) -> HttpResponse:
    """Choose files. They are kept for this user alone, and checked on the next page."""
    viewer = viewer_of(request)
    form = FilesForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        kept = shelf.keep(form.sources(), by=viewer.user, at=viewer.at)
        return redirect("loading_set", kept.uuid)
    context = {
        "form": form,
        "tables": loadable(viewer),
        "waiting": shelf.waiting(by=viewer.user, at=viewer.at),
        "max_files": MAX_FILES,
        "max_megabytes": MAX_BYTES // MEGABYTE,
        "max_rows": MAX_ROWS,
    }
    return render(request, "loading/choose.html", context, status=status_of(form))


@for_loaders
@require_http_methods(["GET", "POST"])
def loading_set(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What loading the set would do, found out anew each time; files can join it or take another's place."""
    viewer = viewer_of(request)
    kept = shelf.find(uuid, by=viewer.user, at=viewer.at)
    if kept is None:
        return _gone(request)
    form = FilesForm(*posted(request), others={file.name: file.size for file in kept.files})
    if request.method == "POST" and form.is_valid():
        shelf.merge(kept, form.sources(), by=viewer.user, at=viewer.at)
        return redirect("loading_set", uuid)
    return _shown(request, kept, _checked(kept, viewer), form, status=status_of(form))


@for_loaders
@require_POST
def loading_load(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Load the very files that were checked. If anything is in the way by now, nothing is, and all of it is listed."""
    viewer = viewer_of(request)
    kept = shelf.find(uuid, by=viewer.user, at=viewer.at)
    if kept is None:
        return _gone(request)
    report = services.load(kept.contents(), by=viewer.user, recorded_at=viewer.at, max_rows=MAX_ROWS)
    if not report.loaded:
        return _shown(request, kept, report, FilesForm(), status=HTTPStatus.CONFLICT)
    shelf.discard(kept)
    found = findings(report)
    counts = {"added": found.added, "changed": found.changed, "unchanged": found.unchanged}
    messages.success(
        request, _("Loaded: %(added)s added, %(changed)s changed, %(unchanged)s unchanged.") % counts
    )
    return redirect("loading")


@for_loaders
@require_POST
def loading_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take one file out of the set; with the last one the set goes."""
    viewer = viewer_of(request)
    kept = shelf.find(uuid, by=viewer.user, at=viewer.at)
    if kept is None:
        return _gone(request)
    rest = shelf.without(kept, request.POST.get("name", ""), by=viewer.user, at=viewer.at)
    if rest.files:
        return redirect("loading_set", uuid)
    shelf.discard(rest)
    return redirect("loading")


@for_loaders
@require_POST
def loading_discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put the whole set away."""
    viewer = viewer_of(request)
    kept = shelf.find(uuid, by=viewer.user, at=viewer.at)
    if kept is not None:
        shelf.discard(kept)
        messages.success(request, _("The files are thrown away; nothing was loaded."))
    return redirect("loading")


@for_loaders
@require_GET
def loading_problems(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Every problem as CSV, for those who mend the files."""
    viewer = viewer_of(request)
    kept = shelf.find(uuid, by=viewer.user, at=viewer.at)
    if kept is None:
        return _gone(request)
    return csv_response("problems", HEADER, exported(_checked(kept, viewer)))


def _checked(kept: KeptSet, viewer: Viewer) -> Report:
    return services.check(kept.contents(), by=viewer.user, recorded_at=viewer.at, max_rows=MAX_ROWS)


def _shown(
    request: HttpRequest, kept: KeptSet, report: Report, form: FilesForm, *, status: HTTPStatus
) -> HttpResponse:
    context = {
        "kept": kept,
        "until": kept.kept_at + shelf.KEPT_FOR,
        "found": findings(report),
        "form": form,
        "late": status is HTTPStatus.CONFLICT,
        "at": viewer_of(request).at,
    }
    return render(request, "loading/set.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    """Whose set it was is not told: it was loaded, put away, forgotten after its hour, or never this user's."""
    messages.warning(
        request,
        _(
            "These files are not kept any more: loaded, thrown away, or older than an hour. Choose them again."
        ),
    )
    return redirect("loading")
