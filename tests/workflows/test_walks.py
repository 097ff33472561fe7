"""Random paths through every channel, in every direction, under every instrument that it can carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.histories import PATHS, WAYS, tamper, told
from tests.workflows.story import Story
from workflows.engine import Snapshot, replay
from workflows.engine.procedure import FINAL
from workflows.engine.snapshot import outcome_of
from workflows.vocabulary import Counts, DeadlineState, Direction, ItemOutcome, Outcome, Stage


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
    story = told(data, channel, direction, length=12)
    answers = [event for event in story.events if event.kind.counts is Counts.ANSWER]
    snapshot = _check(story)
    assert bool(answers) == any(spell.answered is not None for spell in snapshot.spells)


@pytest.mark.parametrize(("channel", "direction"), WAYS)
@given(data=st.data())
@PATHS
def test_corrections_and_late_entries_are_refused_with_reasons_or_replay(
    channel: str, direction: Direction, data: st.DataObject
) -> None:
    story = told(data, channel, direction, length=7)
    for _ in range(4):
        before = list(story.events)
        kept = tamper(story, data)
        if not kept:
            assert story.events == before
        _check(story)
