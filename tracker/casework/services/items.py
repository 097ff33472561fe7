"""What is asked for: numbered once, changeable until it goes out, then only in its words."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, Identifier, Item
from tracker.casework.queries import history_of, procedure_of
from tracker.casework.services.checking import assign, save
from tracker.casework.services.drafts import ItemDraft
from workflows.messages import message
from workflows.vocabulary import ItemOutcome


def add_items(row: AssistanceRequest, drafts: tuple[ItemDraft, ...]) -> None:
    """Write the items of a new request, numbered from one."""
    for number, draft in enumerate(drafts, start=1):
        _write(Item(request=row, number=number), draft)


def replace_items(row: AssistanceRequest, drafts: tuple[ItemDraft, ...]) -> None:
    """Make the request's items equal to ``drafts``; raises Refused where they can no longer change.

    A number names one item for ever, because the history speaks of items by number: none is given out twice.
    """
    stored = {item.number: item for item in row.items.all()}
    kept = [draft.number for draft in drafts if draft.number is not None]
    if set(kept) - set(stored) or len(kept) > len(set(kept)):
        raise Refused(message("An item of the form does not belong to this request. Reload the page."))
    if {(draft.number, draft.type) for draft in drafts} != {
        (item.number, item.type) for item in stored.values()
    }:
        _require_changeable(row, stored)
        _remove(row, [number for number in stored if number not in kept])
    fresh = max(_numbers_given_out(row), default=0)
    Identifier.objects.filter(item__request=row).delete()
    for draft in drafts:
        fresh += draft.number is None
        _write(stored[draft.number] if draft.number else Item(request=row, number=fresh), draft)


def _require_changeable(row: AssistanceRequest, stored: dict[int, Item]) -> None:
    begun = row.sent_on is not None or row.stage != procedure_of(row).initial.value
    if begun or any(item.outcome != ItemOutcome.OPEN for item in stored.values()):
        raise Refused(
            message(
                "What is asked for can no longer be changed: it went out as it is. Log a supplementary request instead."
            )
        )


def _remove(row: AssistanceRequest, numbers: list[int]) -> None:
    removed = row.items.filter(number__in=numbers)
    if removed.filter(deadlines__isnull=False).exists():
        raise Refused(
            message(
                "An item on which a date has run stays in the request. Withdraw it instead of taking it out."
            )
        )
    removed.delete()


def _numbers_given_out(row: AssistanceRequest) -> Iterator[int]:
    """Numbers of all items that the history ever listed."""
    for event in history_of(row):
        listed = event.data.get("items")
        if isinstance(listed, list):
            yield from (int(number) for number, _type in listed)


def _write(item: Item, draft: ItemDraft) -> None:
    assign(item, draft.columns(), allowed=draft.columns())
    save(item)
    for kind, value in draft.identifiers:
        save(Identifier(item=item, kind=kind, value=value))
