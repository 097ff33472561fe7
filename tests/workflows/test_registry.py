"""All channels and instruments, and what decides about one request."""

from datetime import date

import pytest

from tests.workflows.story import Story, on
from workflows.deadlines import Mark
from workflows.engine import Court
from workflows.errors import UnknownChannel, UnknownDirection, UnknownInstrument
from workflows.registry import CHANNELS, INSTRUMENTS, channel, definition, instrument
from workflows.vocabulary import DeadlineKind, DeadlineState, Direction, Stage


def test_there_are_ten_channels_under_their_own_keys() -> None:
    assert len(CHANNELS) == 10
    assert all(table.key == key and channel(key) is table for key, table in CHANNELS.items())
    assert all(table.key == key and instrument(key) is table for key, table in INSTRUMENTS.items())


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(UnknownChannel, match="no channel"):
        channel("pigeon")
    with pytest.raises(UnknownInstrument, match="no instrument"):
        definition("treaty", "handshake", Direction.OUTGOING)
    with pytest.raises(UnknownDirection):
        definition("task_force", None, Direction.TRANSIT)


def test_the_rules_of_channel_and_instrument_are_laid_together() -> None:
    alone = {rule.key for rule in definition("treaty", None, Direction.OUTGOING).rules}
    both = {rule.key for rule in definition("treaty", "budapest", Direction.OUTGOING).rules}
    assert both - alone == {"budapest.29_7", "budapest.16_2"}


def test_a_rule_for_one_channel_does_not_bind_in_another() -> None:
    keys = {rule.key for rule in definition("direct_provider", "second_protocol", Direction.OUTGOING).rules}
    assert {key for key in keys if key.startswith("second")} == {"second_protocol.7_7"}


def test_what_was_not_read_is_marked_to_be_verified() -> None:
    unread = {law.key for law in INSTRUMENTS.values() if law.citation.mark is Mark.TO_VERIFY}
    assert unread == {
        "second_protocol",
        "un_cybercrime",
        "eu_uk_tca",
        "bilateral",
        "reciprocity",
    }
    for law in INSTRUMENTS.values():
        for rule in law.rules:
            unread_rule = law.key in unread or rule.key in {"eio.31_3", "eio.32_2"}
            assert (rule.citation.mark is Mark.TO_VERIFY) == unread_rule
            assert rule.citation.mark is Mark.TO_VERIFY or rule.citation.read_at


def articles(key: str, mark: Mark) -> dict[str, list[str]]:
    """By ground, those of an instrument whose text was read, or was not."""
    found = {
        ground.value: [one.article for one in cited if one.mark is mark]
        for ground, cited in INSTRUMENTS[key].grounds.items()
    }
    return {ground: cited for ground, cited in found.items() if cited}


def test_the_conventions_of_the_united_nations_refuse_by_their_articles() -> None:
    assert articles("untoc", Mark.VERIFIED) == {
        "DC": ["UNTOC, Art. 18(9)"],
        "SOV": ["UNTOC, Art. 18(21)(b)"],
        "NODOM": ["UNTOC, Art. 18(21)(c): prohibited there for any similar offence"],
        "FISC": ["UNTOC, Art. 18(22): not alone"],
        "PEND": ["UNTOC, Art. 18(25)"],
    }
    assert articles("uncac", Mark.VERIFIED) == {
        "DC": ["UNCAC, Art. 46(9)(b): not of what needs no coercion"],
        "MINOR": ["UNCAC, Art. 46(9)(b): without dual criminality"],
        "SOV": ["UNCAC, Art. 46(21)(b)"],
        "NODOM": ["UNCAC, Art. 46(21)(c): prohibited there for any similar offence"],
        "FISC": ["UNCAC, Art. 46(22): not alone"],
        "PEND": ["UNCAC, Art. 46(25)"],
    }


def test_an_agreement_refuses_by_what_it_supplements() -> None:
    assert articles("eu_uk_tca", Mark.VERIFIED) == {
        "POL": ["European Convention on Mutual Assistance, Art. 2(a), by Art. 633 of the Agreement"],
        "SOV": ["European Convention on Mutual Assistance, Art. 2(b), by Art. 633 of the Agreement"],
    }
    assert articles("eu_uk_tca", Mark.TO_VERIFY) == {
        "NBI": ["EU-UK Trade and Cooperation Agreement, Art. 639"]
    }


