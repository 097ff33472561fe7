"""In whatever order renewals and receipts become known: in the end it is held or lapsed as their days say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.tracker.casework.post import Post
from tracker.casework import services
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.services import lapsing, log
from tracker.reminders import services as reminders
from workflows.errors import ActionNotAllowed
from workflows.vocabulary import DeadlineState, LinkKind

CONFIRMED = dt.date(2026, 3, 10)
SIXTY = 60
LAST = 260


@dataclass(frozen=True, slots=True)
class Fact:
    """``what`` happened so many days after the confirmation, and so many days later it became known."""

    what: str
    day: int
    later: int

    @property
    def known(self) -> int:
        return self.day + self.later


FACTS = st.lists(
    st.builds(
        Fact,
        st.sampled_from(["renew", "renew", "receive", "return", "again", "note"]),
        st.integers(0, 150),
        st.integers(0, 60),
    ),
    max_size=8,
)


def on(day: int) -> dt.date:
    return CONFIRMED + dt.timedelta(days=day)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(facts=FACTS)
@example(facts=[Fact("renew", 59, 5), Fact("receive", 60, 60)])
@example(facts=[Fact("receive", 60, 3)])
@example(facts=[Fact("receive", 61, 3)])
@example(facts=[Fact("receive", 10, 0), Fact("return", 40, 0)])
@example(facts=[Fact("receive", 10, 0), Fact("return", 40, 0), Fact("again", 45, 0), Fact("receive", 50, 0)])
@example(facts=[Fact("receive", 10, 0), Fact("return", 40, 50)])
@example(facts=[Fact("receive", 10, 0), Fact("return", 61, 0)])
@example(facts=[Fact("receive", 10, 0), Fact("return", 40, 0), Fact("renew", 50, 0)])
def test_it_is_held_or_lapsed_as_the_days_say(post: Post, facts: list[Fact]) -> None:
    kept = post.sent(channel="network_24_7", instrument="budapest", to="DE", items=("PRES",))
    post.done(kept, "confirm_preservation", CONFIRMED, items=("1",))
    production = post.sent(channel="treaty", instrument="budapest", to="DE")
    services.link(production, kept, LinkKind.PRODUCTION_OF, **post.stamp(production))
    accepted = [
        fact for fact in sorted(facts, key=lambda fact: fact.known) if told(post, kept, production, fact)
    ]
    sweep(LAST)
    assert state_of(kept) == expected(accepted)
    call_command("check_projections", kept.reference, production.reference, stdout=StringIO())
    assert not list(log.verify(AssistanceRequest.objects.get(pk=kept.pk)))


def sweep(day: int) -> None:
    at = factories.moment(on(day), 12)
    reminders.sweep(at=at)
    lapsing.run(at=at)


def told(post: Post, kept: AssistanceRequest, production: AssistanceRequest, fact: Fact) -> bool:
    """Whether it could be recorded, after the program had recorded what was due by then."""
    sweep(fact.known)
    row, action = {
        "renew": (kept, "renew_preservation"),
        "receive": (production, "deliver"),
        "return": (production, "return_deficient"),
        "again": (production, "send_again"),
        "note": (kept, "note"),
    }[fact.what]
    at = factories.moment(on(fact.known), 13)
    fresh = AssistanceRequest.objects.select_related("office").get(pk=row.pk)
    try:
        data = {"ground": "LANG"} if fact.what == "return" else {}
        post.done(fresh, action, on(fact.day), recorded_at=at, texts={"note": "Words"}, data=data)
    except ActionNotAllowed:
        return False
    return True


def state_of(kept: AssistanceRequest) -> str:
    last = Deadline.objects.filter(request=kept, kind="expiry").order_by("version", "revision").last()
    assert last is not None
    stage = AssistanceRequest.objects.get(pk=kept.pk).stage
    assert (stage == "lapsed") is (last.state == DeadlineState.LAPSED)
    return last.state


def expected(facts: list[Fact]) -> DeadlineState:
    """Each renewal in its turn begins sixty new days; a receipt holds what was not over by then, until a return that
    comes before it is over."""
    until = SIXTY
    renewals = sorted(fact.day for fact in facts if fact.what == "renew")
    for day in renewals:
        assert day <= until, "a renewal after the end was accepted"
        until = day + SIXTY
    if any(max([begun, *renewals]) <= until < ended for begun, ended in holds(facts)):
        return DeadlineState.MET
    return DeadlineState.LAPSED if until < LAST - 1 else DeadlineState.OPEN


def holds(facts: list[Fact]) -> list[tuple[int, int]]:
    """From which receipt until which return the production was with whoever keeps the data; facts as they were told."""
    found: list[tuple[int, int]] = []
    for fact in sorted(facts, key=lambda fact: fact.day):
        holding = bool(found) and found[-1][1] > LAST
        if fact.what == "receive" and not holding:
            found.append((fact.day, LAST + 1))
        if fact.what == "return" and holding:
            found[-1] = (found[-1][0], fact.day)
    return found
