"""Instruments on a day: how many Parties each had, and which."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tracker.directory.models import TreatyRegister
from tracker.directory.queries import roll_on, rolls_on
from tracker.web.directory.addresses import place, tabs
from tracker.web.directory.bindings import standing
from tracker.web.directory.forms import DayForm
from tracker.web.viewer import signed_in, viewer_of


@signed_in
def treaties(request: HttpRequest) -> HttpResponse:
    """Every instrument, with the numbers of that day."""
    form = DayForm(request.GET)
    on, chosen = form.day(viewer_of(request).today), form.value("on")
    context = {
        "form": form,
        "on": on,
        "tabs": tabs("treaties", chosen=chosen),
        "rolls": [(roll, place("treaty", roll.register.instrument, chosen=chosen)) for roll in rolls_on(on)],
    }
    return render(request, "directory/treaties.html", context)


@signed_in
def treaty(request: HttpRequest, instrument: str) -> HttpResponse:
    """Who had come how far towards one instrument by the day."""
    register = get_object_or_404(TreatyRegister, instrument=instrument)
    form = DayForm(request.GET)
    on, chosen = form.day(viewer_of(request).today), form.value("on")
    roll = roll_on(register, on)
    rows = [
        standing(
            binding,
            name=binding.status.jurisdiction.name,
            code=binding.status.jurisdiction.code,
            url=place("jurisdiction", binding.status.jurisdiction.code, chosen=chosen),
        )
        for binding in roll.bindings
    ]
    context = {
        "form": form,
        "on": on,
        "register": register,
        "roll": roll,
        "rows": rows,
        "anybody_left": any(row.left for row in rows),
        "back": place("treaties", chosen=chosen),
    }
    return render(request, "directory/treaty.html", context)
