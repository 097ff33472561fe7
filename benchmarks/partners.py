"""The reports about partners, each beside one hand-written statement for its figures; the numbers are compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from benchmarks import people
from benchmarks.beside import SPEAKS, fetched, report, today
from benchmarks.measuring import Case

if TYPE_CHECKING:
    from benchmarks.people import Caller

SPOKE: Final = f"""FROM tracker_spell s
{{joined}}
WHERE {SPEAKS}"""
OPEN: Final = (
    """(s.answered_on IS NULL OR s.answered_on > %(on)s) AND (s.closed_on IS NULL OR s.closed_on > %(on)s)"""
)
TOOK: Final = "CASE WHEN s.answered_on <= %(on)s THEN s.answered_on END - s.sent_on, s.sent_on"
"""Of those without an answer the day of sending is enough."""
MATRIX: Final = f"""
SELECT s.direction, count(*), count(*) FILTER (WHERE {OPEN}), s.jurisdiction_id, s.outcome, {TOOK}
{SPOKE} GROUP BY 1, 4, 5, 6, 7"""
CHANNELS: Final = f"""
SELECT s.channel, count(*), count(*) FILTER (WHERE {OPEN}), s.answered_on <= %(on)s, first.type, {TOOK}
{SPOKE} AND s.direction = 'outgoing' GROUP BY 1, 4, 5, 6, 7"""
FIRST: Final = "LEFT JOIN tracker_item first ON first.request_id = s.request_id AND first.number = 1"
ENGAGED: Final = f"""
SELECT s.jurisdiction_id, count(*), count(*) FILTER (WHERE {OPEN}), {TOOK}
{SPOKE} AND s.direction = 'outgoing' AND s.jurisdiction_id IN (SELECT jurisdiction_id FROM tracker_engagement)
GROUP BY 1, 4, 5"""


def reports() -> Iterator[Case]:
    """As things stand today."""
    for caller in (people.officer(), people.supervisor()):
        for slug, statement in (
            ("country-matrix", MATRIX),
            ("channel-comparison", CHANNELS),
            ("engagement", ENGAGED),
        ):
            keys = None if slug == "engagement" else _told
            yield report(caller, slug, f"{slug}/", partial(_figures, caller, slug, statement), keys=keys)


def _told(answer: Any) -> list[str]:
    return [str(figure["value"]) for figure in answer.json()["figures"] if figure["key"] != "answered"]


def _figures(caller: Caller, slug: str, statement: str) -> list[tuple[Any, ...]]:
    """What was sent and what of it is open, of the matrix in both directions."""
    joined = FIRST if slug == "channel-comparison" else ""
    lines = fetched(caller, statement, today(), joined=joined)
    sides = ("outgoing", "incoming") if slug == "country-matrix" else (None,)
    return [
        (str(sum(line[place] for line in lines if side in (None, line[0]))),)
        for side in sides
        for place in (1, 2)
    ]
