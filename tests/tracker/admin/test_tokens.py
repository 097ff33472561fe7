"""Programs and tokens in the administration."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tracker.accounts import services
from tracker.accounts.choices import AccountEventKind, Scope
from tracker.accounts.models import AccountEvent, ApiToken, Office, User
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
SECRET = re.compile(r"mlat_[A-Za-z0-9_-]{43}")
LIST = "admin:tracker_apitoken_changelist"
ADD = "admin:tracker_apitoken_add"
ONE = "admin:tracker_apitoken_change"
REVOKE = "admin:tracker_apitoken_revoke"


@pytest.fixture(autouse=True)
def today(clock: MovableClock) -> None:
    clock.move_to(NOON)


@pytest.fixture
def beijing() -> Office:
    return factories.office("BEJ", parent=factories.office("HQ"))


@pytest.fixture
def ada(client: Client, beijing: Office) -> User:
    """Ada, who is signed in."""
    ada = factories.user("Ada", role=Role.ADMINISTRATOR, office=factories.office("HQ"))
    client.force_login(ada)
    return ada


@pytest.fixture
def feed(beijing: Office) -> User:
    return factories.program("Feed", role=Role.OFFICER, office=beijing)


@pytest.fixture
def ann(beijing: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=beijing)


def fields(user: User, office: Office, **changed: object) -> dict[str, object]:
    return {
        "user": user.pk,
        "office": office.pk,
        "label": "Nightly feed",
        "reads": "on",
        "expires_on": "2027-02-01",
        **changed,
    }


def token_of(user: User, office: Office, by: User | None) -> ApiToken:
    token, _secret = services.make_token(
        user,
        office,
        label="Import",
        scopes={Scope.READ},
        expires_at=NOON + dt.timedelta(days=30),
        by=by,
        at=NOON,
    )
    return token


def errors(answer: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = answer.context["adminform"].form.errors
    return found


class TestPrograms:
    def person(self, **changed: object) -> dict[str, object]:
        return {
            "email": "feed@example.org",
            "name": "Feed",
            "language": "en",
            "time_zone": "UTC",
            "new_password": "",
            **changed,
        }

    def test_one_is_made_without_a_password_and_nothing_is_mailed(self, client: Client, ada: User) -> None:
        answer = client.post(reverse("admin:tracker_user_add"), self.person(is_service="on"))
        assert answer.status_code == 302
        feed = User.objects.get(email="feed@example.org")
        assert feed.is_service
        assert not feed.has_usable_password()
        assert mail.outbox == []
        assert AccountEvent.objects.get(kind=AccountEventKind.ACCOUNT_CREATED, about=feed).by == ada

    def test_a_password_for_one_is_refused_at_its_field(self, client: Client, ada: User) -> None:
        typed = self.person(is_service="on", new_password=factories.PASSWORD)
        assert set(errors(client.post(reverse("admin:tracker_user_add"), typed))) == {"new_password"}

    def test_what_it_is_does_not_change(self, client: Client, ada: User, feed: User, ann: User) -> None:
        for user in (feed, ann):
            address = reverse("admin:tracker_user_change", args=[user.pk])
            was = user.is_service
            typed = self.person(email=user.email, name="Other name", is_active="on")
            assert client.post(address, typed | ({} if was else {"is_service": "on"})).status_code == 302
            user.refresh_from_db()
            assert (user.name, user.is_service) == ("Other name", was)
        assert mail.outbox == []

    def test_it_is_asked_for_nothing_that_only_people_have(
        self, client: Client, ada: User, feed: User
    ) -> None:
        address = reverse("admin:tracker_user_change", args=[feed.pk])
        asked = set(client.get(address).context["adminform"].form.fields)
        assert not asked & {"new_password", "deputy", "absent_from", "absent_until"}
        client.post(address, self.person(new_password=factories.PASSWORD, is_active="on"))
        feed.refresh_from_db()
        assert not feed.has_usable_password()

    def test_no_link_is_mailed_to_one(self, client: Client, ada: User, feed: User, ann: User) -> None:
        chosen = {"action": "send_link", "_selected_action": [feed.pk, ann.pk]}
        client.post(reverse("admin:tracker_user_changelist"), chosen)
        assert [message.to for message in mail.outbox] == [[ann.email]]

    def test_it_is_given_roles_and_closed_like_others(self, client: Client, ada: User, feed: User) -> None:
        role = {
            "user": feed.pk,
            "office": factories.office("HQ").pk,
            "role": "auditor",
            "from_on": "2026-01-01",
        }
        assert client.post(reverse("admin:tracker_membership_add"), role).status_code == 302
        client.post(reverse("admin:tracker_user_change", args=[feed.pk]), self.person())
        feed.refresh_from_db()
        assert not feed.is_active


class TestTokens:
    def test_the_secret_is_shown_once(self, client: Client, ada: User, feed: User, beijing: Office) -> None:
        answer = client.post(reverse(ADD), fields(feed, beijing, writes="on"))
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        [secret] = SECRET.findall(answer.content.decode())
        token = services.token_of(secret)
        assert token
        assert (token.user, token.created_by, token.scopes) == (
            feed,
            ada,
            frozenset({Scope.READ, Scope.WRITE}),
        )
        assert token.expires_at == dt.datetime(2027, 2, 2, tzinfo=dt.UTC)
        pages = [reverse(LIST), reverse(ONE, args=[token.pk]), reverse("admin:index")]
        elsewhere = [client.get(address).content.decode() for address in pages]
        elsewhere += [str(session.get_decoded()) for session in Session.objects.all()]
        elsewhere += [str(vars(entry)) for entry in LogEntry.objects.all()]
        elsewhere += [str(answer.cookies), str(answer.headers), str(ApiToken.objects.values())]
        assert not any(secret[9:] in text for text in elsewhere)
        assert AccountEvent.objects.filter(kind=AccountEventKind.TOKEN_MADE).count() == 1

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"reads": ""}, "__all__"),
            ({"label": ""}, "label"),
            ({"expires_on": "2026-11-19"}, "expires_on"),
            ({"expires_on": "0001-01-01"}, "expires_on"),
            ({"expires_on": "2028-01-01"}, "expires_on"),
            ({"expires_on": "9999-12-31"}, "expires_on"),
            ({"office": "elsewhere"}, "office"),
            ({"user": "ann"}, "user"),
        ],
    )
    def test_a_refusal_stands_at_its_field(
        self,
        client: Client,
        ada: User,
        feed: User,
        ann: User,
        beijing: Office,
        changed: dict[str, object],
        field: str,
    ) -> None:
        known = {"elsewhere": factories.office("KYI").pk, "ann": ann.pk}
        typed = {name: known.get(str(value), value) for name, value in changed.items()}
        answer = client.post(reverse(ADD), {**fields(feed, beijing), **typed})
        assert set(errors(answer)) == {field}
        assert not ApiToken.objects.exists()

    def test_those_of_people_are_seen_with_their_uses_and_revoked(
        self, client: Client, ada: User, ann: User, beijing: Office
    ) -> None:
        token = token_of(ann, beijing, ann)
        told = {"method": "GET", "path": "/api/v1/<me>/", "status": 403, "client": "203.0.113.7"}
        services.record_use(token, at=NOON, **told)  # type: ignore[arg-type]
        shown = client.get(reverse(ONE, args=[token.pk])).content.decode()
        assert "/api/v1/&lt;me&gt;/" in shown
        assert token.digest not in shown
        address = reverse(REVOKE, args=[token.pk])
        assert address in shown
        assert "cannot be taken back" in client.get(address).content.decode()
        token.refresh_from_db()
        assert token.revoked_at is None
        assert client.post(address)["Location"] == reverse(ONE, args=[token.pk])
        assert ApiToken.objects.get().revoked_at is not None
        assert AccountEvent.objects.get(kind=AccountEventKind.TOKEN_REVOKED).by == ada
        client.post(address)
        assert AccountEvent.objects.filter(kind=AccountEventKind.TOKEN_REVOKED).count() == 1

    def test_nothing_of_one_is_changed_or_deleted(
        self, client: Client, ada: User, feed: User, beijing: Office
    ) -> None:
        token = token_of(feed, beijing, ada)
        typed = fields(feed, beijing, writes="on")
        assert client.post(reverse(ONE, args=[token.pk]), typed).status_code == 403
        assert client.post(reverse("admin:tracker_apitoken_delete", args=[token.pk])).status_code == 403

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR])
    def test_for_others_it_does_not_exist(self, beijing: Office, ann: User, role: Role) -> None:
        token = token_of(ann, beijing, ann)
        client = Client()
        client.force_login(factories.user("Other", role=role, office=factories.office("HQ")))
        for address in (
            reverse(LIST),
            reverse(ADD),
            *(reverse(name, args=[token.pk]) for name in (ONE, REVOKE)),
        ):
            assert client.get(address).status_code == 404
        assert client.post(reverse(REVOKE, args=[token.pk])).status_code == 404
        token.refresh_from_db()
        assert token.revoked_at is None

    def test_the_number_of_queries_does_not_grow_with_tokens(
        self, client: Client, ada: User, beijing: Office
    ) -> None:
        def ask() -> int:
            with CaptureQueriesContext(connection) as found:
                assert client.get(reverse(LIST)).status_code == 200
            return len(found)

        token_of(factories.program("One", role=Role.OFFICER, office=beijing), beijing, ada)
        ask()
        few = ask()
        for number in range(4):
            token_of(factories.program(f"More {number}", role=Role.OFFICER, office=beijing), beijing, ada)
        assert ask() == few
