"""One thing done with many requests, by several people at once, twice, and by processes that die in the middle."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.faults.dying import AFTER, BEFORE
from tests.faults.workers import DIES_AT, surroundings
from tests.threads import together
from tests.tracker.api.world import World, make_world
from tests.tracker.reminders.conftest import day
from tracker.accounts.models import User
from tracker.bulk.services import MOST
from tracker.casework.models import AssistanceRequest, Event, Link
from tracker.casework.services import log
from tracker.enquiries.models import EnquiryLine, EnquiryRun
from tracker.reminders import services as reminders
from tracker.reports.models import Publication
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db(transaction=True)

FEBRUARY = day(2, 5).date()
TODAY = day(3, 9).date()
BULK = "tracker.bulk.services"
DEATHS = (
    (f"{BULK}:_each {BEFORE}", 1, False),
    (f"{BULK}:_one {AFTER}", 3, False),
    (f"{BULK}:_each {AFTER}", 1, False),
    ("tracker.web.bulk.pages:_lines_told " + BEFORE, 1, True),
)
"""Where it dies, in which call, and whether what it did is kept by then: the answer alone is lost."""


@pytest.fixture
def world(clock: MovableClock) -> World:
    return make_world(clock)


@pytest.fixture
def head(world: World) -> User:
    return factories.user("Hal Head", role=Role.SUPERVISOR, office=world.beijing)


def colleagues(world: World) -> list[User]:
    return [factories.user(name, role=Role.OFFICER, office=world.beijing) for name in ("Cleo", "Carl")]


def form(act: str, rows: Sequence[AssistanceRequest], **more: str) -> dict[str, Any]:
    ticked = [f"{row.uuid}.{row.version}" for row in rows]
    return {"act": act, "request": ticked, "key": str(uuid4()), "step": "do", **more}


def posted(user: User, sent: dict[str, Any]) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(reverse("bulk"), sent)


def done_in(*answers: Any) -> int:
    """For how many the pages say that it was done."""
    assert {answer.status_code for answer in answers} == {200}
    told = [re.search(r"Done for (\d+) of", answer.content.decode()) for answer in answers]
    return sum(int(found[1]) for found in told if found)


def require_sound(rows: Sequence[AssistanceRequest]) -> None:
    for row in AssistanceRequest.objects.filter(pk__in=[row.pk for row in rows]):
        assert not list(log.verify(row))


def test_two_give_the_same_two_hundred_to_two_others(world: World, head: User) -> None:
    rows, (cleo, carl) = [world.opened() for _ in range(2 * MOST)], colleagues(world)
    forth, back = (rows[:MOST], rows[MOST:]), (rows[:MOST][::-1], rows[MOST:][::-1])
    answers = together(
        *(
            partial(posted, user, form("reassign", part, officer=str(to.uuid)))
            for user, parts, to in ((world.supervisor, forth, cleo), (head, back, carl))
            for part in parts
        )
    )
    assert done_in(*answers) == len(rows), "each by one of the two"
    given = Event.objects.filter(action="reassign")
    assert set(Counter(given.values_list("request", flat=True)).values()) == {1}
    assert given.count() == len(rows)
    assert {row.officer_id for row in AssistanceRequest.objects.all()} <= {cleo.pk, carl.pk}
    refused = sum(answer.content.decode().count("since you read it") for answer in answers)
    assert refused == len(rows)
    require_sound(rows)
    print(f"{len(rows)} requests, two supervisors: {refused} told that the other was quicker")  # noqa: T201  # for the record


def test_the_same_page_sent_four_times_at_once_and_once_more(world: World) -> None:
    rows = [world.sent(on=FEBRUARY) for _ in range(8)]
    for act, more in (("escalate", {"channel": "treaty"}), ("chase", {})):
        sent = form(act, rows, **more)
        answers = together(*[partial(posted, world.officer, sent)] * 4)
        answers.append(posted(world.officer, sent))
        assert done_in(*answers) == len(rows) * len(answers), "all are shown the same"
    assert Link.objects.count() == len(rows)
    assert AssistanceRequest.objects.count() == 2 * len(rows)
    assert EnquiryRun.objects.count() == 1


def test_whoever_escalates_the_same_at_once_makes_one_of_each(world: World, head: User) -> None:
    rows = [world.sent(on=FEBRUARY) for _ in range(24)]
    people = (world.supervisor, head, world.officer, *colleagues(world))
    parts = (rows, rows[::-1], rows[12:], rows[6:18], rows[-1:])
    answers = together(
        *(
            partial(posted, user, form("escalate", part, channel="treaty"))
            for user, part in zip(people, parts, strict=True)
        )
    )
    assert done_in(*answers) == len(rows)
    assert set(Counter(Link.objects.values_list("target", flat=True)).values()) == {1}
    assert Link.objects.count() == len(rows)
    assert AssistanceRequest.objects.count() == 2 * len(rows), "no draft without a link"


def test_letters_are_written_about_those_that_nobody_closes_meanwhile(world: World, head: User) -> None:
    rows = [world.sent(on=FEBRUARY) for _ in range(30)]

    def close() -> int:
        gone = rows[::-2]
        for row in gone:
            factories.done(row, "withdraw", by=head, on=TODAY, texts={"reason": "The case is over"})
        return len(gone)

    chase: Callable[[], Any] = partial(posted, world.officer, form("chase", rows))
    closed, answer = together(close, chase)
    written = EnquiryLine.objects.count()
    assert len(rows) - closed <= done_in(answer) == written
    assert done_in(posted(world.officer, form("chase", rows))) == 0, "nobody gets two"
    assert EnquiryLine.objects.count() == written


def test_reminders_are_swept_while_many_are_given_to_others(
    world: World, head: User, clock: MovableClock
) -> None:
    rows, (cleo, carl) = [world.sent(on=FEBRUARY) for _ in range(30)], colleagues(world)
    clock.advance(days=60)

    def sweep() -> HttpResponse:
        while reminders.sweep(at=clock.now(), batch=7):
            pass
        return HttpResponse("Done for 0 of 0")

    answers = together(
        sweep,
        sweep,
        partial(posted, head, form("reassign", rows[::-1], officer=str(cleo.uuid))),
        partial(posted, world.supervisor, form("reassign", rows, officer=str(carl.uuid))),
    )
    assert done_in(*answers) == len(rows)
    require_sound(rows)


def test_figures_that_are_published_four_times_at_once_are_published_once(world: World) -> None:
    world.sent(on=FEBRUARY)
    sent, address = {"key": str(uuid4())}, reverse("publish", args=["response-rate"])

    def publish() -> str:
        client = Client()
        client.force_login(world.supervisor)
        answer = client.post(address, sent)
        assert answer.status_code == 302
        return str(answer["Location"])

    assert len(set(together(*[publish] * 4))) == 1
    assert Publication.objects.count() == 1


def test_whoever_dies_in_the_middle_has_done_nothing_and_the_same_page_does_it_once(
    world: World, tmp_path: Path
) -> None:
    for point, calls, is_kept in DEATHS:
        rows = [world.sent(on=FEBRUARY) for _ in range(5)]
        before = AssistanceRequest.objects.count()
        sent = form("escalate", rows, channel="treaty")
        assert _dies(world.officer, sent, tmp_path, f"{point} {calls} x")
        assert AssistanceRequest.objects.count() == before + (len(rows) if is_kept else 0), point
        assert done_in(posted(world.officer, sent)) == len(rows)
        assert AssistanceRequest.objects.count() == before + len(rows)
        assert Link.objects.filter(target__in=rows).count() == len(rows)


def _dies(user: User, sent: dict[str, Any], folder: Path, point: str) -> bool:
    (folder / DIES_AT).write_text(point)
    process = subprocess.run(
        [sys.executable, "-m", "tests.faults.acting", user.email],
        input=json.dumps(sent),
        env=surroundings(folder / "page.log"),
        capture_output=True,
        text=True,
        check=False,
    )
    return process.returncode == -signal.SIGKILL
