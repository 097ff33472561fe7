"""Every job can be done where scripts do not run."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cases import Cases
from tests.browser.conftest import Open
from tests.browser.people import People, sign_in
from tests.browser.tour import signed_in

TITLE = "Logs of a mail provider"


@pytest.mark.django_db(transaction=True)
def test_the_lists_are_filtered_by_a_button(people: People, cases: Cases, browse: Open) -> None:
    page = sign_in(browse(javascript=False), people.officer)
    page.get_by_role("link", name="Register").first.click()
    rows = page.locator("#register-list tbody tr")
    expect(rows).to_have_count(len(cases.all))
    page.locator("select[name=channel]").select_option("letters_rogatory")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("channel=letters_rogatory"))
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(cases.rogatory.reference)

    page.locator("#quick-search").fill(cases.incoming.reference)
    page.locator("#quick-search").press("Enter")
    expect(rows).to_have_count(1)
    rows.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(cases.incoming.title)
    expect(page.locator("button[data-prints]")).to_be_hidden()  # what only a script could do

    page.goto("/reports/response-rate/")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("main").locator("table").first).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_a_request_is_logged_and_moved_on(people: People, cases: Cases, browse: Open) -> None:
    page = signed_in(browse(javascript=False), people.officer)
    page.goto("/requests/new/")
    log(page)
    # Once submitted, the dossier stands as it is approved: it is changed before.
    page.get_by_role("link", name="Edit").click()
    page.locator("textarea[name=facts]").fill("Four men sold cards.")
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_role("main")).to_contain_text("Four men sold cards.")

    page.get_by_role("link", name="Submit for approval").click()
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("approval", re.IGNORECASE))
    page.locator("summary", has_text="Something that happened earlier").click()
    expect(page.locator("ul.earlier a").first).to_be_visible()


def log(page: Page) -> None:
    """A new request with two items; everything typed survives each round trip."""
    page.locator("select[name=jurisdiction]").select_option(label="China")
    page.get_by_label("Title").fill(TITLE)
    page.locator("select[name=channel]").select_option("letter_exchange")
    page.get_by_role("button", name="Show what goes with direction and channel").click()
    expect(page.locator("#basis .about-channel")).to_be_visible()
    page.get_by_label("Fallback: reciprocity or comity").fill("Reciprocity")
    page.locator("#id_item-0-type").select_option("SUBS")
    page.get_by_role("button", name="Add an item").click()
    expect(page.get_by_label("Title")).to_have_value(TITLE)
    expect(page.locator("#id_item-0-type")).to_have_value("SUBS")
    page.locator("#id_item-1-type").select_option("TRAF")
    page.locator("#id_offence-0-category").select_option("illegal_access")
    page.get_by_role("button", name="Log the request").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


@pytest.mark.django_db(transaction=True)
def test_errors_and_themes_need_no_script(people: People, cases: Cases, browse: Open) -> None:
    page = signed_in(browse(javascript=False), people.officer)
    page.goto(f"/requests/{cases.letter.uuid}/do/refuse/")
    page.locator("textarea[name=note]").fill("They refused by telephone.")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("textarea[name=note]")).to_have_value("They refused by telephone.")

    page.locator(".rail > .rail-foot summary").click()
    page.locator(".rail > .rail-foot").get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


@pytest.mark.django_db(transaction=True)
def test_a_token_is_made_used_and_revoked(people: People, cases: Cases, browse: Open) -> None:
    page = signed_in(browse(javascript=False, width=360), people.officer)
    page.goto("/preferences/")
    page.get_by_role("main").get_by_role("link", name="Tokens for programs").click()
    page.get_by_role("link", name="Make a token").click()
    page.get_by_label("What it is for").fill("Spreadsheet")
    page.get_by_role("button", name="Make the token").click()
    secret = page.get_by_label("The secret").input_value()
    answer = page.request.get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["token"]["label"] == "Spreadsheet"

    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("link", name="Spreadsheet").click()
    expect(page.get_by_role("main")).to_contain_text("GET /api/v1/me/")
    page.get_by_role("link", name="Revoke it").click()
    page.get_by_role("button", name="Revoke it").click()
    expect(page.locator("#messages")).to_contain_text("revoked")
    refused = page.request.get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"})
    assert refused.status == 401
