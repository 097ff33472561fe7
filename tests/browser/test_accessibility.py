"""Every page, wide and narrow, light and dark: axe-core finds nothing serious.

Axe writes styles into the page to measure it, so these tests go past the content security policy; the others hold it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.cases import Cases
from tests.browser.conftest import Open
from tests.browser.people import People
from tests.browser.tour import signed_in, walk

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
CONTRAST = {"runOnly": ["color-contrast", "link-in-text-block"]}
UNFOLD = "document.querySelectorAll('main details').forEach(fold => { fold.open = true })"


def findings(page: Page, **options: Any) -> list[str]:
    """What axe takes for serious, each with the elements that it means."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **options})
    return [
        f"{page.url} {violation['id']}: {node['html']} {node['failureSummary']}"
        for violation in found["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def findings_in_both_themes(page: Page) -> list[str]:
    """All rules in light; in dark those that look at colours, since nothing else differs."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(UNFOLD)
    found = findings(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return found + [f"dark: {words}" for words in findings(page, **CONTRAST)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1440, 360])
def test_every_page_is_accessible(
    people: People, directory: None, cases: Cases, browse: Open, width: int
) -> None:
    found: list[str] = []
    walk(
        browse,
        people,
        cases,
        lambda page: found.extend(findings_in_both_themes(page)),
        width=width,
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
