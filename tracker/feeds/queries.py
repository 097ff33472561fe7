"""Which deadlines a calendar feed shows at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Max, QuerySet

from tracker.accounts.models import CalendarFeed
from tracker.accounts.queries import absent_for
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.viewer import Viewer

MOST: Final = 2_000
"""So many deadlines a feed, the nearest first: no calendar of a person holds more."""

Subject = tuple[int, str, int | None, int | None]
"""Request, rule, item, authority: what a deadline is of, whatever its date and version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One open deadline, and by which entry of the history its date was last moved (0: never)."""

    deadline: Deadline
    moved: int


def entries(feed: CalendarFeed, viewer: Viewer) -> Iterator[Entry]:
    """The open deadlines of the requests of which the feed's person or office is in charge now. Constant queries.

    Of somebody who has left, or whose role has ended, none. Imported history comes with its adoption, as for reminders.
    """
    requests = _requests(feed, viewer)
    found = Deadline.objects.open().filter(request__in=requests).order_by("late_from", "pk")
    listed = list(found.select_related("request")[:MOST])
    moved = _moved({deadline.request_id for deadline in listed})
    for deadline in listed:
        yield Entry(deadline=deadline, moved=moved.get((deadline.request_id, *deadline.subject), 0))


def _requests(feed: CalendarFeed, viewer: Viewer) -> QuerySet[AssistanceRequest]:
    """A grant shows a request, and puts nobody in charge of it: only offices in which the person works count."""
    adopted = AssistanceRequest.objects.filter(is_adopted=True)
    if feed.office is not None:
        return adopted.filter(office__in=viewer.scope.supervisor & {feed.office.pk})
    in_charge = [feed.user, *absent_for(feed.user, viewer.today)]
    return adopted.filter(office__in=viewer.scope.working, officer__in=in_charge)


def _moved(requests: set[int]) -> Mapping[Subject, int]:
    """The last entry that ended a date of each subject: it only grows, also where an earlier date comes back."""
    ended = Deadline.objects.filter(request__in=requests, closed_by__isnull=False).order_by()
    rows = ended.values_list("request", "rule", "item", "authority").annotate(last=Max("closed_by"))
    return {(request, rule, item, authority): last for request, rule, item, authority, last in rows}
