"""The browsable document: drawn under the policy of every page, from this site alone, light and dark, for everybody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import CONTRAST, findings
from tests.browser.conftest import Open
from tests.browser.people import People
from tests.browser.tour import signed_in

ADDRESS = "/api/v1/docs/"
LIGHTEST_OF_DARK = 90
DARK = re.compile("dark-mode")
OPENED = ("requests-requests_edit", "requests-requests_create", "webhooks-webhooks_remove")
"""One of each method that writes; one that reads is tried."""


@pytest.mark.django_db(transaction=True)
def test_everybody_reads_it_and_opens_an_operation(browse: Open) -> None:
    page = browse()
    answer = page.goto(ADDRESS)
    assert answer
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    expect(page.get_by_role("heading", level=1, name="API", exact=True)).to_be_visible()
    operation = page.locator("#operations-requests-requests_create")
    operation.locator(".opblock-summary-control").click()
    expect(operation).to_contain_text("Idempotency-Key")
    expect(operation).to_contain_text("letter_exchange")
    expect(page).to_have_url(re.compile("#/requests/requests_create$"))


@pytest.mark.django_db(transaction=True)
def test_whoever_is_signed_in_tries_a_call_from_the_page(people: People, browse: Open) -> None:
    page = signed_in(browse(), people.officer)
    page.goto(ADDRESS)
    _try_a_list(page)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1440, 360])
def test_it_is_accessible_closed_opened_and_tried(people: People, browse: Open, width: int) -> None:
    page = signed_in(browse(width=width, bypass=True), people.officer)
    page.goto(ADDRESS)
    expect(page.locator(".opblock").first).to_be_visible()
    found = _findings_in_both_themes(page)
    for name in OPENED:
        page.locator(f"#operations-{name} .opblock-summary-control").click()
    page.locator("#operations-requests-requests_create").get_by_role("button", name="Try it out").click()
    _try_a_list(page)
    found += _findings_in_both_themes(page)
    page.locator(".btn.authorize").click()
    expect(page.locator(".modal-ux")).to_be_visible()
    found += _findings_in_both_themes(page)
    assert not found, "\n\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_it_is_dark_where_the_reader_is(browse: Open) -> None:
    page = browse(theme="dark")
    page.goto(ADDRESS)
    expect(page.locator(".opblock").first).to_be_visible()
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert all(int(part) < LIGHTEST_OF_DARK for part in re.findall(r"\d+", colour)[:3]), colour
    expect(page.locator("html")).to_have_class(DARK)


def _try_a_list(page: Page) -> None:
    operation = page.locator("#operations-requests-requests_list")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    live = operation.locator(".live-responses-table")
    expect(live.locator(".response-col_status").last).to_contain_text("200")
    expect(live).to_contain_text('"results"')


def _findings_in_both_themes(page: Page) -> list[str]:
    """As on every page, but that the page is told of another theme by its script, a moment later."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    expect(page.locator("html")).not_to_have_class(DARK)
    found = findings(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    expect(page.locator("html")).to_have_class(DARK)
    return found + [f"dark: {words}" for words in findings(page, **CONTRAST)]
