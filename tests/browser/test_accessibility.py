"""Every page, wide and narrow, light and dark: axe-core finds nothing serious.

These tests go past the content security policy; the others hold it.
"""

from __future__ import annotations

import pytest

from tests.browser.axe import SCREENS, findings_in_both_themes, findings_on_both_screens
from tests.browser.cases import Cases
from tests.browser.conftest import Open
from tests.browser.people import People
from tests.browser.tour import signed_in, walk


@pytest.mark.django_db(transaction=True)
def test_every_page_is_accessible(people: People, directory: None, cases: Cases, browse: Open) -> None:
    found: list[str] = []
    walk(
        browse,
        people,
        cases,
        lambda page: found.extend(findings_on_both_screens(page)),
        width=SCREENS[0],
        bypass=True,
    )
    assert not found, "\n\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_what_opens_on_a_page_is_accessible(people: People, cases: Cases, browse: Open) -> None:
    page = signed_in(browse(bypass=True), people.officer)
    page.goto("/")
    page.keyboard.press("?")
    found = findings_in_both_themes(page)
    page.keyboard.press("Escape")
    page.locator("details.account").first.locator("summary").click()
    found += findings_in_both_themes(page)

    page.goto(f"/requests/{cases.letter.uuid}/do/refuse/")
    page.locator("main form button.btn-primary").click()
    page.locator("[data-error-summary]").wait_for()
    found += findings_in_both_themes(page)

    page.goto("/preferences/tokens/new/")
    page.get_by_label("What it is for").fill("Import")
    page.locator("main form button.btn-primary").click()
    page.get_by_label("The secret").wait_for()
    found += findings_in_both_themes(page)

    narrow = signed_in(browse(width=360, bypass=True), people.officer)
    narrow.goto("/register/")
    narrow.locator("details.rail-menu > summary").click()
    found += findings_in_both_themes(narrow)
    assert not found, "\n\n".join(found)
