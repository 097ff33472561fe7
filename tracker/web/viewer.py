"""Who is looking, and when: read once per request of a page, so that a page is of one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest

from tracker import clock
from tracker.accounts.models import User
from tracker.accounts.policy import OfficeScope
from tracker.accounts.queries import offices_of
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.policy import visible_to

signed_in = login_required


@dataclass(frozen=True)
class Viewer:
    """The signed-in user at one moment, with what they may see."""

    user: User
    at: datetime

    @property
    def today(self) -> date:
        """The day of the calendar where the user is."""
        return self.at.astimezone(ZoneInfo(self.user.time_zone)).date()

    @cached_property
    def scope(self) -> OfficeScope:
        return offices_of(self.user, self.today)

    @property
    def requests(self) -> AssistanceRequestQuerySet:
        return visible_to(self.user, self.today)


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a page; the same for the whole of one HTTP request."""
    found = getattr(request, "viewer", None)
    if found is None:
        found = Viewer(user=cast(User, request.user), at=clock.now())
        request.viewer = found  # type: ignore[attr-defined]  # kept with the request, as Django's own user is
    return cast(Viewer, found)
