"""Every report of the registry over a demonstration: wide and narrow, light and dark, on screen and on paper."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page

from tests import factories
from tests.browser.axe import findings_on_both_screens
from tests.browser.cases import load_reference
from tests.browser.conftest import Open
from tests.browser.test_narrow import PHONE, sideways
from tests.browser.tour import signed_in
from tests.clocks import MovableClock
from tracker.accounts.models import User
from tracker.loading.services import load
from tracker.loading.values import SourceFile
from tracker.reports.registry import REPORTS

TODAY = dt.date(2026, 12, 1)
REQUESTS = 150
PAPER = 688  # what the margins leave of A4; a browser shrinks what is wider, to a half at most
CUT_OFF = """frames => frames.filter(frame => {
  const style = getComputedStyle(frame);
  return style.overflowX !== "visible" || style.overflowY !== "visible" || style.maxHeight !== "none"
    || frame.scrollWidth > 2 * window.innerWidth;
}).map(frame => frame.querySelector("caption").textContent)"""


@pytest.fixture
def demonstration(transactional_db: None, clock: MovableClock) -> User:
    """The supervisor of invented offices with requests in every channel."""
    clock.move_to(factories.moment(TODAY))
    load_reference()
    call_command("demo_accounts", stdout=io.StringIO())
    files = sorted((Path(settings.FIXTURE_DIR) / "demonstration").glob("*.csv"))
    load([SourceFile.read(file) for file in files], by=None, recorded_at=factories.RECORDED_AT)
    call_command(
        "generate_demonstration", f"--requests={REQUESTS}", "--seed=1", "--bulk", stdout=io.StringIO()
    )
    return User.objects.get(email="supervisor@example.org")


@pytest.mark.django_db(transaction=True)
def test_every_report_fits_every_screen_and_paper_and_is_accessible(
    demonstration: User, browse: Open
) -> None:
    """Two sessions of one sign-in each: under the strict policy, whose faults fail the test, and measured by axe."""
    strict = signed_in(browse(width=PHONE), demonstration)
    measured = signed_in(browse(width=PHONE, bypass=True), demonstration)
    found: list[str] = []
    for slug in REPORTS:
        _open(strict, slug)
        found += sideways(strict) + _on_paper(strict)
        _open(measured, slug)
        found += findings_on_both_screens(measured)
    assert not found, "\n\n".join(found)


def _open(page: Page, slug: str) -> None:
    answer = page.goto(reverse("report", args=[slug]))
    assert answer
    assert answer.status == 200
    assert page.locator(".report-table > tbody > tr").count(), f"{slug} has nothing to show"


def _on_paper(page: Page) -> list[str]:
    """What paper cannot scroll must not be cut off, and the question is no form any more."""
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.emulate_media(media="print")
    cut = page.locator(".report-frame").evaluate_all(CUT_OFF)
    assert not page.locator(".filters").is_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": PHONE, "height": 900})
    return [f"{page.url} on paper: {words}" for words in cut]
