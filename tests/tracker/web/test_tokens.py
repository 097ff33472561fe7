"""The pages on which people make, see and revoke the tokens of their own programs."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tracker.accounts import services
from tracker.accounts.choices import Scope
from tracker.accounts.models import AccountEvent, ApiToken, Membership, Office, User
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
SECRET = re.compile(r"mlat_[A-Za-z0-9_-]{43}")


@pytest.fixture(autouse=True)
def today(clock: MovableClock) -> None:
    clock.move_to(NOON)


@pytest.fixture
def beijing() -> Office:
    return factories.office("BEJ", parent=factories.office("HQ"))


@pytest.fixture
def ann(beijing: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=beijing, time_zone="Asia/Shanghai")


@pytest.fixture
def page(ann: User) -> Client:
    return of(ann)


def of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def given(**changes: object) -> dict[str, object]:
    return {
        "label": "Nightly import",
        "office": "BEJ",
        "scopes": ["read", "write"],
        "expires_on": "2027-02-01",
        "identity": str(uuid4()),
        **changes,
    }


def token_of(user: User, office: Office, label: str = "Import") -> ApiToken:
    token, _secret = services.make_token(
        user,
        office,
        label=label,
        scopes={Scope.READ},
        expires_at=NOON + dt.timedelta(days=30),
        by=user,
        at=NOON,
    )
    return token


def words(answer: Any) -> str:
    return str(answer.content.decode())


class TestMaking:
    def test_the_secret_is_on_the_answer_once_and_nowhere_else(
        self, page: Client, ann: User, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(0)
        answer = page.post(reverse("token_new"), given())
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        [secret] = SECRET.findall(words(answer))
        token = services.token_of(secret)
        assert token
        assert (token.user, token.label, token.scopes) == (
            ann,
            "Nightly import",
            frozenset({Scope.READ, Scope.WRITE}),
        )
        assert "http://testserver/api/v1/me/" in words(answer)
        pages = [reverse("tokens"), reverse("token", args=[token.uuid]), reverse("token_new")]
        elsewhere = [words(page.get(address)) for address in pages]
        elsewhere += [str(session.get_decoded()) for session in Session.objects.all()]
        elsewhere += [str(cookie) for cookie in (*answer.cookies.values(), *page.cookies.values())]
        elsewhere += [str(answer.headers), *(str(event.data) for event in AccountEvent.objects.all())]
        elsewhere += [caplog.text, *capfd.readouterr()]
        assert not any(secret[9:] in text for text in elsewhere)

    def test_it_ends_with_the_last_day_where_its_user_is(self, page: Client) -> None:
        page.post(reverse("token_new"), given(expires_on="2026-11-20"))
        # Midnight in Shanghai.
        assert ApiToken.objects.get().expires_at == dt.datetime(2026, 11, 20, 16, tzinfo=dt.UTC)

    def test_a_year_can_be_had(self, page: Client) -> None:
        assert page.post(reverse("token_new"), given(expires_on="2027-11-19")).status_code == 200
        assert ApiToken.objects.count() == 1

    def test_the_same_form_sent_twice_makes_one(self, page: Client) -> None:
        form = given()
        page.post(reverse("token_new"), form)
        again = page.post(reverse("token_new"), form, follow=True)
        token = ApiToken.objects.get()
        assert again.redirect_chain[-1][0] == reverse("token", args=[token.uuid])
        assert "sent before" in words(again)
        assert not SECRET.search(words(again))

    @pytest.mark.parametrize(
        ("changes", "field", "said"),
        [
            ({"label": ""}, "label", "Say what it is for"),
            ({"label": "a\0b"}, "label", "Null characters"),
            ({"label": "x" * 81}, "label", "at most 80"),
            ({"office": "KYI"}, "office", "one of your own offices"),
            ({"office": "\0"}, "office", ""),
            ({"scopes": []}, "scopes", "Tick at least one"),
            ({"scopes": ["admin"]}, "scopes", "Select a valid choice"),
            ({"expires_on": "2026-11-19"}, "expires_on", "This day is over"),
            ({"expires_on": "0001-01-01"}, "expires_on", "This day is over"),
            ({"expires_on": "2027-11-20"}, "expires_on", "a year at the longest"),
            ({"expires_on": "9999-12-31"}, "expires_on", "a year at the longest"),
            ({"expires_on": "never"}, "expires_on", "Enter a valid date"),
            ({"identity": "me"}, "identity", "valid UUID"),
        ],
    )
    def test_what_cannot_be_is_refused_beside_its_field(
        self, page: Client, changes: dict[str, object], field: str, said: str
    ) -> None:
        factories.office("KYI")
        answer = page.post(reverse("token_new"), given(**changes))
        assert answer.status_code == 422
        errors = answer.context["form"].errors
        assert set(errors) == {field}
        assert said in " ".join(errors[field])
        assert not ApiToken.objects.exists()

    def test_an_identity_of_anothers_token_makes_none(self, page: Client, beijing: Office) -> None:
        bob = factories.user("Bob", role=Role.OFFICER, office=beijing)
        theirs = token_of(bob, beijing)
        assert page.post(reverse("token_new"), given(identity=str(theirs.uuid))).status_code == 422
        assert ApiToken.objects.count() == 1

    @pytest.mark.parametrize("role", list(Role))
    def test_every_role_makes_tokens_in_its_offices(self, beijing: Office, role: Role) -> None:
        somebody = factories.user("Somebody", role=role, office=factories.office("HQ"))
        offered = of(somebody).get(reverse("token_new")).context["offices"]
        reached = {"HQ", "BEJ"} if role in {Role.SUPERVISOR, Role.AUDITOR} else {"HQ"}
        assert {office.code for office in offered} == reached
        assert of(somebody).post(reverse("token_new"), given(office="HQ")).status_code == 200

    def test_without_an_office_there_is_nothing_to_make(self) -> None:
        nobody = of(factories.user("Nobody"))
        assert "no role in any office" in words(nobody.get(reverse("token_new")))
        assert nobody.post(reverse("token_new"), given()).status_code == 422

    def test_closed_offices_are_not_offered(self, page: Client, beijing: Office) -> None:
        Office.objects.filter(pk=beijing.pk).update(is_active=False)
        assert page.post(reverse("token_new"), given()).status_code == 422


class TestMine:
    def test_only_those_who_are_signed_in_have_any(self) -> None:
        assert Client().get(reverse("tokens")).status_code == 302
        assert Client().get(reverse("token_new")).status_code == 302

    @pytest.mark.parametrize("role", list(Role))
    def test_those_of_others_do_not_exist(self, ann: User, beijing: Office, role: Role) -> None:
        token = token_of(ann, beijing, "Import of Ann")
        other = of(factories.user("Other", role=role, office=factories.office("HQ")))
        assert "Import of Ann" not in words(other.get(reverse("tokens")))
        for name in ("token", "token_revoke"):
            assert other.get(reverse(name, args=[token.uuid])).status_code == 404
        assert other.post(reverse("token_revoke", args=[token.uuid])).status_code == 404
        token.refresh_from_db()
        assert token.revoked_at is None
        assert of(ann).get(reverse("token_revoke", args=[uuid4()])).status_code == 404

    def test_one_is_revoked_after_a_question(self, page: Client, ann: User, beijing: Office) -> None:
        token = token_of(ann, beijing)
        address = reverse("token_revoke", args=[token.uuid])
        assert "cannot be taken back" in words(page.get(address))
        token.refresh_from_db()
        assert token.revoked_at is None
        assert "“Import” is revoked" in words(page.post(address, follow=True))
        revoked_at = ApiToken.objects.get().revoked_at
        assert revoked_at is not None
        assert "over already" in words(page.get(address))
        page.post(address)
        assert ApiToken.objects.get().revoked_at == revoked_at

    def test_the_states_are_told(self, page: Client, ann: User, beijing: Office) -> None:
        for label, column in (("Old", "expires_at"), ("Lost", "revoked_at"), ("Fresh", "")):
            token = token_of(ann, beijing, label)
            if column:
                past = {"created_at": NOON - dt.timedelta(days=9), column: NOON - dt.timedelta(days=1)}
                ApiToken.objects.filter(pk=token.pk).update(**past)
        lines = page.get(reverse("tokens")).context["lines"]
        assert [(line.token.label, str(line.words)) for line in lines] == [
            ("Fresh", "In use"),
            ("Lost", "Revoked"),
            ("Old", "Expired"),
        ]
        Membership.objects.filter(user=ann).update(until_on=NOON.date())
        fresh = next(line for line in page.get(reverse("tokens")).context["lines"] if line.can_be_revoked)
        assert str(fresh.words) == "Suspended"
        assert "no role in this office" in words(page.get(reverse("token", args=[fresh.token.uuid])))

    def test_the_last_uses_are_shown_and_bounded(self, page: Client, ann: User, beijing: Office) -> None:
        token = token_of(ann, beijing)
        assert "never used" in words(page.get(reverse("token", args=[token.uuid])))
        for number in range(55):
            services.record_use(
                token,
                method="GET",
                path=f"/api/v1/<{number}>/",
                status=404,
                client=None,
                at=NOON + dt.timedelta(seconds=number),
            )
        shown = words(page.get(reverse("token", args=[token.uuid])))
        assert "/api/v1/&lt;54&gt;/" in shown
        assert "/api/v1/&lt;5&gt;/" in shown
        assert "/api/v1/&lt;4&gt;/" not in shown
        assert "20 Nov 2026, 20:00" in shown  # in Shanghai

    def test_the_number_of_queries_does_not_grow_with_tokens(
        self, page: Client, ann: User, beijing: Office
    ) -> None:
        token_of(ann, beijing)
        page.get(reverse("tokens"))
        with CaptureQueriesContext(connection) as few:
            page.get(reverse("tokens"))
        for number in range(5):
            token_of(ann, beijing, f"Import {number}")
        with CaptureQueriesContext(connection) as many:
            page.get(reverse("tokens"))
        assert len(many) == len(few)

    def test_preferences_and_the_account_menu_lead_there(self, page: Client) -> None:
        link = f'href="{reverse("tokens")}"'
        assert words(page.get(reverse("preferences"))).count(link) == 3  # the menu stands wide and narrow
