"""Types of data, offences and results beside hand-written statements for the same figures; they are compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import people
from benchmarks.beside import SPEAKS, Day, days, fetched, report
from benchmarks.measuring import Case

if TYPE_CHECKING:
    from benchmarks.people import Caller

TYPE: Final = """CASE WHEN i.data_category <> '' THEN i.data_category WHEN i.type = 'SUBS' THEN 'subscriber'
    WHEN i.type IN ('TRAF', 'PTDIS', 'RTTD') THEN 'traffic' WHEN i.type IN ('CONT', 'INTC') THEN 'content'
    WHEN i.type IN ('PRES', 'DOMR', 'EMRG') THEN 'not_stated' ELSE 'not_applicable' END"""
GIVEN: Final = "i.outcome IN ('executed', 'partly_executed')"
TYPES: Final = f"""
SELECT {TYPE}, count(DISTINCT s.request_id), count(*) FILTER (WHERE {GIVEN} AND i.decided_on <= %(on)s)
FROM tracker_spell s JOIN tracker_item i ON i.request_id = s.request_id WHERE {SPEAKS} GROUP BY 1"""
OFFENCES: Final = f"""
SELECT o.category, count(DISTINCT s.id), count(DISTINCT s.id) FILTER (WHERE s.answered_on <= %(on)s)
FROM tracker_spell s LEFT JOIN tracker_offence o ON o.request_id = s.request_id WHERE {SPEAKS}
GROUP BY 1 ORDER BY 1 IS NULL, 2 DESC, 1"""
RESULTS: Final = """
SELECT e.kind, count(DISTINCT e.request_id) FROM tracker_result e
JOIN tracker_assistancerequest r ON r.id = e.request_id
WHERE r.office_id IN ({offices}) AND e.occurred_on <= %(on)s GROUP BY 1"""
KEPT: Final = f"""
SELECT {{told}} FROM (
    SELECT r.direction, count(*) AS items,
        count(*) FILTER (WHERE i.type = 'FREZ') AS frozen, count(*) FILTER (WHERE i.type = 'CONF') AS confiscated,
        count(*) FILTER (WHERE i.type = 'SHAR') AS shared
    FROM tracker_item i JOIN tracker_assistancerequest r ON r.id = i.request_id
    WHERE r.office_id IN ({{offices}}) AND {GIVEN} AND i.decided_on <= %(on)s GROUP BY i.request_id, r.direction) one"""
TOLD: Final = ", ".join(
    f"count(*) FILTER (WHERE {which}), coalesce(sum({column}) FILTER (WHERE {which}), 0)"
    for column, which in (
        ("items", "direction = 'outgoing'"),
        ("items", "direction = 'incoming'"),
        ("frozen", "frozen > 0"),
        ("confiscated", "confiscated > 0"),
        ("shared", "shared > 0"),
    )
)
"""Requests and items of each."""
GRANTED: Final = 5
"""So many rows of that table."""


def reports() -> Iterator[Case]:
    """As things stand and as of a past day, of one office and of all."""
    for caller in (people.officer(), people.supervisor()):
        for slug, statement, keys in (
            ("types-of-data", TYPES, ("subscriber", "traffic", "content", "not_stated", "not_applicable")),
            ("offences", OFFENCES, ()),
            ("results", RESULTS, ("arrests", "convictions", "victims", "devices", "amount")),
        ):
            for day in days():
                bare = partial(_counted, caller, statement, keys, day)
                yield report(
                    caller,
                    f"{slug}{day.said}",
                    f"{slug}/?as_of={day.on}",
                    bare,
                    keys=partial(_told, keys),
                    promise=day.promise,
                )


def _told(keys: tuple[str, ...], answer: Any) -> list[str]:
    """The requests of each, by the figures, of results also what was granted; of offences the most frequent four."""
    found = answer.json()
    figures = found["figures"]
    told = [str(one["value"]) for one in figures if (one["key"] in keys if keys else one["key"] != "none")]
    granted = [table for table in found["tables"] if table["key"] == "beyond"]
    return told + [
        str(one["value"]) for table in granted for row in table["rows"][:GRANTED] for one in row["values"]
    ]


def _counted(caller: Caller, statement: str, keys: tuple[str, ...], day: Day) -> list[tuple[Any, ...]]:
    found = fetched(caller, statement, day.named)
    granted = fetched(caller, KEPT, day.named, told=TOLD) if statement is RESULTS else []
    numbers = {name: number for name, number, *_others in found}
    if keys:
        told = [(str(numbers.get(key, 0)),) for key in keys]
        return told + [(str(number),) for line in granted for number in line]
    return [(str(number),) for name, number, *_others in found if name][:4]
