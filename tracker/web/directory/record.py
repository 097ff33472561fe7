"""Our record with a jurisdiction, year by year, beside what was done together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tracker.casework.filters import CaseFilter, spells_of
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.directory.models import Engagement, Jurisdiction
from tracker.reports.counting import Tally, tally_by, together
from tracker.reports.dimensions import DIMENSIONS, GroupBy
from tracker.web.addresses import register_address
from tracker.web.directory.days import Known, period, year_of
from workflows.vocabulary import Direction, OutcomeGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number, and the address of exactly the rows that it counts."""

    value: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Something that was done with the jurisdiction."""

    engagement: Engagement
    when: Known | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What was sent in a year and what of it was answered by the day; ``year`` is None for what has no date."""

    year: int | None
    sent: Count | None
    answered: Count | None
    engagements: tuple[Together, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What we asked of a jurisdiction and it of us, as far as the reader may see, as of a day."""

    sent: Count
    answered: Count
    overdue: Count
    open: int
    received: Count
    years: tuple[Year, ...]
    most_sent: int


def record_of(
    mine: AssistanceRequestQuerySet,
    row: Jurisdiction,
    engagements: Iterable[Engagement],
    *,
    on: dt.date,
    at: dt.datetime,
) -> Record:
    """Counted as the reports count: by spell, from the day of sending, as of the end of ``on``. Two queries."""
    asked = CaseFilter(jurisdiction=row.code, direction=Direction.OUTGOING.value, as_of=on)
    by_year = _tallies(mine, asked, at)
    received = _tallies(mine, replace(asked, direction=Direction.INCOMING.value), at)
    whole = together({(year,): tally for year, tally in by_year.items()})
    return Record(
        sent=_count(whole.sent, asked),
        answered=_of_group(whole, OutcomeGroup.ANSWERED, asked),
        overdue=_of_group(whole, OutcomeGroup.OPEN_OVERDUE, asked),
        open=whole.still_open,
        received=_count(
            sum(tally.sent for tally in received.values()), replace(asked, direction=Direction.INCOMING.value)
        ),
        years=tuple(_years(by_year, engagements, asked)),
        most_sent=max((tally.sent for tally in by_year.values()), default=0),
    )


def _tallies(mine: AssistanceRequestQuerySet, asked: CaseFilter, at: dt.datetime) -> dict[int, Tally]:
    found = tally_by(spells_of(mine, asked, at=at), DIMENSIONS[GroupBy.YEAR], asked.as_of or at.date())
    return {int(str(values[0])): tally for values, tally in found.items()}


def _years(
    by_year: Mapping[int, Tally], engagements: Iterable[Engagement], asked: CaseFilter
) -> Iterable[Year]:
    done: dict[int | None, list[Together]] = {}
    for row in engagements:
        year = year_of(row.began, row.ended, row.until_by)
        when = period(row.began, row.ended, row.until_by)
        done.setdefault(year, []).append(Together(engagement=row, when=when))
    dated = sorted({*by_year, *(year for year in done if year is not None)})
    for year in [*dated, *([None] if None in done else [])]:
        tally = by_year.get(year) if year is not None else None
        rows = replace(asked, year=year)
        yield Year(
            year=year,
            sent=_count(tally.sent, rows) if tally else None,
            answered=_of_group(tally, OutcomeGroup.ANSWERED, rows) if tally else None,
            engagements=tuple(done.get(year, ())),
        )


def _count(value: int, rows: CaseFilter) -> Count:
    return Count(value=value, url=register_address(rows))


def _of_group(tally: Tally, group: OutcomeGroup, rows: CaseFilter) -> Count:
    return _count(tally.groups[group], replace(rows, outcome_group=group.value))
