"""What the other reports count beside hand-written statements for the same figures; their numbers are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from benchmarks import people
from benchmarks.beside import SETTLED, SPEAKS, Day, days, fetched, report
from benchmarks.measuring import Case
from workflows.vocabulary import OutcomeGroup, PreservationGroup

if TYPE_CHECKING:
    from benchmarks.people import Caller

Lines = Sequence[tuple[Any, ...]]

OWN: Final = {"channel": "s.channel", "jurisdiction": "s.jurisdiction_id", "offence": "s.offences"}
GROUP: Final = """CASE WHEN s.answered_on <= %(on)s THEN 'answered'
    WHEN s.closed_on <= %(on)s AND s.outcome = 'withdrawn' THEN 'withdrawn'
    WHEN s.closed_on <= %(on)s THEN 'ended_without_answer'
    WHEN s.answer_due_on < %(on)s THEN 'open_overdue' ELSE 'open_not_due' END"""
REFUSED: Final = f"(s.answered_on <= %(on)s AND s.outcome = 'refused' AND {SETTLED})"
RATES: Final = (
    f"""
SELECT count(*), {GROUP}, {{by}},
    (CASE WHEN s.answered_on <= %(on)s THEN s.answered_on ELSE %(on)s::date END) - s.sent_on
FROM tracker_spell s WHERE {SPEAKS} GROUP BY 2, 3, 4""",
    f"""
SELECT count(*), {GROUP}, date_trunc('quarter', s.sent_on)
FROM tracker_spell s WHERE {SPEAKS} GROUP BY 2, 3""",
)
TIMES: Final = (
    f"""
SELECT count(*), CASE WHEN {REFUSED} THEN 'refused' ELSE {GROUP} END, {{by}},
    (CASE WHEN s.answered_on <= %(on)s THEN s.answered_on WHEN s.closed_on <= %(on)s THEN s.closed_on
        ELSE %(on)s::date END) - s.sent_on,
    CASE WHEN {REFUSED} OR (s.closed_on <= %(on)s AND (s.answered_on IS NULL OR s.answered_on > %(on)s))
        THEN %(on)s::date - s.sent_on END
FROM tracker_spell s WHERE {SPEAKS} GROUP BY 2, 3, 4, 5""",
)
ACKNOWLEDGED: Final = (
    f"""
SELECT count(*), CASE WHEN s.acknowledged_on <= %(on)s THEN 'reached' WHEN s.answered_on <= %(on)s THEN 'instead'
        WHEN s.closed_on <= %(on)s THEN 'ended' ELSE 'open' END, {{by}},
    (CASE WHEN s.acknowledged_on <= %(on)s THEN s.acknowledged_on WHEN s.answered_on <= %(on)s THEN s.answered_on
        WHEN s.closed_on <= %(on)s THEN s.closed_on ELSE %(on)s::date END) - s.sent_on,
    CASE WHEN (s.acknowledged_on IS NULL OR s.acknowledged_on > %(on)s)
        AND (s.answered_on <= %(on)s OR s.closed_on <= %(on)s) THEN %(on)s::date - s.sent_on END,
    CASE WHEN s.acknowledge_due_on < %(on)s THEN CASE
        WHEN least(s.acknowledged_on, s.answered_on) <= s.acknowledge_due_on THEN 'kept'
        WHEN s.closed_on <= s.acknowledge_due_on THEN '' ELSE 'missed' END ELSE '' END
FROM tracker_spell s WHERE {SPEAKS} GROUP BY 2, 3, 4, 5, 6""",
)
"""Whatever came within a limit that is over had come by the day."""
WHOLE: Final = "(s.answered_on <= %(on)s AND s.completed_on <= %(on)s)"
COMPLETED: Final = (
    f"""
SELECT count(*), CASE WHEN {WHOLE} AND s.outcome <> 'refused' THEN 'reached' WHEN {WHOLE} THEN 'instead'
        WHEN s.closed_on <= %(on)s THEN 'ended' ELSE 'open' END, {{by}},
    (CASE WHEN {WHOLE} THEN s.completed_on WHEN s.closed_on <= %(on)s THEN s.closed_on ELSE %(on)s::date END)
        - s.sent_on,
    CASE WHEN CASE WHEN {WHOLE} THEN s.outcome = 'refused' ELSE s.closed_on <= %(on)s END
        THEN %(on)s::date - s.sent_on END
FROM tracker_spell s WHERE {SPEAKS} GROUP BY 2, 3, 4, 5""",
)
PLACES: Final = (
    """
WITH counted AS (
    SELECT count(*) AS number, count(*) FILTER (WHERE t.number = 1) AS began,
        count(*) FILTER (WHERE t.until_on IS NULL OR t.until_on > %(on)s) AS still,
        sum(least(coalesce(t.until_on, %(on)s::date), %(on)s::date) - t.since_on) AS days,
        t.turn, t.office_id, min(t.id) AS one
    FROM tracker_stretch t WHERE t.office_id IN ({offices}) AND t.sent_on <= %(on)s AND t.since_on <= %(on)s
    GROUP BY t.spot, t.turn, t.office_id
)
SELECT c.number, c.began, c.still, c.days, t.kind, c.turn, t.direction, t.channel, c.office_id, t.place, t.party
FROM counted c JOIN tracker_stretch t ON t.id = c.one""",
)
LET_GO: Final = """(p.ended_on <= %(on)s AND (p.until_on IS NULL OR p.ended_on <= p.until_on))"""
IN_TIME: Final = "(p.production_received_on <= %(on)s AND p.production_received_on <= p.until_on)"
PRESERVED: Final = """FROM tracker_preservationspell p WHERE p.office_id IN ({offices}) AND p.sent_on <= %(on)s
    AND p.stated_on <= %(on)s AND (p.superseded_on IS NULL OR p.superseded_on > %(on)s)"""
KEPT: Final = (
    f"""
