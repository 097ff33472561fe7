"""Who is looking, and when: one moment and one sight for everything that is answered at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from tracker.accounts.models import Office, User
from tracker.accounts.policy import OfficeScope
from tracker.accounts.queries import local_date, offices_of
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.models.clocks import DeadlineQuerySet
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.models.sight import Sight
from tracker.casework.policy import sight_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """The signed-in user at one moment, with what they may see.

    ``bound_to``: the office to which a program's token is bound. It sees that office and those below it, so far as
    its user does, and nothing that was granted elsewhere.
    """

    user: User
    at: datetime
    bound_to: Office | None = None
    _scopes: dict[date, OfficeScope] = field(default_factory=dict, init=False, repr=False, compare=False)
    _sights: dict[frozenset[int], Sight] = field(default_factory=dict, init=False, repr=False, compare=False)

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
            self._scopes[on] = offices_of(self.user, on, within=self.bound_to)
        return self._scopes[on]

    @property
    def requests(self) -> AssistanceRequestQuerySet:
        """The requests that the user may see."""
        return self._seen_in(self.scope.working)

    def sees(self, key: str) -> Q:
        """The condition on rows of which ``key`` names a request: that the user may see it.

        As one of several alternatives ``key in requests`` would have the planner list every request first.
        """
        return self._sight_of(self.scope.working).of(key, office=f"{key}__office")

    @property
    def running(self) -> DeadlineQuerySet:
        """The open deadlines of the requests that the user may see."""
        return Deadline.objects.open().filter(self._sight_of(self.scope.working).of("request"))

    @property
    def counted(self) -> AssistanceRequestQuerySet:
        """The requests that the user's figures count: those seen, and those of the offices that the user audits.

        For sums only: whoever shows a row starts from ``requests``.
        """
        return self._seen_in(self.scope.working | self.scope.auditor)

    def _seen_in(self, offices: frozenset[int]) -> AssistanceRequestQuerySet:
        return AssistanceRequest.objects.seen(self._sight_of(offices))

    def _sight_of(self, offices: frozenset[int]) -> Sight:
        """Asked once a page for those offices."""
        if offices not in self._sights:
            within = self.scope.everywhere if self.bound_to else None
            self._sights[offices] = sight_of(self.user, self.today, offices=offices, within=within)
        return self._sights[offices]
