"""One step decided: yes with its consequence, or every reason why not."""

import pytest

from tests.workflows.story import DRAFTER, SENIOR, Story, on
from workflows.engine import FieldName
from workflows.engine.snapshot import outcome_of
from workflows.errors import UnknownAction
from workflows.messages import message
from workflows.vocabulary import (
    DeadlineState,
    Direction,
    Flag,
    ItemOutcome,
    Outcome,
    Party,
    Role,
    Source,
    Stage,
)

OFFICER = frozenset({Role.OFFICER})


def test_a_letter_goes_out_and_comes_back() -> None:
    story = Story.of().sent("SUBS", "DOCS")
    places = [
        story.snapshot.holder.stop,
        *(story.record("hand_over", f"2024-01-{day:02}").holder.stop for day in (5, 6)),
    ]
    assert places == ["embassy", "ministry", "executing"]
    story.record("accept", "2024-01-08")
    assert story.record("execute", "2024-02-01", items=("SUBS",)).stage is Stage.EXECUTION
    answered = story.record("refuse", "2024-02-02", items=("DOCS",), ground="SOV")
    assert (answered.stage, answered.outcome, answered.holder.stop) == (
        Stage.ANSWERED,
        Outcome.PARTLY_EXECUTED,
        "office_back",
    )
    closed = story.record("close", "2024-02-03")
    assert (closed.spell.sent, closed.spell.answered, closed.spell.closed) == tuple(
        on(day) for day in ("2024-01-04", "2024-02-01", "2024-02-03")
    )
    assert not closed.open_deadlines
    assert story.snapshot == closed


def test_nobody_approves_their_own() -> None:
    story = Story.of().drafted("SUBS")
    story.record("submit", "2024-01-02")
    assert "your own work" in story.refused("approve", "2024-01-03")
    assert "Your role" in story.refused("approve", "2024-01-03", by=SENIOR, roles=OFFICER)
    assert story.record("approve", "2024-01-03", by=SENIOR).stage is Stage.READY


def test_a_refusal_carries_every_reason() -> None:
    story = Story.of().drafted()
    words = story.refused("submit", "2031-01-01", roles=frozenset(), legal_basis=False, counterpart=False)
    for reason in ("future", "Your role", "Add at least one item", "no legal basis", "to whom this goes"):
        assert reason in words


def test_what_speaks_against_the_law_stops_what_rests_on_it() -> None:
    against = (message("It did not bind them."),)
    story = Story.of().drafted("SUBS")
    words = story.refused("submit", "2024-01-02", objections=against)
    assert "It did not bind them." in words
    assert "Name another treaty or law" in words
    story.record("submit", "2024-01-02")
    story.record("approve", "2024-01-03", by=SENIOR, objections=against)
    assert "It did not bind them." in story.refused("send", "2024-01-04", objections=against)
    assert story.record("send", "2024-01-04").stage is Stage.UNDERWAY


def test_the_first_entry_asks_for_a_role_too() -> None:
    assert "Your role" in Story.of().refused("draft", "2024-01-01", roles=frozenset({Role.AUDITOR}))
    imported = Story.of().record("draft", "2024-01-01", roles=frozenset(), source=Source.IMPORT)
    assert imported.stage is Stage.DRAFT
    assert "before the request began" in Story.of().refused("submit", "2024-01-01")
    assert "unknown kind" in Story.of().refused("draft", "2024-01-01", dossier=("a=NONSENSE",))


def test_an_unknown_action_is_another_error() -> None:
    with pytest.raises(UnknownAction):
        Story.of().record("fly", "2024-01-01")


def test_an_urgent_request_goes_first_and_is_approved_afterwards() -> None:
    story = Story.of().drafted("SUBS")
    assert "Only an urgent request" in story.refused("send_urgently", "2024-01-02")
    story.record("edit", "2024-01-02", urgency="urgent")
    story.record("send_urgently", "2024-01-02")
    assert story.deadline("house.approve_afterwards").is_open
    story.record("execute", "2024-01-03", items=("SUBS",))
    assert "without approval" in story.refused("close", "2024-01-03")
    assert "your own work" in story.refused("approve_afterwards", "2024-01-03")
    story.record("approve_afterwards", "2024-01-03", by=SENIOR)
    assert story.deadline("house.approve_afterwards").state is DeadlineState.MET
    assert Story.of().sent("SUBS").snapshot.deadlines[0].rule != "house.approve_afterwards"