def test_grounds_whose_articles_were_not_read_are_marked() -> None:
    unread = {key: set(articles(key, Mark.TO_VERIFY)) for key in INSTRUMENTS}
    assert {key: grounds for key, grounds in unread.items() if grounds} == {
        "second_protocol": {"POL", "SOV", "PEND"},
        "un_cybercrime": {"DC", "SOV", "DISC", "PEND"},
        "eio": {"NODOM", "PEND"},
        "eu_uk_tca": {"NBI"},
        "asean_mlat": {"POL", "DISC", "NBI", "DC", "SOV", "RECIP", "PEND"},
    }
    for law in INSTRUMENTS.values():
        for cited in (one for every in law.grounds.values() for one in every):
            assert (cited.mark is Mark.VERIFIED) == bool(cited.read_at), cited.article


def test_the_customary_ranges() -> None:
    ranges = {
        key: (rule.period.count, rule.upper.count)
        for key, table in CHANNELS.items()
        for rule in table.rules
        if rule.kind is DeadlineKind.EXPECTATION and rule.upper
    }
    assert ranges == {"letter_exchange": (2, 6), "letters_rogatory": (6, 12), "treaty": (6, 24)}


def test_whether_it_is_evidence_for_court() -> None:
    courts = {key: table.admissibility.court for key, table in CHANNELS.items()}
    assert {key for key, court in courts.items() if court is Court.YES} == {
        "letters_rogatory",
        "treaty",
        "direct_judicial",
    }
    assert {key for key, court in courts.items() if court is Court.NO} == {"network_24_7", "informal_network"}


def test_an_investigation_order_is_acknowledged_by_each_authority_that_received_it() -> None:
    story = Story.of("direct_judicial", "eio").sent("DOCS", day="2024-03-01")
    story.record("deliver", "2024-03-04", authority=7)
    story.record("deliver", "2024-03-05", authority=8)
    story.record("deliver", "2024-03-20", authority=7)
    story.record("acknowledge", "2024-03-21", authority=7)
    assert story.deadline("eio.16_1", authority=7).state is DeadlineState.MET
    assert story.deadline("eio.16_1", authority=7).due.due_on == date(2024, 3, 11)
    assert story.deadline("eio.16_1", authority=8).is_open
    story.record("acknowledge", "2024-03-22", authority=8)
    assert story.deadline("eio.16_1", authority=8).state is DeadlineState.MET


def test_an_investigation_order_is_decided_and_executed_in_time() -> None:
    story = Story.of("direct_judicial", "eio").sent("DOCS", "SUBS", day="2024-03-01")
    story.record("deliver", "2024-03-04", authority=8)
    story.record("extend_deadline", "2024-03-20", deadline="eio.12_3")
    assert (story.deadline("eio.12_3").version, story.deadline("eio.12_3").due.due_on) == (
        2,
        date(2024, 5, 3),
    )
    story.record("accept", "2024-04-10")
    assert story.deadline("eio.12_3").state is DeadlineState.MET
    assert story.deadline("eio.12_4").due.due_on == date(2024, 7, 9)
    story.record("execute", "2024-05-01", items=("DOCS",))
    assert story.deadline("eio.12_4").is_open
    story.record("execute", "2024-05-02", items=("SUBS",))
    assert story.deadline("eio.12_4").state is DeadlineState.MET


def test_incoming_the_same_articles_bind_us() -> None:
    story = Story.of("direct_judicial", "eio", direction=Direction.INCOMING).received(
        "DOCS", day="2024-03-01"
    )
    assert story.deadline("eio.16_1").kind is DeadlineKind.OBLIGATION
    story.record("deliver", "2024-03-05", authority=8)
    assert story.deadline("eio.16_1").is_open
    assert story.deadline("eio.16_1", authority=8).due.due_on == date(2024, 3, 12)
    assert story.deadline("eio.12_3").kind is DeadlineKind.OBLIGATION
    story.record("return_deficient", "2024-03-06", ground="INSUF")
    assert story.deadline("eio.12_3").state is DeadlineState.CANCELLED


