"""Offices move and change their heads: whoever is in charge from then on is told, and nobody twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests import factories
from tests.tracker.reminders.conftest import Post, day
from tracker.accounts import services as accounts
from tracker.accounts.models import Office, OfficeRung, User
from tracker.accounts.services import ladders
from tracker.reminders import services
from workflows.vocabulary import Role

FIRST = dt.date(2026, 4, 10)


@pytest.fixture
def ada(post: Post) -> User:
    return factories.user("Ada", role=Role.ADMINISTRATOR, office=post.office)


def tightened(office: Office, by: User, **columns: Any) -> None:
    ladders.tighten(OfficeRung(office=office, reason="Answers come late", **columns), by=by, at=day(3, 1))


def moved(post: Post, above: Office, *, at: dt.datetime) -> None:
    accounts.move_office(post.office, parent=above, by=None, at=at)
    services.plan_moved(post.office, at=at)


def test_under_another_office_its_tighter_reminders_count(post: Post, ada: User) -> None:
    above = factories.office("HQ")
    tightened(above, ada, kind="reply", step="late", days=2)
    services.sweep(at=day(4, 1))
    assert post.deadline().remind_at == day(4, 9, 0)
    moved(post, above, at=day(4, 1, 10))
    services.sweep(at=day(4, 1, 10))
    assert post.deadline().remind_at == day(4, 4, 0)


def test_the_head_of_the_new_office_above_is_told_of_what_was_told(post: Post, ada: User) -> None:
    above = factories.office("HQ")
    factories.user("Hal", role=Role.SUPERVISOR, office=above)
    tightened(post.office, ada, kind="reply", step="soon", to_head_above=True)
    services.sweep(at=day(3, 25))
    assert post.marks() == {("soon", "Ann", "sent")}
    moved(post, above, at=day(3, 26))
    services.sweep(at=day(3, 26))
    services.sweep(at=day(3, 27))
    assert post.marks() == {("soon", "Ann", "sent"), ("soon", "Hal", "sent")}


def test_without_anybody_told_and_without_tightening_a_move_plans_nothing(post: Post) -> None:
    before = post.deadline().remind_at
    moved(post, factories.office("HQ"), at=day(3, 3))
    assert post.deadline().remind_at == before


def test_a_new_head_is_told_from_the_first_day(post: Post) -> None:
    services.sweep(at=day(4, 9))
    assert post.deadline().remind_at is None
    new = factories.user("Noa", role=Role.SUPERVISOR, office=post.office, from_on=FIRST)
    assert services.plan_headed(post.office, Role.SUPERVISOR, from_on=FIRST, at=day(4, 9, 12)) > 0
    assert post.deadline().remind_at == day(4, 10, 0)
    services.sweep(at=day(4, 9, 13))
    assert ("late", new.name, "sent") not in post.marks()
    services.sweep(at=day(4, 10, 0))
    assert ("late", new.name, "sent") in post.marks()
    assert len([mark for mark in post.marks() if mark[0] == "late"]) == 3


def test_an_officer_more_plans_nothing(post: Post) -> None:
    services.sweep(at=day(4, 9))
    assert services.plan_headed(post.office, Role.OFFICER, from_on=FIRST, at=day(4, 9, 12)) == 0
    assert post.deadline().remind_at is None


def test_where_the_head_leaves_the_one_above_is_told(post: Post) -> None:
    above = factories.office("HQ")
    factories.user("Hal", role=Role.SUPERVISOR, office=above)
    moved(post, above, at=day(3, 3))
    services.sweep(at=day(4, 9))
    role = post.head.memberships.get()
    accounts.end_membership(role, until_on=FIRST, by=None, at=day(4, 9, 10))
    services.plan_headed(post.office, Role.SUPERVISOR, from_on=FIRST, at=day(4, 9, 10))
    services.sweep(at=day(4, 10))
    assert {name for step, name, _state in post.marks() if step == "late"} == {"Ann", "Sue", "Hal"}
