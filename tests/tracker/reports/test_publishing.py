"""Published figures: who publishes them, kept as they were, read by whoever counts them anyway."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.casework.post import Post
from tests.tracker.reports.publishing import (
    API,
    ASKED,
    PUBLISH,
    PUBLISHED,
    program,
    signed_in,
    withdrawn_late,
)
from tests.tracker.web.report_pages import file_of, text_of
from tracker.accounts.choices import Scope
from tracker.casework.models import AssistanceRequest
from tracker.reports.models import Publication
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db


def test_what_is_published_says_before_what_it_counts(
    client: Client, post: Post, letter: AssistanceRequest, clock: MovableClock
) -> None:
    clock.move_to(factories.moment(PUBLISHED, 12))
    words = text_of(signed_in(client, post.supervisor), PUBLISH)
    assert "Publish these figures?" in words
    assert "Office BEJ (BEJ)" in words
    assert "No rate under 1" in words
    assert "1 pending on 30 Apr 2026" in words
    assert not Publication.objects.exists()
    assert "/reports/flow/publish/?" in client.get(f"/reports/flow/?{ASKED}").content.decode()


def test_it_stays_as_it_was_in_page_and_files(
    client: Client, published: str, post: Post, letter: AssistanceRequest
) -> None:
    before = text_of(client, published)
    assert "1 pending on 30 Apr 2026: 0 carried forward + 1 new + 0 reopened − 0 closed" in before
    assert "would be" not in before
    assert "No rate under 1" in before
    withdrawn_late(post, letter)
    assert "1 pending on 30 Apr 2026: 0 carried forward + 1 new + 0 reopened − 0 closed" in text_of(
        client, published
    )
    lines = file_of(client, f"{published.rstrip('/')}.csv")
    row = Publication.objects.get()
    for told in (["Published by", "Sue"], ["Offices counted", "BEJ"], ["Publication", str(row.uuid)],
                 ["As of", "2026-04-30"]):  # fmt: skip
        assert told in lines, told
    assert any(line[:3] == ["Whole period", "", "0"] for line in lines)
    for ending, start in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        assert client.get(f"{published.rstrip('/')}.{ending}").content.startswith(start)
    assert client.get(f"{published.rstrip('/')}.doc").status_code == 404
    assert "/register/?" not in client.get(published).content.decode()


@pytest.mark.parametrize(
    ("role", "where", "reads"),
    [
        (Role.OFFICER, "BEJ", True),
        (Role.SUPERVISOR, "HQ", True),
        (Role.AUDITOR, "HQ", True),
        (Role.OFFICER, "HQ", False),
        (Role.ADMINISTRATOR, "BEJ", False),
        (Role.SUPERVISOR, "KYI", False),
    ],
)
def test_who_counts_the_offices_reads_what_they_published(
    client: Client, published: str, role: Role, where: str, reads: bool
) -> None:
    user = factories.user("Eve", role=role, office=factories.office(where))
    signed_in(client, user)
    uuid = Publication.objects.get().uuid
    assert client.get(published).status_code == (200 if reads else 404)
    assert client.get(f"{published.rstrip('/')}.csv").status_code == (200 if reads else 404)
    assert ("1 pending on 30 Apr 2026" in text_of(client, "/reports/published/")) is reads
    caller = program(user)
    assert bool(caller.get(API).json()["results"]) is reads
    for address in (f"{API}{uuid}/", f"{API}{uuid}/restatement/", f"{API}{uuid}/csv/", f"{API}{uuid}/xlsx/"):
        assert caller.get(address).status_code == (200 if reads else 404), address


def test_figures_of_offices_below_are_not_shown_to_officers_of_the_one_above(
    client: Client, clock: MovableClock, post: Post, letter: AssistanceRequest
) -> None:
    clock.move_to(factories.moment(PUBLISHED, 12))
    head = factories.user("Max", role=Role.SUPERVISOR, office=post.above)
    address = signed_in(client, head).post(PUBLISH, {"key": str(uuid4())})["Location"]
    assert {row.office.code for row in Publication.objects.get().counted.all()} == {"BEJ", "HQ"}
    assert client.get(address).status_code == 200
    for user in (factories.user("Eve", role=Role.OFFICER, office=post.above), post.officer, post.supervisor):
        assert signed_in(client, user).get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_supervisors_publish(client: Client, post: Post, letter: AssistanceRequest, role: Role) -> None:
    user = factories.user("Eve", role=role, office=post.office)
    signed_in(client, user)
    assert client.get(PUBLISH).status_code == 403
    assert client.post(PUBLISH, {"key": str(uuid4())}).status_code == 403
    assert "publish/" not in client.get(f"/reports/flow/?{ASKED}").content.decode()
    answer = program(user).post(API, {"report": "flow"}, format="json")
    assert answer.status_code in (403, 409, 422)
    assert not Publication.objects.exists()


def test_programs_publish_any_report_once_for_a_key(
    clock: MovableClock, post: Post, letter: AssistanceRequest
) -> None:
    clock.move_to(factories.moment(PUBLISHED, 12))
    caller = program(post.supervisor)
    body: dict[str, Any] = {"report": "response-rate", "question": {"by": "jurisdiction", "minimum": "1"}}
    key = {"Idempotency-Key": str(uuid4())}
    first, again = (caller.post(API, body, format="json", headers=key) for _twice in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert Publication.objects.count() == 1
    told = caller.get(first.json()["uuid"].join([API, "/"])).json()
    assert (told["question"]["as_of"], told["offices"]) == ("2026-05-01", ["BEJ"])
    (row,) = told["answer"]["tables"][0]["rows"]
    assert (row["code"], row["values"][0]["value"], row["values"][0]["rows"]) == ("CN", 1, None)
    assert told["answer"]["figures"][0]["rows"] is None
    for wrong in ({"by": "moon"}, {"colour": "red"}, {"as_of": "2030-01-01"}):
        answer = caller.post(API, {"report": "flow", "question": wrong}, format="json")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer" if "pointer" in answer.json()["errors"][0] else "detail"]
    assert program(post.supervisor, {Scope.REPORTS}).post(API, body, format="json").status_code == 403


def test_a_page_that_is_sent_twice_publishes_once(
    client: Client, clock: MovableClock, post: Post, letter: AssistanceRequest
) -> None:
    clock.move_to(factories.moment(PUBLISHED, 12))
    page = signed_in(client, post.supervisor).get(PUBLISH).content.decode()
    (key,) = re.findall(r'name="key" value="([^"]+)"', page)
    first, again = (client.post(PUBLISH, {"key": key}) for _twice in range(2))
    assert first["Location"] == again["Location"]
    assert Publication.objects.count() == 1
    assert client.post(PUBLISH.replace("year", "month"), {"key": key}).status_code == 422
    for none in ({}, {"key": "x"}):
        assert "Publish these figures?" in client.post(PUBLISH, none).content.decode()
    assert Publication.objects.count() == 1
    assert client.post(PUBLISH, {"key": str(uuid4())})["Location"] != first["Location"]


def test_the_list_is_turned_to_older_and_newer_ones(
    client: Client, published: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.web.reports.publications.A_PAGE", 1)
    assert turned(client, "/reports/published/") == []
    newer = client.post(PUBLISH, {"key": str(uuid4())})["Location"]
    html = client.get("/reports/published/").content.decode()
    assert newer in html
    assert published not in html
    (following,) = turned(client, "/reports/published/")
    html = client.get(f"/reports/published/{following}").content.decode()
    assert published in html
    assert newer not in html
    assert len(turned(client, f"/reports/published/{following}")) == 1


def turned(client: Client, address: str) -> list[str]:
    """Where the page leads to others of its list."""
    html = client.get(address).content.decode()
    return [unescape(one) for one in re.findall(r'<a href="([^"]+)" rel="(?:prev|next)">', html)]


def test_nothing_is_published_of_nothing(client: Client, clock: MovableClock, post: Post) -> None:
    clock.move_to(factories.moment(PUBLISHED, 12))
    answer = signed_in(client, post.supervisor).post(PUBLISH, {"key": str(uuid4())})
    assert answer.status_code == 422
    assert "There is nothing to publish" in re.sub(r"\s+", " ", answer.content.decode())
