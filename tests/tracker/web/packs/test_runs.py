"""The pages of packs that were asked for: waiting, ready, failed, listed; and who finds them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.packs.asked import FATF, IN_2020, TODAY, file_of, made
from tests.tracker.web.report_pages import text_of
from tracker.accounts.models import AccountEvent, Membership, Office, User
from tracker.jobs import tasks
from tracker.packs.models import PackRun, PackState
from tracker.packs.services import MOST, making
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

ASKED = {"from": "2020-01-01", "until": "2020-12-31", "as_of": "2026-03-02", "minimum": "5"}


def ask(client: Client, **more: str) -> Any:
    return client.post(FATF, {**ASKED, **more})


def failed(client: Client, monkeypatch: pytest.MonkeyPatch) -> str:
    address = str(ask(client).headers["Location"])
    with monkeypatch.context() as patch:
        patch.setattr(making, "filled", lambda *_given: 1 / 0)
        for _ in range(4):
            tasks.make_packs()
    return address


def test_it_is_asked_for_waits_and_is_shown(page: Client) -> None:
    assert "Put it together" in text_of(page, f"{FATF}?{IN_2020}")
    address = ask(page).headers["Location"]
    waiting = page.get(address).content.decode()
    assert "asked for on 2 Mar 2026, 12:00 and is being put together" in text_of(page, address)
    assert f'hx-get="{address}" hx-trigger="every 2s"' in waiting, "shows it by itself"
    assert f'<a href="{address}">Look again</a>' in waiting, "without script by a link"
    tasks.make_packs()
    ready = page.get(address).content.decode()
    assert "1.2 Requests received, by jurisdiction" in text_of(page, address)
    for gone in ("every 2s", "Look again", "being put together"):
        assert gone not in ready


def test_a_double_click_leads_to_the_same_page(page: Client) -> None:
    assert ask(page).headers["Location"] == ask(page).headers["Location"]
    assert PackRun.objects.count() == 1


def test_a_failure_says_so_and_is_tried_again(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = failed(page, monkeypatch)
    assert "could not be put together" in text_of(page, address)
    assert "Try again" in text_of(page, address)
    assert page.get(file_of(address, "pdf")).status_code == 404
    answer = page.post(f"{address}again/", follow=True)
    assert "being put together" in answer.content.decode()
    tasks.make_packs()
    assert "1.2 Requests received" in text_of(page, address)


def test_it_is_made_anew_and_the_old_one_stays(page: Client, clock: MovableClock) -> None:
    address = made(page, "fatf", IN_2020)
    clock.advance(days=1)
    anew = page.post(f"{address}anew/").headers["Location"]
    assert anew != address
    tasks.make_packs()
    assert "As of 3 Mar 2026" in text_of(page, anew)
    assert "As of 2 Mar 2026" in text_of(page, address)


def test_the_list_says_period_day_and_state_of_each(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "You have asked for no pack yet" in text_of(page, reverse("packs"))
    failed(page, monkeypatch)
    made(page, "t-cy", f"{IN_2020}&hide_under=5&as_of=2021-06-30")
    ask(page, minimum="7")
    words = text_of(page, reverse("packs"))
    for said in (
        "could not be put together",
        "ready",
        "being put together",
        "1 Jan 2020 – 31 Dec 2020 · counts under 5 hidden",
        "30 Jun 2021",
        f"Packs are deleted {settings.KEEP_DAYS} days after they were asked for.",
        "Make a new one",
        "Try again",
    ):
        assert said in words
    assert "30 Jun 2021" not in text_of(page, FATF), "of its kind only"


def test_too_many_are_refused_with_what_was_typed(page: Client) -> None:
    for minimum in range(1, MOST + 1):
        assert ask(page, minimum=str(minimum)).status_code == 302
    answer = ask(page, minimum="99")
    assert answer.status_code == 422
    assert b"Wait for one of them" in answer.content
    assert b'value="99"' in answer.content
    tasks.make_packs()
    address = reverse("pack_run", args=[PackRun.objects.get(state=PackState.DONE).uuid])
    ask(page, minimum="99")
    answer = page.post(f"{address}anew/", follow=True)
    assert b"Wait for one of them" in answer.content


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"hide_under": "1"}, "greater than or equal to 2"),
        ({"hide_under": "few"}, "Enter a whole number"),
        ({"as_of": "2026-03-03"}, "This day has not come yet"),
        ({"until": "2019-12-31"}, "The period ends before it begins"),
        ({"from": "2020-13-01"}, "Enter a valid date"),
    ],
)
def test_a_question_that_cannot_be_read_is_not_asked(page: Client, wrong: dict[str, str], said: str) -> None:
    answer = ask(page, **wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PackRun.objects.exists()


def test_what_a_page_sends_beside_the_question_is_no_part_of_it(page: Client) -> None:
    ask(page, csrfmiddlewaretoken="x", colour="red")
    assert PackRun.objects.get().question.keys() == ASKED.keys() - {"as_of"}


def test_it_is_its_readers_alone(page: Client, jersey: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ready, waiting = made(page, "fatf", IN_2020), ask(page, minimum="9").headers["Location"]
    other = Client()
    other.force_login(factories.user("Sue", role=Role.SUPERVISOR, office=jersey))
    for address in (ready, waiting):
        for foreign in (address, file_of(address, "pdf"), file_of(address, "xlsx")):
            assert other.get(foreign).status_code == 404
        for act in ("again", "anew"):
            assert other.post(f"{address}{act}/").status_code == 404
    assert "2020" not in text_of(other, reverse("packs"))
    Membership.objects.filter(user__name="Jo").update(until_on=TODAY)
    for address in (ready, file_of(ready, "pdf"), waiting):
        assert page.get(address).status_code == 404
    assert page.post(f"{ready}anew/").status_code == 404
    assert "You have asked for no pack yet" in text_of(page, reverse("packs"))
    assert PackRun.objects.count() == 2


def test_files_are_taken_on_record(page: Client, jo: User) -> None:
    address = made(page, "fatf", IN_2020)
    page.get(address)
    assert page.get(file_of(address, "xlsx")).status_code == 200
    assert page.get(file_of(address, "docx")).status_code == 404
    (line,) = AccountEvent.objects.filter(kind="pack_taken")
    assert (line.by, line.data["form"], line.data["pack"]) == (jo, "xlsx", address.split("/")[-2])


def test_there_is_no_other_pack(page: Client) -> None:
    for address in ("/reports/packs/no-such/", f"/reports/packs/{uuid4()}/", f"/reports/packs/{uuid4()}.pdf"):
        assert page.get(address).status_code == 404
    assert page.post("/reports/packs/no-such/", ASKED).status_code == 404
    address = ask(page).headers["Location"]
    for act in ("again", "anew"):
        assert page.get(f"{address}{act}/").status_code == 405


def test_strangers_are_sent_away(client: Client) -> None:
    for address in (reverse("packs"), FATF, f"/reports/packs/{uuid4()}/", f"/reports/packs/{uuid4()}.pdf"):
        assert client.get(address).status_code == 302
    assert client.post(FATF, ASKED).status_code == 302
    assert not PackRun.objects.exists()


def test_reading_costs_the_same_whatever_was_counted(
    page: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = made(page, "fatf", IN_2020)
    for asked in (address, file_of(address, "xlsx"), reverse("packs"), FATF):
        with django_assert_max_num_queries(22):
            page.get(asked)
    for minimum in range(1, 4):
        made(page, "fatf", f"{IN_2020}&minimum={minimum}")
    with django_assert_max_num_queries(22):
        page.get(reverse("packs"))
