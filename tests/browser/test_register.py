"""The register with its script: what is filtered in place is what is exported, kept and gone back to."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cases import Cases
from tests.browser.conftest import Open
from tests.browser.people import People
from tests.browser.tour import signed_in


@pytest.fixture
def page(people: People, cases: Cases, browse: Open) -> Page:
    """An officer's register, narrowed once by its address."""
    page = signed_in(browse(), people.officer)
    page.goto("/register/?state=open")
    return page


@pytest.mark.django_db(transaction=True)
def test_files_and_kept_views_ask_what_is_shown(page: Page) -> None:
    page.locator("select[name=direction]").select_option("outgoing")
    expect(page.locator("#register-list .chip")).to_have_count(2)
    asked = "sort=-opened&state=open&direction=outgoing"
    expect(page).to_have_url(re.compile(f"/register/\\?{asked}$"))
    for name, path in (("Export as CSV", "register.csv"), ("as XLSX", "register.xlsx")):
        expect(page.get_by_role("link", name=name)).to_have_attribute("href", f"/{path}?{asked}")
    kept = page.get_by_role("link", name="Keep this view")
    expect(kept).to_have_attribute("href", re.compile("direction%3Doutgoing"))


@pytest.mark.django_db(transaction=True)
def test_going_back_shows_the_list_before_and_the_browser_keeps_none_of_it(page: Page) -> None:
    page.locator("select[name=direction]").select_option("outgoing")
    expect(page.locator("#register-list .chip")).to_have_count(2)
    page.go_back()
    expect(page.locator("#register-list .chip")).to_have_count(1)
    expect(page.locator("select[name=direction]")).to_have_value("")
    expect(page).to_have_url(re.compile(r"/register/\?state=open$"))
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "register-list" not in kept
