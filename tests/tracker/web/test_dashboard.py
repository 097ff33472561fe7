"""The overdue dashboard of several offices with restricted requests: each number, whoever reads it, equals its rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.dateformat import format as date_format

from tests import factories
from tests.clocks import MovableClock
from tracker.accounts.models import User
from tracker.casework import services
from tracker.casework.loads import OfficerLoad, work
from tracker.casework.models import AssistanceRequest
from tracker.casework.viewer import Viewer
from workflows.vocabulary import Direction, Role

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)
LATER = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
PEOPLE = ("both", "officer", "granted", "supervisor", "head_of_kyiv", "auditor", "administrator")


@pytest.fixture
def people(clock: MovableClock) -> dict[str, User]:
    """Letters of two offices, by three channels, late by months and by days; one closed, one of nobody, one granted."""
    head = factories.office("HQ", host="US")
    beijing, kyiv = (factories.office(code, parent=head) for code in ("BEJ", "KYI"))
    paris = factories.office("PAR", host="FR")
    people = {
        "both": factories.user("Bea Both", role=Role.OFFICER, office=beijing),
        "officer": factories.user("Ola Officer", role=Role.OFFICER, office=kyiv),
        "granted": factories.user("Gil Granted", role=Role.OFFICER, office=paris),
        "supervisor": factories.user("Sue Supervisor", role=Role.SUPERVISOR, office=head),
        "head_of_kyiv": factories.user("Kim Kyiv", role=Role.SUPERVISOR, office=kyiv),
        "auditor": factories.user("Abe Auditor", role=Role.AUDITOR, office=head),
        "administrator": factories.user("Ada Admin", role=Role.ADMINISTRATOR, office=head),
    }
    factories.membership(people["both"], kyiv, Role.OFFICER)
    by = {"officer": people["both"], "supervisor": people["supervisor"]}
    letter = factories.sent(**by, office=beijing, on=MARCH, title="Letter")
    factories.sent(**by, office=beijing, on=dt.date(2026, 9, 1), title="Later letter", to="UA")
    factories.sent(**by, office=kyiv, on=dt.date(2025, 9, 1), title="Old one", to="UA")
    kept = factories.sent(
        **by, office=beijing, on=dt.date(2026, 10, 1), items=("PRES",), channel="network_24_7",
        instrument="budapest", title="Preservation", to="EE",
    )  # fmt: skip
    factories.done(kept, "confirm_preservation", by=people["both"], on=dt.date(2026, 10, 1), items=("1",))
    factories.opened(
        by=people["officer"], office=kyiv, on=MARCH, direction=Direction.INCOMING, title="Theirs", to="UA"
    )
    nobodys = factories.sent(**by, office=kyiv, on=MARCH, title="Nobody's", to="UA")
    AssistanceRequest.objects.filter(pk=nobodys.pk).update(officer=None)
    ended = factories.sent(**by, office=beijing, on=MARCH, title="Given up")
    factories.done(
        ended, "withdraw", by=people["both"], on=dt.date(2026, 8, 1), texts={"reason": "Not needed"}
    )
    factories.opened(by=people["granted"], office=paris, on=MARCH, title="Paris only", to="FR")
    services.grant_access(
        letter, people["granted"], until_on=None, by=people["supervisor"],
        recorded_at=factories.moment(dt.date(2026, 3, 3)), seen_version=letter.version,
    )  # fmt: skip
    clock.move_to(LATER)
    return people


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def exported(client: Client, query: str) -> list[str]:
    file = client.get(f"{reverse('register_csv')}?{query}").getvalue().decode("utf-8-sig")
    return [row["Our reference"] for row in csv.DictReader(io.StringIO(file))]


def links(page: str) -> Iterator[tuple[int, str]]:
    """Each number that leads into the register, with the query that it leads to."""
    found = re.findall(
        r'<a[^>]*href="/register/\?([^"]+)"[^>]*>\s*(?:<span class="figure-value[^"]*">)?(\d+)<',
        page,
    )
    for query, number in found:
        yield int(number), query.replace("&amp;", "&")


def counts(answer: Any) -> Iterator[tuple[int, str]]:
    """Each number of an answer of the API that has rows, with their query."""
    if isinstance(answer, dict):
        if {"value", "rows"} <= answer.keys():
            yield answer["value"], answer["rows"]
        for part in answer.values():
            yield from counts(part)
    elif isinstance(answer, list):
        for part in answer:
            yield from counts(part)


@pytest.mark.parametrize("who", PEOPLE)
def test_each_number_is_that_of_its_rows_for_each_role(people: dict[str, User], who: str) -> None:
    client = signed_in(people[who])
    page = client.get(reverse("overdue"))
    assert page.status_code == 200
    told = list(counts(client.get("/api/v1/overdue/").json()))
    for number, query in (*links(page.content.decode()), *told):
        rows = exported(client, query)
        listed = client.get(f"/api/v1/requests/?page_size=200&{query}").json()["results"]
        assert len(rows) == len(listed) == number, query
        assert set(rows) == {row["reference"] for row in listed}, query
    seen = {number for number, _query in told}
    assert (seen == {0}) is (who in ("auditor", "administrator"))


def test_what_is_lost_within_thirty_days_has_its_figure_and_its_list(people: dict[str, User]) -> None:
    client = signed_in(people["both"])
    figures = {one["key"]: one["value"] for one in client.get("/api/v1/overdue/").json()["figures"]}
    assert (figures["ahead"], figures["lapses"]) == (1, 0)
    page = client.get(reverse("overdue"))
    assert [row.assistance_request.title for row in page.context["expiring"]] == ["Preservation"]


def test_what_is_lost_shows_its_last_safe_day_as_its_words_count(people: dict[str, User]) -> None:
    kept = AssistanceRequest.objects.get(title="Preservation")
    assert kept.due_on is not None
    last = kept.due_on - dt.timedelta(days=1)
    client = signed_in(people["both"])
    left = (last - LATER.date()).days
    for page in (client.get(reverse("overdue")), client.get(f"{reverse('register')}?q=preservation")):
        words = re.sub(r"<[^>]+>|\s+", " ", page.content.decode())
        assert f"expires in {left} days" in words
        assert date_format(last, "j M Y") in words
        assert date_format(kept.due_on, "j M Y") not in words
    listed = client.get(f"{reverse('register_csv')}?q=preservation&column=due_on").getvalue().decode()
    assert str(last) in listed


@pytest.mark.parametrize(("who", "may"), [("both", True), ("auditor", False), ("administrator", False)])
def test_only_who_may_log_requests_is_led_there(people: dict[str, User], who: str, *, may: bool) -> None:
    page = signed_in(people[who]).get(reverse("register")).content.decode()
    assert (reverse("request_new") in page) is may


@pytest.mark.parametrize(("who", "sees"), [("granted", True), ("auditor", False), ("administrator", False)])
def test_who_sees_no_request_is_not_told_that_none_is_overdue(
    people: dict[str, User], clock: MovableClock, who: str, *, sees: bool
) -> None:
    clock.move_to(factories.moment(dt.date(2026, 3, 3), 12))
    page = signed_in(people[who]).get(reverse("overdue")).content.decode()
    assert ("Nothing is overdue" in page) is sees
    assert ("No requests that you may see" in page) is not sees


def test_each_bar_leads_where_its_number_leads(people: dict[str, User]) -> None:
    page = signed_in(people["supervisor"]).get(reverse("overdue")).content.decode()
    bars = re.findall(
        r'(?s)<td><a href="([^"]+)" tabindex="-1" aria-hidden="true"><svg class="bar".*?<a href="([^"]+)"',
        page,
    )
    assert len(bars) > 5
    assert all(mark == number for mark, number in bars)


def test_page_and_api_say_the_same(people: dict[str, User]) -> None:
    client = signed_in(people["supervisor"])
    on_page = set(links(client.get(reverse("overdue")).content.decode()))
    unsorted = {(number, re.sub(r"&sort=[^&]+", "", query)) for number, query in on_page if number}
    told = counts(client.get("/api/v1/overdue/").json())
    assert unsorted == {(number, query) for number, query in told if number}


def test_what_was_granted_counts_and_nothing_beside_it(people: dict[str, User]) -> None:
    answer = signed_in(people["granted"]).get("/api/v1/overdue/").json()
    assert {one["office"]: one["open"]["value"] for one in answer["offices"]} == {"PAR": 1, "BEJ": 1}
    assert sum(one["value"] for one in answer["ageing"]) == 1


def test_load_and_backlog(people: dict[str, User]) -> None:
    found = work(Viewer(user=people["supervisor"], at=LATER))
    assert found.open == 6
    numbers = {
        (load.name, load.office.code): (
            load.open.value, load.overdue.value, load.opened.value, load.closed.value, load.backlog_months,
        )
        for load in found.officers
    }  # fmt: skip
    assert numbers == {
        ("Bea Both", "BEJ"): (3, 2, 4, 1, Decimal("36.0")),
        ("Bea Both", "KYI"): (1, 1, 0, 0, None),
        ("Ola Officer", "KYI"): (1, 1, 1, 0, None),
        ("", "KYI"): (1, 1, 1, 0, None),
    }
    assert {load.office.code: (load.open.value, load.closed.value) for load in found.offices} == {
        "BEJ": (3, 1),
        "KYI": (3, 0),
    }
    assert isinstance(found.officers[0], OfficerLoad)
    page = signed_in(people["supervisor"]).get(reverse("overdue")).content.decode()
    assert "nobody in charge" in page
    assert "n/a" in page
    assert "36.0" in page


def test_what_has_not_moved_is_counted_from_the_last_movement(people: dict[str, User]) -> None:
    viewer = Viewer(user=people["supervisor"], at=LATER)
    still = {entry.days: entry.counted.value for entry in work(viewer).still}
    assert still == {30: 6, 90: 4, 180: 4, 365: 1}
    row = AssistanceRequest.objects.get(title="Old one")
    factories.done(row, "note", by=people["both"], on=dt.date(2026, 11, 19), texts={"note": "They called"})
    still = {entry.days: entry.counted.value for entry in work(viewer).still}
    assert still == {30: 5, 90: 3, 180: 3, 365: 0}
