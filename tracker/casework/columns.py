"""The columns of the register: what a list and its file may show of a request, each by its key."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.standing import holder_name, next_date, standing
from tracker.words import spoken
from workflows import registry
from workflows.vocabulary import DeadlineKind, Direction, Outcome

if TYPE_CHECKING:
    from django.utils.functional import Promise


Cell = Callable[[AssistanceRequest, datetime], object]
"""What stands there for a request at a moment: a text, or a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One of them; ``key`` stands in the address."""

    key: str
    label: str | Promise
    cell: Cell


def with_preserved(found: QuerySet[AssistanceRequest]) -> QuerySet[AssistanceRequest]:
    """The rows with the first day on which something that is kept for them may be lost."""
    expiries = Deadline.objects.owed().filter(request=OuterRef("pk"), kind=DeadlineKind.EXPIRY.value)
    return found.annotate(preserved_until=Subquery(expiries.order_by("late_from").values("due_on")[:1]))


def _own(key: str, label: str | Promise) -> Column:
    """What the request says itself."""
    return Column(key=key, label=label, cell=lambda row, _at: getattr(row, key))


REFERENCE: Final = "reference"
COLUMNS: Final = (
    _own(REFERENCE, _("Our reference")),
    _own("their_reference", _("Their reference")),
    _own("title", _("Title")),
    Column(
        key="direction",
        label=_("Direction"),
        cell=lambda row, _at: labels.DIRECTION[Direction(row.direction)],
    ),
    Column(key="jurisdiction", label=_("Jurisdiction"), cell=lambda row, _at: row.jurisdiction.name),
    Column(key="code", label=_("Code"), cell=lambda row, _at: row.jurisdiction.code),
    Column(
        key="channel", label=_("Channel"), cell=lambda row, _at: spoken(registry.channel(row.channel).label)
    ),
    Column(key="office", label=_("Office"), cell=lambda row, _at: row.office.code),
    _own("officer", _("Officer")),
    Column(key="stage", label=_("Stage"), cell=lambda row, _at: row.get_stage_display()),
    Column(key="holder", label=_("Held by"), cell=lambda row, _at: holder_name(row)),
    _own("holder_since", _("Held since")),
    _own("opened_on", _("Opened")),
    _own("sent_on", _("Sent or received")),
    _own("answered_on", _("First answer")),
    _own("closed_on", _("Closed")),
    Column(key="outcome", label=_("Outcome"), cell=lambda row, _at: labels.OUTCOME[Outcome(row.outcome)]),
    Column(key="due_on", label=_("Next date"), cell=lambda row, _at: next_date(row)),
    _own("preserved_until", _("Preserved until")),
    Column(key="standing", label=_("Standing"), cell=lambda row, at: standing(row, at).words),
)
KEYS: Final = tuple(column.key for column in COLUMNS)
USUAL: Final = frozenset(
    {"reference", "title", "jurisdiction", "channel", "holder", "standing", "due_on", "office"}
)
"""What the list holds, drawn in its own way, while nobody has chosen."""


def chosen(keys: Collection[str]) -> tuple[Column, ...]:
    """Those of these keys, in the order of the register; what is no key is left out, and none of them is all."""
    return tuple(column for column in COLUMNS if column.key in keys) or COLUMNS
