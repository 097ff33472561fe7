"""Who is looking, and when: read once per request of a page, so that a page is of one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest

from tracker import clock
from tracker.accounts.models import User
from tracker.accounts.policy import OfficeScope
from tracker.accounts.queries import local_date, offices_of
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.policy import visible_to

signed_in = login_required


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """The signed-in user at one moment, with what they may see."""

    user: User
    at: datetime
    _scopes: dict[date, OfficeScope] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def today(self) -> date:
        """The day of the calendar where the user is."""
        return local_date(self.user, self.at)

    @property
    def scope(self) -> OfficeScope:
        """The offices where the user has each role today."""
        return self.scope_on(self.today)

    def scope_on(self, on: date) -> OfficeScope:
        """The same for a day, which elsewhere may be another than here. Asked once a page."""
        if on not in self._scopes:
            self._scopes[on] = offices_of(self.user, on)
        return self._scopes[on]

    @property
    def requests(self) -> AssistanceRequestQuerySet:
        """The requests that the user may see."""
        return visible_to(self.user, self.today, scope=self.scope)


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a page; the same for the whole of one HTTP request."""
    found = getattr(request, "viewer", None)
    if found is None:
        found = Viewer(user=cast(User, request.user), at=clock.now())
        request.viewer = found  # type: ignore[attr-defined]  # kept with the request, as Django's own user is
    return cast(Viewer, found)
