"""A table that contradicts itself cannot be built."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from workflows.channels import letter_exchange
from workflows.deadlines import Citation, DeadlineRule, Mark
from workflows.engine import ANYTHING, Action, Channel, Instrument, Stop
from workflows.errors import DefinitionError, UnknownAction, UnknownDirection
from workflows.house import ACKNOWLEDGE_INCOMING, HOUSE
from workflows.instruments import budapest, eio
from workflows.messages import message
from workflows.registry import CHANNELS, INSTRUMENTS, check, faults
from workflows.vocabulary import Direction, EventKind, Ground, Party, Role, Stage

CHANNEL = letter_exchange.CHANNEL
PROCEDURE = CHANNEL.procedure(Direction.OUTGOING)
OFFICER = frozenset({Role.OFFICER})


def changed(**change: object) -> Channel:
    """The channel with its only procedure changed."""
    return replace(CHANNEL, procedures=(replace(PROCEDURE, **change),), rules=())  # type: ignore[arg-type]


def with_action(key: str, **change: object) -> Channel:
    actions = (replace(action, **change) if action.key == key else action for action in PROCEDURE.actions)  # type: ignore[arg-type]
    return changed(actions=tuple(actions))


def without_actions(*keys: str) -> Channel:
    return changed(actions=tuple(action for action in PROCEDURE.actions if action.key not in keys))


def extra(**more: object) -> Channel:
    action = Action(key="extra", label=message("Extra"), kind=EventKind.NOTED, roles=OFFICER, **more)  # type: ignore[arg-type]
    return changed(actions=(*PROCEDURE.actions, action))


NO_SOURCE = Citation(article="", mark=Mark.HOUSE)
OURS_ONLY = (Stop(key="office", label=message("Office"), party=Party.US, addressee=True),)

REFUSED: dict[str, tuple[Callable[[], Channel], str]] = {
    "a key that is no identifier": (lambda: replace(CHANNEL, key="two words"), "no identifier"),
    "no direction": (lambda: replace(CHANNEL, procedures=(), rules=()), "no direction"),
    "a direction twice": (
        lambda: replace(CHANNEL, procedures=(PROCEDURE, PROCEDURE), rules=()),
        "direction outgoing is declared 2",
    ),
    "a rule twice": (lambda: replace(CHANNEL, rules=CHANNEL.rules * 2), "rule custom.answer is declared 2"),
    "a statement without a source": (
        lambda: replace(CHANNEL, admissibility=replace(CHANNEL.admissibility, citation=NO_SOURCE)),
        "without a source",
    ),
    "a stop twice": (
        lambda: changed(route=PROCEDURE.route + PROCEDURE.route[:1]),
        "stop office is declared 2",
    ),
    "a stage twice": (
        lambda: changed(states=PROCEDURE.states + PROCEDURE.states[:1]),
        "stage draft is declared 2",
    ),
    "an action twice": (
        lambda: changed(actions=PROCEDURE.actions + PROCEDURE.actions[:1]),
        "action draft is declared 2",
    ),
    "a route that never reaches them": (lambda: changed(route=OURS_ONLY), "never reaches them"),
    "a route without an addressee": (
        lambda: changed(route=tuple(replace(stop, addressee=False) for stop in PROCEDURE.route)),
        "exactly one addressee",
    ),
    "an action without a role": (lambda: with_action("submit", roles=frozenset()), "submit has no role"),
    "a stage that is not declared": (
        lambda: with_action("submit", target=Stage.LAPSED),
        "lapsed, which is not declared",
    ),
    "an action that starts nowhere": (lambda: extra(sources=frozenset()), "extra starts nowhere"),
    "a way out of a final stage": (
        lambda: extra(sources=frozenset({Stage.CLOSED}), target=Stage.DRAFT),
        "leads out of the final stage closed",
    ),
    "reopening what is not closed": (
        lambda: with_action("reopen", sources=frozenset({Stage.CLOSED, Stage.DRAFT})),
        "reopens what is not closed",
    ),
    "no first action": (lambda: without_actions("draft"), "first action draft is missing"),
    "a first action that leads nowhere": (lambda: with_action("draft", target=None), "leads nowhere"),
    "an unreachable stage": (lambda: without_actions("return_deficient"), "returned cannot be reached"),
    "a dead end": (
        lambda: without_actions(
            "close",
            "execute",
            "execute_partly",
            "nil_return",
            "refuse",
            "close_without_answer",
            "close_returned",
            "refer",
            "close_passed_on",
            "withdraw",
        ),
        "draft is a dead end",
    ),
    "a rule on events that no action makes": (
        lambda: replace(
            CHANNEL, rules=(replace(ACKNOWLEDGE_INCOMING, opens_on=frozenset({EventKind.LAPSED})),)
        ),
        "waits in incoming for events that no action makes",
    ),
    "a rule for a direction that is not there": (
        lambda: replace(CHANNEL, procedures=(PROCEDURE,), rules=(ACKNOWLEDGE_INCOMING,)),
        "directions the channel does not have",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_channel_that_contradicts_itself_cannot_be_built(case: str) -> None:
    build, fault = REFUSED[case]
    with pytest.raises(DefinitionError, match=fault):
        build()


def test_the_parts_say_what_they_do_not_know() -> None:
    with pytest.raises(UnknownAction, match="no action"):
        PROCEDURE.action("fly")
    with pytest.raises(UnknownDirection, match="does not go this way"):
        CHANNELS["task_force"].procedure(Direction.TRANSIT)
    assert PROCEDURE.stop("ministry").party is Party.THEM
    assert PROCEDURE.initial is Stage.DRAFT


@pytest.mark.parametrize("key", CHANNELS)
def test_a_route_goes_out_from_us_and_comes_back(key: str) -> None:
    for procedure in CHANNELS[key].procedures:
        parties = [stop.party for stop in procedure.route]
        if procedure.direction is Direction.INCOMING:
            assert (parties[0], procedure.addressee.party, parties[-1]) == (Party.THEM, Party.US, Party.THEM)
        else:
            assert (procedure.addressee.party, parties[-1]) == (Party.THEM, Party.US)
            assert parties[0] is (Party.THIRD if procedure.direction is Direction.TRANSIT else Party.US)


@pytest.mark.parametrize("key", CHANNELS)
def test_the_common_events_are_in_every_channel(key: str) -> None:
    common = {
        EventKind.HANDED_OVER,
        EventKind.DELIVERED,
        EventKind.DELIVERY_FAILED,
        EventKind.MISADDRESSED,
        EventKind.ACKNOWLEDGED,
        EventKind.INFORMATION_ASKED,
        EventKind.INFORMATION_GIVEN,
        EventKind.CONSULTATION_OPENED,
        EventKind.REFUSED,
        EventKind.POSTPONED,
        EventKind.PARTLY_EXECUTED,
        EventKind.EXECUTED,
        EventKind.NIL_RETURN,
        EventKind.RETURNED_DEFICIENT,
        EventKind.SENT_AGAIN,
        EventKind.WITHDRAWN,
        EventKind.REFERRED,
        EventKind.CLOSED,
        EventKind.REOPENED,
        EventKind.CORRECTED,
    }
    for procedure in CHANNELS[key].procedures:
        assert common <= procedure.produces()
        if procedure.direction is not Direction.INCOMING:
            assert {EventKind.APPROVED, EventKind.SENT, EventKind.TRANSLATED} <= procedure.produces()


INSTRUMENT_FAULTS: dict[str, tuple[Callable[[], Instrument], str]] = {
    "a key that is no identifier": (lambda: replace(eio.INSTRUMENT, key="two words"), "no identifier"),
    "no source": (lambda: replace(eio.INSTRUMENT, citation=NO_SOURCE), "has no source"),
    "no channel": (lambda: replace(eio.INSTRUMENT, channels={}), "no channel carries it"),
    "an end before its beginning": (
        lambda: replace(eio.INSTRUMENT, valid_until=eio.INSTRUMENT.valid_from.replace(year=2016)),  # type: ignore[union-attr]
        "ends before it begins",
    ),
    "a rule twice": (
        lambda: replace(eio.INSTRUMENT, rules=(eio.DECIDE, eio.DECIDE)),
        "rule eio.12_3 is declared 2",
    ),
    "a ground that refuses nothing": (
        lambda: replace(eio.INSTRUMENT, grounds={Ground.LANGUAGE: (eio.INSTRUMENT.citation,)}),
        "LANGUAGE refuses and postpones nothing",
    ),
    "a ground without a source": (
        lambda: replace(eio.INSTRUMENT, grounds=dict.fromkeys(eio.INSTRUMENT.grounds, ())),
        "has no source",
    ),
}


@pytest.mark.parametrize("case", INSTRUMENT_FAULTS)
def test_an_instrument_that_contradicts_itself_cannot_be_built(case: str) -> None:
    build, fault = INSTRUMENT_FAULTS[case]
    with pytest.raises(DefinitionError, match=fault):
        build()


def _found(instrument: Instrument) -> str:
    return "; ".join(faults(CHANNELS, {**INSTRUMENTS, instrument.key: instrument}))


def test_the_registry_finds_what_single_tables_cannot_see() -> None:
    check(CHANNELS, INSTRUMENTS)
    with pytest.raises(DefinitionError, match="not registered"):
        check({}, INSTRUMENTS)
    assert "which is not registered" in _found(replace(eio.INSTRUMENT, channels={"pigeon": ANYTHING}))
    moved = replace(budapest.INSTRUMENT, channels={"letter_exchange": ANYTHING})
    assert "no action of its channels makes" in _found(moved)
    named_twice: DeadlineRule = replace(eio.DECIDE, key=HOUSE_KEY)
    assert "declared 2 times" in _found(replace(eio.INSTRUMENT, rules=(named_twice,)))


HOUSE_KEY = ACKNOWLEDGE_INCOMING.key


def test_house_rules_say_that_they_are() -> None:
    assert HOUSE.mark is Mark.HOUSE
    for channel in CHANNELS.values():
        assert {rule.citation.mark for rule in channel.rules} == {Mark.HOUSE}
