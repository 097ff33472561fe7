"""Where linked requests stand in their drawing."""

from __future__ import annotations

from tracker.web.link_geometry import NEAR, curve, left, places_of, size

HERE = 1


def test_the_request_stands_in_the_middle_of_what_it_is_linked_to() -> None:
    places = places_of(HERE, [(2, HERE), (HERE, 3), (HERE, 3)], [(4, 2), (2, 5), (4, 3)])
    assert {key: place.column for key, place in places.items()} == {1: 0, 2: 1, 3: 1, 4: 2, 5: 2}
    assert places[2].y == (places[4].y + places[5].y) / 2
    assert places[1].y == (places[4].y + places[3].y) / 2
    assert len({(place.column, place.y) for place in places.values()}) == len(places)


def test_the_drawing_is_as_wide_as_it_has_columns() -> None:
    two, three = places_of(HERE, [(2, HERE)], []), places_of(HERE, [(2, HERE)], [(3, 2)])
    assert size(two.values())[0] < size(three.values())[0]
    assert left(three[3]) < size(three.values())[0]


def test_no_more_is_drawn_than_can_be_looked_at() -> None:
    places = places_of(HERE, [(HERE, key) for key in range(2, 30)], [(2, 29), (29, 30)])
    assert sum(place.column == 1 for place in places.values()) == NEAR
    assert curve((HERE, 20), places) is None


def test_the_arrow_leads_from_what_is_something_of_the_other() -> None:
    places = places_of(HERE, [(2, HERE)], [])
    outward, back = curve((HERE, 2), places), curve((2, HERE), places)
    assert outward is not None
    assert back is not None
    assert outward.line == back.line
    assert outward.head.startswith(f"M{left(places[2]):g} ")
    assert not back.head.startswith(f"M{left(places[2]):g} ")
    assert outward.words_at is not None


def test_two_of_one_column_are_joined_around_their_ends() -> None:
    places = places_of(HERE, [(2, HERE), (3, HERE)], [(2, 3)])
    found = curve((2, 3), places)
    assert found is not None
    assert found.words_at is None
