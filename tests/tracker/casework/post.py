"""A post with an officer and its head, and what tests of casework do to its requests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tests import factories
from tracker.accounts.models import Office, User
from tracker.casework import services
from tracker.casework.models import AssistanceRequest
from tracker.directory.models import Authority, AuthorityKind
from workflows.vocabulary import Role

MARCH = dt.date(2026, 3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post below a head office, with somebody in each role."""

    above: Office
    office: Office
    officer: User
    supervisor: User

    def opened(self, **more: Any) -> AssistanceRequest:
        return factories.opened(by=self.officer, office=self.office, **more)

    def sent(self, **more: Any) -> AssistanceRequest:
        return factories.sent(officer=self.officer, supervisor=self.supervisor, office=self.office, **more)

    def done(self, row: AssistanceRequest, action: str, on: dt.date, **more: Any) -> AssistanceRequest:
        return factories.done(row, action, by=self.officer, on=on, **more)

    def stamp(self, row: AssistanceRequest, *, by: User | None = None, on: dt.date = MARCH) -> dict[str, Any]:
        """Who writes, when, on which version."""
        return {
            "by": by or self.officer,
            "recorded_at": factories.moment(on, 15),
            "seen_version": AssistanceRequest.objects.get(pk=row.pk).version,
        }

    def corrected(
        self, row: AssistanceRequest, action: str, *, on: dt.date = dt.date(2026, 8, 3), **how: Any
    ) -> AssistanceRequest:
        """The request after its last entry of that action was corrected."""
        target = row.events.filter(action=action).latest("sequence").sequence
        return services.correct(row, target=target, reason="Read again", **how, **self.stamp(row, on=on))


def made_post() -> Post:
    above = factories.office("HQ", host="US")
    office = factories.office("BEJ", parent=above)
    return Post(
        above=above,
        office=office,
        officer=factories.user("Ann", role=Role.OFFICER, office=office),
        supervisor=factories.user("Sue", role=Role.SUPERVISOR, office=office),
    )


def authority(code: str = "CN", name: str = "Ministry of Public Security") -> Authority:
    """Return the authority of that name and jurisdiction, made if it is missing."""
    found, _created = Authority.objects.get_or_create(
        jurisdiction=factories.jurisdiction(code),
        name=name,
        defaults={
            "code": f"{code.lower()}-{Authority.objects.count()}",
            "search_name": name.lower(),
            "kind": AuthorityKind.POLICE,
            "source": "Made for a test",
            "as_of": MARCH,
        },
    )
    return found
