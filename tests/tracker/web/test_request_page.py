"""The page of one request."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.web.request_world import MARCH, TODAY, World, fresh, text, world
from tracker.casework import services
from tracker.casework.case import Case
from tracker.casework.models import AssistanceRequest, Link
from tracker.casework.services import after_edit, recounting
from tracker.casework.standing import standing
from tracker.casework.table_labels import HAPPENED
from tracker.casework.viewer import Viewer
from tracker.directory.models import Authority, AuthorityKind
from tracker.directory.services import save_holiday
from tracker.web.lists.rows import rows_of
from tracker.web.requests.presenters.actions import doable
from tracker.web.requests.presenters.deadlines import deadlines_of
from tracker.web.requests.presenters.routes import clock_note, routes_of
from tracker.web.requests.presenters.timeline import timeline_of
from tracker.web.route import StopStatus
from tracker.words import spoken
from workflows import registry
from workflows.engine import Court
from workflows.vocabulary import Direction, EventKind, Party

pytestmark = pytest.mark.django_db

PAGE_QUERIES = 26


@pytest.fixture
def beijing(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


def case(place: World, row: AssistanceRequest) -> Case:
    row = place.office.requests.select_related("office", "jurisdiction", "executing_authority").get(pk=row.pk)
    return Case(row=row, viewer=Viewer(user=place.officer, at=factories.moment(dt.date(2026, 6, 11))))


def ministry(code: str = "CN") -> Authority:
    return Authority.objects.create(
        code=f"{code}-MPS", name="Ministry of Public Security", search_name="ministry", kind=AuthorityKind.POLICE,
        jurisdiction=factories.jurisdiction(code), source="Made for a test", as_of=MARCH,
    )  # fmt: skip


def test_every_kind_of_event_has_words() -> None:
    assert set(HAPPENED) == set(EventKind)


def test_it_shows_references_channel_holder_items_deadlines_and_admissibility(beijing: World) -> None:
    row = beijing.sent(title="Server logs of a host", items=("SUBS", "TRAF"), is_confidential=True)
    page = text(beijing.get("request", row.uuid))
    for words in (
        row.reference,
        "CONFIDENTIAL",
        "Server logs of a host",
        "Exchange of letters through the foreign ministry",
        "held by <strong>Own embassy</strong>",
        "Subscriber information",
        "Acknowledgement by them",
        "Why this date?",
        "counted from 2 Mar 2026, that day not included",
        "house rule",
        "Use in court depends",
        "In 2010 one office forwarded 10 letters and received 2 answers.",
        "overdue by 70 days",
    ):
        assert words in page, words


@pytest.mark.parametrize("key", sorted(registry.CHANNELS))
@pytest.mark.parametrize("direction", list(Direction))
def test_every_channel_has_a_page_in_every_direction_it_knows(
    beijing: World, key: str, direction: Direction
) -> None:
    if direction not in registry.CHANNELS[key].directions:
        assert direction not in {procedure.direction for procedure in registry.CHANNELS[key].procedures}
        return
    row = beijing.opened(channel=key, direction=direction)
    response = beijing.get("request", row.uuid)
    assert response.status_code == 200
    assert "route-upright" in text(response)


def test_a_status_enquiry_that_is_due_is_one_action_away(beijing: World) -> None:
    row = beijing.sent()
    enquiry = reverse("request_action", args=[row.uuid, "enquire"])
    proposed = f'A status enquiry is due. <a href="{enquiry}">Send it</a>'
    page = text(beijing.get("request", row.uuid))
    assert page.count(proposed) == 2, "for the acknowledgement and for the monthly enquiry"
    factories.done(row, "enquire", by=beijing.officer, on=TODAY, data={"mode": "post"})
    assert proposed not in text(beijing.get("request", row.uuid))


def test_the_page_takes_a_fixed_number_of_queries(
    beijing: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = beijing.sent(items=("SUBS", "TRAF"))
    beijing.client.force_login(beijing.officer)
    beijing.client.get(reverse("request", args=[row.uuid]))
    with django_assert_num_queries(PAGE_QUERIES):
        beijing.client.get(reverse("request", args=[row.uuid]))
    for day in range(3, 9):
        row = factories.done(
            row, "note", by=beijing.officer, on=dt.date(2026, 3, day), texts={"note": "more"}
        )
    with django_assert_num_queries(PAGE_QUERIES):
        beijing.client.get(reverse("request", args=[row.uuid]))


def linked(place: World, number: int) -> AssistanceRequest:
    """A request that so many others are linked to."""
    row = place.opened()
    for _ in range(number):
        Link.objects.create(
            request=place.opened(), target=row, kind="parallel_to", created_at=factories.RECORDED_AT
        )
    return row


def test_of_many_links_the_first_are_shown_until_all_are_asked_for(
    beijing: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.web.requests.views.page.LINKS_SHOWN", 2)
    row = linked(beijing, 3)
    first, second, third = (link.request.reference for link in row.linked_from.order_by("pk"))

    def listed(query: str) -> list[str]:
        page = beijing.client.get(reverse("request", args=[row.uuid]) + query)
        return [link.target.reference for link in page.context["page"].links.near]

    page = text(beijing.get("request", row.uuid))
    assert "The first 2 of 3 linked requests stand here." in page
    assert 'href="?links=all#links-title"' in page
    assert listed("") == [first, second]
    assert listed("?links=all") == [first, second, third]
    assert "The first 2 of 2" not in text(beijing.get("request", linked(beijing, 2).uuid))


def test_links_are_found_without_listing_the_requests_that_one_may_see(beijing: World) -> None:
    few, many = (reverse("request", args=[linked(beijing, number).uuid]) for number in (1, 9))
    beijing.client.force_login(beijing.officer)
    beijing.client.get(few)
    with CaptureQueriesContext(connection) as asked:
        beijing.client.get(few)
    assert not [one["sql"] for one in asked if "tracker_link" in one["sql"] and "IN (SELECT" in one["sql"]]
    with CaptureQueriesContext(connection) as again:
        beijing.client.get(many)
    assert len(again) == len(asked)


def test_the_route_keeps_days_holders_and_what_was_passed_over(beijing: World) -> None:
    row = beijing.sent()
    row = factories.done(
        row, "hand_over_to_stop", by=beijing.officer, on=dt.date(2026, 3, 7), data={"stop": "executing"}
    )
    authority = ministry()
    row = factories.done(
        row,
        "hand_over_off_route",
        by=beijing.officer,
        on=dt.date(2026, 3, 20),
        data={"authority": authority.pk},
    )
    (route,) = routes_of(case(beijing, row), [])
    seen = [(stop.label, stop.status, stop.days) for stop in route.stops]
    assert seen[:5] == [
        ("Liaison office", StopStatus.PASSED, 0),
        ("Own embassy", StopStatus.PASSED, 5),
        ("Ministry of Foreign Affairs", StopStatus.PASSED, None),
        ("Police or prosecutor", StopStatus.PASSED, 13),
        ("Ministry of Public Security", StopStatus.HERE, 83),
    ]
    assert [stop.status for stop in route.stops[5:]] == [StopStatus.AHEAD, StopStatus.AHEAD]
    assert "overdue by 70 days" in route.stops[4].note
    assert row.reference in route.description


def test_lists_and_page_agree_on_the_holder_and_on_how_late_it_is(beijing: World) -> None:
    row = beijing.sent()
    row = factories.done(
        row, "hand_over_to_stop", by=beijing.officer, on=dt.date(2026, 3, 7), data={"stop": "executing"}
    )
    AssistanceRequest.objects.filter(pk=row.pk).update(executing_authority=ministry())
    here = case(beijing, row)
    (listed,) = rows_of([here.row], here.viewer.at)
    assert listed.holder == here.holder_name(here.snapshot.holder) == "Ministry of Public Security"
    assert listed.standing.words in {deadline.summary for deadline in deadlines_of(here)}


def test_an_optional_stop_that_was_left_out_is_passed_over(beijing: World) -> None:
    row = beijing.sent(channel="letters_rogatory")
    row = factories.done(
        row, "hand_over_to_stop", by=beijing.officer, on=MARCH, data={"stop": "foreign_ministry"}
    )
    first, _second = routes_of(case(beijing, row), [])
    assert [stop.status for stop in first.stops[:4]] == [
        StopStatus.PASSED,
        StopStatus.PASSED,
        StopStatus.SKIPPED,
        StopStatus.HERE,
    ]


def test_a_long_route_is_drawn_in_two_lines_and_a_closed_one_ends_at_home(beijing: World) -> None:
    row = beijing.opened(channel="letters_rogatory")
    first, second = routes_of(case(beijing, row), [])
    assert (len(first.stops), len(second.stops)) == (9, 8)
    assert second.stops[-1].party is Party.US
    row = factories.done(row, "withdraw", by=beijing.officer, on=MARCH, texts={"reason": "not needed"})
    (route,) = routes_of(case(beijing, row), [])
    assert {stop.status for stop in route.stops} <= {StopStatus.PASSED, StopStatus.SKIPPED}


def test_the_timeline_tells_holders_items_late_entry_and_corrections(beijing: World) -> None:
    row = beijing.sent()
    row = factories.done(
        row, "execute", by=beijing.officer, on=dt.date(2026, 4, 22), items=("1",), texts={"note": "Two disks."},
        recorded_at=factories.moment(dt.date(2026, 4, 24)),
    )  # fmt: skip
    row = factories.done(row, "note", by=beijing.officer, on=dt.date(2026, 4, 25), texts={"note": "wrong"})
    row = services.correct(
        row, target=row.version, by=beijing.officer, seen_version=row.version,
        recorded_at=factories.moment(dt.date(2026, 4, 26)), void=True, reason="another file",
    )  # fmt: skip
    entries = timeline_of(case(beijing, row), tuple(row.items.all()))
    assert [entry.words for entry in entries[:3]] == [
        "Note",
        "Executed: Subscriber information",
        "Sent to: Own embassy",
    ]
    assert entries[0].voided
    assert entries[0].corrections[0].words == "Taken back by Ann Officer on 26 Apr"
    assert entries[0].corrections[0].reason == "another file"
    assert not entries[0].correct_url
    assert entries[1].facts == ("Ann Officer", "recorded 24 Apr")
    assert entries[1].quote == "Two disks."


def test_an_entry_that_has_its_own_place_is_not_offered_for_correction(beijing: World) -> None:
    row = beijing.sent()
    row = services.reassign(
        row, beijing.supervisor, by=beijing.supervisor, seen_version=row.version,
        recorded_at=factories.moment(dt.date(2026, 4, 2)),
    )  # fmt: skip
    latest, before = timeline_of(case(beijing, row), ())[:2]
    assert (latest.words, latest.correct_url) == ("Reassigned", "")
    assert before.correct_url


def test_an_entry_of_another_year_than_its_recording_says_both_years(beijing: World) -> None:
    row = beijing.opened(on=dt.date(2025, 11, 3))
    row = factories.done(
        row, "note", by=beijing.officer, on=dt.date(2025, 11, 10), texts={"note": "seen"},
        recorded_at=factories.moment(dt.date(2026, 3, 31)),
    )  # fmt: skip
    assert "recorded 31 Mar 2026" in timeline_of(case(beijing, row), ())[0].facts


def test_an_amended_entry_says_what_it_was(beijing: World) -> None:
    row = beijing.sent()
    factories.done(row, "acknowledge", by=beijing.officer, on=dt.date(2026, 4, 1))
    row = fresh(row)
    beijing.post("request_correct", row.uuid, row.version, data={
        "seen_version": row.version, "void": "amend", "occurred_on": "2026-03-20", "reason": "misread",
    })  # fmt: skip
    (entry,) = [entry for entry in timeline_of(case(beijing, row), ()) if entry.words == "Acknowledged"]
    assert entry.on == dt.date(2026, 3, 20)
    assert "was 1 Apr 2026" in entry.corrections[0].words


def test_forbidden_actions_say_why_and_earlier_ones_stay_reachable(beijing: World) -> None:
    row = beijing.sent()
    page = text(beijing.get("request", row.uuid))
    assert "Items are still open." in page
    assert "No question is open." in page
    assert "Something that happened earlier" in page


def test_a_draft_shows_what_its_submission_lacks_and_marks_nothing_else_as_likely(beijing: World) -> None:
    row = beijing.opened(legal_basis="")
    page = doable(case(beijing, row))
    (missing,) = page.next
    assert spoken(missing.label) == "Submit for approval"
    assert "legal basis" in spoken(missing.reasons[0])
    assert not any(card.likely for card in (*page.first, *page.more))


def test_a_complete_draft_marks_its_submission_as_likely(beijing: World) -> None:
    page = doable(case(beijing, beijing.opened()))
    assert [spoken(card.label) for card in page.first if card.likely] == ["Submit for approval"]
    assert [spoken(card.label) for card in page.next] == ["Approve"]


def test_who_hands_on_is_told_into_whose_hands(beijing: World) -> None:
    row = beijing.sent()
    (card,) = [card for card in doable(case(beijing, row)).first if "next stop" in spoken(card.label)]
    assert card.note == "next stop: Ministry of Foreign Affairs"
    assert "next stop: Ministry of Foreign Affairs" in text(
        beijing.get("request_action", row.uuid, "hand_over")
    )


def test_the_line_counts_lateness_as_the_head_of_the_page_does(beijing: World) -> None:
    row = beijing.sent()
    row = factories.done(row, "acknowledge", by=beijing.officer, on=dt.date(2026, 4, 1))
    late = Case(
        row=case(beijing, row).row,
        viewer=Viewer(user=beijing.officer, at=factories.moment(dt.date(2027, 6, 11))),
    )
    words = standing(late.row, late.viewer.at).words
    assert words.startswith("long overdue by ")
    assert clock_note(late.row, late).split()[0] == words.removeprefix("long overdue by ").split()[0]


def test_the_page_counts_how_often_information_was_asked_for(beijing: World) -> None:
    row = beijing.sent()
    assert "<span>information asked for" not in text(beijing.get("request", row.uuid))
    for times in ("1 time", "2 times"):
        row = factories.done(
            row, "ask_information", by=beijing.officer, on=MARCH, texts={"note": "Which server?"}
        )
        row = factories.done(row, "give_information", by=beijing.officer, on=MARCH)
        assert f"information asked for {times}<" in text(beijing.get("request", row.uuid))


def test_an_entry_names_the_authority_that_it_is_about(beijing: World) -> None:
    row, police = beijing.sent(), ministry()
    row = factories.done(row, "acknowledge", by=beijing.officer, on=MARCH, data={"authority": police.pk})
    (entry,) = [entry for entry in timeline_of(case(beijing, row), ()) if entry.words == "Acknowledged"]
    assert police.name in entry.facts
    factories.done(
        row,
        "refer",
        by=beijing.officer,
        on=MARCH,
        data={"authority": police.pk},
        texts={"reason": "Ask the police."},
    )
    (entry,) = [entry for entry in timeline_of(case(beijing, fresh(row)), ()) if "Referred" in entry.words]
    assert police.name in entry.facts


def test_a_moved_deadline_shows_its_earlier_date(beijing: World) -> None:
    row = beijing.sent()
    row = factories.done(
        row, "extend_deadline", by=beijing.officer, on=dt.date(2026, 3, 9), texts={"reason": "they asked"},
        data={"deadline": "house.acknowledgement", "until": "2026-08-01"},
    )  # fmt: skip
    page = text(beijing.get("request", row.uuid))
    assert "Earlier dates" in page
    assert "set by hand to a date that no law gives · they asked" in page


def test_imported_history_asks_to_be_adopted(beijing: World) -> None:
    row = beijing.opened()
    type(row).objects.filter(pk=row.pk).update(is_adopted=False)
    assert "reminds nobody yet" in text(beijing.get("request", row.uuid))


def test_courts_have_words() -> None:
    assert {table.admissibility.court for table in registry.CHANNELS.values()} <= set(Court)


def test_a_date_that_was_counted_anew_says_from_where_and_why(beijing: World) -> None:
    factories.jurisdiction("DE", name="Germany")
    row = beijing.sent(channel="direct_judicial", instrument="eio", to="DE")
    row = factories.done(row, "deliver", by=beijing.officer, on=dt.date(2026, 3, 9))
    at = factories.moment(dt.date(2026, 3, 20))
    saved = save_holiday(
        factories.jurisdiction("DE"), dt.date(2026, 4, 8), by=None, recorded_at=at,
        name="Day of mourning", change="added", source="Gazette", as_of=dt.date(2026, 3, 20),
    )  # fmt: skip
    after_edit(saved, at=at)
    recounting.run(at=at)
    page = text(beijing.get("request", row.uuid))
    assert "Deadline counted anew: Decision on recognition and execution" in page
    assert "from 8 Apr 2026 to 9 Apr 2026, by another calendar (DE 2026-04-08)" in page
    assert "Day of mourning" in page


def test_where_a_clock_can_stand_still_both_ages_are_shown(beijing: World) -> None:
    row = beijing.sent()
    row = factories.done(
        row, "ask_information", by=beijing.officer, on=dt.date(2026, 3, 10), texts={"note": "Which?"}
    )
    page = text(beijing.get("request", row.uuid))
    assert "stands still until their question is answered" in page
    assert "The request: 101 days old, 8 days without open questions" in page
    row = factories.done(
        row, "give_information", by=beijing.officer, on=dt.date(2026, 3, 30), texts={"note": "This."}
    )
    page = text(beijing.get("request", row.uuid))
    assert "The request: 101 days old, 81 days without open questions" in page
    assert "the clock stood still from 10 Mar 2026 to 30 Mar 2026" in page


def test_a_moved_date_keeps_its_reason_after_a_clock_that_stood_still(beijing: World) -> None:
    row = beijing.sent()
    row = factories.done(
        row, "extend_deadline", by=beijing.officer, on=dt.date(2026, 3, 9),
        data={"deadline": "custom.answer", "until": "2027-06-01"},
        texts={"reason": "Their court is closed", "grantor": "The desk"},
    )  # fmt: skip
    row = factories.done(
        row, "ask_information", by=beijing.officer, on=dt.date(2026, 3, 10), texts={"note": "Which?"}
    )
    row = factories.done(
        row, "give_information", by=beijing.officer, on=dt.date(2026, 3, 11), texts={"note": "This."}
    )
    page = text(beijing.get("request", row.uuid))
    assert "extended, as it was granted · granted by The desk: Their court is closed" in page
    assert "extended on 9 Mar 2026" in page
    assert "while a question was open: 1 day more" in page
