"""Preferences and absence: kept with the account and in the browser, refused beside the field."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import AccountEvent, User
from tracker.accounts.queries import acting, colleagues_of
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today(clock: MovableClock) -> None:
    clock.move_to(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC))


@pytest.fixture
def ann() -> User:
    return factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ"))


@pytest.fixture
def bob(ann: User) -> User:
    return factories.user("Bob", role=Role.OFFICER, office=factories.office("BEJ"))


@pytest.fixture
def page(ann: User) -> Client:
    client = Client()
    client.force_login(ann)
    return client


def given(**changes: str) -> dict[str, str]:
    return {
        "theme": "system",
        "language": "en",
        "time_zone": "UTC",
        "quiet_from": "",
        "quiet_until": "",
        "wants_copies": "on",
        "deputy": "",
        "absent_from": "",
        "absent_until": "",
        **changes,
    }


def test_only_those_who_are_signed_in_have_preferences() -> None:
    assert Client().get(reverse("preferences")).status_code == 302


def test_what_is_chosen_is_kept_with_the_account_and_in_the_browser(page: Client, ann: User) -> None:
    response = page.post(reverse("preferences"), given(theme="dark", time_zone="Asia/Shanghai"), follow=True)
    ann.refresh_from_db()
    assert (ann.theme, ann.time_zone) == ("dark", "Asia/Shanghai")
    assert page.cookies["theme"].value == "dark"
    assert "Your preferences are kept." in response.content.decode()
    assert 'data-bs-theme="dark"' in response.content.decode()
    page.post(reverse("preferences"), given())
    assert page.cookies["theme"].value == ""


def test_the_button_for_the_theme_is_remembered_by_the_account_too(page: Client, ann: User) -> None:
    page.post(reverse("preferences_theme"), {"theme": "dark", "next": "https://example.org/"})
    ann.refresh_from_db()
    assert (ann.theme, page.cookies["theme"].value) == ("dark", "dark")
    page.post(reverse("preferences_theme"), {"theme": "purple"})
    ann.refresh_from_db()
    assert (ann.theme, page.cookies["theme"].value) == ("system", "")
    assert Client().post(reverse("preferences_theme"), {"theme": "dark"})["Location"] == "/"


def test_another_browser_learns_the_theme_at_the_sign_in(page: Client, ann: User) -> None:
    page.post(reverse("preferences"), given(theme="light"))
    elsewhere = Client()
    elsewhere.post(reverse("account_login"), {"login": ann.email, "password": factories.PASSWORD})
    assert elsewhere.cookies["theme"].value == "light"


def test_an_absence_names_who_acts_and_can_be_ended(page: Client, ann: User, bob: User) -> None:
    absence = given(deputy=str(bob.uuid), absent_from="2026-11-20", absent_until="2026-11-30")
    page.post(reverse("preferences"), absence)
    ann.refresh_from_db()
    assert acting(ann, TODAY) == bob
    page.post(reverse("preferences"), {**absence, "theme": "dark"})
    page.post(reverse("preferences"), given())
    ann.refresh_from_db()
    assert acting(ann, TODAY) == ann
    kinds = AccountEvent.objects.filter(about=ann, by=ann).order_by("sequence").values_list("kind", flat=True)
    # The second save changed the theme alone, and says nothing of a deputy.
    assert list(kinds)[-2:] == [AccountEventKind.DEPUTY_NAMED, AccountEventKind.DEPUTY_REMOVED]
    assert list(kinds).count(AccountEventKind.DEPUTY_NAMED) == 1


def test_the_deputy_sees_for_whom_to_act(page: Client, ann: User, bob: User) -> None:
    page.post(reverse("preferences"), given(deputy=str(bob.uuid), absent_from="2026-11-20"))
    client = Client()
    client.force_login(bob)
    assert "Ann" in client.get(reverse("preferences")).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"time_zone": "Mars/Base"}, "time_zone", "Choose a time zone from the list"),
        ({"theme": "purple"}, "theme", "Select a valid choice"),
        ({"language": "xx"}, "language", "Select a valid choice"),
        ({"deputy": "BOB"}, "absent_from", "Give the first day away"),
        ({"absent_from": "2026-11-20"}, "deputy", "Choose who acts for you"),
        ({"absent_until": "2026-11-20"}, "deputy", "Choose who acts for you"),
        (
            {"deputy": "BOB", "absent_from": "2026-11-30", "absent_until": "2026-11-20"},
            "absent_until",
            "The last day lies before the first",
        ),
        (
            {"deputy": "BOB", "absent_from": "2026-11-01", "absent_until": "2026-11-10"},
            "absent_until",
            "This day is over",
        ),
        ({"deputy": "BOB", "absent_from": "tomorrow"}, "absent_from", "Enter a valid date"),
        ({"deputy": "STRANGER", "absent_from": "2026-11-20"}, "deputy", "Choose somebody from the list"),
        ({"deputy": "ANN", "absent_from": "2026-11-20"}, "deputy", "Choose somebody from the list"),
        ({"deputy": "nonsense", "absent_from": "2026-11-20"}, "deputy", ""),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_all_is_kept(
    page: Client, ann: User, bob: User, changes: dict[str, str], field: str, words: str
) -> None:
    stranger = factories.user("Eve", role=Role.OFFICER, office=factories.office("KYI"))
    people = {"BOB": bob, "ANN": ann, "STRANGER": stranger}
    typed = {name: str(people[value].uuid) if value in people else value for name, value in changes.items()}
    response = page.post(reverse("preferences"), given(**typed))
    assert response.status_code == 422
    form = response.context["form"]
    assert words in " ".join(form.errors[field])
    assert all(form[name].value() == value for name, value in typed.items())
    ann.refresh_from_db()
    assert (ann.theme, ann.time_zone, ann.deputy) == ("system", "UTC", None)


def test_a_deputy_who_leaves_before_the_absence_is_refused_by_the_service(
    page: Client, ann: User, bob: User
) -> None:
    leaver = factories.user(
        "Leo", role=Role.OFFICER, office=factories.office("BEJ"), until_on=dt.date(2026, 12, 1)
    )
    response = page.post(
        reverse("preferences"), given(theme="dark", deputy=str(leaver.uuid), absent_from="2026-12-24")
    )
    assert response.status_code == 422
    assert "must be officer or supervisor" in str(response.context["form"].errors["deputy"])
    ann.refresh_from_db()
    assert (ann.theme, ann.deputy) == ("system", None)


def test_colleagues_work_in_an_office_of_theirs_by_role_or_by_inheritance(ann: User, bob: User) -> None:
    head, elsewhere = factories.office("HQ"), factories.office("KYI")
    factories.user("Eve", role=Role.OFFICER, office=elsewhere)
    factories.user("Nobody")
    factories.user("Abe", role=Role.AUDITOR, office=ann.memberships.get().office)
    below = factories.office("TLL", parent=head)
    sue = factories.user("Sue", role=Role.SUPERVISOR, office=head)
    tom = factories.user("Tom", role=Role.OFFICER, office=below)
    assert colleagues_of(ann, TODAY) == [bob]
    assert colleagues_of(tom, TODAY) == [sue]
    assert colleagues_of(User.objects.get(name="Nobody"), TODAY) == []


def test_the_number_of_queries_does_not_grow_with_colleagues(page: Client, bob: User) -> None:
    with CaptureQueriesContext(connection) as few:
        page.get(reverse("preferences"))
    for number in range(5):
        factories.user(f"Colleague {number}", role=Role.OFFICER, office=factories.office("BEJ"))
    with CaptureQueriesContext(connection) as many:
        page.get(reverse("preferences"))
    assert len(many) == len(few) == 12, [query["sql"][:90] for query in many]


def test_quiet_hours_and_copies_are_kept(page: Client, ann: User) -> None:
    page.post(reverse("preferences"), given(quiet_from="22:00", quiet_until="06:30", wants_copies=""))
    ann.refresh_from_db()
    assert (ann.quiet_from, ann.quiet_until) == (dt.time(22), dt.time(6, 30))
    assert not ann.wants_copies
    shown = page.get(reverse("preferences")).content.decode()
    assert 'value="22:00"' in shown
    assert 'value="06:30"' in shown
    page.post(reverse("preferences"), given())
    ann.refresh_from_db()
    assert (ann.quiet_from, ann.quiet_until, ann.wants_copies) == (None, None, True)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"quiet_from": "22:00"}, "Give the end too, or empty both."),
        ({"quiet_until": "06:00"}, "Give the beginning too, or empty both."),
        ({"quiet_from": "06:00", "quiet_until": "06:00"}, "Quiet hours end at another hour"),
    ],
)
def test_half_of_the_quiet_hours_is_refused_beside_its_field(
    page: Client, ann: User, hours: dict[str, str], said: str
) -> None:
    response = page.post(reverse("preferences"), given(**hours))
    assert said in response.content.decode()
    ann.refresh_from_db()
    assert (ann.quiet_from, ann.quiet_until) == (None, None)


def test_the_database_refuses_half_of_the_quiet_hours(ann: User) -> None:
    with pytest.raises(IntegrityError, match="user_quiet_hours_whole"), transaction.atomic():
        User.objects.filter(pk=ann.pk).update(quiet_from=dt.time(22))
