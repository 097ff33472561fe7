"""Pages of what one sees hold all of it, however it is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.db.models import QuerySet

from tests import factories
from tests.tracker.casework.post import MARCH, Post
from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest, Grant
from tracker.casework.sorting import SORTS, Sort
from tracker.casework.viewer import Viewer
from tracker.paging import Page, page_of
from workflows.vocabulary import Role

SIZE = 3
AT = factories.moment(MARCH + dt.timedelta(days=300))


@pytest.fixture
def reader(post: Post) -> User:
    """Supervises three offices, and was granted sight of two requests in a fourth."""
    elsewhere = factories.office("PAR", host="FR")
    factories.membership(post.officer, elsewhere, Role.OFFICER)
    for code in ("TLL", "KYI"):
        office = factories.office(code, parent=post.above)
        for who, role in ((post.officer, Role.OFFICER), (post.supervisor, Role.SUPERVISOR)):
            factories.membership(who, office, role)
        factories.sent(officer=post.officer, supervisor=post.supervisor, office=office, on=MARCH)
        factories.opened(by=post.officer, office=office, on=MARCH)
    for day in range(4):
        factories.opened(by=post.officer, office=post.office, on=MARCH + dt.timedelta(days=day // 2))
    own = factories.sent(officer=post.officer, supervisor=post.supervisor, office=post.office, on=MARCH)
    foreign = [factories.opened(by=post.officer, office=elsewhere, on=MARCH) for _ in range(3)]
    reader = factories.user("Rae", role=Role.SUPERVISOR, office=post.above)
    for row in (own, *foreign[:2]):
        Grant.objects.create(request=row, user=reader, from_on=MARCH, given_by=post.supervisor)
    return reader


def pages(seen: QuerySet[AssistanceRequest], sort: Sort, **how: Any) -> Iterator[Page[AssistanceRequest]]:
    cursor = None
    while True:
        page = page_of(seen, sort.order, cursor, size=SIZE, **how)
        yield page
        cursor = page.after
        if cursor is None:
            return


def seen_by(reader: User) -> QuerySet[AssistanceRequest]:
    return Viewer(user=reader, at=AT).requests


def hold(seen: QuerySet[AssistanceRequest], sort: Sort, **how: Any) -> int:
    """How many rows: each once and in order, and a page turned back is the page that was there."""
    whole = list(seen.order_by(*sort.order.expressions()))
    walked = list(pages(seen, sort, **how))
    assert [row for page in walked for row in page.rows] == whole
    for before, page in pairwise(walked):
        assert page.before
        assert list(page_of(seen, sort.order, page.before, size=SIZE, **how).rows) == list(before.rows)
    return len(whole)


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.key)
def test_they_hold_every_row_once_in_order(reader: User, sort: Sort) -> None:
    assert hold(seen_by(reader), sort) == 11


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.key)
def test_rows_fetched_by_their_ids_are_the_same(reader: User, sort: Sort) -> None:
    shown: list[list[int]] = []

    def fetched(rows: QuerySet[AssistanceRequest]) -> QuerySet[AssistanceRequest]:
        shown.append([row.pk for row in rows])
        return rows.select_related("office")

    assert hold(seen_by(reader), sort, shown=fetched) == 11
    assert all(len(rows) <= SIZE + 1 for rows in shown)


@pytest.mark.parametrize("looked_through", [1, 4, 7, 100])
@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.key)
def test_what_lies_scattered_is_found_near_and_far(
    reader: User, sort: Sort, looked_through: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.paging.LOOKED_THROUGH", looked_through)
    every_other = list(seen_by(reader).order_by("pk").values_list("pk", flat=True))[::2]
    assert hold(seen_by(reader).filter(pk__in=every_other), sort, among=seen_by(reader)) == 6


def test_what_may_be_missing_is_said_of_the_order() -> None:
    for sort in SORTS:
        field = AssistanceRequest._meta.get_field(sort.order.column)
        assert sort.order.optional is field.null, sort.key


def test_who_sees_nothing_has_an_empty_page(post: Post) -> None:
    assert hold(seen_by(factories.user("Nobody")), SORTS[0]) == 0
