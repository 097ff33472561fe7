"""Signing in by e-mail, and what the log keeps of it."""

from __future__ import annotations

import pytest
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import context
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from tests import factories
from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import AccountEvent, User
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()  # rate limits are counted in it


def kinds_about(user: User | None) -> list[str]:
    events = AccountEvent.objects.filter(about=user).exclude(kind=AccountEventKind.ACCOUNT_CREATED)
    return [event.kind for event in events.order_by("sequence")]


def sign_in(client: Client, email: str, password: str = factories.PASSWORD) -> bool:
    """Try the form; return whether it let us in."""
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_in_and_out_whatever_the_case(client: Client) -> None:
    person = factories.user("Mei")
    assert sign_in(client, "MEI@Example.org")
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session
    assert kinds_about(person) == [AccountEventKind.SIGNED_IN, AccountEventKind.SIGNED_OUT]


def test_failed_tries_are_logged_without_what_was_typed(client: Client) -> None:
    person = factories.user("Mei")
    assert not sign_in(client, "Mei@example.org", "wrong")
    assert not sign_in(client, "nobody@example.org", "wrong")
    failed = AccountEvent.objects.filter(kind=AccountEventKind.SIGN_IN_FAILED).order_by("sequence")
    assert [(event.by, event.about, event.data) for event in failed] == [(None, person, {}), (None, None, {})]


def test_tries_are_limited(client: Client) -> None:
    factories.user("Mei")
    for _try in range(5):
        sign_in(client, "mei@example.org", "wrong")
    assert not sign_in(client, "mei@example.org")


def test_a_closed_account_stays_out_and_its_sessions_end(client: Client) -> None:
    person = factories.user("Mei")
    assert sign_in(client, "mei@example.org")
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 302
    assert not sign_in(Client(), "mei@example.org")


def test_nobody_signs_up(client: Client) -> None:
    fields = {"email": "new@example.org", "password1": factories.PASSWORD, "password2": factories.PASSWORD}
    client.post("/accounts/signup/", fields)
    assert not User.objects.exists()


def test_a_password_is_chosen_by_the_link(client: Client) -> None:
    person = factories.user("Mei")
    client.post(reverse("account_reset_password"), {"email": "mei@example.org"})
    [message] = mail.outbox
    link = next(word for word in str(message.body).split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    chosen = {"password1": "a new and longer one", "password2": "a new and longer one"}
    client.post(form, chosen)
    person.refresh_from_db()
    assert person.check_password("a new and longer one")
    assert kinds_about(person) == [AccountEventKind.PASSWORD_CHANGED]


def test_nobody_changes_their_own_address(client: Client) -> None:
    client.force_login(factories.user("Mei"))
    change = {"email": "other@example.org", "action_add": ""}
    assert client.post("/accounts/email/", change).status_code == 404


class TestPrograms:
    """No way in for an account that works by tokens, even where somebody forced a password on it."""

    @pytest.fixture
    def feed(self) -> User:
        return factories.program("Feed", role=Role.SUPERVISOR, office=factories.office("BEJ"))

    def test_by_a_password(self, client: Client, feed: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(User, "check_password", lambda _user, _password: True)
        assert not sign_in(client, feed.email)
        assert not AccountEvent.objects.filter(kind=AccountEventKind.SIGNED_IN).exists()

    def test_by_a_link_to_choose_one(self, client: Client, feed: User) -> None:
        answer = client.post(reverse("account_reset_password"), {"email": feed.email})
        assert answer["Location"] == reverse("account_reset_password_done")  # as for everybody
        assert mail.outbox == []

    def test_by_a_code_or_a_passkey(self, feed: User) -> None:
        """Whatever allauth recognises somebody by ends in this call."""
        request = RequestFactory().post("/")
        request.session = Client().session
        request.user = AnonymousUser()
        MessageMiddleware(lambda _request: HttpResponse()).process_request(request)
        with context.request_context(request):
            answer = perform_login(request, Login(user=feed, email=feed.email))
        assert answer["Location"] == reverse("account_inactive")
        assert "_auth_user_id" not in request.session

    def test_by_a_session_that_came_about_somehow(self, client: Client, feed: User) -> None:
        client.force_login(feed)
        assert client.get(reverse("preferences")).status_code == 302
        assert client.get("/api/v1/me/").status_code == 401
