"""What is counted only when somebody wants it comes into the page: the chance of an answer, and our own record."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.cases import TODAY, Cases
from tests.browser.conftest import Open
from tests.browser.people import People, pick
from tests.browser.tour import signed_in


@pytest.mark.django_db(transaction=True)
def test_the_chance_of_an_answer_comes_on_demand(people: People, cases: Cases, browse: Open) -> None:
    row = factories.done(
        cases.rogatory, "hand_over_to_stop", by=people.officer, on=TODAY, data={"stop": "executing"}
    )
    page = signed_in(browse(), people.officer)
    page.goto(f"/requests/{row.uuid}/")
    page.get_by_role("link", name="What the next 60 days may bring").click()
    expect(page.locator("#chance-ahead")).to_contain_text("No chance is given")
    assert page.url.endswith(f"/requests/{row.uuid}/")


@pytest.mark.django_db(transaction=True)
def test_our_own_record_comes_when_both_ends_are_chosen(people: People, cases: Cases, browse: Open) -> None:
    page = signed_in(browse(), people.officer)
    page.goto("/requests/new/")
    page.locator("select[name=channel]").select_option("letter_exchange")
    expect(page.locator(".about-channel")).to_be_visible()
    expect(page.locator("#record")).to_be_empty()
    pick(page, "jurisdiction", "China")
    expect(page.locator(".ts-dropdown:visible")).to_have_count(0)
    expect(page.locator("#record")).to_contain_text("Requests to China that you may see")
    page.locator("select[name=channel]").select_option("treaty")
    expect(page.locator("#record")).to_contain_text("all channels")
