"""The ways to sort requests: those of the register, by key, so that every one of them can be paged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy

from tracker.paging import Order

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """One way to sort; ``key`` stands in the address."""

    key: str
    label: str | Promise
    order: Order


SORTS: Final = (
    Sort(key="-opened", label=gettext_lazy("newest first"), order=Order(column="opened_on")),
    Sort(key="opened", label=gettext_lazy("oldest first"), order=Order(column="opened_on", descending=False)),
    Sort(
        key="late",
        label=gettext_lazy("longest overdue first"),
        order=Order(column="late_from", descending=False, optional=True),
    ),
    Sort(key="-sent", label=gettext_lazy("last sent first"), order=Order(column="sent_on", optional=True)),
    Sort(
        key="held",
        label=gettext_lazy("longest with its holder first"),
        order=Order(column="holder_since", descending=False),
    ),
    Sort(
        key="moved",
        label=gettext_lazy("longest without movement first"),
        order=Order(column="last_event_on", descending=False),
    ),
    Sort(key="-moved", label=gettext_lazy("last movement first"), order=Order(column="last_event_on")),
)
