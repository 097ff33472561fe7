"""Which requests can follow from which, and what they ask for."""

from __future__ import annotations

import pytest

from workflows.following import BY_KIND, FOLLOWINGS, followings
from workflows.vocabulary import Direction, ItemType, LinkKind


def kinds(
    *items: ItemType, direction: Direction = Direction.OUTGOING, went_out: bool = True
) -> set[LinkKind]:
    return {entry.kind for entry in followings(direction, frozenset(items), went_out=went_out)}


def test_only_what_was_preserved_can_be_asked_to_be_produced() -> None:
    assert LinkKind.PRODUCTION_OF in kinds(ItemType.PRESERVATION, ItemType.CONTENT)
    assert LinkKind.PRODUCTION_OF not in kinds(ItemType.CONTENT)


def test_another_provider_shows_where_traffic_is_seen() -> None:
    for item in (ItemType.PRESERVATION, ItemType.PARTIAL_DISCLOSURE, ItemType.TRAFFIC):
        assert LinkKind.DISCOVERED_PROVIDER in kinds(item)
    assert LinkKind.DISCOVERED_PROVIDER not in kinds(ItemType.WITNESS)


def test_a_draft_is_not_followed_up_but_asked_of_others_as_well() -> None:
    assert kinds(ItemType.PRESERVATION, went_out=False) == {LinkKind.PARALLEL_TO}


@pytest.mark.parametrize("direction", [Direction.INCOMING, Direction.TRANSIT])
def test_what_others_ask_is_theirs_to_follow_up(direction: Direction) -> None:
    assert kinds(ItemType.PRESERVATION, direction=direction) == set()


@pytest.mark.parametrize(
    ("item", "category", "asked"),
    [
        (ItemType.PRESERVATION, "subscriber", ItemType.SUBSCRIBER),
        (ItemType.PRESERVATION, "traffic", ItemType.TRAFFIC),
        (ItemType.PRESERVATION, "content", ItemType.CONTENT),
        (ItemType.PRESERVATION, "", ItemType.SUBSCRIBER),
        (ItemType.WITNESS, "", None),
    ],
)
def test_production_asks_for_the_category_that_is_kept(
    item: ItemType, category: str, asked: ItemType | None
) -> None:
    assert BY_KIND[LinkKind.PRODUCTION_OF].asks(item, category) is asked


def test_each_kind_stands_once_and_a_supplement_asks_for_something_else() -> None:
    assert len(BY_KIND) == len(FOLLOWINGS)
    assert BY_KIND[LinkKind.SUPPLEMENTARY_TO].asks(ItemType.CONTENT, "content") is None
    assert BY_KIND[LinkKind.REPLACEMENT_OF].asks(ItemType.CONTENT, "content") is ItemType.CONTENT
