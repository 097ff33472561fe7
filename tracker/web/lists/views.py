"""Views of the register: kept under a name from the page that shows them, shared with an office, changed, forgotten."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.accounts.models import Office
from tracker.casework.sorting import SORTS
from tracker.casework.viewer import Viewer
from tracker.saved.models import SavedView, Weekday
from tracker.saved.queries import asked_by, forgettable, mailed_to, own, views_of
from tracker.saved.services import Question, change_view, forget_view, mail_weekly, save_view, stop_mail
from tracker.web.errors import attempt, status_of
from tracker.web.lists.chips import chips, not_understood
from tracker.web.lists.filter_form import FilterForm
from tracker.web.requests.forms.versioned import plainly
from tracker.web.viewer import signed_in, viewer_of


class ViewForm(forms.Form):
    """A name for what the register shows, and with whom it is shared."""

    name = forms.CharField(
        label=gettext_lazy("Name of the view"),
        max_length=80,
        help_text=gettext_lazy("A view of yours that has this name already is replaced."),
    )
    office = forms.ModelChoiceField(
        label=gettext_lazy("Shared with"),
        queryset=Office.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("nobody"),
        help_text=gettext_lazy(
            "They read its filters and search words; of the requests only what they may see anyway."
        ),
    )

    def __init__(self, data: QueryDict | None, *, viewer: Viewer) -> None:
        super().__init__(data, auto_id="view_%s")
        plainly(self.fields["name"])
        self.offer(Q(pk__in=viewer.scope.working))

    def offer(self, offices: Q) -> None:
        """Let it be shared with these."""
        found = Office.objects.filter(offices).order_by("code")
        self.fields["office"].queryset = found  # type: ignore[attr-defined]  # it has one


class ChangeForm(ViewForm):
    """Another name for a view, or others to share it with; the office that it is shared with now may stay."""

    def __init__(self, data: QueryDict | None, *, viewer: Viewer, view: SavedView) -> None:
        super().__init__(data, viewer=viewer)
        self.initial = {"name": view.name, "office": view.office and view.office.code}
        self.fields["name"].help_text = ""
        self.offer(Q(pk__in=viewer.scope.working) | Q(pk=view.office_id))


@signed_in
@require_http_methods(["GET", "POST"])
def saved_views(request: HttpRequest) -> HttpResponse:
    """The views that one finds; what the register showed is kept under a name."""
    viewer = viewer_of(request)
    asked = QueryDict((request.POST or request.GET).get("query", ""))
    form = ViewForm(request.POST if request.method == "POST" else None, viewer=viewer)
    filters = FilterForm(asked, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        question = _question(filters, asked)
        if attempt(form, lambda: save_view(viewer, given["name"], question, office=given["office"])):
            messages.success(request, _("The view “%(name)s” is kept.") % {"name": given["name"]})
            return redirect(f"{reverse('register')}?{question.query}")
    views = list(mailed_to(viewer))
    context = {
        "form": form,
        "query": asked.urlencode(),
        "chips": list(chips(filters, asked)),
        "not_kept": [part.name for part in not_understood(filters, asked)],
        "views": views,
        "outdated": {view.pk for view in views if asked_by(view).unknown},
        "weekdays": Weekday.choices,
        "own": set(own(viewer).values_list("pk", flat=True)),
        "forgettable": set(forgettable(viewer).values_list("pk", flat=True)),
    }
    return render(request, "lists/views.html", context, status=status_of(form))


@signed_in
@require_safe
def saved_view(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where a mail leads: to the register as the view asks it, for whoever finds the view."""
    view = get_object_or_404(views_of(viewer_of(request)), uuid=uuid)
    return redirect(f"{reverse('register')}?{view.query}")


@signed_in
@require_POST
def mail_view(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Have it mailed to oneself on a day of the week, or on none."""
    viewer = viewer_of(request)
    view = get_object_or_404(views_of(viewer), uuid=uuid)
    on = request.POST.get("weekday", "")
    if on in {str(day.value) for day in Weekday}:
        mail = mail_weekly(viewer, view, on=Weekday(int(on)))
        if mail is None:
            raise Http404
        words = _("“%(name)s” is mailed to you every %(day)s morning.")
        messages.success(request, words % {"name": view.name, "day": mail.get_weekday_display()})
    else:
        stop_mail(viewer, view)
        messages.success(request, _("“%(name)s” is not mailed to you.") % {"name": view.name})
    return redirect("saved_views")


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Name one of one's own anew, or share it with others: what it asks and whom it is mailed to stay."""
    viewer = viewer_of(request)
    view = get_object_or_404(own(viewer), uuid=uuid)
    form = ChangeForm(request.POST if request.method == "POST" else None, viewer=viewer, view=view)
    if request.method == "POST" and form.is_valid():
        changed: list[SavedView | None] = []
        if attempt(form, lambda: changed.append(change_view(viewer, view, **form.cleaned_data))):
            if changed == [None]:
                raise Http404
            messages.success(request, _("The view “%(name)s” is kept.") % {"name": form.cleaned_data["name"]})
            return redirect("saved_views")
    asked = QueryDict(view.query)
    shown = list(chips(FilterForm(asked, viewer=viewer), asked))
    context = {"form": form, "view": view, "chips": shown}
    return render(request, "lists/view.html", context, status=status_of(form))


@signed_in
@require_POST
def forget(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget one of one's own, or of somebody who has left."""
    view = get_object_or_404(forgettable(viewer_of(request)), uuid=uuid)
    forget_view(view)
    messages.success(request, _("The view “%(name)s” is forgotten.") % {"name": view.name})
    return redirect("saved_views")


def _question(filters: FilterForm, asked: QueryDict) -> Question:
    sort = asked.get("sort", "")
    known = sort if sort in {entry.key for entry in SORTS} else ""
    return Question(rows=filters.wanted(), sort=known, columns=asked.getlist("column"))
