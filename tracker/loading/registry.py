"""All tables that can be loaded, in the order in which they must be."""

from __future__ import annotations

from graphlib import TopologicalSorter
from types import MappingProxyType
from typing import TYPE_CHECKING

from tracker.loading.tables import (
    authorities,
    case_events,
    case_outcomes,
    cases,
    jurisdictions,
    offices,
    presence,
    treaties,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.loading.tables.base import Table


def in_order(tables: Iterable[Table]) -> Mapping[str, Table]:
    """Put every table behind those that it refers to."""
    by_name = {table.name: table for table in tables}
    order = TopologicalSorter({table.name: table.after for table in by_name.values()})
    return MappingProxyType({name: by_name[name] for name in order.static_order()})


TABLES = in_order(
    (
        jurisdictions.RELATIONSHIP_GROUPS,
        jurisdictions.JURISDICTIONS,
        jurisdictions.RELATIONSHIPS,
        jurisdictions.HOLIDAYS,
        treaties.TREATY_REGISTERS,
        treaties.TREATY_STATUSES,
        authorities.AUTHORITIES,
        authorities.CONTACT_POINTS,
        presence.LIAISON_POSTS,
        presence.ENGAGEMENTS,
        offices.OFFICES,
        cases.CASES,
        case_events.CASE_EVENTS,
        case_outcomes.CASE_RESULTS,
        case_outcomes.CASE_LINKS,
    )
)
