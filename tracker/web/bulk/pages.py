"""Ticked requests: what is to be done, what would become of each, what became of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.accounts.models import Office
from tracker.bulk.services import MOST, UNSEEN, Chosen, Done, rehearsed
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest
from tracker.casework.queries import LISTED
from tracker.casework.viewer import Viewer
from tracker.idempotency.services import Answer, KeyReused, once
from tracker.web.addresses import own_address
from tracker.web.bulk.forms import FORMS, BulkForm, chosen_in
from tracker.web.errors import attempt, status_of
from tracker.web.viewer import signed_in, viewer_of
from tracker.words import spoken
from workflows.messages import as_data, from_data, message

REHEARSE: Final = "rehearse"
DO: Final = "do"
SENT_BEFORE: Final = message(
    "This page was sent before, with other choices. See below what would become of each now, and send it again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One request of the table: what became of it, or would; neither before anything was tried."""

    row: AssistanceRequest | None
    tick: str
    reasons: tuple[str, ...] = ()
    done: bool = False
    made: AssistanceRequest | None = None


@signed_in
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """One address for all three steps: each is sent by the page before it, and the last does what is kept."""
    viewer, chosen = viewer_of(request), chosen_in(request.POST)
    act = request.POST.get("act", "")
    if act not in FORMS or not viewer.scope.working:
        raise Http404
    if not chosen or len(chosen) > MOST:
        messages.error(request, _("Tick at least one request, and at most %(most)d.") % {"most": MOST})
        return redirect(_back(request))
    step = request.POST.get("step", "")
    form = _form(act, viewer, chosen, request if step else None)
    if not step and not form.asks:
        return _shown(request, act, form, viewer, chosen, rehearsed(form.doing(chosen)))
    if step and form.is_valid():
        if step == DO:
            return _done(request, act, form, viewer, chosen)
        found: list[Done] = []
        if attempt(form, lambda: found.append(rehearsed(form.doing(chosen)))):
            return _shown(request, act, form, viewer, chosen, found[0])
    return _shown(request, act, form, viewer, chosen, None)


def _form(act: str, viewer: Viewer, chosen: Sequence[Chosen], request: HttpRequest | None) -> BulkForm:
    offices = Office.objects.filter(pk__in=_rows(viewer, chosen).values("office"))
    return FORMS[act](request.POST if request else None, viewer=viewer, offices=offices)


def _done(
    request: HttpRequest, act: str, form: BulkForm, viewer: Viewer, chosen: Sequence[Chosen]
) -> HttpResponse:
    """Do it, once for the key of the form; the same form sent again is shown the same."""
    sent = {
        name: request.POST.getlist(name) for name in sorted(request.POST) if name != "csrfmiddlewaretoken"
    }
    answers: list[Answer] = []

    def write() -> None:
        try:
            answers.append(
                once(
                    user=viewer.user,
                    key=f"bulk {form.cleaned_data['key']}",
                    fingerprint=hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest(),
                    at=viewer.at,
                    do=lambda: Answer(status=200, body=json.dumps(_kept(form.doing(chosen)()))),
                )
            )
        except KeyReused:
            raise Refused(SENT_BEFORE) from None

    if not attempt(form, write):
        return _shown(request, act, form, viewer, chosen, None)
    told = json.loads(answers[0].body)
    lines = _lines_told(viewer, told["outcomes"], chosen)
    context = {
        "title": form.title,
        "lines": lines,
        "count": sum(line.done for line in lines),
        "run": told["run"],
        "is_done": True,
        "back": _back(request),
    }
    return render(request, "bulk/page.html", context)


def _shown(
    request: HttpRequest,
    act: str,
    form: BulkForm,
    viewer: Viewer,
    chosen: Sequence[Chosen],
    rehearsal: Done | None,
) -> HttpResponse:
    """The form with its requests, and what would become of them."""
    told = _kept(rehearsal)["outcomes"] if rehearsal else [_untried(entry) for entry in chosen]
    lines = _lines_told(viewer, told, chosen)
    form.renew_key()
    context = {
        "title": form.title,
        "form": form,
        "act": act,
        "lines": lines,
        "rehearsed": rehearsal is not None,
        "count": sum(line.done for line in lines),
        "refused": sum(bool(line.reasons) for line in lines),
        "back": _back(request),
    }
    return render(request, "bulk/page.html", context, status=status_of(form))


def _back(request: HttpRequest) -> str:
    """The list in which they were ticked, as it was filtered and sorted."""
    return own_address(request, request.POST.get("back", ""), otherwise=reverse("register"))


def _untried(entry: Chosen) -> dict[str, Any]:
    return {"uuid": str(entry.uuid), "done": None, "reasons": [], "made": None}


def _kept(done: Done) -> dict[str, Any]:
    """What became of each as text that can be kept: who may see what is asked again when it is shown."""
    return {
        "run": str(done.run.uuid) if done.run else None,
        "outcomes": [
            {
                "uuid": str(outcome.uuid),
                "done": outcome.done,
                "reasons": [as_data(reason) for reason in outcome.reasons],
                "made": str(outcome.made.uuid) if outcome.made else None,
            }
            for outcome in done.outcomes
        ],
    }


def _lines_told(viewer: Viewer, told: Sequence[dict[str, Any]], chosen: Sequence[Chosen]) -> list[Line]:
    """A row keeps the version that was ticked: what changed since is refused until it is looked at in the list."""
    seen = {entry.uuid: entry.seen_version for entry in chosen}
    named = {UUID(one[name]) for one in told for name in ("uuid", "made") if one[name]}
    rows = {row.uuid: row for row in viewer.requests.filter(uuid__in=named).select_related(*LISTED)}
    return [_line(one, rows, seen.get(UUID(one["uuid"]), 0)) for one in told]


def _line(one: dict[str, Any], rows: dict[UUID, AssistanceRequest], seen: int) -> Line:
    row = rows.get(UUID(one["uuid"]))
    reasons = tuple(spoken(from_data(reason)) for reason in one["reasons"]) if row else (spoken(UNSEEN),)
    return Line(
        row=row,
        tick=f"{one['uuid']}.{seen}",
        reasons=reasons,
        done=bool(one["done"]) and row is not None,
        made=rows.get(UUID(one["made"])) if one["made"] else None,
    )


def _rows(viewer: Viewer, chosen: Sequence[Chosen]) -> Any:
    return viewer.requests.filter(uuid__in=[entry.uuid for entry in chosen])
