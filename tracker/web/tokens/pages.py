"""My tokens: made, looked at, revoked. Those of others do not exist here."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from tracker.accounts import services
from tracker.accounts.models import ApiToken
from tracker.casework.viewer import Viewer
from tracker.web.errors import attempted, status_of
from tracker.web.tokens.forms import TokenForm, offices_to_act_in
from tracker.web.tokens.lines import lines_of
from tracker.web.viewer import signed_in, viewer_of

SHOWN: Final = 100
USES_SHOWN: Final = 50


@signed_in
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, the latest first among those that can be used."""
    viewer = viewer_of(request)
    lines = lines_of(_mine(viewer)[:SHOWN], viewer)
    return render(request, "tokens/list.html", {"lines": lines, "most": SHOWN})


@signed_in
@require_http_methods(["GET", "POST"])
def token_new(request: HttpRequest) -> HttpResponse:
    """The form; its answer is the one page that ever shows the secret."""
    viewer = viewer_of(request)
    form = TokenForm(request.POST if request.method == "POST" else None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        sent_before = _mine(viewer).filter(uuid=form.cleaned_data["identity"]).first()
        if sent_before is not None:
            messages.warning(
                request,
                _(
                    "This form was sent before. The secret was shown then; revoke the token if you have lost it."
                ),
            )
            return redirect("token", sent_before.uuid)
        answer = _made(request, viewer, form)
        if answer is not None:
            return answer
    context = {"form": form, "offices": offices_to_act_in(viewer)}
    return render(request, "tokens/new.html", context, status=status_of(form))


@signed_in
@require_safe
def token_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One token and its last uses."""
    viewer = viewer_of(request)
    token = get_object_or_404(_mine(viewer), uuid=uuid)
    uses = token.uses.order_by("-id")[:USES_SHOWN]
    context = {"line": lines_of([token], viewer)[0], "uses": uses, "most": USES_SHOWN}
    return render(request, "tokens/token.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask once more, then end it at once."""
    viewer = viewer_of(request)
    token = get_object_or_404(_mine(viewer), uuid=uuid)
    if request.method == "POST":
        if services.revoke_token(token, by=viewer.user, at=viewer.at):
            messages.success(request, _("The token “%(label)s” is revoked.") % {"label": token.label})
        return redirect("tokens")
    return render(request, "tokens/revoke.html", {"line": lines_of([token], viewer)[0]})


@sensitive_variables("secret", "made")
def _made(request: HttpRequest, viewer: Viewer, form: TokenForm) -> HttpResponse | None:
    """The page with the secret, or None where the service refuses. No redirect: the secret is kept nowhere."""
    office = form.cleaned_data["office"]
    made = attempted(
        form,
        lambda: services.make_token(viewer.user, office, **form.asked, by=viewer.user, at=viewer.at),
    )
    if made is None:
        return None
    token, secret = made
    context = {
        "line": lines_of([token], viewer)[0],
        "secret": secret,
        "address": request.build_absolute_uri(reverse("api:me")),
    }
    return render(request, "tokens/made.html", context)


def _mine(viewer: Viewer) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(user=viewer.user).select_related("user", "office")
