"""Conditions on columns that a request has itself, some on its spells and stretches as well; and on any day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Manager, Q

from tracker.accounts.models import Office, User
from tracker.directory.models import Authority, Jurisdiction

if TYPE_CHECKING:
    from tracker.casework.filters import CaseFilter

ABSENT = "-"
"""In the address: keep those that have no such thing, where the thing may be missing."""


_COLUMNS = ("direction", "channel", "instrument", "urgency", "stage", "outcome", "waits_on")
"""Columns of the request itself."""
_SPANS = ("opened", "closed")
"""Days of the request itself, each from one and until another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Referred:
    """A column of the request that refers to rows of another table, and what names them in the address."""

    column: str
    rows: Manager[Any]
    named: str


_REFERRED: Mapping[str, _Referred] = {
    "jurisdiction": _Referred(column="jurisdiction", rows=Jurisdiction.objects, named="code"),
    "region": _Referred(column="jurisdiction", rows=Jurisdiction.objects, named="region"),
    "relationship": _Referred(
        column="jurisdiction", rows=Jurisdiction.objects, named="relationship_group__code"
    ),
    "office": _Referred(column="office", rows=Office.objects, named="code"),
    "officer": _Referred(column="officer", rows=User.objects, named="uuid"),
    "authority": _Referred(column="requested_authority", rows=Authority.objects, named="uuid"),
}


_MISSING: Mapping[str, Q] = {
    "instrument": Q(instrument=""),
    "region": Q(jurisdiction__region=""),
    "relationship": Q(jurisdiction__relationship_group__isnull=True),
    "officer": Q(officer__isnull=True),
    "authority": Q(requested_authority__isnull=True),
}


def columns(wanted: CaseFilter) -> Iterator[Q]:
    """One for each field that is asked; a query for each place, person or office."""
    for name in _COLUMNS:
        value = getattr(wanted, name)
        if value == ABSENT and name in _MISSING:
            yield _MISSING[name]
        elif value and not (name == "outcome" and wanted.as_of):
            yield Q(**{name: value})
    for name in _SPANS:
        yield from between(f"{name}_on", getattr(wanted, f"{name}_from"), getattr(wanted, f"{name}_until"))
    for name, referred in _REFERRED.items():
        value = getattr(wanted, name)
        if value == ABSENT and name in _MISSING:
            yield _MISSING[name]
        elif value:
            # By their ids: of these the planner knows how many requests have them, of a code it does not.
            found = referred.rows.filter(**{referred.named: value})
            yield Q(**{f"{referred.column}__in": list(found.values_list("pk", flat=True))})


def between(column: str, first: date | None, last: date | None) -> Iterator[Q]:
    """From the first day to the last, both included, each where one is given."""
    if first:
        yield Q(**{f"{column}__gte": first})
    if last:
        yield Q(**{f"{column}__lte": last})


def came_by(column: str, on: date) -> Q:
    """That something had happened by the day; never unknown, so that its contrary is not either."""
    return Q(**{f"{column}__isnull": False, f"{column}__lte": on})
