"""How every form about a request is answered: shown, refused with what was typed, or done and back to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tracker.casework.case import Case
from tracker.web.errors import attempt, status_of
from tracker.web.requests.presenters.timeline import Entry, timeline_of

LATEST = 5
"""So many entries stand beside a form, for whoever records the next one."""


def answer(
    request: HttpRequest,
    case: Case,
    form: BaseForm,
    write: Callable[[], object],
    *,
    title: str,
    done: str,
    save: str,
    template: str = "requests/form.html",
    **more: Any,
) -> HttpResponse:
    """Save by ``write`` where the form is valid, and go back to the request; otherwise show the form again."""
    if request.method == "POST" and form.is_valid() and attempt(form, write):
        messages.success(request, done)
        return redirect(case.url)
    context = {"case": case, "form": form, "title": title, "save": save, "news": news_for(case, form), **more}
    context["latest"] = timeline_of(case, tuple(case.row.items.all()))[:LATEST]
    return render(request, template, context, status=status_of(form))


def news_for(case: Case, form: BaseForm) -> tuple[Entry, ...]:
    """What was recorded since the form was opened, where somebody was quicker."""
    conflict = getattr(form, "conflict", None)
    if conflict is None:
        return ()
    fresh = Case(row=type(case.row).objects.get(pk=case.row.pk), viewer=case.viewer)
    return timeline_of(fresh, tuple(fresh.row.items.all()), after=conflict.seen)