def test_an_order_given_effect_by_the_second_protocol() -> None:
    story = Story.of("direct_judicial", "second_protocol").sent("SUBS", "TRAF", day="2026-08-01")
    story.record("deliver", "2026-09-01", authority=8)
    assert story.deadline("second_protocol.8_6_serve").due.due_on == date(2026, 10, 16)
    story.record("serve", "2026-10-16", stop="provider")
    assert story.deadline("second_protocol.8_6_serve").state is DeadlineState.MET
    assert story.deadline("second_protocol.8_6_i", "SUBS").due.due_on == date(2026, 11, 5)
    assert story.deadline("second_protocol.8_6_ii", "TRAF").due.due_on == date(2026, 11, 30)
    story.record("execute", "2026-11-01", items=("SUBS",))
    assert story.deadline("second_protocol.8_6_i", "SUBS").state is DeadlineState.MET
    assert story.deadline("second_protocol.8_6_ii", "TRAF").is_open


@pytest.mark.parametrize("route", ["network_24_7", "treaty"])
def test_a_preservation_runs_on_after_the_answer_until_production_or_lapse(route: str) -> None:
    story = Story.of(route, "budapest").sent("PRES", day="2024-01-01")
    answered = story.record("confirm_preservation", "2024-01-02", items=("PRES",))
    assert answered.stage is Stage.ANSWERED
    assert story.deadline("budapest.29_7", "PRES").due.due_on == date(2024, 3, 2)
    assert "still running" in story.refused("close", "2024-01-03")
    story.record("renew_preservation", "2024-02-20", until="2024-05-20")
    renewed = story.deadline("budapest.29_7", "PRES")
    assert (renewed.version, renewed.due.due_on, str(renewed.reason)) == (
        2,
        date(2024, 5, 20),
        "counted again from a later event",
    )
    story.record("request_production", "2024-05-01")
    assert story.deadline("budapest.29_7", "PRES").state is DeadlineState.MET
    assert story.record("close", "2024-05-02").stage is Stage.CLOSED


def test_a_preservation_that_lapses_takes_its_item_along() -> None:
    story = Story.of("network_24_7", "budapest").sent("PRES", "SUBS", "gone=PRES", day="2024-01-01")
    story.record("confirm_preservation", "2024-01-02", items=("PRES",))
    assert story.refused("confirm_preservation", "2024-01-02", items=("SUBS",))
    story.record("nil_return", "2024-01-03", items=("gone",), ground="NODATA")
    story.record("execute", "2024-01-04", items=("SUBS",))
    found = story.record("lapse", "2024-03-05")
    assert found.stage is Stage.LAPSED
    assert [item.outcome.value for item in found.items.values()] == ["lapsed", "executed", "nil"]
    assert not found.open_deadlines
    reopened = story.record("reopen", "2024-03-06", items=("PRES",))
    assert reopened.stage is Stage.UNDERWAY


def test_ending_a_preservation_takes_its_expiry_away() -> None:
    story = Story.of("treaty", "un_cybercrime").sent("PRES", day="2024-01-01")
    story.record("confirm_preservation", "2024-01-02", items=("PRES",), until="2024-12-31")
    assert story.deadline("un_cybercrime.42", "PRES").due.due_on == date(2024, 12, 31)
    story.record("end_preservation", "2024-02-01")
    assert story.deadline("un_cybercrime.42", "PRES").state is DeadlineState.CANCELLED


def test_information_given_unasked_is_owed_no_reply() -> None:
    story = Story.of("informal_network").sent("SPON")
    assert not story.snapshot.open_deadlines
    found = story.record("close_passed_on", "2024-01-05")
    assert (found.stage, found.outcome.value, found.spell.answered) == (Stage.CLOSED, "executed", None)
    asked = Story.of("informal_network").sent("SPON", "SUBS")
    assert "A reply is owed" in asked.refused("close_passed_on", "2024-01-05")


def test_the_house_targets_of_the_network_count_hours() -> None:
    story = Story.of("network_24_7", direction=Direction.INCOMING).received("PRES", day=on("2024-01-04"))
    hour, day = story.deadline("network.acknowledge"), story.deadline("network.act")
    assert (day.due.due_from - hour.due.due_from).total_seconds() == 23 * 3600
    story.record("acknowledge", "2024-01-04")
    assert story.deadline("network.acknowledge").state is DeadlineState.MET
    story.record("return_deficient", "2024-01-04", ground="LANG")
    assert story.deadline("network.act").state is DeadlineState.CANCELLED
    assert INSTRUMENTS["eio"].applies(date(2017, 5, 22))
