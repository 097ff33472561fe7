"""How somebody wants to read the pages, and who acts while they are away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tracker.accounts import services
from tracker.accounts.choices import Theme
from tracker.accounts.cookies import keep_language, keep_theme
from tracker.accounts.models import User
from tracker.accounts.queries import colleagues_of
from tracker.casework.viewer import Viewer
from tracker.web.addresses import own_address
from tracker.web.context import THEMES
from tracker.web.errors import attempt, status_of
from tracker.web.inputs import DayInput, TimeInput
from tracker.web.viewer import signed_in, viewer_of

DEPUTY = ("deputy", "absent_from", "absent_until")
QUIET = ("quiet_from", "quiet_until")


class PreferencesForm(forms.Form):
    """Everything that users decide about themselves. Rights are no preference."""

    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=Theme.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Of the pages and of the mails to you."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("It decides which day is today for you, and when a reminder is due."),
        widget=forms.Select(attrs={"data-pick": ""}),
        error_messages={
            "invalid_choice": gettext_lazy("Choose a time zone from the list, such as Asia/Shanghai.")
        },
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        required=False,
        widget=TimeInput(),
        help_text=gettext_lazy("No mail in these hours, in your time zone."),
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        required=False,
        widget=TimeInput(),
        help_text=gettext_lazy("Empty both: no quiet hours."),
    )
    wants_copies = forms.BooleanField(
        label=gettext_lazy("Copies of what officers are told, as head of their office"),
        required=False,
        help_text=gettext_lazy(
            "What expires, and what has nobody else to read it, comes to you in any case."
        ),
    )
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody"),
        to_field_name="uuid",
        help_text=gettext_lazy(
            "Somebody of one of your offices. Your reminders go to your deputy while you are away."
        ),
        error_messages={
            "invalid_choice": gettext_lazy(
                "Choose somebody from the list: a deputy works in one of your offices."
            )
        },
    )
    absent_from = forms.DateField(
        label=gettext_lazy("First day away"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Both days are days away."),
    )
    absent_until = forms.DateField(
        label=gettext_lazy("Last day away"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Empty: until you say otherwise."),
    )

    def __init__(self, data: QueryDict | None, *, viewer: Viewer, shown_theme: str) -> None:
        super().__init__(data, initial={**_initial(viewer.user), "theme": shown_theme})
        if len(settings.LANGUAGES) == 1:
            self.fields["language"].widget = forms.HiddenInput()
        self.today = viewer.today
        zones = cast(forms.ChoiceField, self.fields["time_zone"])
        zones.choices = [(zone, zone.replace("_", " ")) for zone in _zones()]
        deputy = cast("forms.ModelChoiceField[User]", self.fields["deputy"])
        offered = {person.pk for person in colleagues_of(viewer.user, viewer.today)}
        deputy.queryset = User.objects.filter(pk__in=offered | {viewer.user.deputy_id or 0}).order_by("name")

    def clean(self) -> dict[str, Any]:
        """Say beside the field what an absence lacks."""
        cleaned = super().clean() or self.cleaned_data
        self._clean_quiet_hours(cleaned)
        deputy, first, last = (cleaned.get(name) for name in DEPUTY)
        if self.errors.keys() & set(DEPUTY):
            return cleaned
        if deputy and not first:
            self.add_error("absent_from", _("Give the first day away, or choose nobody as deputy."))
        if (first or last) and not deputy:
            self.add_error("deputy", _("Choose who acts for you, or empty both days."))
        if first and last and last < first:
            self.add_error("absent_until", _("The last day lies before the first. Exchange or correct them."))
        elif last and last < self.today and "absent_until" in self.changed_data:
            self.add_error("absent_until", _("This day is over. Give a later one, or end the absence."))
        return cleaned

    def _clean_quiet_hours(self, cleaned: dict[str, Any]) -> None:
        first, last = (cleaned.get(name) for name in QUIET)
        if self.errors.keys() & set(QUIET):
            return
        if first and last is None:
            self.add_error("quiet_until", _("Give the end too, or empty both."))
        elif last and first is None:
            self.add_error("quiet_from", _("Give the beginning too, or empty both."))
        elif first and first == last:
            self.add_error("quiet_until", _("Quiet hours end at another hour than they begin."))

    @property
    def changes_absence(self) -> bool:
        return bool(set(DEPUTY) & set(self.changed_data))


@signed_in
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """The page; what was typed comes back with every refusal beside its field."""
    viewer = viewer_of(request)
    # What this browser shows is what is offered: it may have been chosen here while nobody was signed in.
    shown = request.COOKIES.get("theme", Theme.SYSTEM.value)
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(data, viewer=viewer, shown_theme=shown)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _save(viewer, form)):
        messages.success(request, _("Your preferences are kept."))
        response = redirect("preferences")
        keep_theme(response, form.cleaned_data["theme"], secure=request.is_secure())
        keep_language(response, form.cleaned_data["language"])
        return response
    return render(
        request,
        "preferences.html",
        {"form": form, "standing_in": _standing_in(viewer), "works": bool(viewer.scope.working)},
        status=status_of(form),
    )


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie that scripts may read too, and with the account of whoever is signed in."""
    chosen = request.POST.get("theme", "")
    response = HttpResponseRedirect(own_address(request, request.POST.get("next", "/"), otherwise="/"))
    chosen = chosen if chosen in THEMES else Theme.SYSTEM.value
    keep_theme(response, chosen, secure=request.is_secure())
    if request.user.is_authenticated:
        user = request.user
        services.set_preferences(user, language=user.language, theme=chosen, time_zone=user.time_zone)
    return response


@transaction.atomic
def _save(viewer: Viewer, form: PreferencesForm) -> None:
    given = form.cleaned_data
    services.set_preferences(
        viewer.user, language=given["language"], theme=given["theme"], time_zone=given["time_zone"]
    )
    services.set_reminders(
        viewer.user,
        quiet_from=given["quiet_from"],
        quiet_until=given["quiet_until"],
        wants_copies=given["wants_copies"],
    )
    if form.changes_absence:
        absence = {name: given[name] for name in DEPUTY}
        services.set_deputy(viewer.user, **absence, by=viewer.user, at=viewer.at)


def _initial(user: User) -> dict[str, object]:
    return {
        "language": user.language,
        "time_zone": user.time_zone,
        "quiet_from": user.quiet_from,
        "quiet_until": user.quiet_until,
        "wants_copies": user.wants_copies,
        "deputy": user.deputy.uuid if user.deputy else None,
        "absent_from": user.absent_from,
        "absent_until": user.absent_until,
    }


def _zones() -> Iterator[str]:
    """Zones that are named after places, and UTC."""
    yield "UTC"
    yield from sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


def _standing_in(viewer: Viewer) -> list[User]:
    """For whom the viewer is to act, now or later."""
    return [
        user for user in viewer.user.deputised_for.order_by("absent_from") if not _is_over(user, viewer.today)
    ]


def _is_over(user: User, today: dt.date) -> bool:
    return user.absent_until is not None and user.absent_until < today
