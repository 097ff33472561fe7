"""Types of data, offences and results beside hand-written statements for the same figures; they are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from benchmarks import people
from benchmarks.beside import SPEAKS, fetched, report, today
from benchmarks.measuring import Case
from tracker.casework.models.outcomes import unpacked, unpacked_things
from workflows.vocabulary import DataType, ItemType, ResultKind, data_type_of

if TYPE_CHECKING:
    from benchmarks.people import Caller

LATER: Final = "CASE WHEN s.first_decided_on > %(on)s THEN 1 ELSE 0 END"
TYPES: Final = f"""
SELECT s.asked, count(*), s.decided_days, {LATER} FROM tracker_spell s WHERE {SPEAKS} GROUP BY 1, 3, 4"""
WAITS: Final = f"""
SELECT s.asked, count(*), s.decided_days, CASE WHEN s.first_decided_on <= %(on)s THEN s.decided_on - s.sent_on END,
    CASE WHEN s.first_decided_on IS NULL OR s.asked LIKE '%%,%%' THEN %(on)s::date - s.sent_on END
FROM tracker_spell s WHERE {SPEAKS} GROUP BY 1, 3, 4, 5"""
NAMED: Final = f"""
SELECT s.offences, count(*), s.answered_on <= %(on)s, s.outcome,
    (CASE WHEN s.answered_on <= %(on)s THEN s.answered_on ELSE %(on)s::date END) - s.sent_on
FROM tracker_spell s WHERE {SPEAKS} GROUP BY 1, 3, 4, 5"""
RESULTS: Final = """
SELECT e.kind, count(DISTINCT e.request_id) FROM tracker_result e
JOIN tracker_assistancerequest r ON r.id = e.request_id
WHERE r.office_id IN ({offices}) AND e.occurred_on <= %(on)s GROUP BY 1"""
GIVEN: Final = """
SELECT s.asked, count(*), s.direction, s.decided_days FROM tracker_spell s
WHERE s.office_id IN ({offices}) AND s.superseded_on IS NULL AND s.first_decided_on <= %(on)s GROUP BY 1, 3, 4"""
UNASKED: Final = f"""
SELECT s.asked, count(*), s.direction FROM tracker_spell s
WHERE {SPEAKS} AND s.asked LIKE '%%:SPON:%%' GROUP BY 1, 3"""


def reports() -> Iterator[Case]:
    """As things stand today, of one office and of all. On PostgreSQL, which counts days in these words."""
    if connection.vendor != "postgresql":
        return
    for caller in (people.officer(), people.supervisor()):
        for slug, bare in (("types-of-data", _types), ("offences", _offences), ("results", _results)):
            yield report(caller, slug, f"{slug}/", partial(bare, caller), keys=_told)


def _told(answer: Any) -> list[str]:
    """The requests of each, by the figures."""
    figures = answer.json()["figures"]
    return [str(one["value"]) for one in figures if one["key"] not in ("none", "requests")]


def _types(caller: Caller) -> list[tuple[str]]:
    requests: Counter[str] = Counter()
    for asked, number, *_others in fetched(caller, TYPES, today()):
        types = {data_type_of(ItemType(one.type), one.data_category) for one in unpacked_things(asked)}
        requests.update(dict.fromkeys(types, number))
    fetched(caller, WAITS, today())
    return [(str(requests[kind]),) for kind in DataType]


def _offences(caller: Caller) -> list[tuple[str]]:
    """The most frequent four."""
    requests: Counter[str] = Counter()
    for offences, number, *_others in fetched(caller, NAMED, today()):
        requests.update(dict.fromkeys(filter(None, unpacked(offences)), number))
    ranked = sorted(requests, key=lambda name: (-requests[name], name))
    return [(str(requests[name]),) for name in ranked[:4]]


def _results(caller: Caller) -> list[tuple[str]]:
    numbers = dict(fetched(caller, RESULTS, today()))
    fetched(caller, GIVEN, today())
    fetched(caller, UNASKED, today())
    return [(str(numbers.get(kind, 0)),) for kind in ResultKind]
