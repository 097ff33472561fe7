"""Acknowledgements and full execution: the days that histories give, and the requests found by them as of a day."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests import factories
from tracker.accounts.models import Office, User
from tracker.casework.filtering.reached import Acknowledged, Completed
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import AssistanceRequest, Spell
from tracker.chain import JSON
from workflows.vocabulary import Direction, Role

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
REASON: dict[str, JSON] = {"reason": "Not needed any more."}
GROUND: dict[str, JSON] = {"ground": "DC"}
PARTITION = (Acknowledged.YES, Acknowledged.ANSWERED, Acknowledged.ENDED, Acknowledged.OPEN)


def day(number: int) -> dt.date:
    """So many days after the sending."""
    return SENT + dt.timedelta(days=number)


def is_kept(number: int, **wanted: Any) -> bool:
    at = factories.moment(day(900))
    return apply(AssistanceRequest.objects.all(), CaseFilter(as_of=day(number), **wanted), at=at).exists()


def stands(number: int) -> tuple[str, str]:
    """What one request had come to by the day, of each partition."""
    (acknowledged,) = [one.value for one in PARTITION if is_kept(number, acknowledged=one.value)]
    (completed,) = [one.value for one in Completed if is_kept(number, completed=one.value)]
    return acknowledged, completed


def limit(number: int) -> list[str]:
    both = (Acknowledged.IN_TIME.value, Acknowledged.LATE.value)
    return [one for one in both if is_kept(number, acknowledged=one)]


def days() -> list[tuple[dt.date | None, ...]]:
    return list(Spell.objects.order_by("request", "number").values_list("acknowledge_due_on", "completed_on"))


@pytest.fixture
def office() -> Office:
    return factories.office("BEJ")


@pytest.fixture
def ann(office: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=office)


@pytest.fixture
def sue(office: Office) -> User:
    return factories.user("Sue", role=Role.SUPERVISOR, office=office)


@pytest.fixture
def letter(office: Office, ann: User, sue: User) -> AssistanceRequest:
    return factories.sent(officer=ann, supervisor=sue, office=office, on=SENT, items=("SUBS", "TRAF"))


def test_the_whole_answer_comes_with_the_last_item(letter: AssistanceRequest, ann: User) -> None:
    row = factories.done(letter, "acknowledge", by=ann, on=day(30))
    row = factories.done(row, "execute", by=ann, on=day(40), items=("1",))
    factories.done(row, "refuse", by=ann, on=day(50), items=("2",), data=GROUND)
    assert [stands(number) for number in (29, 30, 49, 50)] == [
        ("open", "open"), ("yes", "open"), ("yes", "open"), ("yes", "yes"),
    ]  # fmt: skip
    assert days() == [(day(30), day(50))]
    assert (limit(30), limit(31)) == ([], ["in_time"])


def test_all_of_it_refused(letter: AssistanceRequest, ann: User) -> None:
    factories.done(letter, "refuse", by=ann, on=day(31), items=("1", "2"), data=GROUND)
    assert (stands(30), stands(31)) == (("open", "open"), ("answered", "refused"))
    assert (limit(30), limit(31)) == ([], ["late"])


def test_an_answer_within_the_limit_of_an_acknowledgement_keeps_it(
    letter: AssistanceRequest, ann: User
) -> None:
    factories.done(letter, "execute", by=ann, on=day(30), items=("1",))
    assert (stands(30), limit(30), limit(31), limit(400)) == (
        ("answered", "open"),
        [],
        ["in_time"],
        ["in_time"],
    )


def test_what_ended_first_neither_kept_nor_missed_its_limit(letter: AssistanceRequest, ann: User) -> None:
    factories.done(letter, "withdraw", by=ann, on=day(20), texts=REASON)
    assert (stands(20), limit(400)) == (("ended", "ended"), [])


def test_a_missed_limit_stays_missed_when_it_is_acknowledged_later(
    letter: AssistanceRequest, ann: User
) -> None:
    factories.done(letter, "acknowledge", by=ann, on=day(31))
    assert [limit(number) for number in (30, 31, 400)] == [[], ["late"], ["late"]]


def test_what_they_ask_us_is_ours_to_acknowledge(office: Office, ann: User) -> None:
    row = factories.opened(
        by=ann, office=office, channel="treaty", direction=Direction.INCOMING, on=SENT, items=("SUBS",)
    )
    assert stands(0) == ("open", "open")
    assert days() == [(dt.date(2024, 2, 15), None)]
    factories.done(row, "acknowledge", by=ann, on=day(16))
    assert limit(16) == ["late"]


def test_a_reopened_request_waits_for_its_whole_answer_again(
    letter: AssistanceRequest, ann: User, sue: User
) -> None:
    row = factories.done(letter, "execute", by=ann, on=day(40), items=("1", "2"))
    row = factories.done(row, "close", by=ann, on=day(60))
    row = factories.done(row, "reopen", by=sue, on=day(80), items=("2",), texts=REASON)
    factories.done(row, "execute", by=ann, on=day(90), items=("2",))
    assert [stands(number)[1] for number in (39, 40, 79, 80, 90)] == ["open", "yes", "yes", "open", "yes"]
    assert days() == [(day(30), day(40)), (None, day(90))]


def test_rows_written_before_are_filled_as_their_histories_say(
    letter: AssistanceRequest, office: Office, ann: User, sue: User
) -> None:
    row = factories.done(letter, "execute", by=ann, on=day(40), items=("1", "2"))
    row = factories.done(row, "close", by=ann, on=day(60))
    factories.done(row, "reopen", by=sue, on=day(80), items=("2",), texts=REASON)
    other = factories.sent(officer=ann, supervisor=sue, office=office, on=day(3), channel="network_24_7")
    factories.done(other, "acknowledge", by=ann, on=day(4))
    factories.opened(by=ann, office=office, channel="treaty", direction=Direction.INCOMING, on=day(9))
    factories.opened(by=ann, office=office, on=day(9))
    before = days()
    assert sum(due is not None for due, _completed in before) == 3
    Spell.objects.update(acknowledge_due_on=None, completed_on=None)
    import_module("tracker.migrations.0030_acknowledged_and_completed").fill(
        apps, SimpleNamespace(connection=connection)
    )
    assert days() == before
    call_command("check_projections")
