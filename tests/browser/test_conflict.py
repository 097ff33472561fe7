"""Two officers write on one request: the second sees what the first wrote, and loses nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cases import Cases
from tests.browser.conftest import Open
from tests.browser.people import People
from tests.browser.tour import signed_in
from tracker.casework.models import AssistanceRequest

FIRST = "Called the ministry; they have it."
SECOND = "The embassy says that it arrived."


def save(page: Page) -> None:
    page.locator("main form button.btn-primary").click()


@pytest.mark.django_db(transaction=True)
def test_two_notes_at_once(people: People, cases: Cases, browse: Open) -> None:
    address = f"/requests/{cases.letter.uuid}/"
    quick = signed_in(browse(), people.officer)
    slow = signed_in(browse(), people.colleague)
    for page, note in ((quick, FIRST), (slow, SECOND)):
        page.goto(f"{address}do/note/")
        page.locator("textarea[name=note]").fill(note)

    save(quick)
    expect(quick.get_by_role("heading", level=1)).to_have_text(cases.letter.title)
    save(slow)
    expect(slow.locator("[data-error-summary]")).to_be_focused()
    news = slow.locator("section.conflict")
    expect(news).to_contain_text(FIRST)
    expect(news).to_contain_text(people.officer.name)
    expect(slow.locator("textarea[name=note]")).to_have_value(SECOND)

    save(slow)
    expect(slow.get_by_role("heading", level=1)).to_have_text(cases.letter.title)
    timeline = slow.get_by_role("main")
    expect(timeline).to_contain_text(FIRST)
    expect(timeline).to_contain_text(SECOND)


@pytest.mark.django_db(transaction=True)
def test_the_dossier_changed_by_two(people: People, cases: Cases, browse: Open) -> None:
    address = f"/requests/{cases.draft.uuid}/"
    quick = signed_in(browse(), people.officer)
    slow = signed_in(browse(), people.colleague)
    for page in (quick, slow):
        page.goto(f"{address}edit/")
    quick.get_by_label("Title").fill("The better title")
    save(quick)
    expect(quick.get_by_role("heading", level=1)).to_have_text("The better title")

    slow.locator("textarea[name=facts]").fill("Four men sold cards.")
    slow.get_by_role("button", name="Add a person").click()
    slow.locator("#id_person-0-role").select_option("suspect")
    slow.locator("#id_person-0-name").fill("Wei Zhang")
    save(slow)
    expect(slow.locator("section.conflict")).to_contain_text(people.officer.name)
    expect(slow.locator("textarea[name=facts]")).to_have_value("Four men sold cards.")
    expect(slow.locator("#id_person-0-name")).to_have_value("Wei Zhang")
    slow.get_by_label("Title").fill("The better title")
    save(slow)
    expect(slow.get_by_role("heading", level=1)).to_have_text("The better title")

    row = AssistanceRequest.objects.get(pk=cases.draft.pk)
    assert (row.title, row.facts) == ("The better title", "Four men sold cards.")
    assert row.persons.get().name == "Wei Zhang"