def test_urgency_and_confidentiality_are_the_dossier_s() -> None:
    story = Story.of().drafted("SUBS", urgency="emergency", confidential=True)
    assert story.snapshot.flags == {Flag.URGENT, Flag.CONFIDENTIAL}
    assert story.record("edit", "2024-01-02", urgency="routine", confidential=False).flags == frozenset()


def test_questions_are_counted_and_turn_the_waiting_round() -> None:
    story = Story.of().sent("SUBS")
    procedure = story.definition.procedure
    story.record("hand_over_to_stop", "2024-01-05", stop="executing")
    assert story.snapshot.waits_on(procedure) is Party.THEM
    story.record("ask_information", "2024-01-06")
    assert story.snapshot.waits_on(procedure) is Party.US
    story.record("give_information", "2024-01-07")
    assert "No question is open" in story.refused("give_information", "2024-01-07")
    asked = story.record("ask_information", "2024-01-08")
    assert asked.spell.loops == 2
    answered = story.record("execute", "2024-01-09", items=("SUBS",))
    assert Flag.INFORMATION_ASKED not in answered.flags
    assert answered.waits_on(procedure) is Party.US
    assert story.record("close", "2024-01-10").waits_on(procedure) is None


def test_incoming_a_question_waits_on_them() -> None:
    story = Story.of(direction=Direction.INCOMING).received("SUBS")
    assert story.snapshot.waits_on(story.definition.procedure) is Party.US
    story.record("ask_information", "2024-01-06")
    assert story.snapshot.waits_on(story.definition.procedure) is Party.THEM


def test_incoming_only_a_supervisor_refuses_and_the_answer_travels_back() -> None:
    story = Story.of(direction=Direction.INCOMING).received("SUBS")
    assert "Your role" in story.refused("refuse", "2024-01-05", roles=OFFICER, items=("SUBS",), ground="POL")
    assert story.record("refuse", "2024-01-05", items=("SUBS",), ground="POL").holder.stop == "office_back"
    assert story.record("hand_over", "2024-01-06").holder.stop == "ministry_back"
    assert "no further stop" in story.refused("hand_over", "2024-01-07")


def test_returned_as_deficient_and_sent_again() -> None:
    story = Story.of().sent("SUBS")
    returned = story.record("return_deficient", "2024-01-20", ground="LANG")
    assert (returned.stage, returned.holder.stop) == (Stage.RETURNED, "office")
    assert story.deadline("custom.answer").state is DeadlineState.CANCELLED
    story.record("translate", "2024-01-25")
    assert story.record("send_again", "2024-02-01").stage is Stage.UNDERWAY
    assert (story.deadline("custom.answer").version, story.deadline("custom.answer").start) == (
        2,
        on("2024-02-01"),
    )
    incoming = Story.of(direction=Direction.INCOMING).received("SUBS")
    assert incoming.record("return_deficient", "2024-01-20", ground="INSUF").holder.stop == "ministry_back"
    assert incoming.record("receive_again", "2024-02-01").holder.stop == "office"


@pytest.mark.parametrize("direction", [Direction.OUTGOING, Direction.INCOMING])
def test_what_was_returned_and_stays_so_ends_without_an_answer(direction: Direction) -> None:
    story = _begun(direction)
    story.record("return_deficient", "2024-02-01", ground="INSUF")
    closed = story.record("close_returned", "2024-08-01", by=SENIOR)
    assert (closed.stage, closed.outcome, closed.spell.answered) == (Stage.CLOSED, Outcome.RETURNED, None)
    assert story.record("reopen", "2024-08-02", by=SENIOR, items=("SUBS",)).outcome is Outcome.OPEN


def test_who_is_not_competent_refers_elsewhere() -> None:
    asked = _begun(Direction.INCOMING)
    assert "Your role" in asked.refused("refer", "2024-02-01", roles=OFFICER)
    closed = asked.record("refer", "2024-02-01", by=SENIOR, authority=7)
    assert (closed.outcome, closed.spell.answered, closed.open_deadlines) == (Outcome.REFERRED, None, ())
    asking = _begun(Direction.OUTGOING)
    assert asking.record("refer", "2024-02-01", roles=OFFICER).outcome is Outcome.REFERRED


