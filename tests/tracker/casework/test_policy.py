"""Who sees which request: role by role, office by office, day by day."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.casework.post import MARCH, Post
from tracker.accounts.queries import offices_of
from tracker.casework import policy
from tracker.casework.models import AssistanceRequest, Event, Grant
from tracker.casework.viewer import Viewer
from workflows.vocabulary import Role

OWN, ABOVE, BESIDE, BELOW = "own", "above", "beside", "below"
DAY = dt.timedelta(days=1)

# role, held where -> sees, may count, acts as
MATRIX = {
    (Role.OFFICER, OWN): (True, True, {Role.OFFICER}),
    (Role.OFFICER, ABOVE): (False, False, set()),
    (Role.OFFICER, BESIDE): (False, False, set()),
    (Role.OFFICER, BELOW): (False, False, set()),
    (Role.SUPERVISOR, OWN): (True, True, {Role.SUPERVISOR}),
    (Role.SUPERVISOR, ABOVE): (True, True, {Role.SUPERVISOR}),
    (Role.SUPERVISOR, BESIDE): (False, False, set()),
    (Role.SUPERVISOR, BELOW): (False, False, set()),
    (Role.ADMINISTRATOR, OWN): (False, False, set()),
    (Role.ADMINISTRATOR, ABOVE): (False, False, set()),
    (Role.ADMINISTRATOR, BESIDE): (False, False, set()),
    (Role.ADMINISTRATOR, BELOW): (False, False, set()),
    (Role.AUDITOR, OWN): (False, True, set()),
    (Role.AUDITOR, ABOVE): (False, True, set()),
    (Role.AUDITOR, BESIDE): (False, False, set()),
    (Role.AUDITOR, BELOW): (False, False, set()),
}


@pytest.fixture
def row(post: Post) -> AssistanceRequest:
    factories.office("TLL", parent=post.above, host="EE")
    factories.office("BEJ-2", parent=post.office)
    return post.opened()


def where(post: Post, place: str) -> str:
    return {OWN: "BEJ", ABOVE: "HQ", BESIDE: "TLL", BELOW: "BEJ-2"}[place]


def test_the_matrix_is_whole() -> None:
    assert set(MATRIX) == {(role, place) for role in Role for place in (OWN, ABOVE, BESIDE, BELOW)}


@pytest.mark.parametrize(("role", "place"), MATRIX)
def test_roles_reach_so_far(post: Post, row: AssistanceRequest, role: Role, place: str) -> None:
    sees, counts, acts = MATRIX[role, place]
    office = factories.office(where(post, place))
    user = factories.user("Max", role=role, office=office, from_on=MARCH, until_on=MARCH + DAY)
    for on in (MARCH - DAY, MARCH, MARCH + DAY):
        holds = on == MARCH
        assert policy.visible_to(user, on).exists() is (sees and holds)
        viewer = Viewer(user=user, at=factories.moment(on))
        assert viewer.counted.exists() is (counts and holds)
        assert Event.objects.filter(viewer.sees("request")).exists() is (sees and holds)
        assert policy.roles_on(row, user, on) == (acts if holds else set())
        assert (row.office_id in offices_of(user, on).working) is (sees and holds)
    assert policy.sees_all_counted(offices_of(user, MARCH)) is (role is not Role.AUDITOR)


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize(("until", "sees"), [(None, True), (MARCH + DAY, True), (MARCH, False)])
def test_a_grant_gives_sight_and_nothing_else(
    post: Post, row: AssistanceRequest, role: Role | None, until: dt.date | None, sees: bool
) -> None:
    user = factories.user("Max", role=role, office=factories.office("TLL"))
    Grant.objects.create(
        request=row, user=user, from_on=MARCH - DAY, until_on=until, given_by=post.supervisor
    )
    assert policy.visible_to(user, MARCH).exists() is sees
    on_the_day = Viewer(user=user, at=factories.moment(MARCH))
    assert Event.objects.filter(on_the_day.sees("request")).exists() is sees
    assert not policy.visible_to(user, MARCH - DAY * 2).exists()
    assert policy.roles_on(row, user, MARCH) == set()
    user.is_active = False
    user.save()
    assert not policy.visible_to(user, MARCH).exists()


def test_a_request_is_seen_once_for_several_reasons(post: Post, row: AssistanceRequest) -> None:
    factories.membership(post.officer, post.above, Role.SUPERVISOR)
    for from_on in (MARCH, MARCH + DAY):
        Grant.objects.create(
            request=row,
            user=post.officer,
            from_on=from_on,
            until_on=MARCH + 9 * DAY,
            given_by=post.supervisor,
        )
    assert policy.visible_to(post.officer, MARCH + DAY).count() == 1


def test_the_number_of_queries_does_not_grow_with_the_tree(
    post: Post, row: AssistanceRequest, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        office = factories.office(f"P{number}", parent=post.above)
        factories.membership(post.supervisor, office, Role.OFFICER)
    with django_assert_num_queries(4):
        assert policy.visible_to(post.supervisor, MARCH).count() == 1
    with django_assert_num_queries(4):
        assert Viewer(user=post.supervisor, at=factories.moment(MARCH)).counted.count() == 1
