"""The things asked for: how the dossier lists them, how actions decide them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from workflows.engine.history import Event
from workflows.engine.procedure import Action, FieldName
from workflows.engine.snapshot import ItemState, Snapshot
from workflows.messages import Message, message
from workflows.vocabulary import ItemOutcome, ItemType, Stage

Items = Mapping[str, ItemState]

_NOT_YET_SENT = frozenset({Stage.DRAFT, Stage.APPROVAL, Stage.READY})
_TYPES = frozenset(ItemType)


def listed_items(items: Items, event: Event) -> Items:
    """``items`` as the dossier of ``event`` lists them; unchanged where it does not."""
    listed = event.data.get("items")
    if not isinstance(listed, list | tuple):
        return items
    named = {str(key): ItemType(code) for key, code in listed}
    return {
        key: items[key] if key in items and items[key].type is item_type else ItemState(type=item_type)
        for key, item_type in named.items()
    }


def items_after(snapshot: Snapshot, action: Action, event: Event) -> Items:
    """The items after ``event``: as listed, opened again, or decided."""
    items = listed_items(snapshot.items, event)
    if action.reopens:
        return _with(items, event.items, ItemOutcome.OPEN, event)
    if action.item_outcome is None:
        return items
    return _with(items, event.items or _meant(items, action), action.item_outcome, event)


def _meant(items: Items, action: Action) -> tuple[str, ...]:
    """The items that an action decides where none is named."""
    return tuple(
        key for key, item in items.items() if item.outcome is action.item_from and _suits(item, action)
    )


def _suits(item: ItemState, action: Action) -> bool:
    return not action.item_types or item.type in action.item_types


def _with(items: Items, chosen: tuple[str, ...], outcome: ItemOutcome, event: Event) -> Items:
    decided = None if outcome is ItemOutcome.OPEN else event.occurred
    return {
        key: replace(item, outcome=outcome, decided=decided) if key in chosen else item
        for key, item in items.items()
    }


def wrong_items(snapshot: Snapshot, action: Action, event: Event) -> Iterator[Message]:
    """What is wrong with the items that ``event`` names or lists."""
    decides = action.reopens or action.item_outcome is not None
    if decides and event.items and action.field(FieldName.ITEMS) is None:
        yield message("This entry is about the whole request. Choose no items.")
    chosen = [snapshot.items[key] for key in event.items if key in snapshot.items]
    if len(chosen) < len(event.items):
        yield message("One of the chosen items does not belong to this request. Choose among those listed.")
    elif not all(_suits(item, action) for item in chosen):
        yield message("One of the chosen items is of another kind. Choose only items that this is about.")
    yield from _wrong_list(snapshot, event)


def _wrong_list(snapshot: Snapshot, event: Event) -> Iterator[Message]:
    """Once it was sent, what was decided stays, and the number of open items cannot fall to or rise from none."""
    unknown = list(unknown_types(event))
    yield from unknown
    if unknown or snapshot.stage in _NOT_YET_SENT:
        return
    after = listed_items(snapshot.items, event)
    decided = {key: item for key, item in snapshot.items.items() if item.outcome is not ItemOutcome.OPEN}
    if any(after.get(key) != item for key, item in decided.items()):
        yield message("An item that has its outcome cannot be changed. Correct the entry of the outcome.")
    left_open = any(item.outcome is ItemOutcome.OPEN for item in after.values())
    if left_open != bool(snapshot.open_items) and snapshot.items:
        yield message(
            "This would leave nothing open, or open what was answered. Make a supplementary request, or withdraw."
        )


def unknown_types(event: Event) -> Iterator[Message]:
    """Whether the dossier of ``event`` lists an item of a kind that the vocabulary does not have."""
    listed = event.data.get("items")
    if isinstance(listed, list | tuple) and any(code not in _TYPES for _, code in listed):
        yield message("One of the items is of an unknown kind. Choose one of the listed kinds.")
