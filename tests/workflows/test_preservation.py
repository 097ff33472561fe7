"""What is preserved from when until when, what a receipt holds, what lapses when: read off the history."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.workflows.story import Story, on
from workflows.calendars import Calendar
from workflows.deadlines import Places
from workflows.engine import effective
from workflows.engine.preservation import (
    Covering,
    Hold,
    Preserved,
    covering,
    covers,
    holds,
    lapses,
    lapses_recorded,
    overtaken,
    preserved,
    receipt_of,
)
from workflows.registry import channel
from workflows.vocabulary import DeadlineState, Direction, Flag, ItemOutcome, Source, Stage

LAW = ("network_24_7", "budapest")
CONFIRMED, EXPIRES = "2024-01-10", date(2024, 3, 10)


def kept(*ways: str, items: tuple[str, ...] = ("PRES",)) -> Story:
    story = Story.of(*(ways or LAW)).sent(*items, day="2024-01-04")
    story.record("confirm_preservation", CONFIRMED, items=items[:1])
    return story


def hold(received: str, ended: str = "") -> Hold:
    """What a production request holds that was received and ended on those days."""
    event = kept().events[0]
    return Hold(
        receipt=replace(event, occurred=on(received)),
        ended=replace(event, occurred=on(ended)) if ended else None,
    )


def found(story: Story, item: str = "PRES") -> Preserved | None:
    return preserved(effective(story.events), story.snapshot).get(item)


def test_from_and_until_follow_the_law_and_its_renewals() -> None:
    story = kept()
    begun = date(2024, 1, 10)
    assert found(story) == Preserved(begun=begun, until=EXPIRES, renewals=0, state=DeadlineState.OPEN)
    story.record("renew_preservation", "2024-03-01")
    until = date(2024, 4, 30)
    assert found(story) == Preserved(begun=begun, until=until, renewals=1, state=DeadlineState.OPEN)
    story.record("request_production", "2024-03-20")
    assert found(story) == Preserved(begun=begun, until=until, renewals=1, state=DeadlineState.MET)


def test_nothing_is_preserved_before_anybody_says_so() -> None:
    story = Story.of(*LAW).sent("PRES", "SUBS", day="2024-01-04")
    assert found(story) is None
    assert found(story, "SUBS") is None


def test_where_no_law_counts_only_what_was_told_is_watched() -> None:
    silent = kept("network_24_7")
    assert found(silent) == Preserved(begun=date(2024, 1, 10), until=None, renewals=0, state=None)
    told = Story.of("network_24_7").sent("PRES", day="2024-01-04")
    told.record("confirm_preservation", CONFIRMED, items=("PRES",), until="2024-05-01")
    assert found(told) == Preserved(
        begun=date(2024, 1, 10), until=date(2024, 5, 1), renewals=0, state=DeadlineState.OPEN
    )
    assert [rule.key for rule in told.definition.rules if rule.where_no_law] == ["house.preservation"]
    assert not [rule for rule in kept().definition.rules if rule.where_no_law]


def test_an_order_to_a_provider_runs_from_its_service_unless_another_date_was_told() -> None:
    story = Story.of("direct_provider", "us_2703f").sent("PRES", day="2024-01-04")
    story.record("serve", "2024-01-05", stop="provider")
    assert Flag.PRESERVATION_RUNNING in story.snapshot.flags
    story.record("confirm_preservation", "2024-01-12", items=("PRES",))
    assert found(story) == Preserved(
        begun=date(2024, 1, 5), until=date(2024, 4, 4), renewals=0, state=DeadlineState.OPEN
    )
    story.record("renew_preservation", "2024-04-01", until="2024-08-01")
    assert story.deadline("us_2703f.f_2", "PRES").due.due_on == date(2024, 8, 1)


def test_what_a_refusal_takes_away_is_not_preserved_any_more() -> None:
    story = Story.of("direct_provider", "us_2703f").sent("PRES", day="2024-01-04")
    story.record("serve", "2024-01-05", stop="provider")
    after = story.record("refuse", "2024-01-08", items=("PRES",), ground="CONF")
    assert Flag.PRESERVATION_RUNNING not in after.flags


def test_of_ours_for_them_what_ends_first_is_the_end() -> None:
    story = Story.of(*LAW, direction=Direction.INCOMING).received("PRES")
    story.record("confirm_preservation", CONFIRMED, items=("PRES",))
    assert found(story) == Preserved(
        begun=date(2024, 1, 10), until=EXPIRES, renewals=0, state=DeadlineState.OPEN
    )
    # It is lost for certain once our own order has ended, too.
    (lapse,) = lapses(story.snapshot, Places())
    assert lapse.occurred.on == date(2024, 4, 10)


def test_the_day_is_over_when_it_has_ended_on_both_sides() -> None:
    places = Places(us=Calendar(zone="America/New_York"), them=Calendar(zone="Asia/Tokyo"))
    (lapse,) = lapses(kept().snapshot, places)
    assert lapse.items == ("PRES",)
    assert lapse.occurred.moment == datetime(2024, 3, 11, 4, tzinfo=UTC)
    assert lapse.occurred.zone == "America/New_York"


def test_items_lapse_each_on_its_day() -> None:
    story = Story.of(*LAW).sent("one=PRES", "two=PRES", "three=PRES", day="2024-01-04")
    story.record("confirm_preservation", CONFIRMED, items=("one", "three"))
    story.record("confirm_preservation", "2024-01-20", items=("two",))
    first, second = lapses(story.snapshot, Places())
    assert (first.items, second.items) == (("one", "three"), ("two",))
    after = story.record("lapse", first.occurred, items=first.items, source=Source.SYSTEM)
    assert (after.stage, after.items["one"].outcome) == (Stage.ANSWERED, ItemOutcome.LAPSED)
    assert Flag.PRESERVATION_RUNNING in after.flags
    after = story.record("lapse", second.occurred, items=second.items, source=Source.SYSTEM)
    assert after.stage is Stage.LAPSED
    assert story.deadline("budapest.29_7", "two").state is DeadlineState.LAPSED
    assert [event.items for event in lapses_recorded(story.events)] == [("one", "three"), ("two",)]


@pytest.mark.parametrize(
    ("received", "held"),
    [
        ("2024-02-01", Covering(occurred=on("2024-02-01"), items=())),
        ("2024-01-05", Covering(occurred=on(CONFIRMED), items=())),  # before anything was kept
        ("2024-03-10", Covering(occurred=on("2024-03-10"), items=())),  # on the last day
        ("2024-03-11", None),
    ],
)
def test_a_receipt_holds_what_is_not_over(received: str, held: Covering | None) -> None:
    story = kept()
    assert covering(story.events, hold(received), story.definition) == held


def test_a_receipt_holds_what_is_left_of_several() -> None:
    story = Story.of(*LAW).sent("one=PRES", "two=PRES", day="2024-01-04")
    story.record("confirm_preservation", CONFIRMED, items=("one",))
    story.record("confirm_preservation", "2024-02-20", items=("two",))
    held = covering(story.events, hold("2024-03-20"), story.definition)
    assert held == Covering(occurred=on("2024-03-20"), items=("two",))


def test_a_receipt_holds_what_has_no_date_and_nothing_that_is_over() -> None:
    story = kept("network_24_7")
    assert covering(story.events, hold("2024-02-01"), story.definition) == Covering(
        occurred=on("2024-02-01"), items=()
    )
    story.record("end_preservation", "2024-02-01")
    assert covering(story.events, hold("2024-02-02"), story.definition) is None
    assert covering([], hold("2024-02-02"), story.definition) is None


@pytest.mark.parametrize(
    ("ended", "items"),
    [
        ("2024-03-10", None),  # both are not over yet
        ("2024-03-11", ("one",)),
        ("2024-04-20", ("one",)),
        ("2024-04-21", ()),
    ],
)
def test_what_was_not_over_when_the_production_ended_is_held_no_longer(
    ended: str, items: tuple[str, ...] | None
) -> None:
    story = Story.of(*LAW).sent("one=PRES", "two=PRES", day="2024-01-04")
    story.record("confirm_preservation", CONFIRMED, items=("one",))
    story.record("confirm_preservation", "2024-02-20", items=("two",))
    held = covering(story.events, hold("2024-03-01", ended), story.definition)
    assert held == (None if items is None else Covering(occurred=on("2024-03-01"), items=items))


def test_what_has_no_date_is_held_until_the_production_ends() -> None:
    story = kept("network_24_7")
    assert covering(story.events, hold("2024-02-01", "2024-06-01"), story.definition) is None


def stretches(story: Story) -> list[tuple[str, str]]:
    found = holds(story.events, story.definition)
    days = ((one.receipt.occurred.on, one.ended and one.ended.occurred.on) for one in found)
    return [(received.isoformat(), ended.isoformat() if ended else "") for received, ended in days]


def asked(*items: str) -> Story:
    return Story.of("treaty", "budapest").sent(*items, day="2024-01-04")


def test_a_production_holds_until_all_of_it_is_refused() -> None:
    story = asked("one=SUBS", "two=TRAF")
    assert stretches(story) == []
    story.record("deliver", "2024-01-12")
    story.record("acknowledge", "2024-01-20")
    story.record("refuse", "2024-02-01", items=("one",), ground="SOV")
    assert stretches(story) == [("2024-01-12", "")]
    story.record("refuse", "2024-02-02", items=("two",), ground="SOV")
    assert stretches(story) == [("2024-01-12", "2024-02-02")]


def test_what_was_given_in_part_is_no_refusal() -> None:
    story = asked("one=SUBS", "two=TRAF")
    story.record("execute", "2024-02-01", items=("one",))
    story.record("refuse", "2024-02-02", items=("two",), ground="SOV")
    assert stretches(story) == [("2024-02-01", "")]


def test_a_production_that_was_returned_holds_again_once_it_is_received_again() -> None:
    story = asked("SUBS")
    story.record("deliver", "2024-01-12")
    story.record("return_deficient", "2024-01-20", ground="INSUF")
    story.record("send_again", "2024-02-01")
    assert stretches(story) == [("2024-01-12", "2024-01-20")]
    story.record("acknowledge", "2024-02-10")
    story.record("withdraw", "2024-02-20")
    assert stretches(story) == [("2024-01-12", "2024-01-20"), ("2024-02-10", "2024-02-20")]


def test_a_lapse_is_overtaken_by_what_came_before_it() -> None:
    story = kept()
    (lapse,) = lapses(story.snapshot, Places())
    story.record("lapse", lapse.occurred, items=lapse.items, source=Source.SYSTEM)
    lapsed, without = lapses_recorded(story.events), story.events[:-1]
    assert not list(overtaken(without, lapsed, story.definition))
    renewed = Story(definition=story.definition, events=list(without))
    renewed.record("renew_preservation", "2024-03-09")
    assert list(overtaken(renewed.events, lapsed, story.definition)) == lapsed
    assert list(overtaken([], lapsed, story.definition)) == lapsed


def test_a_receipt_is_what_they_show_and_no_hand_over() -> None:
    story = Story.of("treaty", "budapest").sent("SUBS", day="2024-01-04")
    story.record("hand_over", "2024-01-06")
    assert receipt_of(story.events) is None
    story.record("acknowledge", "2024-01-20")
    story.record("deliver", "2024-01-12")
    first = receipt_of(story.events)
    assert first is not None
    assert first.occurred.on == date(2024, 1, 12)
    returned = Story.of("treaty", "budapest").sent("SUBS", day="2024-01-04")
    returned.record("return_deficient", "2024-01-20", ground="INSUF")
    assert receipt_of(returned.events) is None


def test_a_provider_is_told_nothing_by_what_a_ministry_received() -> None:
    treaty, network, provider = map(channel, ("treaty", "network_24_7", "direct_provider"))
    assert covers(treaty, network)
    assert covers(provider, provider)
    assert not covers(treaty, provider)
    assert not covers(provider, network)


def test_what_was_reopened_after_its_lapse_is_kept_anew() -> None:
    story = kept()
    (lapse,) = lapses(story.snapshot, Places())
    story.record("lapse", lapse.occurred, items=lapse.items, source=Source.SYSTEM)
    story.record("reopen", "2024-04-01", items=("PRES",))
    assert not lapses_recorded(story.events)
    story.record("confirm_preservation", "2024-04-05", items=("PRES",))
    held = covering(story.events, hold("2024-04-20"), story.definition)
    assert held == Covering(occurred=on("2024-04-20"), items=())


def test_an_order_that_nobody_confirmed_lapses_too() -> None:
    story = Story.of("direct_provider", "us_2703f").sent("PRES", day="2024-01-04")
    story.record("serve", "2024-01-05", stop="provider")
    (lapse,) = lapses(story.snapshot, Places())
    after = story.record("lapse", lapse.occurred, items=lapse.items, source=Source.SYSTEM)
    assert (after.stage, after.items["PRES"].outcome) == (Stage.LAPSED, ItemOutcome.LAPSED)
