"""The viewer of a page: read once per HTTP request, so that a page is of one moment."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest

from tracker import clock
from tracker.accounts.models import User
from tracker.casework.viewer import Viewer

signed_in = login_required


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a page; the same for the whole of one HTTP request."""
    found = getattr(request, "viewer", None)
    if found is None:
        found = Viewer(user=cast(User, request.user), at=clock.now())
        request.viewer = found  # type: ignore[attr-defined]  # kept with the request, as Django's own user is
    return cast(Viewer, found)