SELECT count(*), CASE
    WHEN p.until_on <= %(on)s AND {IN_TIME} THEN 'received_in_time'
    WHEN {LET_GO} AND coalesce(p.production_received_on > %(on)s, true) THEN 'ended_before'
    WHEN p.until_on <= %(on)s AND p.production_sent_on <= %(on)s
        THEN CASE WHEN p.production_sent_on <= p.until_on THEN 'sent_in_time' ELSE 'asked_for_late' END
    WHEN p.until_on <= %(on)s THEN 'not_asked_for'
    WHEN p.production_received_on <= %(on)s THEN 'covered' ELSE 'running' END, p.renewals, p.channel,
    CASE WHEN p.until_on < %(on)s
        THEN least(coalesce(p.production_received_on, %(on)s::date), %(on)s::date) - p.until_on END
{PRESERVED} GROUP BY 2, 3, 4, 5""",
    f"SELECT count(*), count(DISTINCT p.request_id) {PRESERVED}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A report by its name in the address, the statements for what it prints, and what adds up the first of them."""

    slug: str
    statements: Sequence[str]
    added: Callable[[Lines], Iterator[int]]
    by: Sequence[str] = ("",)
    more: str = ""
    """Of several clocks the one that is asked for."""


def _rates(lines: Lines) -> Iterator[int]:
    groups = _summed(lines)
    yield sum(groups.values())
    yield from (groups[group] for group in OutcomeGroup)


def _times(lines: Lines) -> Iterator[int]:
    groups = _summed(lines)
    yield sum(groups.values())
    yield groups["answered"] + groups["refused"]
    yield groups["refused"]
    yield from (groups[group] for group in OutcomeGroup if group is not OutcomeGroup.ANSWERED)


def _clocks(lines: Lines) -> Iterator[int]:
    groups = _summed(lines)
    yield sum(groups.values())
    yield from (groups[group] for group in ("reached", "instead", "ended", "open"))


def _places(lines: Lines) -> Iterator[int]:
    yield sum(line[1] for line in lines)
    yield sum(line[2] for line in lines if line[4] == "held")
    yield sum(line[0] for line in lines if line[4:6] == ("question", 1))
    yield sum(line[0] for line in lines if line[4:7] == ("return", 1, "outgoing"))


def _kept(lines: Lines) -> Iterator[int]:
    groups = _summed(lines)
    yield from (groups[group] for group in PreservationGroup)


def _summed(lines: Lines) -> Mapping[str, int]:
    groups: Counter[str] = Counter()
    for number, group, *_others in lines:
        groups[group] += number
    return groups


ALL: Final = (
    Beside(slug="response-rate", statements=RATES, added=_rates, by=("channel", "jurisdiction", "offence")),
    Beside(slug="time-to-answer", statements=TIMES, added=_times, by=("channel", "jurisdiction", "offence")),
    Beside(
        slug="time-to-answer", statements=ACKNOWLEDGED, added=_clocks, by=("channel",), more="acknowledgement"
    ),
    Beside(slug="time-to-answer", statements=COMPLETED, added=_clocks, by=("channel",), more="execution"),
    Beside(slug="where-time-goes", statements=PLACES, added=_places),
    Beside(slug="preservation-gaps", statements=KEPT, added=_kept, by=("channel",)),
)


def figures() -> Iterator[Case]:
    """As things stand by several dimensions, and as of a past day by the first.

    On PostgreSQL, whose quickest statements these are: SQLite counts days by other functions.
    """
    if connection.vendor != "postgresql":
        return
    today, past = days()
    for caller in (people.officer(), people.supervisor()):
        for beside in ALL:
            for day, by in (*((today, by) for by in beside.by), (past, beside.by[0])):
                yield _case(caller, beside, day, by)


def _case(caller: Caller, beside: Beside, day: Day, by: str) -> Case:
    rows, query = (f" by {by}", f"&by={by}") if by else ("", "")
    clock, asked = (f" ({beside.more})", f"&clock={beside.more}") if beside.more else ("", "")
    bare = partial(_counted, caller, beside, day, by)
    address = f"{beside.slug}/?as_of={day.on}{query}{asked}"
    return report(caller, f"{beside.slug}{clock}{rows}{day.said}", address, bare, promise=day.promise)


def _counted(caller: Caller, beside: Beside, day: Day, by: str) -> list[tuple[Any, ...]]:
    """The figures, one a row."""
    found = [fetched(caller, one, {"on": day.on}, by=OWN.get(by, "")) for one in beside.statements]
    return [(value,) for value in beside.added(found[0])]