def _begun(direction: Direction) -> Story:
    story = Story.of(direction=direction)
    return story.received("SUBS") if direction is Direction.INCOMING else story.sent("SUBS")


def test_grounds_fit_what_they_are_given_for() -> None:
    story = Story.of().sent("SUBS")
    for ground in ("LANG", "PEND", "NODATA", "XYZ"):
        assert "This ground" in story.refused("refuse", "2024-01-20", items=("SUBS",), ground=ground)
    assert "needs: the ground" in story.refused("refuse", "2024-01-20", items=("SUBS",))


def test_what_is_filled_in_has_to_make_sense() -> None:
    story = Story.of().sent("SUBS")
    assert "not on the route" in story.refused("hand_over_to_stop", "2024-01-20", stop="moon")
    assert "authority is not known" in story.refused("misaddressed", "2024-01-20", authority="moon")
    assert "does not belong" in story.refused("execute", "2024-01-20", items=("DOCS",))
    assert "needs: the items" in story.refused("execute", "2024-01-20")
    assert "needs: the reason" in story.refused("withdraw", "2024-01-20", given=frozenset())
    assert "Choose no items" in story.refused("withdraw", "2024-01-20", items=("SUBS",))
    assert "is no date" in story.refused("notify_delay", "2024-01-20", until="soon")
    assert "is no date" in story.refused(
        "notify_delay", "2024-01-20", given=frozenset({FieldName.UNTIL, FieldName.REASON})
    )
    assert "must lie after" in story.refused("notify_delay", "2024-01-20", until="2024-01-20")
    assert "not running" in story.refused("extend_deadline", "2024-01-20", deadline="x", until="2024-02-20")
    assert "not running" in Story.of().refused(
        "extend_deadline", "2024-01-20", deadline="x", until="2024-02-20"
    )
    assert "is no date" in Story.of("direct_judicial", "eio", direction=Direction.INCOMING).received(
        "SUBS"
    ).refused("extend_deadline", "2024-01-20", deadline="eio.16_1", until="soon")


def test_off_the_route_and_back() -> None:
    story = Story.of().sent("SUBS")
    away = story.record("hand_over_off_route", "2024-01-05", authority=9)
    assert (away.holder.stop, away.holder.authority, away.holder.party) == (None, 9, Party.THEM)
    assert "no further stop" in story.refused("hand_over", "2024-01-06")
    failed = story.record("delivery_failed", "2024-01-06")
    assert Flag.DELIVERY_FAILED in failed.flags
    back = story.record("deliver", "2024-01-07", authority=4)
    assert (back.holder.stop, back.holder.authority, back.flags) == ("executing", 4, frozenset())
    assert story.record("deliver", "2024-01-08", authority=5).holder.authority == 5
    assert story.record("deliver", "2024-01-09").holder.authority == 5
    assert len(story.snapshot.hops) == 5
    assert story.snapshot.hops[0].until == on("2024-01-04")


def test_a_moved_deadline_is_a_new_version() -> None:
    story = Story.of().sent("SUBS")
    story.record("extend_deadline", "2024-03-01", deadline="custom.answer", until="2024-12-01", granted_by=5)
    versions = [entry for entry in story.snapshot.deadlines if entry.rule == "custom.answer"]
    assert [entry.state for entry in versions] == [DeadlineState.SUPERSEDED, DeadlineState.OPEN]
    assert [entry.identity[-1] for entry in versions] == [1, 2]
    assert str(versions[1].reason) == "extended, as it was granted"


def test_what_is_withdrawn_before_its_sending_comes_back_as_a_draft() -> None:
    story = Story.of().drafted("SUBS")
    story.record("withdraw", "2024-01-02")
    assert "never sent" in story.refused("reopen", "2024-01-03", items=("SUBS",))
    assert story.record("reopen_draft", "2024-01-03", items=("SUBS",)).stage is Stage.DRAFT


def test_reopening_is_a_second_spell() -> None:
    story = Story.of().sent("SUBS", "DOCS")
    story.record("close_without_answer", "2024-05-01")
    assert story.snapshot.outcome is Outcome.NO_ANSWER
    assert "It was sent already" in "; ".join(map(str, story.offers(Role.SUPERVISOR)["reopen_draft"].reasons))
    again = story.record("reopen", "2024-06-01", items=("SUBS",))
    assert (len(again.spells), again.spell.sent, again.spells[0].superseded) == (
        2,
        on("2024-01-04"),
        on("2024-06-01"),
    )
    assert again.outcome is Outcome.OPEN
    assert story.deadline("custom.answer").version == 2


