"""Random paths through every channel, in every direction, under every instrument that it can carry."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies.histories import BEGINNING, attempt, begin, walk
from tests.workflows.story import Story, on
from workflows.engine import Snapshot, replay
from workflows.engine.procedure import FINAL
from workflows.engine.snapshot import outcome_of
from workflows.errors import ActionNotAllowed
from workflows.registry import CHANNELS, INSTRUMENTS
from workflows.vocabulary import Counts, DeadlineState, Direction, ItemOutcome, Outcome, Stage

WAYS = [
    (key, direction)
    for key, table in CHANNELS.items()
    for direction in Direction
    if direction in table.directions
]
PATHS = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))


def _instruments(channel: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *(key for key, law in INSTRUMENTS.items() if channel in law.channels)])


def _story(data: st.DataObject, channel: str, direction: Direction, *, length: int) -> Story:
    instrument = data.draw(_instruments(channel), label="instrument")
    story = begin(data, channel, instrument, direction)
    walk(data, story, length=length)
    return story


def _check(story: Story) -> Snapshot:
    """What must hold of every history: the replay is the truth, and it is consistent."""
    snapshot = story.snapshot
    assert replay(list(story.events), story.definition) == snapshot
    rules = {rule.key: rule for rule in story.definition.rules}
    identities = [deadline.identity for deadline in snapshot.deadlines]
    assert len(set(identities)) == len(identities)
    for deadline in snapshot.deadlines:
        assert deadline.kind is rules[deadline.rule].kind_for(story.definition.procedure.direction)
        assert (deadline.state is DeadlineState.OPEN) == (deadline.closed_by is None)
    open_subjects = [deadline.subject for deadline in snapshot.open_deadlines]
    assert len(set(open_subjects)) == len(open_subjects)
    assert snapshot.outcome is outcome_of([item.outcome for item in snapshot.items.values()])
    assert (snapshot.stage in FINAL) == (snapshot.spell.closed is not None)
    if snapshot.stage in FINAL | {Stage.ANSWERED}:
        assert not snapshot.open_items
        assert snapshot.outcome is not Outcome.OPEN
    if snapshot.stage in FINAL:
        assert not snapshot.open_deadlines
    for item in snapshot.items.values():
        assert (item.outcome is ItemOutcome.OPEN) == (item.decided is None)
    assert snapshot.hops[-1].holder == snapshot.holder
    assert [hop.until for hop in snapshot.hops[:-1]] == [hop.holder.since for hop in snapshot.hops[1:]]
    assert all(hop.until is not None for hop in snapshot.hops[:-1])
    return snapshot


@pytest.mark.parametrize(("channel", "direction"), WAYS)
@given(data=st.data())
@PATHS
def test_every_path_replays_to_the_last_snapshot(
    channel: str, direction: Direction, data: st.DataObject
) -> None:
    story = _story(data, channel, direction, length=12)
    answers = [event for event in story.events if event.kind.counts is Counts.ANSWER]
    snapshot = _check(story)
    assert bool(answers) == any(spell.answered is not None for spell in snapshot.spells)


@pytest.mark.parametrize(("channel", "direction"), WAYS)
@given(data=st.data())
@PATHS
def test_corrections_and_late_entries_are_refused_with_reasons_or_replay(
    channel: str, direction: Direction, data: st.DataObject
) -> None:
    story = _story(data, channel, direction, length=7)
    for _ in range(4):
        before = list(story.events)
        kept = _tamper(story, data)
        if not kept:
            assert story.events == before
        _check(story)


def _tamper(story: Story, data: st.DataObject) -> bool:
    """Void or redate one entry, or enter one late; False where that was refused."""
    day = BEGINNING + timedelta(days=data.draw(st.integers(min_value=0, max_value=300), label="day"))
    target = data.draw(st.sampled_from([event.sequence for event in story.events]), label="target")
    kind = data.draw(st.sampled_from(["void", "occurred", "late"]), label="how")
    if kind == "late":
        actions = [action for action in story.definition.procedure.actions if action.key != "correct"]
        return attempt(story, data.draw(st.sampled_from(actions), label="action"), day, data)
    change = {"void": True} if kind == "void" else {"occurred": on(str(day)).as_data()}
    try:
        story.correct(target, "2026-01-01", **change)
    except ActionNotAllowed:
        return False
    return True
