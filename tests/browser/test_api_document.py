"""The browsable document: drawn under the policy of every page, from this site alone, light and dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.people import People
from tests.browser.tour import signed_in

ADDRESS = "/api/v1/docs/"
LIGHTEST_OF_DARK = 90


@pytest.mark.django_db(transaction=True)
def test_everybody_reads_it_and_opens_an_operation(browse: Open) -> None:
    page = browse()
    answer = page.goto(ADDRESS)
    assert answer
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    expect(page.get_by_role("heading", level=1)).to_have_text("API")
    operation = page.locator("#operations-requests-requests_create")
    operation.locator(".opblock-summary-control").click()
    expect(operation).to_contain_text("Idempotency-Key")
    expect(operation).to_contain_text("letter_exchange")


@pytest.mark.django_db(transaction=True)
def test_whoever_is_signed_in_tries_a_call_from_the_page(people: People, browse: Open) -> None:
    page = signed_in(browse(), people.officer)
    page.goto(ADDRESS)
    operation = page.locator("#operations-requests-requests_list")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    live = operation.locator(".live-responses-table")
    expect(live.locator(".response-col_status").last).to_contain_text("200")
    expect(live).to_contain_text('"results"')


@pytest.mark.django_db(transaction=True)
def test_it_is_dark_where_the_reader_is(browse: Open) -> None:
    page = browse(theme="dark")
    page.goto(ADDRESS)
    expect(page.locator(".opblock").first).to_be_visible()
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert all(int(part) < LIGHTEST_OF_DARK for part in re.findall(r"\d+", colour)[:3]), colour
    expect(page.locator("html")).to_have_class(re.compile("dark-mode"))
