"""Each filter keeps what it says; groups and buckets are partitions; figures count the rows that are shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.tracker.casework.post import MARCH, Post, authority
from tracker.casework import filters, services
from tracker.casework.filtering import speaking
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.filtering.preserved import PreservationFilter
from tracker.casework.filtering.reached import ReachedFilter
from tracker.casework.filtering.recorded import RecordFilter
from tracker.casework.filtering.refused import RefusalFilter
from tracker.casework.filtering.resulted import ResultFilter
from tracker.casework.filtering.stretched import StretchFilter
from tracker.casework.filtering.urgent import UrgentFilter
from tracker.casework.filters import CaseFilter, State
from tracker.casework.lateness import LATE_BUCKETS, Owing, late_column
from tracker.casework.models import AssistanceRequest, Deadline, Spell
from tracker.directory.models import RelationshipGroup
from workflows.vocabulary import Direction, Disposition, Outcome, OutcomeGroup

AT = factories.moment(dt.date(2026, 3, 20))
DAY = dt.timedelta(days=1)
bounded = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

COUNTED = (
    PreservationFilter,
    ReachedFilter,
    RecordFilter,
    RefusalFilter,
    ResultFilter,
    StretchFilter,
    UrgentFilter,
)
ELSEWHERE = {field.name for part in COUNTED for field in fields(part)}
"""Tried where figures are counted by these."""
OF_WANTED: dict[str, Any] = {
    "q": "ozturk mailbox",
    "direction": "incoming",
    "channel": "treaty",
    "instrument": "budapest",
    "jurisdiction": "EE",
    "region": "Europe",
    "relationship": "neighbours",
    "offence": "fraud",
    "item_type": "CONT",
    "data_type": "content",
    "item_group": "granted",
    "decided_from": dt.date(2026, 2, 2),
    "decided_until": dt.date(2026, 2, 2),
    "urgency": "urgent",
    "stage": "answered",
    "outcome": "executed",
    "waits_on": "us",
    "adopted": "yes",
    "outcome_group": "answered",
    "disposition": "executed",
    "answered_within": 28,
    "first_type": "CONT",
    "sent_until": dt.date(2026, 2, 1),
    "opened_until": dt.date(2026, 1, 5),
    "known_on": dt.date(2026, 1, 5),
    "acted": "yes",
}
OF_OTHER: dict[str, Any] = {
    "region": ABSENT,
    "relationship": ABSENT,
    "authority": ABSENT,
    "offence": ABSENT,
    "adopted": "no",
    "sent_from": dt.date(2026, 2, 1),
    "opened_from": dt.date(2026, 1, 6),
    "outcome_group": "open_not_due",
    "disposition": "pending",
}
BOTH_OR_NONE: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    ({"office": "BEJ"}, {"office": "HQ"}),
    ({"year": 2026}, {"year": 2025}),
    ({"state": State.OPEN}, {"state": State.OPEN, "late": "0-30"}),
    ({"still_days": 18}, {"still_days": 19}),
    ({"closed": "no"}, {"closed": "yes"}),
)
"""A value that keeps both, and one that keeps none."""
NONE: tuple[dict[str, Any], ...] = (
    {"answered_within": 27},
    {"first_type": ABSENT},
    {"late": "0-30"},
    {"as_of": dt.date(2025, 1, 1)},
    {"refused": "yes"},
    {"acted": "waiting"},
    {"closed_from": MARCH},
    {"closed_until": MARCH},
    {"rule": "x"},
)
JANUARY: dict[str, Any] = {"flow_from": dt.date(2026, 1, 1), "flow_until": dt.date(2026, 1, 31)}
TRIED_BY_NAME = {"officer", "owing", "owing_days", "flow", "ended_as"}


@pytest.fixture
def wanted(post: Post) -> AssistanceRequest:
    """A letter that differs from the other one in everything."""
    group = RelationshipGroup.objects.create(code="neighbours", name="Neighbours", source="test", as_of=MARCH)
    estonia = factories.jurisdiction("EE", region="Europe", relationship_group=group)
    police = authority("EE")
    row = post.opened(
        to="EE", items=("CONT",), title="Mailbox of Öztürk", channel="treaty", instrument="budapest",
        direction=Direction.INCOMING, requested_authority=police, urgency="urgent", urgency_reason="Flight",
        officer=post.supervisor, jurisdiction=estonia, on=dt.date(2026, 1, 5),
    )  # fmt: skip
    row = services.edit_dossier(
        row,
        services.Dossier(
            columns={}, items=(services.ItemDraft(type="CONT", number=1),), offences=({"category": "fraud"},)
        ),
        **post.stamp(row),
    )
    return post.done(row, "execute", dt.date(2026, 2, 2), items=("1",), recorded_at=AT)


@pytest.fixture
def other(post: Post) -> AssistanceRequest:
    row = post.done(post.sent(), "hand_over", MARCH)
    AssistanceRequest.objects.filter(pk=row.pk).update(is_adopted=False)
    return AssistanceRequest.objects.get(pk=row.pk)


def kept(**columns: Any) -> set[int]:
    found = filters.apply(AssistanceRequest.objects.all(), CaseFilter(**columns), at=AT)
    return {row.pk for row in found}


def test_an_empty_filter_keeps_everything(wanted: AssistanceRequest, other: AssistanceRequest) -> None:
    assert kept() == {wanted.pk, other.pk}
    assert CaseFilter().active == {}
    assert CaseFilter(q="x", year=2026).active == {"q": "x", "year": 2026}


def test_each_field_keeps_what_it_says(
    wanted: AssistanceRequest, other: AssistanceRequest, post: Post
) -> None:
    police = wanted.requested_authority
    assert police is not None
    for name, value in OF_WANTED.items():
        assert kept(**{name: value}) == {wanted.pk}, name
    assert kept(officer=str(post.supervisor.uuid)) == kept(authority=str(police.uuid)) == {wanted.pk}
    for name, value in OF_OTHER.items():
        assert kept(**{name: value}) == {other.pk}, name
    assert kept(owing="answers", owing_days=30) == {other.pk}


def test_some_values_keep_both_and_others_neither(
    wanted: AssistanceRequest, other: AssistanceRequest
) -> None:
    both = {wanted.pk, other.pk}
    for value, more in BOTH_OR_NONE:
        assert kept(**value) == both, value
        assert kept(**more) == set(), more
    for value in (*NONE, {"flow": "closed", "ended_as": "executed", **JANUARY}):
        assert kept(**value) == set(), value
    assert kept(flow="new", **JANUARY) == kept(flow="pending", **JANUARY) == {wanted.pk}


def test_every_field_is_tried() -> None:
    many = {name for pair in BOTH_OR_NONE for value in pair for name in value} | {n for v in NONE for n in v}
    tried = {*OF_WANTED, *OF_OTHER, *many, *JANUARY, *ELSEWHERE, *TRIED_BY_NAME}
    assert tried == {field.name for field in fields(CaseFilter)}


def test_states_follow_the_moment(post: Post) -> None:
    row = post.sent()
    due = Deadline.objects.get(request=row, rule="house.acknowledgement")
    for moment, state in (
        (due.soon_from - DAY, set()),
        (due.soon_from, {State.DUE_SOON}),
        (due.late_from - DAY, {State.DUE_SOON}),
        (due.late_from, {State.OVERDUE}),
    ):
        found = {
            name
            for name in (State.DUE_SOON, State.OVERDUE)
            if filters.apply(AssistanceRequest.objects.all(), CaseFilter(state=name), at=moment)
        }
        assert found == state
    row = post.done(row, "withdraw", MARCH, texts={"reason": "Not needed"})
    assert kept(state=State.CLOSED) == {row.pk}
    assert kept(state=State.OPEN) == kept(state=State.OVERDUE) == set()


def test_what_is_owed_is_told_apart(post: Post) -> None:
    ours = post.opened(direction=Direction.INCOMING)
    theirs = post.sent()
    expiring = post.opened(channel="treaty", instrument="budapest")
    due = Deadline.objects.filter(request=ours)[0]
    due.pk, due.request, due.kind, due.version = None, expiring, "expiry", 9
    due.save(force_insert=True)
    nearest = {"late_from": due.late_from, "soon_from": due.soon_from, "due_on": due.due_on}
    nearest |= {late_column(Owing.EXPIRIES): due.late_from}
    AssistanceRequest.objects.filter(pk=expiring.pk).update(**nearest)
    for what, row in ((Owing.OURS, ours), (Owing.ANSWERS, theirs), (Owing.EXPIRIES, expiring)):
        late = AT + 300 * DAY
        found = filters.apply(AssistanceRequest.objects.all(), CaseFilter(owing=what), at=late)
        assert [found_row.pk for found_row in found] == [row.pk]
        assert not filters.apply(
            AssistanceRequest.objects.all(), CaseFilter(owing=what), at=factories.moment(MARCH)
        )
        ahead = CaseFilter(owing=what, owing_days=400)
        assert filters.apply(AssistanceRequest.objects.all(), ahead, at=factories.moment(MARCH)).get() == row


def test_what_is_late_is_told_by_its_rule_and_nobody_in_charge_is_found(post: Post) -> None:
    row, other = post.sent(), post.opened(direction=Direction.INCOMING)
    AssistanceRequest.objects.filter(pk=other.pk).update(officer=None)
    late = AT + 300 * DAY
    everything = AssistanceRequest.objects.all()
    rules = {due.rule for due in Deadline.objects.open().filter(request=row, is_chore=False)}
    assert rules
    for rule in rules:
        assert filters.apply(everything, CaseFilter(rule=rule), at=late).get() == row
        assert not filters.apply(everything, CaseFilter(rule=rule), at=factories.moment(MARCH))
    chore = Deadline.objects.open().filter(request=row, is_chore=True)[0]
    assert not filters.apply(everything, CaseFilter(rule=chore.rule), at=late)
    assert filters.apply(everything, CaseFilter(officer=ABSENT), at=late).get() == other


def test_closed_ones_are_found_by_the_day(post: Post) -> None:
    row = post.done(post.sent(), "withdraw", MARCH + DAY, texts={"reason": "Not needed"})
    post.sent()
    for span, found in (
        ({"closed_from": MARCH + DAY}, {row.pk}),
        ({"closed_until": MARCH + DAY}, {row.pk}),
        ({"closed_from": MARCH + 2 * DAY}, set()),
        ({"closed_until": MARCH}, set()),
    ):
        assert kept(**span) == found


@bounded
@given(late=st.lists(st.integers(-40 * 24, 900 * 24), min_size=1, max_size=8))
def test_the_buckets_part_what_is_overdue(post: Post, late: list[int]) -> None:
    model = post.opened()
    rows: list[int] = []
    for hours in late:
        row = AssistanceRequest.objects.get(pk=model.pk)
        row.pk, row.reference = None, f"X-{len(rows)}-{AssistanceRequest.objects.count()}"
        row.late_from = row.soon_from = AT - dt.timedelta(hours=hours)
        row.due_on = row.late_from.date()
        row.uuid = AssistanceRequest._meta.get_field("uuid").get_default()
        row.save(force_insert=True)
        rows.append(row.pk)
    mine = AssistanceRequest.objects.filter(pk__in=rows)
    overdue = sorted(filters.apply(mine, CaseFilter(state=State.OVERDUE), at=AT).values_list("pk", flat=True))
    parts = [
        pk
        for bucket in LATE_BUCKETS
        for pk in filters.apply(mine, CaseFilter(late=bucket.key), at=AT).values_list("pk", flat=True)
    ]
    assert sorted(parts) == overdue
    assert len(overdue) == sum(hours >= 0 for hours in late)


days = st.one_of(st.none(), st.integers(0, 40).map(lambda offset: MARCH + offset * DAY))
stretches = st.fixed_dictionaries(
    {
        "sent_on": days,
        "answered_on": days,
        "closed_on": days,
        "superseded_on": days,
        "answer_due_on": days,
        "outcome": st.sampled_from([outcome.value for outcome in Outcome]),
    }
)


@bounded
@given(spells=st.lists(stretches, min_size=1, max_size=6), on=st.integers(-2, 42))
def test_groups_outcomes_and_dispositions_are_partitions_on_every_day(
    post: Post, spells: list[dict[str, Any]], on: int
) -> None:
    row = post.opened()
    made = [
        Spell(
            request=row, number=number, office=row.office, jurisdiction=row.jurisdiction, opened_on=MARCH,
            direction=row.direction, channel=row.channel, urgency=row.urgency, **columns,
        )
        for number, columns in enumerate(spells, start=2)
    ]  # fmt: skip
    pks = [spell.pk for spell in Spell.objects.bulk_create(made)]
    today = MARCH + on * DAY
    mine = Spell.objects.filter(pk__in=pks)
    spoke = mine.filter(speaking.speaking_on(today))
    everything = set(spoke.values_list("pk", flat=True))
    partitions = (
        [speaking.group_on(group, today) for group in OutcomeGroup],
        [speaking.outcome_on(outcome, today) for outcome in Outcome],
        [speaking.disposition_on(disposition, today) for disposition in Disposition],
    )
    for conditions in partitions:
        parts = [pk for one in conditions for pk in spoke.filter(one).values_list("pk", flat=True)]
        assert len(parts) == len(set(parts))
        assert set(parts) == everything
    for group in OutcomeGroup:
        for outcome in Outcome:
            found = spoke.filter(speaking.group_on(group, today), speaking.outcome_on(outcome, today))
            kind = speaking.disposition_on(speaking.disposition_of(group, outcome), today)
            assert found.filter(kind).count() == found.count()


def test_one_stretch_speaks_for_a_request_and_figures_count_the_rows_shown(post: Post) -> None:
    row = post.done(post.sent(), "execute", dt.date(2026, 3, 9), items=("1",))
    row = post.done(row, "close", dt.date(2026, 3, 9))
    factories.done(
        row,
        "reopen",
        by=post.supervisor,
        on=dt.date(2026, 3, 12),
        items=("1",),
        texts={"reason": "Half is missing"},
    )
    post.opened()
    everything = AssistanceRequest.objects.all()
    for on in range(-1, 15):
        as_of = MARCH + on * DAY
        for group in ("", *OutcomeGroup):
            asked = CaseFilter(as_of=as_of, outcome_group=group)
            counted = filters.spells_of(everything, asked, at=AT)
            assert counted.count() == len(kept(as_of=as_of, outcome_group=group)) <= 1
