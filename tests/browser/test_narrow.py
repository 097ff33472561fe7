"""A small screen, high zoom, and languages written from the right: nothing scrolls sideways."""

from __future__ import annotations

import pytest
from django.test import override_settings
from playwright.sync_api import Locator, Page

from tests.browser.cases import Cases
from tests.browser.conftest import Open
from tests.browser.people import People
from tests.browser.tour import signed_in, walk

PHONE = 360
ZOOMED = 1440 // 2  # what 200 % leaves of a small laptop's width
SMALL_LAPTOP = 1280
LAPTOP = 1440
ARABIC = override_settings(LANGUAGE_CODE="ar", LANGUAGES=[("ar", "العربية")])

# What sticks out names itself, so that a failure says where to look; what scrolls in its own frame may be wide.
TOO_WIDE = """() => {
  if (document.documentElement.scrollWidth <= window.innerWidth) return [];
  const width = window.innerWidth;
  const frame = element => element.closest(".table-frame, .visually-hidden");
  const out = [...document.body.querySelectorAll("*")].filter(element => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility() && box.width > 0 && (box.right > width + 1 || box.left < -1) && !frame(element);
  });
  const named = element => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
  return [`${document.documentElement.scrollWidth} px`, ...out.slice(0, 6).map(named)];
}"""


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways, on a phone, zoomed in, and on a small and a larger laptop."""
    found = []
    for width in (PHONE, ZOOMED, SMALL_LAPTOP, LAPTOP):
        page.set_viewport_size({"width": width, "height": 900})
        if out := page.evaluate(TOO_WIDE):
            found.append(f"{page.url} at {width} px: {', '.join(out)}")
    page.set_viewport_size({"width": PHONE, "height": 900})
    return found


@pytest.mark.django_db(transaction=True)
def test_no_page_scrolls_sideways(people: People, directory: None, cases: Cases, browse: Open) -> None:
    found: list[str] = []
    walk(browse, people, cases, lambda page: found.extend(sideways(page)), width=PHONE)
    assert not found, "\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_no_page_scrolls_sideways_from_right_to_left(
    people: People, directory: None, cases: Cases, browse: Open
) -> None:
    found: list[str] = []

    def look(page: Page) -> None:
        assert page.locator("html").get_attribute("dir") == "rtl"
        found.extend(sideways(page))

    with ARABIC:
        walk(browse, people, cases, look, width=PHONE)
    assert not found, "\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_a_language_from_right_to_left_mirrors_the_page(people: People, cases: Cases, browse: Open) -> None:
    with ARABIC:
        page = signed_in(browse(width=LAPTOP), people.officer)
        page.goto(f"/requests/{cases.letter.uuid}/")
        assert _left(page, ".rail") > _left(page, "main")
        assert _left(page, ".page-aside") < _left(page, ".page-content")
        dots = page.locator(".route-svg").first.locator(".route-dot")
        assert _x(dots.first) > _x(dots.last)
    english = signed_in(browse(width=LAPTOP), people.officer)
    english.goto(f"/requests/{cases.letter.uuid}/")
    assert _left(english, ".rail") < _left(english, "main")


def _left(page: Page, selector: str) -> float:
    return _x(page.locator(selector).first)


def _x(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["x"]
