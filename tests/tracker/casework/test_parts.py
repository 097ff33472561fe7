"""Pages out of the parts of what one sees hold what pages of all of it hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests import factories
from tests.tracker.casework.post import MARCH, Post
from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest, Grant
from tracker.casework.sorting import SORTS, Sort
from tracker.casework.viewer import Viewer
from tracker.paging import Cursor, Page, page_of
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


def pages(reader: User, sort: Sort, *, scattered: bool) -> Iterator[Page[AssistanceRequest]]:
    viewer, cursor = Viewer(user=reader, at=AT), None
    while True:
        page = turned(viewer, sort, cursor, scattered=scattered)
        yield page
        cursor = page.after
        if cursor is None:
            return


def turned(
    viewer: Viewer, sort: Sort, cursor: Cursor | None, *, scattered: bool = False
) -> Page[AssistanceRequest]:
    return page_of(viewer.requests, sort.order, cursor, size=SIZE, parts=viewer.parts, scattered=scattered)


@pytest.mark.parametrize("scattered", [False, True])
@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.key)
def test_they_hold_every_row_once_in_order(reader: User, sort: Sort, scattered: bool) -> None:
    whole = list(Viewer(user=reader, at=AT).requests.order_by(*sort.order.expressions()))
    walked = list(pages(reader, sort, scattered=scattered))
    assert [row for page in walked for row in page.rows] == whole
    assert len(whole) == 11
    for before, page in pairwise(walked):
        assert page.before
        assert list(turned(Viewer(user=reader, at=AT), sort, page.before).rows) == list(before.rows)


def test_what_may_be_missing_is_said_of_the_order() -> None:
    for sort in SORTS:
        field = AssistanceRequest._meta.get_field(sort.order.column)
        assert sort.order.optional is field.null, sort.key


def test_who_sees_nothing_has_an_empty_page(post: Post) -> None:
    viewer = Viewer(user=factories.user("Nobody"), at=AT)
    assert list(turned(viewer, SORTS[0], None).rows) == []
