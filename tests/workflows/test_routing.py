"""Which routes two jurisdictions share on a date."""

from datetime import date

import pytest

from workflows.registry import CHANNELS, INSTRUMENTS
from workflows.routing import Between, RouteOption, Side, between, objections, routes
from workflows.vocabulary import ItemType

FRANCE = Side(
    code="FR",
    name="France",
    bound={"budapest": True, "eio": True, "e_evidence": True, "second_protocol": False},
)
SPAIN = Side(
    code="ES", name="Spain", bound={"budapest": True, "eio": True, "e_evidence": True, "hague_evidence": True}
)
CHINA = Side(code="CN", name="China", bound={"budapest": False})
UNITED_STATES = Side(code="US", name="United States", bound={"budapest": True})


def options(
    *items: ItemType, asked: Side, asking: Side = FRANCE, on: date = date(2026, 9, 1)
) -> dict[tuple[str, str | None], RouteOption]:
    found = routes(items, asking=asking, asked=asked, on=on, channels=CHANNELS, instruments=INSTRUMENTS)
    possible = [option.possible for option in found]
    assert possible == sorted(possible, reverse=True)
    return {(option.channel, option.instrument): option for option in found}


def words(option: RouteOption) -> str:
    return "; ".join(map(str, option.reasons))


def test_members_of_the_union_have_the_investigation_order() -> None:
    found = options(ItemType.SEARCH, asked=SPAIN)
    assert found["direct_judicial", "eio"].possible
    assert found["treaty", "budapest"].possible
    assert "cannot compel" in words(found["network_24_7", "budapest"])
    assert "does not offer this measure" in words(found["network_24_7", "budapest"])


def test_who_is_not_bound_has_the_letter() -> None:
    found = options(ItemType.SUBSCRIBER, asked=CHINA)
    assert "“Budapest Convention on Cybercrime” did not bind China" in words(found["treaty", "budapest"])
    assert "is not known" in words(found["treaty", "untoc"])
    assert found["letter_exchange", None].possible
    assert ("treaty", None) not in found


@pytest.mark.parametrize(("day", "possible"), [(date(2026, 8, 17), False), (date(2026, 8, 18), True)])
def test_a_regulation_is_offered_from_the_day_it_applies(day: date, possible: bool) -> None:
    option = options(ItemType.TRAFFIC, asked=SPAIN, on=day)["direct_provider", "e_evidence"]
    assert option.possible is possible
    assert possible or "does not apply on 2026-08-17" in words(option)


def test_the_law_of_one_state_helps_only_there() -> None:
    key = ("direct_provider", "us_2703f")
    assert options(ItemType.PRESERVATION, asked=UNITED_STATES)[key].possible
    assert "not the law of Spain" in words(options(ItemType.PRESERVATION, asked=SPAIN)[key])


def test_the_hague_evidence_convention_refuses_criminal_matters() -> None:
    option = options(ItemType.WITNESS, asked=SPAIN)["letters_rogatory", "hague_evidence"]
    assert "civil and commercial matters only" in words(option)


def test_only_what_is_known_speaks_against_an_instrument() -> None:
    law, day = INSTRUMENTS["budapest"], date(2026, 9, 1)
    unheard = Side(code="KE", name="Kenya")
    assert list(objections(law, asking=UNITED_STATES, asked=unheard, on=day)) == []
    assert list(objections(INSTRUMENTS["reciprocity"], asking=unheard, asked=CHINA, on=day)) == []
    (words,) = objections(law, asking=UNITED_STATES, asked=CHINA, on=day)
    assert str(words) == "“Budapest Convention on Cybercrime” did not bind China on 2026-09-01."


def test_what_lists_say_of_two_sides() -> None:
    """Bilateral treaties and reciprocity are in no list; a civil convention is no basis."""
    everything = {law.register: False for law in INSTRUMENTS.values() if law.register}
    ours = Side(code="FR", name="France", bound={**everything, "budapest": True, "hague_evidence": True})
    theirs = Side(code="ES", name="Spain", bound={**everything, "budapest": True, "hague_evidence": True})
    silent = Side(code="CN", name="China", bound={"eio": False})
    on = date(2026, 9, 1)
    assert between(asking=ours, asked=theirs, on=on, instruments=INSTRUMENTS) == Between(
        certain=("budapest",)
    )
    assert between(asking=ours, asked=silent, on=on, instruments=INSTRUMENTS) == Between(
        perhaps=("budapest",)
    )
