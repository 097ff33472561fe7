"""A real browser before a real server, watched: no console error, no refused resource, no request to another host."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.cases import Cases, load_reference, make_cases
from tests.browser.people import People, make_people
from tests.browsers import ARGUMENTS, chromium
from tests.clocks import MovableClock

# Playwright's own loop runs in this thread; Django takes that for an async context.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SECONDS = 90_000
expect.set_options(timeout=SECONDS)
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def people(transactional_db: None) -> People:
    """An office in Beijing under its headquarters, with one person of each role."""
    return make_people()


@pytest.fixture
def cases(people: People, clock: MovableClock) -> Cases:
    """Requests in every state, on a day on which some are late."""
    return make_cases(people, clock)


@pytest.fixture
def directory(people: People) -> None:
    """The directory as it is shipped, with its long names and many rows."""
    load_reference()


@pytest.fixture
def browse(chrome: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Open a page of its own session; afterwards every fault that any of them met fails the test."""
    faults: list[str] = []
    contexts = []

    def open_page(
        *, width: int = 1440, theme: str = "light", javascript: bool = True, bypass: bool = False
    ) -> Page:
        context = chrome.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            java_script_enabled=javascript,
            bypass_csp=bypass,
            locale="en-GB",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS)
        _watch(page, live_server.url, faults)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def _watch(page: Page, own: str, faults: list[str]) -> None:
    def said(message: ConsoleMessage) -> None:
        # A refused form answers 4xx on purpose, which the browser notes as an error of loading.
        if message.type == "error" and "status of 4" not in message.text:
            faults.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(own):
            faults.append(f"another host: {request.url}")

    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("request", asked)


@pytest.fixture(autouse=True)
def _static_files_are_there() -> None:
    """Without the installed style sheets every look at a page would be meaningless."""
    vendor = Path(__file__).parents[2] / "tracker" / "static" / "vendor" / "tabler"
    assert vendor.exists(), "Run `make setup` first."
