"""What an office tightens is what its people are reminded by, at once and in the offices below."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction

from tests import factories
from tests.tracker.reminders.conftest import ACKNOWLEDGEMENT, SENT_ON, Post, day
from tracker.accounts import services as accounts
from tracker.accounts.choices import AccountEventKind
from tracker.accounts.ladders import office_ladders
from tracker.accounts.models import AccountEvent, OfficeRung, User
from tracker.accounts.services import ladders
from tracker.reminders import services
from tracker.reminders.queries import chased
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

MAILBOX = list[EmailMultiAlternatives]


@pytest.fixture
def ada(post: Post) -> User:
    return factories.user("Ada", role=Role.ADMINISTRATOR, office=post.office)


def test_an_earlier_rung_reminds_of_what_runs_already(post: Post, ada: User) -> None:
    services.sweep(at=day(4, 1))
    assert post.deadline().remind_at == day(4, 9, 0)
    tighten(post, ada, rule=ACKNOWLEDGEMENT, step="late", days=2)
    services.sweep(at=day(4, 1, 10))
    assert post.deadline().remind_at == day(4, 4, 0)
    services.sweep(at=day(4, 4))
    assert post.marks() == {
        ("soon", "Ann", "skipped"),
        ("due", "Ann", "sent"),
        ("late", "Ann", "sent"),
        ("late", "Sue", "sent"),
    }


def test_a_new_rung_reminds_of_what_begins_later(post: Post, ada: User) -> None:
    new = tighten(post, ada, kind="reply", anchor="due", days=-20, to_supervisor=True)
    post.letter = factories.sent(officer=post.officer, supervisor=post.head, office=post.office, on=SENT_ON)
    assert post.deadline().remind_at == day(3, 12, 0)
    services.sweep(at=day(3, 13))
    assert post.marks() == {(f"office_{new.pk}", name, "sent") for name in ("Ann", "Sue")}


def test_somebody_else_is_told_too_of_what_was_told_already(post: Post, ada: User) -> None:
    above = factories.office("HQ")
    accounts.move_office(post.office, parent=above, by=None, at=day(3, 1))
    factories.user("Hal", role=Role.SUPERVISOR, office=above)
    services.sweep(at=day(3, 25))
    tighten(post, ada, at=day(3, 26), kind="reply", step="soon", to_head_above=True)
    services.sweep(at=day(3, 26))
    assert post.marks() == {("soon", "Ann", "sent"), ("soon", "Hal", "sent")}


def test_the_tightest_of_the_office_and_those_above_counts(post: Post, ada: User) -> None:
    above = factories.office("HQ")
    accounts.move_office(post.office, parent=above, by=None, at=day(3, 1))
    for office, days in ((above, 2), (post.office, 4)):
        tighten(post, ada, kind="reply", office=office, step="late", days=days)
    services.sweep(at=day(4, 1))
    assert post.deadline().remind_at == day(4, 4, 0)


def test_another_office_is_not_concerned(post: Post, ada: User) -> None:
    before = post.deadline().remind_at
    tighten(post, ada, kind="reply", office=factories.office("PAR"), step="late", days=2)
    assert post.deadline().remind_at == before


def test_what_is_taken_back_counts_no_more_and_stays_to_be_read(post: Post, ada: User) -> None:
    rung = tighten(post, ada, kind="reply", step="late", days=2)
    assert ladders.take_back(rung, by=ada, at=day(4, 2))
    assert not ladders.take_back(rung, by=ada, at=day(4, 2))
    services.plan_again(rung, at=day(4, 2))
    services.sweep(at=day(4, 2))
    assert post.deadline().remind_at == day(4, 9, 0)
    assert OfficeRung.objects.get().reason == "Answers come late"
    lines = AccountEvent.objects.filter(office=post.office, by=ada).order_by("sequence")
    assert [line.kind for line in lines] == [
        AccountEventKind.LADDER_TIGHTENED,
        AccountEventKind.LADDER_TAKEN_BACK,
    ]
    assert lines[0].data == {"rung": rung.pk, "of": "reply", "step": "late", "days": 2, "audience": []}
    assert office_ladders().rungs == {}


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"kind": "reply", "step": "late", "days": 9}, "step"),
        ({"kind": "reply", "step": "lost", "days": 0}, "step"),
        ({"rule": "no.rule", "step": "late", "days": 0}, "rule"),
        ({"kind": "reply", "rule": ACKNOWLEDGEMENT, "step": "late", "days": 0}, "__all__"),
        ({"kind": "reply", "days": 0}, "__all__"),
        ({"kind": "reply", "step": "late", "days": 2, "reason": " "}, "reason"),
    ],
)
def test_what_would_loosen_or_says_nothing_is_refused(
    post: Post, ada: User, columns: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        tighten(post, ada, **columns)
    assert set(refusal.value.message_dict) == {field}
    assert not OfficeRung.objects.exists()


def test_nobody_but_an_administrator_tightens(post: Post) -> None:
    with pytest.raises(PermissionDenied):
        tighten(post, post.head, kind="reply", step="late", days=2)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"kind": "", "step": "late"}, "office_rung_of_kind_or_rule"),
        ({"kind": "nothing", "step": "late"}, "office_rung_of_kind_or_rule"),
        ({"kind": "reply", "anchor": "due"}, "office_rung_of_table_or_new"),
        ({"kind": "reply", "step": "late", "reason": ""}, "office_rung_has_reason"),
    ],
)
def test_the_database_refuses_rungs_that_mean_nothing(
    post: Post, columns: dict[str, Any], constraint: str
) -> None:
    given = {"reason": "Answers come late", **columns}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OfficeRung.objects.create(office=post.office, added_at=day(4, 1), **given)


def test_a_chase_letter_is_proposed_until_it_was_sent(post: Post, mailoutbox: MAILBOX) -> None:
    services.sweep(at=day(4, 9))
    services.deliver(at=day(4, 9))
    chasing = f"/requests/{post.letter.uuid}/do/enquire/"
    (late,) = (mail for mail in mailoutbox if "ann@" in mail.to[0] and "Acknowledgement" in mail.subject)
    assert f"a status enquiry is due: http://localhost:8000{chasing}" in late.body
    assert chased([post.deadline()], at=day(4, 9)) == {post.deadline().pk}
    factories.done(post.letter, "enquire", by=post.officer, on=day(4, 9).date(), data={"mode": "post"})
    assert not chased([post.deadline()], at=day(4, 9, 13))


def tighten(post: Post, by: User, at: dt.datetime | None = None, **columns: Any) -> OfficeRung:
    at = at or day(4, 1)
    rung = OfficeRung(**{"office": post.office, "reason": "Answers come late", **columns})
    ladders.tighten(rung, by=by, at=at)
    services.plan_again(rung, at=at)
    return rung
