"""Whatever happens in whatever order: each step that was due is marked once, and mailed under one Message-ID."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import partial

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.crashes import killed
from tests.tracker.reminders.conftest import Post, day
from tracker.accounts.models import User
from tracker.casework import services as casework
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.outbox.models import MailState, OutboxMessage
from tracker.outbox.services import LEASE
from tracker.reminders import services
from tracker.reminders.models import MarkState, ReminderMark
from workflows import registry
from workflows.deadlines import Step, ladder_of, passed
from workflows.vocabulary import DeadlineKind

pytestmark = pytest.mark.django_db

Act = tuple[str, int]
ACTS = st.one_of(
    st.tuples(st.just("wait hours"), st.integers(1, 30)),
    st.tuples(st.just("wait days"), st.integers(1, 12)),
    st.tuples(st.just("sweep"), st.integers(1, 3)),
    st.tuples(st.just("sweep and die"), st.integers(1, 3)),
    st.tuples(st.just("deliver"), st.integers(1, 3)),
    st.tuples(st.just("deliver and die before"), st.integers(1, 2)),
    st.tuples(st.just("deliver and die after"), st.integers(1, 2)),
    st.tuples(st.just("reassign"), st.integers(0, 1)),
)


class World:
    """One letter, its officers, and the acts that may befall it."""

    def __init__(self, post: Post, colleague: User) -> None:
        self.at = day(3, 24)
        self.head = post.head
        self.officers = (post.officer, colleague)
        self.letter = post.letter
        self.accepted: Counter[str] = Counter()

    def do(self, act: Act) -> None:
        """Let one act happen, and count what the mail server took."""
        name, number = act
        acts: Mapping[str, Callable[[int], object]] = {
            "wait hours": lambda hours: self.wait(dt.timedelta(hours=hours)),
            "wait days": lambda days: self.wait(dt.timedelta(days=days)),
            "sweep": lambda batch: services.sweep(at=self.at, batch=batch),
            "sweep and die": partial(self.die, ReminderMark, "save", services.sweep),
            "deliver": lambda limit: services.deliver(at=self.at, limit=limit),
            "deliver and die before": partial(self.die, EmailMultiAlternatives, "send", services.deliver),
            "deliver and die after": partial(
                self.die, EmailMultiAlternatives, "send", services.deliver, after=True
            ),
            "reassign": self.reassign,
        }
        acts[name](number)
        self.accepted.update(str(one.message()["Message-ID"]) for one in mail.outbox)
        mail.outbox.clear()

    def wait(self, duration: dt.timedelta) -> None:
        """Let time pass."""
        self.at += duration

    def die(
        self, target: object, name: str, work: Callable[..., int], calls: int, *, after: bool = False
    ) -> None:
        """Let a worker die in the given call."""
        with killed(target, name, calls=calls, after=after):
            work(at=self.at)

    def reassign(self, number: int) -> None:
        """Give the letter to one of the officers."""
        row = AssistanceRequest.objects.get(pk=self.letter.pk)
        casework.reassign(
            row, self.officers[number], by=self.head, recorded_at=self.at, seen_version=row.version
        )

    def settle(self) -> None:
        """Let the schedule do its work until nothing is left."""
        self.wait(LEASE)
        while services.sweep(at=self.at) or services.deliver(at=self.at):
            self.do(("deliver", 100))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(ACTS, max_size=14))
def test_each_step_is_marked_once_and_mailed_under_one_message_id(
    post: Post, colleague: User, acts: list[Act]
) -> None:
    with transaction.atomic():
        world = World(post, colleague)
        for act in acts:
            world.do(act)
        world.settle()
        _everything_due_is_marked_once(world)
        _everything_sent_was_accepted(world)
        transaction.set_rollback(True)
    mail.outbox.clear()


@pytest.fixture
def colleague(post: Post, mailoutbox: list[EmailMultiAlternatives]) -> User:
    return post.colleague()


def _everything_due_is_marked_once(world: World) -> None:
    officer = AssistanceRequest.objects.get(pk=world.letter.pk).officer
    for deadline in Deadline.objects.open():
        steps = [step.key for step in passed(_ladder(deadline), deadline, world.at)]
        told = defaultdict(list)
        for mark in ReminderMark.objects.filter(deadline=deadline).select_related("recipient"):
            told[mark.recipient].append(mark.step)
        assert officer is not None
        assert set(told[officer]) <= set(steps)
        assert steps[-1:] == [step for step in told[officer] if step == steps[-1]]
        assert all(len(keys) == len(set(keys)) for keys in told.values())
        assert set(steps) <= {step for keys in told.values() for step in keys}


def _everything_sent_was_accepted(world: World) -> None:
    for mark in ReminderMark.objects.filter(state=MarkState.SENT).select_related("message"):
        assert mark.message is not None
        assert mark.message.state in {MailState.SENT, MailState.CANCELLED}
        if mark.message.state == MailState.SENT:
            assert world.accepted[mark.message.message_id] >= 1
    known = set(OutboxMessage.objects.values_list("message_id", flat=True))
    assert set(world.accepted) <= known
    assert OutboxMessage.objects.count() == ReminderMark.objects.filter(state=MarkState.SENT).count()


def _ladder(deadline: Deadline) -> tuple[Step, ...]:
    rule = registry.RULES[deadline.rule]
    return ladder_of(rule, DeadlineKind(deadline.kind))
