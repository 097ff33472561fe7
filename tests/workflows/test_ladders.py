"""Ladders: which rung comes when, what cannot wait, and that an office can tighten but never loosen."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows import registry
from workflows.deadlines import (
    LADDERS,
    Anchor,
    Step,
    Tightening,
    Unit,
    goes_at_once,
    ladder_of,
    next_moment,
    passed,
    tightened,
)
from workflows.deadlines.counting import Due
from workflows.vocabulary import Audience, DeadlineKind, Urgency

DUE_FROM = datetime(2026, 4, 1, tzinfo=UTC)
DUE = Due(
    due_on=DUE_FROM.date(),
    zone="UTC",
    soon_from=DUE_FROM - timedelta(days=7),
    due_from=DUE_FROM,
    late_from=DUE_FROM + timedelta(days=1),
)
REPLY = LADDERS[DeadlineKind.REPLY]

TIGHTENINGS = st.builds(
    Tightening,
    step=st.sampled_from(["soon", "due", "late", "unknown"]),
    days=st.none() | st.integers(-20, 20),
    audience=st.frozensets(st.sampled_from(Audience)),
) | st.builds(
    Tightening,
    step=st.sampled_from(["office_1", "office_2"]),
    anchor=st.sampled_from(Anchor),
    days=st.integers(-20, 20),
    audience=st.frozensets(st.sampled_from(Audience)),
)


def test_an_expiry_alarms_at_30_14_7_3_and_1_days_and_at_lapse() -> None:
    lost = Due(
        due_on=DUE.due_on,
        zone="UTC",
        soon_from=DUE_FROM - timedelta(days=14),
        due_from=DUE_FROM,
        late_from=DUE_FROM,
    )
    moments = [step.moment(lost) for step in LADDERS[DeadlineKind.EXPIRY]]
    assert [(DUE_FROM - moment).days for moment in moments] == [30, 14, 7, 3, 1, 0]


def test_every_rule_has_a_ladder_and_hours_one_that_ends_with_them() -> None:
    for rule in registry.RULES.values():
        for direction in rule.directions:
            ladder = ladder_of(rule, rule.kind_for(direction))
            assert ladder
            assert Audience.OFFICER in ladder[0].audience
            assert len({step.key for step in ladder}) == len(ladder)
            if rule.period.unit is Unit.HOURS:
                assert all(step.days == 0 for step in ladder)


@pytest.mark.parametrize(
    ("kind", "step", "urgency", "in_hours", "at_once"),
    [
        (DeadlineKind.EXPIRY, "thirty_days", Urgency.ROUTINE, False, True),
        (DeadlineKind.EXPIRY, "lost", Urgency.ROUTINE, False, True),
        (DeadlineKind.OBLIGATION, "soon", Urgency.ROUTINE, False, False),
        (DeadlineKind.OBLIGATION, "due", Urgency.ROUTINE, False, False),
        (DeadlineKind.OBLIGATION, "late", Urgency.ROUTINE, False, True),
        (DeadlineKind.REPLY, "late", Urgency.ROUTINE, False, False),
        (DeadlineKind.REPLY, "soon", Urgency.URGENT, False, True),
        (DeadlineKind.EXPECTATION, "late", Urgency.EMERGENCY, False, True),
        (DeadlineKind.EXPECTATION, "late", Urgency.ROUTINE, False, False),
        (DeadlineKind.REPLY, "soon", Urgency.ROUTINE, True, True),
    ],
)
def test_what_cannot_wait(
    kind: DeadlineKind, step: str, urgency: Urgency, in_hours: bool, at_once: bool
) -> None:
    rung = next(rung for rung in LADDERS[kind] if rung.key == step)
    assert goes_at_once(rung, kind, urgency=urgency, in_hours=in_hours) is at_once


def test_a_rung_moved_before_another_is_told_in_its_new_place() -> None:
    ladder = tightened(REPLY, [Tightening(step="late", days=-3)])
    at = DUE.late_from - timedelta(days=3)
    assert [step.key for step in passed(ladder, DUE, at)] == ["soon", "late"]
    assert next_moment(ladder, DUE, at) == DUE.due_from
    assert [step.key for step in passed(ladder, DUE, DUE.due_from)] == ["soon", "late", "due"]
    assert next_moment(ladder, DUE, DUE.due_from) is None


def test_the_earliest_of_several_counts_and_everybody_is_told() -> None:
    changes = [
        Tightening(step="late", days=3),
        Tightening(step="late", days=5, audience=frozenset({Audience.HEAD_ABOVE})),
    ]
    late = tightened(REPLY, changes)[-1]
    assert (late.days, late.audience) == (3, frozenset(Audience))
    assert late.chase


def test_a_new_rung_tells_the_officer_at_least() -> None:
    new = tightened(REPLY, [Tightening(step="office_1", anchor=Anchor.DUE, days=-2)])[-1]
    assert (new.moment(DUE), new.audience) == (DUE_FROM - timedelta(days=2), frozenset({Audience.OFFICER}))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (Tightening(step="late", days=6), None),
        (Tightening(step="due", audience=frozenset({Audience.SUPERVISOR})), None),
        (Tightening(step="office_1", anchor=Anchor.DUE, days=-2), None),
        (Tightening(step="late", days=8), "The rung comes at 7 days: only earlier ones tighten it."),
        (Tightening(step="lost", days=-1), "This ladder has no such rung."),
        (Tightening(step="office_1", anchor=Anchor.DUE), "Say how many days before or after."),
        (
            Tightening(step="late", days=7, audience=frozenset({Audience.OFFICER})),
            "This changes nothing: make the rung earlier, or tell somebody else too.",
        ),
    ],
)
def test_what_does_not_tighten_is_refused(change: Tightening, fault: str | None) -> None:
    assert [str(one) for one in change.faults(REPLY)] == ([fault] if fault else [])


@given(changes=st.lists(TIGHTENINGS, max_size=6))
def test_no_change_ever_loosens(changes: list[Tightening]) -> None:
    result: dict[str, Step] = {step.key: step for step in tightened(REPLY, changes)}
    for step in REPLY:
        assert result[step.key].moment(DUE) <= step.moment(DUE)
        assert result[step.key].audience >= step.audience
    assert set(tightened(REPLY, reversed(changes))) >= {result[step.key] for step in REPLY}
