"""Tokens: made for programs, seen and revoked for everybody. People make their own under Preferences."""

from __future__ import annotations

from typing import Any, Final, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from tracker import clock
from tracker.accounts import services
from tracker.accounts.choices import SCOPE_NAMES, Scope, TokenState
from tracker.accounts.models import ApiToken, User
from tracker.accounts.queries import local_date, token_states
from tracker.admin.base import ServiceAdmin, ServiceForm, never
from tracker.admin.site import site

USES_SHOWN: Final = 50


class TokenForm(ServiceForm):
    """A token for a program."""

    expires_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("It ends with this day where the program is, at most a year from now."),
    )

    class Meta:
        model = ApiToken
        fields = ("user", "office", "label", "reads", "writes", "reports")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = ""
        if "user" not in self.fields:
            return  # shown, not asked
        user: Any = self.fields["user"]
        user.queryset = User.objects.filter(is_service=True, is_active=True)
        user.help_text = _(
            "A program: tick “program” when you add its user, and give it a role in an office."
        )
        for name, scope in (("reads", Scope.READ), ("writes", Scope.WRITE), ("reports", Scope.REPORTS)):
            self.fields[name].help_text = scope.label
        self.fields["office"].help_text = _(
            "It sees this office and those below it, so far as its role does."
        )
        self.initial.setdefault("expires_on", services.usual_day(local_date(self.by, self.at)))

    @sensitive_variables()
    def apply(self) -> ApiToken:
        """Make it, and hold its secret for the one page that shows it."""
        data = self.cleaned_data
        held = {Scope.READ: data["reads"], Scope.WRITE: data["writes"], Scope.REPORTS: data["reports"]}
        token, self.secret = services.make_token(
            data["user"],
            data["office"],
            label=data["label"],
            scopes=frozenset(scope for scope, given in held.items() if given),
            expires_at=services.end_of(data["expires_on"], user=data["user"], at=self.at),
            **self.who,
        )
        return token


@admin.register(ApiToken, site=site)
class ApiTokenAdmin(ServiceAdmin):
    """Every token, whose it is, and its last uses. What was made does not change: another is another token."""

    form = TokenForm
    has_change_permission = never
    list_display = ("label", "hint", "user", "office", "may", "expires_at", "last_used_at", "state")
    list_filter = ("user__is_service", "office")
    list_select_related = ("user", "office")
    search_fields = ("label", "hint", "user__name", "user__email")
    readonly_fields = ("may", "state", "last_uses")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        """With what its state is made of."""
        return super().get_queryset(request).select_related("user", "office", "created_by")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the states of its rows asked once for all of them."""
        changes = super().get_changelist_instance(request)
        rows = list(changes.result_list)
        states = token_states(rows, at=clock.now())
        for row in rows:
            row.known_state = states[row.pk]
        changes.result_list = rows
        return changes

    def get_fieldsets(self, _request: HttpRequest, obj: ApiToken | None = None) -> Any:
        """Ask for a new one what it needs; show of one that is there all but its digest."""
        if obj is None:
            return (
                (None, {"fields": ("user", "office", "label", "reads", "writes", "reports", "expires_on")}),
            )
        when = ("created_at", "created_by", "expires_at", "revoked_at", "last_used_at")
        return (
            (None, {"fields": ("label", "hint", "user", "office", "may", "state", *when)}),
            (_("Last uses, refused ones among them"), {"fields": ("last_uses",)}),
        )

    def get_urls(self) -> list[URLPattern]:
        """The page that asks once more before a token is revoked, besides Django's own."""
        own = path(
            "<int:pk>/revoke/", self.admin_site.admin_view(self.revoke_view), name="tracker_apitoken_revoke"
        )
        return [own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: object) -> None:
        """Make it; the secret goes with the object as far as the answer, and nowhere else."""
        super().save_model(request, obj, form, change)
        obj.secret = form.secret

    def response_add(
        self, request: HttpRequest, obj: Any, _post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the secret once, on this answer: no redirect, since it is kept nowhere."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("The token is made"),
            "opts": self.opts,
            "token": obj,
            "secret": obj.secret,
            "address": request.build_absolute_uri(reverse("api:me")),
        }
        return TemplateResponse(request, "admin/tracker/apitoken/made.html", context)

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask once more, then end it at once."""
        token = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method == "POST":
            if services.revoke_token(token, by=cast(User, request.user), at=clock.now()):
                self.message_user(request, _("The token is revoked."), messages.SUCCESS)
            return redirect("admin:tracker_apitoken_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Revoke a token"),
            "opts": self.opts,
            "token": token,
            "over": state_of(token).is_over,
        }
        return TemplateResponse(request, "admin/tracker/apitoken/revoke.html", context)

    @admin.display(description=_("may"))
    def may(self, token: ApiToken) -> str:
        """Its scopes in one line."""
        return ", ".join(str(SCOPE_NAMES[scope]) for scope in Scope if scope in token.scopes)

    @admin.display(description=_("state"))
    def state(self, token: ApiToken) -> str | SafeString:
        """Whether it can be used, and the way to end it."""
        found: TokenState = getattr(token, "known_state", None) or state_of(token)
        if found.is_over:
            return str(found.label)
        address = reverse("admin:tracker_apitoken_revoke", args=[token.pk])
        return format_html('{} · <a href="{}">{}</a>', found.label, address, _("revoke"))

    @admin.display(description=_("uses"))
    def last_uses(self, token: ApiToken) -> str | SafeString:
        """The last of them; auditors read all over the API."""
        rows = [
            (date_format(use.at, "DATETIME_FORMAT"), use.method, use.path, use.status, use.client or "–")
            for use in token.uses.order_by("-id")[:USES_SHOWN]
        ]
        if not rows:
            return str(_("It was never used."))
        heads = format_html_join("", '<th scope="col">{}</th>', [(name,) for name in _USE_COLUMNS])
        line = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
        body = format_html_join("", line, rows)
        table = "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        # What scrolls sideways on a small screen can be scrolled by keyboard.
        frame = f'<div class="uses" tabindex="0" role="region" aria-label="{{}}">{table}</div>'
        return format_html(frame, _("Last uses"), heads, body)


_USE_COLUMNS: Final = (_("When"), _("Method"), _("Address"), _("Answer"), _("From"))


def state_of(token: ApiToken) -> TokenState:
    """Whether the token can be used now."""
    return token_states([token], at=clock.now())[token.pk]
