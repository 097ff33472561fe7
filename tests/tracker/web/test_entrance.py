"""The pages before and around the sign-in, and those that say that something went wrong."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("account_login", "Forgot your password?"),
        ("account_reset_password", "Send the link"),
        ("account_reset_password_done", "Look at your mail"),
        ("account_reset_password_from_key_done", "The password is changed"),
        ("account_inactive", "This account is closed"),
        ("account_signup", "Accounts are given, not taken"),
    ],
)
def test_the_pages_before_the_sign_in_stand_in_our_frame(client: Client, name: str, words: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert words in page
    assert 'class="entrance"' in page
    assert 'href="#main"' in page


def test_a_wrong_password_is_said_beside_the_form_and_the_address_is_kept(client: Client) -> None:
    page = client.post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"})
    assert "data-error-summary" in page.content.decode()
    assert 'value="nobody@example.org"' in page.content.decode()


def test_a_used_link_for_a_new_password_offers_another_one(client: Client) -> None:
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "used-before"})
    assert "Send another link" in client.get(address).content.decode()


@pytest.mark.parametrize("status", ["400", "403", "404", "500"])
def test_error_pages_say_what_to_do_and_run_nothing_inline(rf: RequestFactory, status: str) -> None:
    page = render_to_string(f"{status}.html", request=None if status == "500" else rf.get("/"))
    assert "To the first page" in page
    assert "style=" not in page
    assert "<script>" not in page
    assert "onclick" not in page
