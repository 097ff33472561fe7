"""Whatever happens in whatever order: no reminder after the answer, none twice, none missing."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from unittest import mock

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.crashes import killed
from tests.tracker.reminders.conftest import SENT_ON, Post, day, taken_back
from tracker.accounts.models import User
from tracker.casework import services as casework
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.outbox.services import LEASE
from tracker.reminders import services
from tracker.reminders.models import Digest, MarkState, ReminderMark
from workflows import registry
from workflows.deadlines import Step, ladder_of, passed
from workflows.vocabulary import DeadlineKind, Urgency

pytestmark = pytest.mark.django_db

Act = tuple[str, int]
ZONES = ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "America/New_York")
ACTS = st.one_of(
    st.tuples(st.just("wait hours"), st.integers(1, 30)),
    st.tuples(st.just("wait days"), st.integers(1, 12)),
    st.tuples(st.just("the clock goes back hours"), st.integers(1, 90)),
    st.tuples(st.just("move to another zone"), st.sampled_from(range(len(ZONES)))),
    st.tuples(st.just("sweep"), st.integers(1, 3)),
    st.tuples(st.just("sweep and die"), st.integers(1, 3)),
    st.tuples(st.just("deliver"), st.integers(1, 3)),
    st.tuples(st.just("deliver and die before"), st.integers(1, 2)),
    st.tuples(st.just("deliver and die after"), st.integers(1, 2)),
    st.tuples(st.just("mail server is down"), st.integers(1, 3)),
    st.tuples(st.just("reassign"), st.integers(0, 1)),
    st.tuples(st.just("answer"), st.just(1)),
    st.tuples(st.just("take the answer back"), st.just(1)),
    st.tuples(st.just("quiet hours"), st.integers(0, 23)),
)
ANSWERED = "Acknowledgement by them"
TOLD = re.compile(rf"{ANSWERED}[:(\s]+([a-z ]+)")


class World:
    """One letter, its officers, and the acts that may befall it."""

    def __init__(self, post: Post, colleague: User) -> None:
        self.at = self.latest = day(3, 24)
        self.head = post.head
        self.officers = (post.officer, colleague)
        self.letter = factories.done(post.letter, "hand_over", by=post.officer, on=SENT_ON)
        self.answer_at: int | None = None
        self.on_its_way: set[str] = set()
        self.accepted: Counter[str] = Counter()
        self.told: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def do(self, act: Act) -> None:
        """Let one act happen, and count what the mail server took."""
        name, number = act
        acts: Mapping[str, Callable[[int], object]] = {
            "wait hours": lambda hours: self.wait(dt.timedelta(hours=hours)),
            "wait days": lambda days: self.wait(dt.timedelta(days=days)),
            "the clock goes back hours": self.go_back,
            "move to another zone": self.move,
            "sweep": lambda batch: services.sweep(at=self.at, batch=batch),
            "sweep and die": partial(self.die, ReminderMark, "save", services.sweep),
            "deliver": lambda limit: services.deliver(at=self.at, limit=limit),
            "deliver and die before": partial(self.die, EmailMultiAlternatives, "send", services.deliver),
            "deliver and die after": partial(
                self.die, EmailMultiAlternatives, "send", services.deliver, after=True
            ),
            "mail server is down": self.fail,
            "reassign": self.reassign,
            "answer": lambda _once: self.answer(),
            "take the answer back": lambda _once: self.take_back(),
            "quiet hours": self.hush,
        }
        acts[name](number)
        for one in mail.outbox:
            self.read(one)
        mail.outbox.clear()

    def read(self, one: EmailMessage) -> None:
        """Keep what the mail server took, and what it says of the acknowledgement.

        Nothing once there is one, but for a digest that may have been with the mail server before.
        """
        message_id = str(one.message()["Message-ID"])
        self.accepted[message_id] += 1
        for standing in TOLD.findall(f"{one.subject if ANSWERED in one.subject else one.body}"):
            assert self.answer_at is None or message_id in self.on_its_way, "no reminder after the answer"
            self.told[one.to[0], standing].add(message_id)

    def fail(self, limit: int) -> None:
        """Let nobody listen where the mail server should be."""
        with mock.patch.object(EmailBackend, "open", side_effect=ConnectionRefusedError):
            services.deliver(at=self.at, limit=limit)

    def answer(self) -> None:
        """Let them acknowledge the letter, unless they have."""
        if self.answer_at is None:
            row = AssistanceRequest.objects.get(pk=self.letter.pk)
            done = factories.done(row, "acknowledge", by=self.head, on=self.at.date(), recorded_at=self.at)
            self.answer_at = done.version
            digests = OutboxMessage.objects.queued().filter(kind=MailKind.DIGEST, in_doubt=True)
            self.on_its_way = set(digests.values_list("message_id", flat=True))

    def take_back(self) -> None:
        """Find out that another letter was acknowledged."""
        if self.answer_at is not None:
            row = AssistanceRequest.objects.get(pk=self.letter.pk)
            taken_back(row, by=self.head, at=self.at, target=self.answer_at)
            self.answer_at = None

    def hush(self, hour: int) -> None:
        """Let the first officer want no mail for some hours, or hear everything again."""
        first, last = (dt.time(hour), dt.time((hour + 8) % 24)) if hour else (None, None)
        User.objects.filter(pk=self.officers[0].pk).update(quiet_from=first, quiet_until=last)

    def wait(self, duration: dt.timedelta) -> None:
        """Let time pass, or the clock go ahead of it."""
        self.at += duration
        self.latest = max(self.latest, self.at)

    def go_back(self, hours: int) -> None:
        """Put the clock back: it was ahead, or is wrong from now on."""
        self.at = max(self.at - dt.timedelta(hours=hours), day(3, 20))

    def move(self, number: int) -> None:
        """Let the first officer work somewhere else from now on."""
        User.objects.filter(pk=self.officers[0].pk).update(time_zone=ZONES[number])

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
        """Let the schedule do its work until nothing is left, by a clock that is right."""
        self.at = self.latest + LEASE
        while services.sweep(at=self.at) or OutboxMessage.objects.queued().exists():
            waiting = OutboxMessage.objects.queued().order_by("next_attempt_at").first()
            if waiting is not None:
                self.at = max(self.at, waiting.next_attempt_at, waiting.leased_until or self.at)
            self.do(("deliver", 100))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(ACTS, max_size=14), urgency=st.sampled_from([Urgency.ROUTINE, Urgency.URGENT]))
def test_no_reminder_after_the_answer_none_twice_none_missing(
    post: Post, colleague: User, acts: list[Act], urgency: Urgency
) -> None:
    with transaction.atomic():
        AssistanceRequest.objects.update(urgency=urgency)
        world = World(post, colleague)
        for act in acts:
            world.do(act)
        world.settle()
        _everything_due_is_marked_once(world)
        _everything_sent_was_accepted(world)
        assert all(len(ids) == 1 for ids in world.told.values()), "none twice"
        transaction.set_rollback(True)
    mail.outbox.clear()


@pytest.fixture
def colleague(post: Post, mailoutbox: list[EmailMultiAlternatives]) -> User:
    return post.colleague()


def _everything_due_is_marked_once(world: World) -> None:
    officer = AssistanceRequest.objects.get(pk=world.letter.pk).officer
    for deadline in Deadline.objects.open():
        steps = [step.key for step in passed(_ladder(deadline), deadline, world.at)]
        told, states = defaultdict(list), defaultdict(set)
        for mark in ReminderMark.objects.filter(deadline=deadline).select_related("recipient"):
            told[mark.recipient].append(mark.step)
            states[mark.recipient].add(mark.state)
        assert officer is not None
        assert not steps or states[officer] & {MarkState.SENT, MarkState.CARRIED}, "none missing"
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
    for message in OutboxMessage.objects.filter(kind=MailKind.REMINDER):
        assert message.reminders.count() == 1
    digests = OutboxMessage.objects.filter(kind=MailKind.DIGEST)
    assert set(digests) == {digest.message for digest in Digest.objects.select_related("message")}


def _ladder(deadline: Deadline) -> tuple[Step, ...]:
    rule = registry.RULES[deadline.rule]
    return ladder_of(rule, DeadlineKind(deadline.kind))
