"""What every page shows around its content: the navigation with its counts, who is signed in, the day, the theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import RoleChoices
from tracker.accounts.models import Membership
from tracker.casework.viewer import Viewer
from tracker.web.lists.overdue import overdue_count
from tracker.web.notices import bell_of
from tracker.web.viewer import viewer_of
from workflows.vocabulary import Tone

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationItem:
    url: str
    label: str | Promise
    current: bool
    count: int = 0
    tone: str = ""
    separated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInAs:
    name: str
    role: str
    office: str


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Nothing is asked of the database before somebody has signed in."""
    theme = request.COOKIES.get("theme", "")
    common = {"theme": theme if theme in THEMES else ""}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return common
    viewer = viewer_of(request)
    return {
        **common,
        "today": viewer.today,
        "navigation": list(_navigation(request, viewer)),
        "signed_in_as": _signed_in_as(viewer),
        "may_log": bool(viewer.scope.working),
        **bell_of(viewer),
    }


def _navigation(request: HttpRequest, viewer: Viewer) -> Iterator[NavigationItem]:
    works = bool(viewer.scope.working)
    if works:
        yield _item(request, "worklist", _("Worklist"))
    yield _item(request, "register", _("Register"))
    if works:
        yield _item(request, "request_new", _("New request"))
        yield _item(request, "overdue", _("Overdue"), count=overdue_count(viewer), tone=Tone.OVERDUE.value)
        yield _item(request, "enquiries", _("Status enquiries"))
    yield _item(request, "reports", _("Reports"))
    yield _item(request, "directory", _("Directory"))
    if viewer.scope.auditor:
        yield _item(request, "log", _("Log"))
    if viewer.scope.administrator:
        yield _item(request, "admin:index", _("Administration"), separated=True)


def _item(
    request: HttpRequest,
    name: str,
    label: str | Promise,
    *,
    count: int = 0,
    tone: str = "",
    separated: bool = False,
) -> NavigationItem:
    url = reverse(name)
    current = (
        request.path == url
        if url == "/"
        else request.path.startswith(url) and not _is_below_other(request, url)
    )
    return NavigationItem(url=url, label=label, current=current, count=count, tone=tone, separated=separated)


def _is_below_other(request: HttpRequest, url: str) -> bool:
    """``/requests/new/`` is its own entry, not part of the register."""
    new = reverse("request_new")
    return url != new and request.path.startswith(new)


def _signed_in_as(viewer: Viewer) -> SignedInAs:
    held = Membership.objects.held_on(viewer.today).filter(user=viewer.user).select_related("office")
    first = held.order_by("from_on", "pk").first()
    return SignedInAs(
        name=viewer.user.name,
        role=str(RoleChoices(first.role).label) if first else "",
        office=first.office.name if first else "",
    )
