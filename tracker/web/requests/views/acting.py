"""Doing one thing to a request, and taking back or amending what was recorded."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.casework import services
from tracker.casework.case import Case
from tracker.casework.models import Event
from tracker.casework.table_labels import HAPPENED
from tracker.web.posted import posted
from tracker.web.requests.case import working_case
from tracker.web.requests.forms.action import ActionForm, CorrectionForm, Meant
from tracker.web.requests.presenters.actions import hint_of
from tracker.web.requests.views.shared import answer
from tracker.web.viewer import signed_in
from tracker.words import day_words, spoken
from workflows.engine import Action
from workflows.errors import UnknownAction
from workflows.messages import Message
from workflows.vocabulary import EventKind


@signed_in
@require_http_methods(["GET", "POST"])
def request_action(request: HttpRequest, uuid: UUID, action: str) -> HttpResponse:
    """The form of one action. What the table does not offer does not exist."""
    case = working_case(request, uuid)
    table = _offered(case, action)
    form = ActionForm(*posted(request), case=case, action=table, meant=_meant(request.GET))
    return answer(
        request,
        case,
        form,
        lambda: services.perform(
            case.row,
            table.key,
            occurred=form.occurred,
            items=form.items,
            data=form.codes,
            texts=form.texts,
            **case.stamp(form.seen),
        ),
        title=spoken(table.label),
        done=_("Recorded: %(happened)s.") % {"happened": HAPPENED[table.kind]},
        save=_("Record it"),
        hint=hint_of(case, table),
        not_now=() if form.is_bound else _not_now(case, table),
        edit_url=reverse("request_edit", args=[case.row.uuid]) if case.may("edit") else "",
    )


@signed_in
@require_http_methods(["GET", "POST"])
def request_correct(request: HttpRequest, uuid: UUID, sequence: int) -> HttpResponse:
    """Take an entry back or amend it; the history must stay possible without it."""
    case = working_case(request, uuid)
    if not case.may("correct"):
        raise PermissionDenied
    event = get_object_or_404(
        Event.objects.exclude(kind=EventKind.CORRECTED), request=case.row, sequence=sequence
    )
    form = CorrectionForm(*posted(request), case=case, event=event)
    return answer(
        request,
        case,
        form,
        lambda: _correct(case, event, form),
        title=_("Correct an entry"),
        done=_("The entry is corrected; dates that depend on it were counted anew."),
        save=_("Correct it"),
        entry=_("%(day)s: %(happened)s")
        % {"day": day_words(event.occurred), "happened": HAPPENED[EventKind(event.kind)]},
    )


def _meant(given: QueryDict) -> Meant:
    return Meant(
        deadline=given.get("deadline", ""),
        items=given.getlist("items"),
        authority=given.get("authority", ""),
    )


def _offered(case: Case, key: str) -> Action:
    try:
        action = case.procedure.action(key)
    except UnknownAction:
        raise Http404 from None
    if not action.offered or key == case.procedure.create:
        raise Http404
    return action


def _not_now(case: Case, action: Action) -> tuple[Message, ...]:
    """Why the action cannot be dated today; it may still have happened earlier."""
    return next((offer.reasons for offer in case.offers if offer.action.key == action.key), ())


def _correct(case: Case, event: Event, form: CorrectionForm) -> None:
    void = bool(form.cleaned_data["void"])
    services.correct(
        case.row,
        target=event.sequence,
        reason=form.cleaned_data["reason"],
        void=void,
        occurred=None if void else form.occurred,
        changes=None if void else form.changes,
        **case.stamp(form.seen),
    )
