"""The main job, played once from end to end as its people do it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.people import People, pick, sign_in
from tests.clocks import MovableClock
from tests.mail_server import Mailbox, mail_server
from tracker.casework.models import AssistanceRequest
from tracker.jobs import tasks

MARCH = dt.datetime(2026, 3, 2, 3, tzinfo=dt.UTC)
REQUEST_PAGE = re.compile(r"/requests/[0-9a-f-]{36}/$")
TITLE = "Server logs of a hosting company in Hangzhou"


def log_a_letter(page: Page) -> None:
    page.get_by_role("link", name="New request").first.click()
    pick(page, "jurisdiction", "China")
    page.locator("select[name=channel]").select_option("letter_exchange")
    # Typed while the answer to the choice above is still on its way: it must stay.
    page.get_by_label("Fallback: reciprocity or comity").fill("Reciprocity")
    page.get_by_label("Title").fill(TITLE)
    page.locator("#id_item-0-type").select_option("SUBS")
    page.locator("#id_item-0-custodian").fill("Hangzhou hosting company")
    page.locator("#id_offence-0-category").select_option("illegal_access")
    save(page)


def do(page: Page, title: str) -> None:
    """One action from the request's page; what happens less often is folded."""
    action = page.get_by_role("link", name=title).first
    if not action.is_visible():
        page.locator("summary", has_text=re.compile(r"\d+ more")).click()
    action.click()
    save(page)


def save(page: Page) -> None:
    """The one primary button of a form, and the request's page that follows."""
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(REQUEST_PAGE)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def deliver_mail(mailbox: Mailbox) -> None:
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=mailbox.port,
    ):
        tasks.sweep_reminders()
        tasks.send_outbox()


def rate_of(page: Page) -> str:
    page.get_by_role("link", name="Reports").first.click()
    page.get_by_role("link", name="Answered so far, of those sent").click()
    return page.get_by_role("main").inner_text()


def reminded(people: People, letter: AssistanceRequest, clock: MovableClock) -> None:
    """The officer is, on the morning after the day, and the supervisor later on; no mail says what it is about."""
    with mail_server() as mailbox:
        deliver_mail(mailbox)
        assert not mailbox.mails
        clock.move_to(MARCH + dt.timedelta(days=33))
        deliver_mail(mailbox)
        clock.advance(days=1)  # what can wait comes in the morning
        deliver_mail(mailbox)
        told = [mail for mail in mailbox.mails if mail["To"] and people.officer.email in mail["To"]]
        assert told
        assert all(letter.reference in f"{mail['Subject']} {mail.get_content()}" for mail in told)
        assert not any(TITLE in f"{mail['Subject']} {mail.get_content()}" for mail in told)
        clock.move_to(MARCH + dt.timedelta(days=230))
        deliver_mail(mailbox)
        assert any(people.supervisor.email in mail["To"] for mail in mailbox.mails)
        assert len(set(mailbox.message_ids)) == len(mailbox.message_ids)


def reassigned(supervisor: Page, letter: AssistanceRequest, colleague: str) -> None:
    """What is overdue is given to a colleague."""
    supervisor.goto("/overdue/")
    row = supervisor.get_by_role("row", name=re.compile(letter.reference))
    expect(row).to_contain_text("overdue by")
    row.get_by_role("link", name="Reassign").click()
    supervisor.locator("main select").first.select_option(label=colleague)
    save(supervisor)
    expect(supervisor.get_by_role("main")).to_contain_text(colleague)


@pytest.mark.django_db(transaction=True)
def test_a_letter_from_the_first_line_to_the_figure(
    people: People, browse: Open, clock: MovableClock
) -> None:
    clock.move_to(MARCH)
    officer = sign_in(browse(), people.officer)
    log_a_letter(officer)
    do(officer, "Submit for approval")
    letter = AssistanceRequest.objects.get(title=TITLE)
    address = f"/requests/{letter.uuid}/"
    expect(officer.get_by_role("link", name="Approve")).to_have_count(0)

    supervisor = sign_in(browse(), people.supervisor)
    supervisor.get_by_role("link", name=letter.reference).first.click()
    save(supervisor)

    officer.goto(address)
    do(officer, "Record the sending")
    for holder in ("Ministry of Foreign Affairs", "Police or prosecutor"):
        do(officer, "Hand over to the next stop")
        expect(officer.get_by_role("main")).to_contain_text(re.compile(f"held by.*{holder}", re.DOTALL))

    reminded(people, letter, clock)
    reassigned(supervisor, letter, people.colleague.name)

    before = rate_of(supervisor)
    colleague = sign_in(browse(), people.colleague)
    colleague.goto(address)
    colleague.get_by_role("link", name="Record an answer: executed").first.click()
    colleague.locator("main form input[type=checkbox]").first.check()
    save(colleague)
    expect(colleague.get_by_role("main")).to_contain_text(re.compile("answered", re.IGNORECASE))

    after = rate_of(supervisor)
    assert before != after
    figures = AssistanceRequest.objects.get(pk=letter.pk)
    assert (figures.outcome, figures.answered_on) == ("executed", dt.date(2026, 10, 18))
    supervisor.goto("/overdue/")
    expect(supervisor.get_by_role("main")).to_contain_text("Nothing is overdue")