def test_the_page_hears_of_every_action_with_its_reasons() -> None:
    story = Story.of().sent("SUBS")
    offers = story.offers(Role.OFFICER)
    assert "draft" not in offers
    assert "edit" not in offers
    assert offers["acknowledge"].allowed
    assert (offers["close"].here, offers["close"].allowed) == (False, False)
    assert (offers["give_information"].here, offers["give_information"].allowed) == (True, False)


def test_once_sent_the_list_of_items_keeps_what_was_decided() -> None:
    story = Story.of().drafted("SUBS")
    assert set(story.record("edit", "2024-01-02", dossier=("SUBS=DOCS", "TRAF")).items) == {"SUBS", "TRAF"}
    assert story.snapshot.items["SUBS"].type.value == "DOCS"
    story = Story.of().sent("SUBS", "DOCS")
    story.record("execute", "2024-01-05", items=("SUBS",))
    assert "has its outcome" in story.refused("edit", "2024-01-06", dossier=("DOCS",))
    assert "nothing open" in story.refused("edit", "2024-01-06", dossier=("SUBS",))
    assert "unknown kind" in story.refused("edit", "2024-01-06", dossier=("SUBS", "a=NONSENSE"))
    story.record("edit", "2024-01-06", dossier=("SUBS", "DOCS", "TRAF"))
    story.record("execute", "2024-01-07", items=("DOCS", "TRAF"))
    assert "open what was answered" in story.refused(
        "edit", "2024-01-08", dossier=("SUBS", "DOCS", "TRAF", "CONT")
    )
    empty = Story.of(direction=Direction.INCOMING).received()
    assert set(empty.record("edit", "2024-01-06", dossier=("SUBS",)).items) == {"SUBS"}


def test_a_deadline_of_an_item_that_is_taken_off_the_list_is_cancelled() -> None:
    story = Story.of("direct_provider", "e_evidence").sent("SUBS", "TRAF", day="2026-09-01")
    story.record("serve", "2026-09-02", stop="provider")
    story.record("edit", "2026-09-03", dossier=("SUBS",))
    assert story.deadline("e_evidence.10_3", "TRAF").state is DeadlineState.CANCELLED
    assert story.deadline("e_evidence.10_3", "SUBS").is_open


def test_conditions_and_appeals_are_flags() -> None:
    story = Story.of("treaty", "budapest").sent("SUBS")
    assert "No condition" in story.refused("accept_condition", "2024-01-05")
    story.record("propose_condition", "2024-01-05")
    story.record("accept_condition", "2024-01-06")
    story.record("lodge_appeal", "2024-01-07")
    assert story.snapshot.flags == {Flag.CONDITIONAL, Flag.APPEAL}
    story.record("decide_appeal", "2024-01-08")
    assert "No appeal" in story.refused("decide_appeal", "2024-01-08")


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], Outcome.OPEN),
        (["executed", "open"], Outcome.OPEN),
        (["executed", "executed"], Outcome.EXECUTED),
        (["executed", "refused"], Outcome.PARTLY_EXECUTED),
        (["partly_executed"], Outcome.PARTLY_EXECUTED),
        (["nil", "refused"], Outcome.REFUSED),
        (["nil", "withdrawn"], Outcome.NIL),
        (["no_answer", "withdrawn"], Outcome.NO_ANSWER),
        (["referred", "withdrawn"], Outcome.REFERRED),
        (["refused", "referred"], Outcome.REFUSED),
        (["withdrawn"], Outcome.WITHDRAWN),
        (["lapsed", "withdrawn"], Outcome.LAPSED),
    ],
)
def test_the_outcome_follows_from_the_items(outcomes: list[str], expected: Outcome) -> None:
    assert outcome_of([ItemOutcome(outcome) for outcome in outcomes]) is expected


def test_the_drafter_of_the_story_is_not_the_supervisor() -> None:
    story = Story.of().drafted("SUBS")
    story.record("submit", "2024-01-02")
    assert not story.offers(Role.SUPERVISOR, by=DRAFTER)["approve"].allowed
    assert story.offers(Role.SUPERVISOR, by=SENIOR)["approve"].allowed
