"""Requests found by what took their days, as of a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests import factories
from tracker.accounts.models import Office, User
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import AssistanceRequest
from tracker.chain import JSON
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
NOTED: dict[str, JSON] = {"note": "By telephone."}


def day(number: int) -> dt.date:
    """So many days after the sending."""
    return SENT + dt.timedelta(days=number)


def kept(number: int, **wanted: Any) -> set[int]:
    found = apply(
        AssistanceRequest.objects.all(),
        CaseFilter(as_of=day(number), **wanted),
        at=factories.moment(day(400)),
    )
    return {row.pk for row in found}


@pytest.fixture
def office() -> Office:
    return factories.office("BEJ")


@pytest.fixture
def ann(office: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=office)


@pytest.fixture
def letter(office: Office, ann: User) -> AssistanceRequest:
    sue = factories.user("Sue", role=Role.SUPERVISOR, office=office)
    return factories.sent(officer=ann, supervisor=sue, office=office, on=SENT)


def test_where_it_was_and_where_it_still_is(letter: AssistanceRequest, ann: User) -> None:
    factories.done(letter, "hand_over", by=ann, on=day(5))
    assert kept(4, stop="embassy", still="yes") == kept(5, stop="embassy") == {letter.pk}
    assert kept(5, stop="embassy", still="yes") == kept(4, stop="ministry") == set()
    assert kept(5, still="yes") == {letter.pk}


def test_how_often_it_was_asked_about(letter: AssistanceRequest, ann: User) -> None:
    row = factories.done(letter, "ask_information", by=ann, on=day(2), texts=NOTED)
    row = factories.done(row, "give_information", by=ann, on=day(4), texts=NOTED)
    factories.done(row, "ask_information", by=ann, on=day(6), texts=NOTED)
    assert kept(1, questions="0") == kept(2, questions="1") == kept(6, questions="2") == {letter.pk}
    assert kept(2, questions="1-", still="yes") == kept(6, questions="1-") == {letter.pk}
    assert kept(6, questions="1") == kept(4, questions="1", still="yes") == kept(6, questions="3-") == set()


def test_returned_and_on_which_ground(letter: AssistanceRequest, ann: User) -> None:
    row = factories.done(letter, "return_deficient", by=ann, on=day(2), data={"ground": "LANG"})
    factories.done(row, "send_again", by=ann, on=day(9))
    assert kept(2, returned="yes", still="yes") == kept(9, returned="yes") == {letter.pk}
    assert kept(9, returned="yes", still="yes") == kept(1, returned="yes") == set()
    assert kept(2, ground="LANG") == {letter.pk}
    assert kept(2, ground="INSUF") == kept(9, consulted="no") == set()


def test_what_else_is_asked_was_on_the_ground(letter: AssistanceRequest, ann: User) -> None:
    row = factories.done(letter, "return_deficient", by=ann, on=day(2), data={"ground": "LANG"})
    row = factories.done(row, "send_again", by=ann, on=day(3))
    row = factories.done(row, "hand_over_to_stop", by=ann, on=day(4), data={"stop": "executing"})
    factories.done(row, "refuse", by=ann, on=day(5), items=("1",), data={"ground": "SOV"})
    for ground, how in (("LANG", "returned"), ("SOV", "refused")):
        assert kept(5, ground=ground) == kept(5, ground=ground, **{how: "yes"}) == {letter.pk}
    assert kept(5, refused="yes", returned="yes") == {letter.pk}
    for asked in ({"refused": "yes"}, {"refused": "whole"}, {"consulted": "no"}, {"postponed": "yes"}):
        assert kept(5, ground="LANG", **asked) == set()
    assert kept(5, ground="SOV", returned="yes") == set()


@pytest.mark.parametrize("consulted", ["yes", "no"])
def test_refused_after_a_consultation_or_without(
    letter: AssistanceRequest, ann: User, consulted: str
) -> None:
    row = factories.done(letter, "hand_over_to_stop", by=ann, on=day(1), data={"stop": "executing"})
    if consulted == "yes":
        row = factories.done(row, "open_consultation", by=ann, on=day(2), texts=NOTED)
    factories.done(row, "refuse", by=ann, on=day(5), items=("1",), data={"ground": "SOV"})
    assert kept(5, ground="SOV", consulted=consulted) == {letter.pk}
    other = "no" if consulted == "yes" else "yes"
    assert kept(5, consulted=other) == kept(4, consulted=consulted) == set()
