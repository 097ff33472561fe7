"""The list of jurisdictions, and the page of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from tracker.casework.filters import State
from tracker.directory.models import Jurisdiction, RelationshipGroup, TreatyRegister
from tracker.directory.queries import jurisdiction_profile, parties_on, search_jurisdictions
from tracker.web.viewer import Viewer, signed_in, viewer_of


class DirectoryForm(forms.Form):
    """What to look for, and the day whose state is shown."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    region = forms.ChoiceField(label=_("Region"), required=False)
    relationship = forms.ChoiceField(label=_("Relationship"), required=False)
    on = forms.DateField(label=_("State of"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="directory_%s")
        regions = (
            Jurisdiction.objects.exclude(region="")
            .order_by("region")
            .values_list("region", flat=True)
            .distinct()
        )
        self._offer("region", [(region, region) for region in regions])
        self._offer("relationship", list(RelationshipGroup.objects.values_list("code", "name")))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("all")), *choices]

    def value(self, name: str) -> Any:
        """What was understood under ``name``; None for what was left out or cannot be read."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What we have asked of a jurisdiction and it of us, as far as the reader may see; each a link to its rows."""

    sent: int
    answered: int
    open: int
    overdue: int
    received: int
    urls: Mapping[str, str]


@signed_in
def directory(request: HttpRequest) -> HttpResponse:
    """Jurisdictions by name, and how many Parties each instrument had on the day."""
    viewer = viewer_of(request)
    form = DirectoryForm(request.GET)
    on = form.value("on") or viewer.today
    found = search_jurisdictions(form.value("q") or "").select_related("relationship_group", "parent")
    if form.value("region"):
        found = found.filter(region=form.value("region"))
    if form.value("relationship"):
        found = found.filter(relationship_group__code=form.value("relationship"))
    context = {
        "form": form,
        "on": on,
        "jurisdictions": found.order_by("name"),
        "registers": [
            (register, parties_on(register.instrument, on)) for register in TreatyRegister.objects.all()
        ],
    }
    return render(request, "directory/list.html", context)


@signed_in
def jurisdiction(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that the directory knows of one jurisdiction on a day, beside our record with it."""
    viewer = viewer_of(request)
    row = get_object_or_404(
        Jurisdiction.objects.select_related("relationship_group", "parent"), code=code.upper()
    )
    form = DirectoryForm(request.GET)
    on = form.value("on") or viewer.today
    context = {
        "form": form,
        "on": on,
        "profile": jurisdiction_profile(row, on),
        "record": _record(viewer, row),
        "sheet": _sheet(row),
        "report_url": f"{reverse('reports')}?{urlencode({'jurisdiction': row.code})}",
    }
    return render(request, "directory/jurisdiction.html", context)


def _record(viewer: Viewer, row: Jurisdiction) -> Record:
    sent = Q(direction="outgoing", sent_on__isnull=False)
    mine = viewer.requests.filter(jurisdiction=row)
    counted = mine.aggregate(
        sent=Count("pk", filter=sent),
        answered=Count("pk", filter=sent & Q(answered_on__isnull=False)),
        received=Count("pk", filter=Q(direction="incoming")),
    )
    place = {"jurisdiction": row.code}
    return Record(
        **counted,
        open=mine.open().count(),
        overdue=mine.open().overdue(viewer.at).count(),
        urls={
            "open": _register(state=State.OPEN.value, **place),
            "overdue": _register(state=State.OVERDUE.value, **place),
            "received": _register(direction="incoming", **place),
            "sent": _register(direction="outgoing", sent_until=viewer.today, **place),
            "answered": _register(direction="outgoing", outcome_group="answered", **place),
        },
    )


def _register(**query: str | date) -> str:
    return f"{reverse('register')}?{urlencode({name: str(value) for name, value in query.items()})}"


def _sheet(row: Jurisdiction) -> list[tuple[str, str]]:
    """What the jurisdiction requires, as far as it is known."""
    return [
        (str(_("Languages required")), row.languages),
        (str(_("Dual criminality")), row.dual_criminality),
        (str(_("Minimum gravity")), row.minimum_gravity),
        (str(_("Assurance on the death penalty")), row.death_penalty_assurance),
        (str(_("Limitation of use")), row.use_limitation),
        (str(_("Means of communication")), row.communication),
    ]
