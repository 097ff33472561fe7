"""Who counts as what, where, on which day. The table is meant to be read."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tracker.accounts import policy, queries
from tracker.accounts.models import Office, User
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

OFFICER, SUPERVISOR, ADMINISTRATOR, AUDITOR = Role
FROM = dt.date(2026, 3, 1)
UNTIL = dt.date(2026, 6, 1)
DAYS = {
    "the day before": dt.date(2026, 2, 28),
    "the first day": FROM,
    "the last day": dt.date(2026, 5, 31),
    "the day after": UNTIL,
}


@pytest.fixture
def tree() -> dict[str, Office]:
    """HQ, below it ASIA and KYI, below ASIA BEJ; JER stands alone."""
    headquarters = factories.office("HQ", host="US")
    asia = factories.office("ASIA", parent=headquarters)
    return {
        "HQ": headquarters,
        "ASIA": asia,
        "BEJ": factories.office("BEJ", parent=asia),
        "KYI": factories.office("KYI", parent=headquarters, host="UA"),
        "JER": factories.office("JER", own="JE", host="JE"),
    }


# A role held at ASIA, and the offices where it counts.
REACH = {
    OFFICER: {"ASIA"},
    SUPERVISOR: {"ASIA", "BEJ"},
    ADMINISTRATOR: {"ASIA"},
    AUDITOR: {"ASIA", "BEJ"},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("asked", ["HQ", "ASIA", "BEJ", "KYI", "JER"])
@pytest.mark.parametrize("day", DAYS)
def test_a_role_counts_where_and_when_the_table_says(
    tree: dict[str, Office], role: Role, asked: str, day: str
) -> None:
    person = factories.user(role=role, office=tree["ASIA"], from_on=FROM, until_on=UNTIL)
    in_force = day in {"the first day", "the last day"}
    expected = {role} if in_force and asked in REACH[role] else set()
    assert queries.offices_of(person, DAYS[day]).roles_in(tree[asked].pk) == expected


def test_roles_of_several_offices_add_up(tree: dict[str, Office]) -> None:
    person = factories.user(role=SUPERVISOR, office=tree["HQ"])
    factories.membership(person, tree["BEJ"], OFFICER)
    found = queries.offices_of(person, FROM)
    assert found.officer == {tree["BEJ"].pk}
    assert found.supervisor == {tree[code].pk for code in ("HQ", "ASIA", "BEJ", "KYI")}
    assert found.working == found.everywhere == found.supervisor
    assert found.roles_in(tree["BEJ"].pk) == {OFFICER, SUPERVISOR}
    assert found.of_role(AUDITOR) == frozenset()


def test_a_closed_account_has_no_role(tree: dict[str, Office]) -> None:
    person = factories.user(role=SUPERVISOR, office=tree["HQ"])
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    assert queries.offices_of(person, FROM) == policy.OfficeScope()
    assert not queries.members_of(tree["HQ"], SUPERVISOR, FROM)


def test_two_queries_however_large_the_tree(
    tree: dict[str, Office], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = factories.user(role=SUPERVISOR, office=tree["HQ"])
    for office in tree.values():
        factories.membership(person, office, OFFICER)
    with django_assert_num_queries(2):
        queries.offices_of(person, FROM)


def test_a_broken_tree_ends_all_the_same() -> None:
    assert list(policy.ancestry(1, parents={1: 2, 2: 1})) == [1, 2]


@pytest.mark.parametrize(
    ("moved", "below", "circle"),
    [("ASIA", "BEJ", True), ("ASIA", "ASIA", True), ("BEJ", "HQ", False), ("BEJ", None, False)],
)
def test_a_circle_is_seen(tree: dict[str, Office], moved: str, below: str | None, circle: bool) -> None:
    new_parent_id = tree[below].pk if below else None
    found = policy.makes_cycle(tree[moved].pk, new_parent_id=new_parent_id, parents=queries.office_parents())
    assert found is circle


def test_the_head_is_the_nearest_supervisor_above(tree: dict[str, Office]) -> None:
    top = factories.user("Top", role=SUPERVISOR, office=tree["HQ"])
    assert queries.head_of(tree["BEJ"], FROM) == (top,)
    near = factories.user("Near", role=SUPERVISOR, office=tree["ASIA"], from_on=FROM, until_on=UNTIL)
    other = factories.user("Another", role=SUPERVISOR, office=tree["ASIA"], from_on=FROM)
    assert queries.head_of(tree["BEJ"], FROM) == (other, near)
    assert queries.head_of(tree["BEJ"], UNTIL) == (other,)
    assert queries.head_of(tree["BEJ"], DAYS["the day before"]) == (top,)
    assert list(queries.members_of(tree["ASIA"], SUPERVISOR, FROM)) == [other, near]
    assert queries.head_of(tree["JER"], FROM) == ()


def test_many_heads_and_scopes_are_those_of_each_alone(
    tree: dict[str, Office], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [
        factories.user(f"{role} {code}", role=role, office=office, from_on=FROM, until_on=UNTIL)
        for code, office in tree.items()
        if code != "BEJ"
        for role in (SUPERVISOR, OFFICER)
    ]
    noon = factories.moment(FROM, 12)
    with django_assert_num_queries(2):
        heads = queries.heads_of(tree.values(), at=noon)
    assert heads == {office.pk: queries.head_of(office, FROM) for office in tree.values()}
    User.objects.filter(pk=people[0].pk).update(is_active=False)
    people[0].refresh_from_db()
    with django_assert_num_queries(2):
        scopes = queries.scopes_of(people, at=noon)
    assert scopes == {person.pk: queries.offices_of(person, FROM) for person in people}


def away(person: User, deputy: User, *, until: dt.date | None = UNTIL) -> None:
    """Send a person away from FROM on, past the services: here only the question is tested."""
    User.objects.filter(pk=person.pk).update(deputy=deputy, absent_from=FROM, absent_until=until)
    person.refresh_from_db()


def test_the_deputy_acts_on_the_days_of_the_absence_only() -> None:
    person, deputy = factories.user(), factories.user()
    away(person, deputy)
    after = UNTIL + dt.timedelta(days=1)
    assert [queries.acting(person, day) for day in (DAYS["the day before"], FROM, UNTIL, after)] == [
        person,
        deputy,
        deputy,
        person,
    ]


def test_an_absent_deputy_passes_it_on_and_a_circle_leads_back() -> None:
    first, second, third = factories.user(), factories.user(), factories.user()
    away(second, third, until=None)
    away(first, second)
    assert queries.acting(first, FROM) == third
    away(third, first)
    assert queries.acting(User.objects.get(pk=first.pk), FROM) == first


def test_a_closed_deputy_leaves_it_with_the_user() -> None:
    person, deputy = factories.user(), factories.user()
    away(person, deputy)
    User.objects.filter(pk=deputy.pk).update(is_active=False)
    assert queries.acting(User.objects.get(pk=person.pk), FROM) == person
