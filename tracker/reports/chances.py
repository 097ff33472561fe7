"""Our own record with a jurisdiction: what share had an answer by when, and what the next days bring to one so old."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from tracker.casework.filters import CaseFilter, spells_of
from tracker.reports.incidence import Share
from tracker.reports.parts import MINIMUM
from tracker.reports.time_to_answer.clocks import ANSWER, OPEN, Ending
from tracker.reports.time_to_answer.lives import Lives, all_lives
from tracker.reports.time_to_answer.tables import AHEAD_DAYS
from workflows.vocabulary import Direction, OutcomeGroup, Party

if TYPE_CHECKING:
    from tracker.casework.case import Case
    from tracker.casework.models.request import AssistanceRequestQuerySet

WITHIN: Final = (30, 90, 180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The share with an answer, other than a refusal, within so many days; None where nobody was observed so long."""

    days: int
    share: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What the next ``days`` bring to a request that waits for an answer and is ``age`` days old.

    ``at_risk`` were observed waiting for longer than that. The shares are None where these are fewer than the minimum,
    or nobody was observed until then.
    """

    age: int
    days: int
    at_risk: int
    answer: Share | None
    refusal: Share | None
    ended: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Requests of ours to one jurisdiction, by one channel or by any, as of a day; counted with the rows that they are.

    ``rows.channel`` is empty where too few went by the channel that was asked for.
    """

    rows: CaseFilter
    minimum: int
    sent: int
    answered: int
    open: int
    within: tuple[Within, ...]
    ahead: Ahead | None

    @property
    def answered_rows(self) -> CaseFilter:
        """Refusals among them, as the response rate counts."""
        return replace(self.rows, outcome_group=OutcomeGroup.ANSWERED.value)


def chances_of(case: Case) -> Record | None:
    """Of an open request that waits for them; None of any other. One query; two where too few went by its channel."""
    sent = case.snapshot.spell.sent
    if not awaits_answer(case) or sent is None:
        return None
    return record_with(
        case.viewer.requests,
        jurisdiction=case.row.jurisdiction.code,
        channel=case.row.channel,
        on=case.today,
        at=case.viewer.at,
        age=max((case.today - sent.on).days, 0),
    )


def awaits_answer(case: Case) -> bool:
    """Ours, under way, without any answer, and theirs to act on."""
    spell = case.snapshot.spell
    under_way = spell.sent is not None and spell.answered is None and not case.snapshot.is_final
    ours = case.row.direction == Direction.OUTGOING
    return under_way and ours and case.snapshot.waits_on(case.procedure) is Party.THEM


def record_with(
    seen: AssistanceRequestQuerySet,
    *,
    jurisdiction: str,
    channel: str,
    on: date,
    at: datetime,
    age: int | None = None,
    minimum: int = MINIMUM,
) -> Record:
    """Over the requests handed in, by the channel if enough of them went by it, otherwise by any."""
    rows = CaseFilter(
        jurisdiction=jurisdiction, channel=channel, direction=Direction.OUTGOING.value, as_of=on
    )
    found = _record(seen, rows, at=at, age=age, minimum=minimum)
    observed = found.ahead.at_risk if found.ahead else found.sent
    if observed >= minimum:
        return found
    return _record(seen, replace(rows, channel=""), at=at, age=age, minimum=minimum)


def _record(
    seen: AssistanceRequestQuerySet, rows: CaseFilter, *, at: datetime, age: int | None, minimum: int
) -> Record:
    lives = all_lives(spells_of(seen, rows, at=at), ANSWER, rows.as_of or at.date())
    return Record(
        rows=rows,
        minimum=minimum,
        sent=lives.number(),
        answered=lives.number(Ending.REACHED, Ending.INSTEAD),
        open=lives.number(*OPEN),
        within=tuple(_within(lives)) if lives.number() >= minimum else (),
        ahead=None if age is None else _ahead(lives, age, minimum),
    )


def _within(lives: Lives) -> list[Within]:
    curve = lives.curves()[0]
    return [Within(days=days, share=curve.at(days)) for days in WITHIN]


def _ahead(lives: Lives, age: int, minimum: int) -> Ahead:
    found = lives.ahead(age)
    at_risk = found[0].number_at_risk(0)
    answer, refusal, ended = (curve.at(AHEAD_DAYS) if at_risk >= minimum else None for curve in found)
    return Ahead(age=age, days=AHEAD_DAYS, at_risk=at_risk, answer=answer, refusal=refusal, ended=ended)
