"""Register, worklist and overdue: what is shown, that every figure equals its drill-down, and for whom."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tracker.accounts.models import Office, User
from tracker.casework.models import AssistanceRequest
from tracker.outbox.models import MailKind, MailState, OutboxMessage
from tracker.outbox.services import draft, enqueue
from tracker.reminders.models import MarkState, ReminderMark
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)
LATER = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@dataclass(frozen=True)
class World:
    """Two offices under one head; one of each role that matters."""

    beijing: Office
    kyiv: Office
    officer: User
    outsider: User
    supervisor: User
    letters: tuple[AssistanceRequest, ...]
    elsewhere: AssistanceRequest


@pytest.fixture
def world(clock: MovableClock) -> World:
    head = factories.office("HQ")
    beijing = factories.office("BEJ", parent=head)
    kyiv = factories.office("KYI", parent=head)
    officer = factories.user("Ann", role=Role.OFFICER, office=beijing)
    outsider = factories.user("Bob", role=Role.OFFICER, office=kyiv)
    supervisor = factories.user("Sue", role=Role.SUPERVISOR, office=head)
    letters = tuple(
        factories.sent(
            officer=officer, supervisor=supervisor, office=beijing, on=MARCH, title=f"Letter {name}"
        )
        for name in ("alpha", "beta", "gamma")
    )
    elsewhere = factories.sent(
        officer=outsider, supervisor=supervisor, office=kyiv, on=MARCH, to="UA", title="Kyiv only"
    )
    factories.opened(by=officer, office=beijing, on=dt.date(2026, 11, 18), title="Fresh draft")
    clock.move_to(LATER)
    return World(beijing, kyiv, officer, outsider, supervisor, letters, elsewhere)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def references_in(page: str) -> set[str]:
    return set(re.findall(r'class="reference"[^>]*>([A-Z]+-\d{4}-\d{4})<', page))


@pytest.mark.parametrize("name", ["worklist", "register", "register_csv", "overdue", "directory"])
def test_nobody_sees_a_list_without_signing_in(name: str) -> None:
    response = Client().get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("role", "name"), [(Role.AUDITOR, "log"), (Role.ADMINISTRATOR, "admin:index"), (None, "register")]
)
def test_who_works_in_no_office_has_no_worklist_and_comes_to_what_is_theirs(
    world: World, role: Role | None, name: str
) -> None:
    somebody = factories.user("Sam", role=role, office=world.beijing if role else None)
    response = signed_in(somebody).get(reverse("worklist"))
    assert (response.status_code, response["Location"]) == (302, reverse(name))
    assert signed_in(somebody).get(response["Location"]).status_code == 200


def test_each_sees_the_requests_of_their_offices_only(world: World) -> None:
    mine = {letter.reference for letter in world.letters}
    register = reverse("register")
    assert mine <= references_in(text_of(signed_in(world.officer), register))
    assert world.elsewhere.reference not in references_in(text_of(signed_in(world.officer), register))
    assert references_in(text_of(signed_in(world.outsider), register)) == {world.elsewhere.reference}
    assert mine | {world.elsewhere.reference} <= references_in(text_of(signed_in(world.supervisor), register))


def test_the_choices_of_the_filters_tell_nothing_of_other_offices(world: World) -> None:
    page = text_of(signed_in(world.outsider), reverse("register"))
    assert ">Ann<" not in page
    assert 'value="BEJ"' not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=overdue", {"Letter alpha", "Letter beta", "Letter gamma"}),
        ("stage=draft", {"Fresh draft"}),
        ("q=B%C3%89TA", {"Letter beta"}),
        ("q=letter&stage=draft", set()),
        ("jurisdiction=CN&state=open", {"Letter alpha", "Letter beta", "Letter gamma", "Fresh draft"}),
        ("sent_from=2026-03-03", set()),
        ("outcome_group=open_overdue&as_of=2026-11-01", {"Letter alpha", "Letter beta", "Letter gamma"}),
        ("outcome_group=open_not_due&as_of=2026-04-01", {"Letter alpha", "Letter beta", "Letter gamma"}),
    ],
)
def test_the_register_shows_what_the_filter_keeps(world: World, query: str, expected: set[str]) -> None:
    exported = (
        signed_in(world.officer).get(f"{reverse('register_csv')}?{query}").getvalue().decode("utf-8-sig")
    )
    rows = list(csv.DictReader(io.StringIO(exported)))
    assert {row["Title"] for row in rows} == expected
    page = text_of(signed_in(world.officer), f"{reverse('register')}?{query}")
    assert references_in(page) == {row["Our reference"] for row in rows}


@pytest.mark.parametrize(
    "query", ["state=forged", "sent_from=yesterday", "year=banana", "authority=1", "after=x", "late=9"]
)
def test_a_filter_that_cannot_be_read_narrows_nothing_and_breaks_nothing(world: World, query: str) -> None:
    page = text_of(signed_in(world.officer), f"{reverse('register')}?{query}")
    assert {letter.reference for letter in world.letters} <= references_in(page)


def test_how_late_is_said_in_the_words_of_the_dashboard(world: World) -> None:
    page = text_of(signed_in(world.officer), f"{reverse('register')}?late=366-")
    assert '<span class="chip-name">Days late</span> over a year' in page


def test_pages_by_key_show_every_row_once_in_both_directions(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.web.lists.register.PAGE_SIZE", 2)
    client = signed_in(world.officer)
    for sort in ("-opened", "opened", "late", "-sent", "held", "moved", "-moved"):
        seen: list[set[str]] = []
        path: str | None = f"{reverse('register')}?sort={sort}"
        while path:
            page = text_of(client, path)
            seen.append(references_in(page))
            following = re.search(r'href="(\?[^"]*)" rel="next"', page)
            path = reverse("register") + following[1].replace("&amp;", "&") if following else None
        assert len(seen) > 1
        assert sum(len(page) for page in seen) == len(set().union(*seen)) == 4
        back = re.search(r'href="(\?[^"]*)" rel="prev"', page)
        assert back
        assert references_in(text_of(client, reverse("register") + back[1].replace("&amp;", "&"))) == seen[-2]


def test_an_export_runs_no_formula(world: World) -> None:
    factories.opened(
        by=world.officer, office=world.beijing, on=MARCH, title='=HYPERLINK("http://127.0.0.1","x")'
    )
    exported = (
        signed_in(world.officer).get(f"{reverse('register_csv')}?q=hyperlink").getvalue().decode("utf-8-sig")
    )
    assert next(csv.DictReader(io.StringIO(exported)))["Title"].startswith("'=HYPERLINK")


@pytest.mark.parametrize("who", ["officer", "outsider", "supervisor"])
@pytest.mark.parametrize("name", ["overdue", "worklist"])
def test_every_number_equals_its_drill_down(world: World, who: str, name: str) -> None:
    client = signed_in(getattr(world, who))
    page = text_of(client, reverse(name))
    links = re.findall(
        r'<a[^>]*href="(/register/\?[^"]+)"[^>]*>\s*(?:<span class="figure-value[^"]*">)?(\d+)<', page
    )
    assert links
    for address, number in links:
        exported = client.get(address.replace("&amp;", "&").replace("/register/", "/register.csv")).getvalue()
        rows = list(csv.DictReader(io.StringIO(exported.decode("utf-8-sig"))))
        assert len(rows) == int(number), address


def test_the_worklist_says_what_needs_me_and_leads_to_where_it_is_done(world: World) -> None:
    page = text_of(signed_in(world.officer), reverse("worklist"))
    assert "They owe us" in page
    assert "Finish and submit" in page
    draft = AssistanceRequest.objects.get(title="Fresh draft")
    assert reverse("request_action", args=[draft.uuid, "submit"]) in page
    assert "Nothing needs you today" not in page
    assert "the first" not in page
    assert "Letter alpha" not in text_of(signed_in(world.supervisor), reverse("worklist"))


def test_what_is_lost_is_shown_however_much_else_is_late(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_on = dt.date(2026, 10, 1)
    kept = factories.sent(
        officer=world.officer, supervisor=world.supervisor, office=world.beijing, on=kept_on,
        items=("PRES",), channel="network_24_7", instrument="budapest", title="Kept logs", to="EE",
    )  # fmt: skip
    factories.done(kept, "confirm_preservation", by=world.officer, on=kept_on, items=("1",))
    monkeypatch.setattr("tracker.casework.worklist.SECTION_SIZE", 1)
    page = signed_in(world.officer).get(reverse("worklist"))
    [task] = next(section for section in page.context["sections"] if section.key == "expiring").tasks
    assert task.row.assistance_request.title == "Kept logs"
    assert "the first 1" in page.content.decode()


def test_one_request_with_very_many_things_hides_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title, day, number in (("Many accounts", 1, 9), ("One account", 2, 1)):
        kept_on = dt.date(2026, 10, day)
        kept = factories.sent(
            officer=world.officer, supervisor=world.supervisor, office=world.beijing, on=kept_on,
            items=("PRES",) * number, channel="network_24_7", instrument="budapest", title=title, to="EE",
        )  # fmt: skip
        things = tuple(str(place) for place in range(1, number + 1))
        factories.done(kept, "confirm_preservation", by=world.officer, on=kept_on, items=things)
    # Twice as many deadlines are read as rows are shown, and the first request has more than these.
    monkeypatch.setattr("tracker.casework.worklist.SECTION_SIZE", 4)
    page = signed_in(world.officer).get(reverse("worklist"))
    tasks = next(section for section in page.context["sections"] if section.key == "expiring").tasks
    assert [task.row.assistance_request.title for task in tasks] == ["Many accounts", "One account"]


def test_a_supervisor_finds_the_approvals_that_wait(world: World) -> None:
    draft = AssistanceRequest.objects.get(title="Fresh draft")
    factories.done(draft, "submit", by=world.officer, on=dt.date(2026, 11, 19))
    page = text_of(signed_in(world.supervisor), reverse("worklist"))
    assert reverse("request_action", args=[draft.uuid, "approve"]) in page


@pytest.mark.parametrize(("name", "limit"), [("register", 16), ("overdue", 23), ("worklist", 16)])
def test_queries_do_not_grow_with_rows(world: World, name: str, limit: int) -> None:
    client = signed_in(world.supervisor)
    client.get(reverse(name))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse(name))
    for number in range(4):
        factories.sent(
            officer=world.officer,
            supervisor=world.supervisor,
            office=world.beijing,
            on=MARCH,
            title=f"More {number}",
        )
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(name))
    assert len(many) == len(few) == limit


def failed_reminder(letter: AssistanceRequest, recipient: User) -> OutboxMessage:
    """A reminder whose mail the server refused for good."""
    message = draft(
        kind=MailKind.REMINDER,
        recipient=recipient,
        template="reminder",
        params={},
        at=factories.moment(dt.date(2026, 4, 2)),
    )
    enqueue([message])
    OutboxMessage.objects.filter(pk=message.pk).update(state=MailState.FAILED, last_error="550 no such user")
    deadline = letter.deadlines.open().order_by("late_from")[0]
    ReminderMark.objects.create(
        deadline=deadline,
        step="due",
        recipient=recipient,
        state=MarkState.SENT,
        message=message,
        created_at=message.created_at,
    )
    return message


def test_supervisors_see_what_was_not_delivered_and_send_it_again(world: World) -> None:
    message = failed_reminder(world.letters[0], world.officer)
    client = signed_in(world.supervisor)
    assert "550 no such user" in text_of(client, reverse("undelivered"))
    assert re.search(
        r'href="/overdue/reminders/">\s*<span class="figure-value[^"]*">1<',
        text_of(client, reverse("overdue")),
    )
    retry = reverse("undelivered_retry", args=[message.uuid])
    assert signed_in(world.officer).get(reverse("undelivered")).status_code == 404
    assert signed_in(world.officer).post(retry).status_code == 404
    assert client.post(retry).status_code == 302
    assert OutboxMessage.objects.get(pk=message.pk).state == MailState.QUEUED
    assert "No reminder has failed" in text_of(client, reverse("undelivered"))
