"""Published figures: kept as they were, read by whoever counts them anyway, restated with the entries that did it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import EVERYTHING, token_for
from tests.tracker.casework.post import MARCH, Post, made_post
from tests.tracker.reports.facts import fact
from tests.tracker.reports.things import asks
from tests.tracker.web.report_pages import file_of, text_of
from tracker.accounts.choices import Scope
from tracker.accounts.models import User
from tracker.casework import services
from tracker.casework.models import AssistanceRequest
from tracker.reports.models import Publication
from tracker.reports.registry import REPORTS
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, ItemType, Role

pytestmark = pytest.mark.django_db

D = dt.date
PUBLISHED = D(2026, 5, 1)
LATER = D(2026, 8, 1)
ASKED = "from=2026-01-01&until=2026-12-31&each=year&as_of=2026-04-30&minimum=1"
PUBLISH = f"/reports/flow/publish/?{ASKED}"
API = "/api/v1/publications/"


@pytest.fixture
def post() -> Post:
    return made_post()


@pytest.fixture
def letter(post: Post) -> AssistanceRequest:
    return post.sent(on=MARCH)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def published(client: Client, clock: MovableClock, post: Post, letter: AssistanceRequest) -> str:
    """The address of figures that the head published in May; it is August."""
    clock.move_to(factories.moment(PUBLISHED, 12))
    answer = signed_in(client, post.supervisor).post(PUBLISH, {"key": str(uuid4())})
    assert answer.status_code == 302
    clock.move_to(factories.moment(LATER, 12))
    return str(answer["Location"])


def program(user: User, scopes: Collection[Scope] = EVERYTHING) -> APIClient:
    """A client with a token that is still good in August."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_for(user, scopes, days=300)}")
    return client


def withdrawn_late(post: Post, row: AssistanceRequest) -> AssistanceRequest:
    late = factories.moment(D(2026, 6, 1))
    return post.done(row, "withdraw", D(2026, 4, 1), texts={"reason": "x"}, recorded_at=late)


def test_what_is_published_says_before_what_it_counts(
    client: Client, post: Post, letter: AssistanceRequest, clock: MovableClock
) -> None:
    clock.move_to(factories.moment(PUBLISHED, 12))
    words = text_of(signed_in(client, post.supervisor), PUBLISH)
    assert "Publish these figures?" in words
    assert "Office BEJ (BEJ)" in words
    assert "1 pending on 30 Apr 2026" in words
    assert not Publication.objects.exists()
    assert "/reports/flow/publish/?" in client.get(f"/reports/flow/?{ASKED}").content.decode()


def test_it_stays_as_it_was_in_page_and_files(
    client: Client, published: str, post: Post, letter: AssistanceRequest
) -> None:
    before = text_of(client, published)
    assert "1 pending on 30 Apr 2026: 0 carried forward + 1 new + 0 reopened − 0 closed" in before
    assert "would be" not in before
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


def test_a_late_entry_is_a_restatement_with_its_cause(
    client: Client, published: str, post: Post, letter: AssistanceRequest
) -> None:
    other = post.sent(on=D(2026, 3, 5))
    AssistanceRequest.objects.filter(pk=other.pk).update(office=post.above)
    other.spells.update(office=post.above)
    withdrawn_late(post, letter)
    post.done(post.sent(on=D(2026, 6, 5)), "withdraw", D(2026, 6, 6), texts={"reason": "x"})
    words = text_of(client, published)
    assert "Because of these entries, made since the publication" in words
    assert letter.reference in words
    assert "Withdrawn" in words
    changes = program(post.supervisor).get(f"{API}{Publication.objects.get().uuid}/restatement/").json()
    found = {(one["row"], one["column"]): (one["was"], one["now"]) for one in changes["changes"]}
    assert found["Whole period", "Pending"] == ("1", "0")
    assert found["Whole period", "Closed"] == ("0", "1")
    assert found["Withdrawn", "Closed"] == (None, "1")
    (cause,) = changes["causes"]
    assert (cause["reference"], [one["kind"] for one in cause["events"]]) == (letter.reference, ["withdrawn"])
    assert (changes["hidden"], changes["is_unexplained"], changes["can_be_asked"]) == (0, False, True)


