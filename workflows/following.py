"""Requests that follow from another one: from which, to whom, and what they ask for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workflows.messages import Message, message
from workflows.vocabulary import DataCategory, Direction, ItemType, LinkKind

Asks = Callable[[ItemType, str], ItemType | None]
"""What the new request asks for in place of an item of that type and category of data; None leaves it out."""

PRODUCED = {
    DataCategory.SUBSCRIBER.value: ItemType.SUBSCRIBER,
    DataCategory.TRAFFIC.value: ItemType.TRAFFIC,
    DataCategory.CONTENT.value: ItemType.CONTENT,
}


def _the_same(item: ItemType, _category: str) -> ItemType | None:
    return item


def _nothing(_item: ItemType, _category: str) -> ItemType | None:
    return None


def _what_was_preserved(item: ItemType, category: str) -> ItemType | None:
    """Where nobody said which data is kept, whose account it is comes first."""
    return PRODUCED.get(category, ItemType.SUBSCRIBER) if item is ItemType.PRESERVATION else None


def _preservation(item: ItemType, _category: str) -> ItemType | None:
    return ItemType.PRESERVATION if item in DISCLOSING else None


DISCLOSING = frozenset({ItemType.PRESERVATION, ItemType.PARTIAL_DISCLOSURE, ItemType.TRAFFIC})
"""What may show that another provider, in a third State, took part (Budapest Convention, Art. 30)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """One way to follow a request up. The new one is ``kind`` of the old one.

    ``of``: only where something of these types was asked; empty for whatever was. ``same_place``: to the same
    jurisdiction and authorities. ``same_way``: by the same channel and law. ``of_a_draft``: even of one that has not
    gone out.
    """

    kind: LinkKind
    label: Message
    asks: Asks
    of: frozenset[ItemType] = frozenset()
    same_place: bool = True
    same_way: bool = True
    of_a_draft: bool = False


FOLLOWINGS = (
    Following(
        kind=LinkKind.PRODUCTION_OF,
        label=message("Ask for the preserved data"),
        asks=_what_was_preserved,
        of=frozenset({ItemType.PRESERVATION}),
        same_way=False,
    ),
    Following(
        kind=LinkKind.DISCOVERED_PROVIDER,
        label=message("Ask the State of a discovered provider to preserve"),
        asks=_preservation,
        of=DISCLOSING,
        same_place=False,
    ),
    Following(kind=LinkKind.SUPPLEMENTARY_TO, label=message("Ask for more"), asks=_nothing),
    Following(kind=LinkKind.REPLACEMENT_OF, label=message("Ask anew in its place"), asks=_the_same),
    Following(
        kind=LinkKind.PARALLEL_TO,
        label=message("Ask another State the same"),
        asks=_the_same,
        same_place=False,
        of_a_draft=True,
    ),
)


BY_KIND: Mapping[LinkKind, Following] = MappingProxyType({entry.kind: entry for entry in FOLLOWINGS})

ESCALATION = Following(
    kind=LinkKind.PARALLEL_TO,
    label=message("Ask the same by another channel"),
    asks=_the_same,
    same_way=False,
)
"""The same of the same State by another way. The first request stays open: an answer to it may still come."""


def followings(direction: Direction, items: frozenset[ItemType], *, went_out: bool) -> Iterator[Following]:
    """The ways to follow up a request that asks for ``items``; what others ask of us is theirs to follow up."""
    if direction is Direction.OUTGOING:
        for entry in FOLLOWINGS:
            if (went_out or entry.of_a_draft) and (not entry.of or entry.of & items):
                yield entry
