"""The chance of an answer and our own record beside hand-written statements; what both count is compared.

On PostgreSQL: SQLite counts days by other functions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import connection
from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from benchmarks import people
from benchmarks.beside import NOW, SPEAKS, days, fetched
from benchmarks.figures import GROUP, REFUSED
from benchmarks.measuring import Case
from benchmarks.reading import LIST, NOTHING
from tracker.casework.models import AssistanceRequest
from tracker.reports.parts import MINIMUM
from workflows.vocabulary import Direction, Party

if TYPE_CHECKING:
    from benchmarks.people import Caller

SENT: Final = f"""
SELECT count(*), CASE WHEN {REFUSED} THEN 'refused' ELSE {GROUP} END,
    (CASE WHEN s.answered_on <= %(on)s THEN s.answered_on WHEN s.closed_on <= %(on)s THEN s.closed_on
        ELSE %(on)s::date END) - s.sent_on
FROM tracker_spell s
WHERE {SPEAKS} AND s.direction = 'outgoing' AND s.jurisdiction_id = {{place}} AND s.channel = '{{channel}}'
GROUP BY 2, 3"""


def chances() -> Iterator[Case]:
    """By the way that most wait on: of the newest request there, and before one is made."""
    if connection.vendor != "postgresql":
        return
    for caller in (people.officer(), people.supervisor()):
        waiting = _waiting(caller)
        if waiting:
            way = urlencode({"jurisdiction": waiting.jurisdiction.code, "channel": waiting.channel})
            yield _case(caller, waiting, "own record", f"{LIST}record/?{way}", _of_record)
            yield _case(caller, waiting, "chance of an answer", f"{LIST}{waiting.uuid}/chances/", _of_chances)
    for caller in (people.reader(), people.overseer()):
        waiting = _waiting(caller)
        if waiting:
            address = reverse("request_chances", args=[waiting.uuid])
            yield _case(caller, waiting, "page: chance of an answer", address, None)


def _waiting(caller: Caller) -> AssistanceRequest | None:
    """The newest of ours that waits, by the way on which most do; where there are enough for a share."""
    open_ones = caller.viewer.requests.open().filter(
        direction=Direction.OUTGOING.value, sent_on__isnull=False, answered_on__isnull=True
    )
    theirs = open_ones.filter(waits_on=Party.THEM.value).order_by()
    ways = theirs.values_list("jurisdiction", "channel").annotate(number=Count("pk")).order_by("-number")
    for place, channel, number in ways[:1]:
        if number > MINIMUM:
            of_way = theirs.filter(jurisdiction=place, channel=channel)
            return of_way.select_related("jurisdiction").order_by("-sent_on", "-pk").first()
    return None


def _case(caller: Caller, waiting: AssistanceRequest, what: str, address: str, keys: Any) -> Case:
    return Case(
        what=f"{what}, {caller.name}",
        call=caller.gets(address),
        bare=[partial(_counted, caller, waiting)],
        keys=keys,
        empty=caller.gets(NOTHING),
        promise=NOW,
    )


def _of_record(answer: Any) -> list[str]:
    record = answer.json()
    return [str(record[key]) for key in ("sent", "answered", "open")]


def _of_chances(answer: Any) -> list[str]:
    record = answer.json()["record"]
    return [str(record[key]) for key in ("sent", "answered", "open")]


def _counted(caller: Caller, waiting: AssistanceRequest) -> list[tuple[str]]:
    """Sent, answered, open, one a row; the days are those of which the shares are made."""
    today, _past = days()
    groups: Counter[str] = Counter()
    found = fetched(caller, SENT, today.named, place=waiting.jurisdiction_id, channel=waiting.channel)
    for number, group, _took in found:
        groups[group] += number
    answered = groups["answered"] + groups["refused"]
    still_open = groups["open_not_due"] + groups["open_overdue"]
    return [(str(number),) for number in (groups.total(), answered, still_open)]
