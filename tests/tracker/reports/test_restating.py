"""Published figures restated: what would be another today, with the entries that made it so."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.casework.post import MARCH, Post
from tests.tracker.reports.facts import fact
from tests.tracker.reports.publishing import (
    API,
    LATER,
    PUBLISHED,
    program,
    published_in_may,
    restatement,
    signed_in,
    withdrawn_late,
)
from tests.tracker.reports.things import asks
from tests.tracker.web.report_pages import file_of, text_of
from tracker.casework import services
from tracker.casework.filtering.knowing import looking_different_since
from tracker.casework.models import AssistanceRequest
from tracker.reports.models import Publication
from tracker.reports.registry import REPORTS
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, ItemType, Role

pytestmark = pytest.mark.django_db

D = dt.date


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


NINTH = D(2026, 3, 9)


def moved(post: Post, row: AssistanceRequest, to: dt.date = NINTH) -> AssistanceRequest:
    """The sending turns out to have been on another day."""
    return post.corrected(row, "send", on=D(2026, 6, 1), occurred=Occurred(on=to, zone="UTC"))


def test_a_corrected_date_says_what_it_was_and_is(
    client: Client, published: str, post: Post, letter: AssistanceRequest
) -> None:
    withdrawn_late(post, letter)
    moved(post, letter)
    words = text_of(client, published)
    assert "Sent: date corrected 9 Mar 2026, was 2 Mar 2026 1 Jun 2026, " in words
    assert "Withdrawn 1 Apr 2026 1 Jun 2026, " in words
    (cause,) = restatement(post)["causes"]
    told = [(one["kind"], one["corrects"], one["happened_on"], one["was_on"]) for one in cause["events"]]
    assert told == [
        ("withdrawn", None, "2026-04-01", None),
        ("corrected", "sent", "2026-03-09", "2026-03-02"),
    ]


def test_a_date_corrected_twice_was_what_the_correction_before_said(
    post: Post, client: Client, published: str, letter: AssistanceRequest
) -> None:
    withdrawn_late(post, letter)
    moved(post, letter)
    moved(post, letter, D(2026, 3, 12))
    words = text_of(client, published)
    assert "9 Mar 2026, was 2 Mar 2026" in words
    assert "12 Mar 2026, was 9 Mar 2026" in words


def test_a_corrected_time_is_told_by_the_clock(
    client: Client, published: str, post: Post, letter: AssistanceRequest
) -> None:
    withdrawn_late(post, letter)
    at = Occurred.at_moment(dt.datetime(2026, 3, 2, 9, 5, tzinfo=dt.UTC), "UTC")
    post.corrected(letter, "send", on=D(2026, 6, 1), occurred=at)
    assert "Sent: time corrected 2 Mar 2026, 09:05, was 2 Mar 2026 " in text_of(client, published)


def test_what_is_taken_back_is_named(
    client: Client, clock: MovableClock, post: Post, letter: AssistanceRequest
) -> None:
    withdrawn = post.done(letter, "withdraw", D(2026, 4, 1), texts={"reason": "x"})
    published = published_in_may(client, clock, post)
    post.corrected(withdrawn, "withdraw", on=D(2026, 6, 1), void=True)
    assert "Withdrawn: taken back 1 Apr 2026" in text_of(client, published)
    (cause,) = restatement(post)["causes"]
    assert [(one["corrects"], one["is_taken_back"]) for one in cause["events"]] == [("withdrawn", True)]


def test_files_hold_the_restatement_behind_what_was_published(
    client: Client, published: str, post: Post, letter: AssistanceRequest
) -> None:
    address = published.rstrip("/")
    head, same = (
        "Restatement of 1 Aug 2026, 12:00 UTC",
        "Asked again today, the question has the same answer.",
    )
    assert [head, same] in file_of(client, f"{address}.csv")
    assert "the question has the same answer" in text_of(client, published)
    withdrawn_late(post, letter)
    lines = file_of(client, f"{address}.csv")
    (said,) = [line[1] for line in lines if line[:1] == [head]]
    assert said.endswith("figures would be others today.")
    assert said in text_of(client, published)
    assert ["Row", "Code", "Table", "Figure", "Published", "Now"] in lines
    assert ["Whole period", "", "By period", "Pending", "1", "0"] in lines
    assert ["Withdrawn", "", "Closed, by outcome", "Closed", "–", "1"] in lines
    (row,) = [line for line in lines if line[:1] == [letter.reference]]
    assert row[2:4] == ["Withdrawn", "1 Apr 2026"]
    assert row[4].startswith("1 Jun 2026, ")
    over_api = program(post.supervisor).get(f"{API}{Publication.objects.get().uuid}/csv/")
    assert over_api.getvalue() == client.get(f"{address}.csv").getvalue()
    book = load_workbook(BytesIO(client.get(f"{address}.xlsx").content))
    assert book.sheetnames[-2:] == ["Restatement", "Because of these entries"]
    restated = list(book["Restatement"].iter_rows(values_only=True))
    assert ("Whole period", None, "By period", "Pending", "1", "0") in restated
    assert client.get(f"{address}.pdf").content.startswith(b"%PDF")


def test_moments_are_written_as_people_write_them(client: Client, published: str) -> None:
    assert "Published 1 May 2026, 12:00 UTC" in text_of(client, published)
    assert "1 May 2026, 12:00 UTC" in text_of(client, "/reports/published/")
    address = published.rstrip("/")
    assert ["Published", "1 May 2026, 12:00 UTC"] in file_of(client, f"{address}.csv")
    book = load_workbook(BytesIO(client.get(f"{address}.xlsx").content))
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert (about["As of"], about["Computed"]) == ("30 Apr 2026", "1 May 2026, 12:00 UTC")
    assert about["No rate under"] == 1


def test_what_reads_the_same_is_told_apart(client: Client, clock: MovableClock, post: Post) -> None:
    """One more of two hundred is 50 per cent as before."""
    day = D(2026, 3, 3)
    for number in range(200):
        fact(post.office, day, answered=D(2026, 4, 1) if number % 2 else None)
    asked = f"/reports/response-rate/publish/?as_of={PUBLISHED}"
    published = published_in_may(client, clock, post, asked)
    fact(post.office, day)
    told = restatement(post)["changes"]
    found = {(one["row"], one["column"]): (one["was"], one["now"]) for one in told}
    assert found["All", "Sent"] == ("200", "201")
    assert found["All", "Rate"] == ("50 % (0.5)", "50 % (0.497512)")
    small = [one["is_small"] for one in told]
    assert small == sorted(small)
    assert f"Of them {sum(small)} by too little to be read." in text_of(client, published)


def test_it_says_where_the_search_for_causes_stopped(
    client: Client, published: str, post: Post, letter: AssistanceRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdrawn_late(post, letter)
    withdrawn_late(post, post.sent(on=D(2026, 3, 5)))
    assert restatement(post)["is_partial"] is False
    monkeypatch.setattr("tracker.reports.restating.EXAMINED", 1)
    monkeypatch.setattr("tracker.reports.restated.EXAMINED", 1)
    found = restatement(post)
    assert (len(found["causes"]), found["is_partial"], found["is_unexplained"]) == (1, True, False)
    said = "Entries about these days were made in more than 1 requests: only so many were looked at"
    assert said in text_of(client, published)
    assert any(said in line[1] for line in file_of(client, f"{published.rstrip('/')}.csv") if len(line) > 1)


def test_exactly_as_many_as_are_looked_at_are_all(
    published: str, post: Post, letter: AssistanceRequest
) -> None:
    withdrawn_late(post, letter)
    since, until = factories.moment(PUBLISHED, 12), D(2026, 4, 30)
    everything = AssistanceRequest.objects.all()
    found = looking_different_since(everything, since, until, examined=1)
    assert (found.requests, found.is_partial) == ((letter.pk,), False)
    withdrawn_late(post, post.sent(on=D(2026, 3, 5)))
    assert looking_different_since(everything, since, until, examined=1).is_partial
