"""What each officer and each office has: open, late, new, closed, and how many months of work that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q

from tracker.accounts.models import Office, User
from tracker.casework.figures import Counted
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.filters import CaseFilter, State
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.movement import still_q
from tracker.casework.viewer import Viewer

YEAR_DAYS: Final = 365
"""New and closed requests are counted over so many days, today included."""
MONTHS: Final = 12
STILL_DAYS: Final = (30, 90, 180, 365)
"""The page shows what has not moved for so long; the register takes any number."""

Holder = tuple[int, int | None]
"""An office, and an officer in it or nobody."""
Counts = Mapping[str, Counter[Holder]]
"""By what is counted: how many, by who has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something by code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What somebody has. ``opened`` and ``closed`` are those of the last YEAR_DAYS."""

    open: Counted
    overdue: Counted
    opened: Counted
    closed: Counted

    @property
    def backlog_months(self) -> Decimal | None:
        """How many months the closings of the last year would take for what is open; None without closings."""
        if not self.closed.value:
            return None
        return (Decimal(self.open.value) * MONTHS / self.closed.value).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLoad(Load):
    """What one officer has in one office; without ``uuid`` what nobody there has been put in charge of."""

    uuid: str
    name: str
    office: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLoad(Load):
    """What one office has."""

    office: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """How many open requests have not moved for so many days, or for longer."""

    days: int
    counted: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """All that is open for a viewer, by who has it, and how long it has stood still."""

    officers: tuple[OfficerLoad, ...]
    offices: tuple[OfficeLoad, ...]
    still: tuple[Still, ...]
    open: int


def work(viewer: Viewer) -> Work:
    """The most burdened first. Six queries."""
    counts = _counts(viewer)
    holders = sorted(set().union(*(counts[name] for name in ("open", "opened", "closed"))), key=str)
    offices = Office.objects.in_bulk({office for office, _officer in holders})
    officers = User.objects.in_bulk({officer for _office, officer in holders if officer})
    since = _since(viewer)
    return Work(
        officers=tuple(
            sorted((_officer(holder, counts, offices, officers, since) for holder in holders), key=_burden)
        ),
        offices=tuple(sorted((_office(office, counts, since) for office in offices.values()), key=_burden)),
        still=tuple(_still(days, counts) for days in STILL_DAYS),
        open=counts["open"].total(),
    )


def _counts(viewer: Viewer) -> Counts:
    """Four reads, each of one index: what is open, what is late, what came and what was closed in the last year."""
    on, since = viewer.at.date(), _since(viewer)
    still = {_still_name(days): still_q(days, on=on) for days in STILL_DAYS}
    return {
        **_counted(viewer.requests.open(), {"open": Q(), **still}),
        **_counted(viewer.requests.open().overdue(viewer.at), {"overdue": Q()}),
        **_counted(viewer.requests.filter(opened_on__gte=since), {"opened": Q()}),
        **_counted(viewer.requests.filter(closed_on__gte=since), {"closed": Q()}),
    }


def _counted(requests: AssistanceRequestQuerySet, what: Mapping[str, Q]) -> Counts:
    """By office and officer: of their names the database would fetch one for each request."""
    # The office, which each has: their ids do not stand in the indexes that are counted.
    columns = {
        f"n_{name}": Count("office", filter=kept) if kept else Count("*") for name, kept in what.items()
    }
    found: dict[str, Counter[Holder]] = {name: Counter() for name in what}
    grouped: Any = requests.order_by().values("office", "officer")
    for entry in grouped.annotate(**columns):
        for name in what:
            found[name][entry["office"], entry["officer"]] = entry[f"n_{name}"]
    return found


def _since(viewer: Viewer) -> date:
    return viewer.today - timedelta(days=YEAR_DAYS - 1)


def _officer(
    holder: Holder,
    counts: Counts,
    offices: Mapping[int, Office],
    officers: Mapping[int, User],
    since: date,
) -> OfficerLoad:
    office, officer = offices[holder[0]], officers.get(holder[1] or 0)
    rows = CaseFilter(office=office.code, officer=str(officer.uuid) if officer else ABSENT)
    return OfficerLoad(
        uuid=str(officer.uuid) if officer else "",
        name=officer.name if officer else "",
        office=Named(code=office.code, name=office.name),
        **_load({name: counted[holder] for name, counted in counts.items()}, rows, since),
    )


def _office(office: Office, counts: Counts, since: date) -> OfficeLoad:
    sums = {
        name: sum(number for (where, _officer), number in counted.items() if where == office.pk)
        for name, counted in counts.items()
    }
    rows = CaseFilter(office=office.code)
    return OfficeLoad(office=Named(code=office.code, name=office.name), **_load(sums, rows, since))


def _load(numbers: Mapping[str, int], rows: CaseFilter, since: date) -> dict[str, Counted]:
    return {
        "open": Counted(value=numbers["open"], rows=replace(rows, state=State.OPEN)),
        "overdue": Counted(value=numbers["overdue"], rows=replace(rows, state=State.OVERDUE)),
        "opened": Counted(value=numbers["opened"], rows=replace(rows, opened_from=since)),
        "closed": Counted(value=numbers["closed"], rows=replace(rows, closed_from=since)),
    }


def _burden(load: OfficerLoad | OfficeLoad) -> tuple[int, int, str, str]:
    name = load.name if isinstance(load, OfficerLoad) else ""
    return -load.overdue.value, -load.open.value, load.office.code, name


def _still(days: int, counts: Counts) -> Still:
    rows = CaseFilter(state=State.OPEN, still_days=days)
    return Still(days=days, counted=Counted(value=counts[_still_name(days)].total(), rows=rows))


def _still_name(days: int) -> str:
    return f"still_{days}"
