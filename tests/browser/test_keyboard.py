"""Everything by keyboard: the keys of the lists, and the main path without a pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.cases import LONG_TITLE, Cases
from tests.browser.conftest import Open
from tests.browser.people import People
from tests.browser.tour import signed_in

TABS = 120
TITLE = "Logs of a mail provider"

# Where the focus is, in words: nothing where it can be seen.
HIDDEN_FOCUS = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  // The calendar's button inside a field for a day has the browser's own ring, which no script can see.
  const inside = element.matches("input:is([type=date], [type=time]):not(:focus-visible)");
  const around = [element, element.closest(".ts-wrapper, .ts-dropdown")].filter(Boolean);
  const ringed = inside || around.some(part => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
  const seen = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < window.innerHeight;
  return ringed && seen ? "" : element.outerHTML.slice(0, 200);
}"""
HOLDS_FOCUS = "element => element.contains(document.activeElement)"


@pytest.fixture
def page(people: People, cases: Cases, browse: Open) -> Page:
    """An officer's, at rest: what glides into view is not seen yet."""
    page = signed_in(browse(), people.officer)
    page.emulate_media(reduced_motion="reduce")
    return page


def arrived(page: Page, heading: Locator, text: str) -> None:
    """A page that a key led to is there, its scripts included: its words come before its keys do."""
    expect(heading).to_contain_text(text)
    page.wait_for_load_state()


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until the goal has the focus, which can be seen at every step."""
    for _press in range(TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(HIDDEN_FOCUS) == ""
        if goal.evaluate(HOLDS_FOCUS):
            return
    pytest.fail(f"{goal} is not reached by {TABS} tabs")


@pytest.mark.django_db(transaction=True)
def test_the_keys_of_lists(page: Page) -> None:
    page.goto("/register/")
    rows = page.locator("[data-rows] tbody tr a.reference")
    for key, row in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(rows.nth(row)).to_be_focused()
        assert page.evaluate(HIDDEN_FOCUS) == ""
    reference = rows.nth(1).inner_text()
    page.keyboard.press("Enter")
    arrived(page, page.locator(".page-eyebrow"), reference)

    page.keyboard.press("/")
    expect(page.locator("#quick-search")).to_be_focused()
    page.keyboard.type("n invitation")  # letters in a field are letters
    expect(page.locator("#quick-search")).to_have_value("n invitation")
    page.locator("#quick-search").fill("invitation-only")
    page.keyboard.press("Enter")
    expect(page.locator("#register-list tbody tr")).to_have_count(1)
    arrived(page, page.locator("#register-list"), LONG_TITLE)

    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("New request")


@pytest.mark.django_db(transaction=True)
def test_the_keys_are_shown_and_can_be_turned_off(page: Page) -> None:
    page.goto("/")
    keys = page.get_by_role("dialog", name="Keys")
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()

    page.keyboard.press("?")
    expect(page.locator("#keys-on")).to_be_focused()
    assert page.evaluate(HIDDEN_FOCUS) == ""
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(keys).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Worklist")


@pytest.mark.django_db(transaction=True)
def test_the_navigation_can_be_skipped(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    assert page.evaluate(HIDDEN_FOCUS) == ""
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.locator("main").evaluate(HOLDS_FOCUS)


@pytest.mark.django_db(transaction=True)
def test_what_went_wrong_is_read_first(page: Page, cases: Cases) -> None:
    page.goto(f"/requests/{cases.letter.uuid}/do/hand_over_off_route/")
    page.locator("main form button.btn-primary").press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    first = page.locator("[data-error-summary] a").first
    expect(first).to_be_focused()
    field = (first.get_attribute("href") or "").removeprefix("#")
    page.keyboard.press("Enter")
    assert page.locator(f"[id='{field}']").evaluate(
        "field => field.closest('.field').contains(document.activeElement)"
    )


@pytest.mark.django_db(transaction=True)
def test_the_main_path_without_a_pointer(page: Page, people: People) -> None:
    page.goto("/")
    page.keyboard.press("n")
    arrived(page, page.get_by_role("heading", level=1), "New request")
    tab_to(page, page.locator("select[name=jurisdiction] + .ts-wrapper"))
    page.keyboard.type("China")
    page.keyboard.press("Enter")
    expect(page.locator("select[name=jurisdiction]")).to_have_value(str(people.beijing.host_jurisdiction_id))
    tab_to(page, page.locator("select[name=channel]"))
    with page.expect_response("**/requests/new/"):
        page.keyboard.type("Exchange")
    expect(page.locator("#basis .about-channel")).to_be_visible()
    tab_to(page, page.get_by_label("Fallback: reciprocity or comity"))
    page.keyboard.type("Reciprocity")
    tab_to(page, page.get_by_label("Title"))
    page.keyboard.type(TITLE)
    tab_to(page, page.locator("#id_item-0-type"))
    page.keyboard.type("Subscriber")
    tab_to(page, page.locator("#id_item-0-custodian"))
    page.keyboard.type("A mail provider")
    tab_to(page, page.locator("#id_offence-0-category"))
    page.keyboard.type("Illegal access")
    tab_to(page, page.get_by_role("button", name="Log the request"))
    page.keyboard.press("Enter")
    arrived(page, page.get_by_role("heading", level=1), TITLE)

    tab_to(page, page.get_by_role("link", name="Submit for approval"))
    page.keyboard.press("Enter")
    arrived(page, page.get_by_role("heading", level=1), "Submit for approval")
    tab_to(page, page.locator("textarea[name=note]"))
    page.keyboard.type("Please today")
    tab_to(page, page.locator("main form button.btn-primary"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("main")).to_contain_text("Please today")
