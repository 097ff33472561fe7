"""Types of data, offences and results beside hand-written statements for the same figures; they are compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import people
from benchmarks.beside import SPEAKS, fetched, report, today
from benchmarks.measuring import Case

if TYPE_CHECKING:
    from benchmarks.people import Caller

TYPE: Final = """CASE WHEN i.data_category <> '' THEN i.data_category WHEN i.type = 'SUBS' THEN 'subscriber'
    WHEN i.type IN ('TRAF', 'PTDIS', 'RTTD') THEN 'traffic' WHEN i.type IN ('CONT', 'INTC') THEN 'content'
    WHEN i.type IN ('PRES', 'DOMR', 'EMRG') THEN 'not_stated' ELSE 'not_applicable' END"""
TYPES: Final = f"""
SELECT {TYPE}, count(DISTINCT s.request_id), count(*) FILTER (WHERE i.outcome IN ('executed', 'partly_executed'))
FROM tracker_spell s JOIN tracker_item i ON i.request_id = s.request_id WHERE {SPEAKS} GROUP BY 1"""
OFFENCES: Final = f"""
SELECT o.category, count(DISTINCT s.id), count(DISTINCT s.id) FILTER (WHERE s.answered_on <= %(on)s)
FROM tracker_spell s LEFT JOIN tracker_offence o ON o.request_id = s.request_id WHERE {SPEAKS}
GROUP BY 1 ORDER BY 1 IS NULL, 2 DESC, 1"""
RESULTS: Final = """
SELECT e.kind, count(DISTINCT e.request_id) FROM tracker_result e
JOIN tracker_assistancerequest r ON r.id = e.request_id
WHERE r.office_id IN ({offices}) AND e.occurred_on <= %(on)s GROUP BY 1"""


def reports() -> Iterator[Case]:
    """As things stand today, of one office and of all."""
    for caller in (people.officer(), people.supervisor()):
        for slug, statement, keys in (
            ("types-of-data", TYPES, ("subscriber", "traffic", "content", "not_stated", "not_applicable")),
            ("offences", OFFENCES, ()),
            ("results", RESULTS, ("arrests", "convictions", "victims", "devices", "amount")),
        ):
            bare = partial(_counted, caller, statement, keys)
            yield report(caller, slug, f"{slug}/", bare, keys=partial(_told, keys))


def _told(keys: tuple[str, ...], answer: Any) -> list[str]:
    """The requests of each, by the figures; of offences the most frequent four."""
    figures = answer.json()["figures"]
    return [str(one["value"]) for one in figures if (one["key"] in keys if keys else one["key"] != "none")]


def _counted(caller: Caller, statement: str, keys: tuple[str, ...]) -> list[tuple[Any, ...]]:
    found = fetched(caller, statement, today())
    numbers = {name: number for name, number, *_others in found}
    if keys:
        return [(str(numbers.get(key, 0)),) for key in keys]
    return [(str(number),) for name, number, *_others in found if name][:4]
