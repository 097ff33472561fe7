"""Who uses the program in the browser tests, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from tests import factories
from tracker.accounts.models import Office, User
from tracker.directory.models import AuthorityKind
from tracker.directory.services import save_authority
from workflows.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """One of each role."""

    beijing: Office
    officer: User
    colleague: User
    supervisor: User
    administrator: User
    auditor: User


def make_people() -> People:
    china = factories.jurisdiction("CN", name="China", search_name="china", region="Asia")
    head = factories.office("HQ")
    beijing = factories.office("BEJ", parent=head, time_zone="Asia/Shanghai")
    save_authority(
        "cn-mfa",
        jurisdiction=china,
        name="Ministry of Foreign Affairs",
        kind=AuthorityKind.FOREIGN_MINISTRY,
        source="Made for a test",
        as_of=factories.LONG_AGO,
        by=None,
        recorded_at=factories.RECORDED_AT,
    )
    return People(
        beijing=beijing,
        officer=factories.user("Ann Officer", role=Role.OFFICER, office=beijing, time_zone="Asia/Shanghai"),
        colleague=factories.user(
            "Carl Colleague", role=Role.OFFICER, office=beijing, time_zone="Asia/Shanghai"
        ),
        supervisor=factories.user("Sue Supervisor", role=Role.SUPERVISOR, office=head),
        administrator=factories.user("Ada Admin", role=Role.ADMINISTRATOR, office=head),
        auditor=factories.user("Sam Auditor", role=Role.AUDITOR, office=head),
    )


def sign_in(page: Page, user: User) -> Page:
    """Through the page, as people do."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1).wait_for()
    return page


def pick(page: Page, name: str, words: str) -> None:
    """Choose in a long list by typing, as its users do."""
    page.locator(f"select[name={name}] + .ts-wrapper .ts-control").click()
    page.keyboard.type(words)
    page.locator(".ts-dropdown .option", has_text=words).first.click()
