"""The content security policy: strict on every page, and in force."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.cases import Cases
from tests.browser.conftest import Open
from tests.browser.people import People
from tests.browser.tour import signed_in

PAGES = ("/", "/register/", "/requests/new/", "/reports/response-rate/", "/directory/", "/no-such-page/")
WRITE_A_SCRIPT = """() => {
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.head.append(script);
  return window.ran === true;
}"""


@pytest.mark.django_db(transaction=True)
def test_the_policy_allows_nothing_inline_and_no_other_host(
    people: People, cases: Cases, browse: Open
) -> None:
    officer = signed_in(browse(), people.officer)
    administrator = signed_in(browse(), people.administrator)
    for page, address in [(officer, address) for address in PAGES] + [(administrator, "/admin/")]:
        answer = page.goto(address)
        assert answer
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, address
        assert not {"unsafe-inline", "unsafe-eval", "http:", "https:", "*"} & set(
            policy.replace("'", "").replace(";", "").split()
        ), address


@pytest.mark.django_db(transaction=True)
def test_a_script_that_somebody_writes_into_a_page_does_not_run(
    people: People, chrome: Browser, live_server: LiveServer
) -> None:
    # Not through `browse`: the refusal is what is wanted here.
    context = chrome.new_context(base_url=live_server.url)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/accounts/login/")
    assert page.evaluate(WRITE_A_SCRIPT) is False
    assert any("Content Security Policy" in words for words in complaints)
    context.close()