def test_a_request_that_had_not_been_included(client: Client, published: str, post: Post) -> None:
    row = services.open_request(
        office=post.office,
        direction=Direction.INCOMING,
        channel="treaty",
        dossier=services.Dossier(
            columns={
                "jurisdiction": factories.jurisdiction("EE"),
                "title": "Late",
                "legal_basis": "Reciprocity",
            },
            items=(services.ItemDraft(type="SUBS"),),
        ),
        by=post.officer,
        occurred=Occurred(on=D(2026, 3, 3), zone="UTC"),
        recorded_at=factories.moment(D(2026, 6, 1)),
    )
    words = text_of(client, published)
    assert "What has changed, and why" in words
    assert row.reference in words


def test_requests_that_one_may_not_see_are_counted_and_not_named(
    client: Client, published: str, post: Post, letter: AssistanceRequest
) -> None:
    withdrawn_late(post, letter)
    auditor = factories.user("Eve", role=Role.AUDITOR, office=post.office)
    words = text_of(signed_in(client, auditor), published)
    assert "1 request that you may not open is a cause as well." in words
    assert letter.reference not in words


def test_what_no_entry_explains_is_said(
    client: Client, published: str, post: Post, letter: AssistanceRequest
) -> None:
    letter.spells.update(channel="treaty")
    words = text_of(client, published)
    assert "No entry about these days accounts for it" in words


def test_hours_that_still_ran_are_no_restatement(client: Client, clock: MovableClock, post: Post) -> None:
    """What waited for an hour at noon had not waited until midnight: nothing was recorded since."""
    noon = factories.moment(PUBLISHED, 12)
    for hours, acted in ((30, noon - dt.timedelta(hours=24)), (1, None)):
        sent = noon - dt.timedelta(hours=hours)
        fact(post.office, sent.date()).spells.update(
            urgency="urgent", sent_at=sent, acted_at=acted, acted_on=acted and acted.date()
        )
    clock.move_to(noon)
    asked = f"/reports/urgent-requests/publish/?as_of={PUBLISHED}&minimum=1"
    assert signed_in(client, post.supervisor).post(asked, {"key": str(uuid4())}).status_code == 302
    clock.move_to(factories.moment(LATER, 12))
    told = program(post.supervisor).get(f"{API}{Publication.objects.get().uuid}/restatement/").json()
    assert (told["changes"], told["can_be_asked"]) == ([], True)


def test_rows_of_one_code_are_told_apart_when_their_order_changes(
    client: Client, clock: MovableClock, post: Post
) -> None:
    """A type stands in a row for each channel, most requests first: more by the treaty are none less by letter."""

    def sent(channel: str, number: int) -> None:
        for _time in range(number):
            asks(fact(post.office, MARCH, channel=channel), ItemType.SUBSCRIBER)

    sent("letter_exchange", 2)
    sent("treaty", 1)
    clock.move_to(factories.moment(PUBLISHED, 12))
    asked = f"/reports/channel-comparison/publish/?as_of={PUBLISHED}&minimum=5"
    assert signed_in(client, post.supervisor).post(asked, {"key": str(uuid4())}).status_code == 302
    sent("treaty", 2)
    told = program(post.supervisor).get(f"{API}{Publication.objects.get().uuid}/restatement/").json()
    found = [
        (one["was"], one["now"])
        for one in told["changes"]
        if one["table"] == "By type and channel" and one["column"] == "Sent"
    ]
    assert found == [("1", "3")]


def test_a_question_that_is_no_longer_understood(
    client: Client, published: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = {slug: one for slug, one in REPORTS.items() if slug != "flow"}
    monkeypatch.setattr("tracker.reports.restating.REPORTS", without)
    words = text_of(client, published)
    assert "This question cannot be asked any more" in words
    assert "1 pending on 30 Apr 2026" in words


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


def test_nothing_is_published_of_nothing(client: Client, clock: MovableClock, post: Post) -> None:
    clock.move_to(factories.moment(PUBLISHED, 12))
    answer = signed_in(client, post.supervisor).post(PUBLISH, {"key": str(uuid4())})
    assert answer.status_code == 422
    assert "There is nothing to publish" in re.sub(r"\s+", " ", answer.content.decode())


def test_a_restatement_costs_the_same_number_of_queries(
    client: Client,
    published: str,
    post: Post,
    letter: AssistanceRequest,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    withdrawn_late(post, letter)
    client.get(published)
    with django_assert_num_queries(18):
        client.get(published)
    second = post.sent(on=D(2026, 3, 9))
    services.correct(
        second, target=second.version, reason="x", void=True, **post.stamp(second, on=D(2026, 7, 1))
    )
    withdrawn_late(post, post.sent(on=D(2026, 3, 8)))
    with django_assert_num_queries(18):
        client.get(published)
