"""Doing things to a request, and every way in which that is refused with what was typed kept."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.casework.post import authority
from tests.tracker.web.request_world import World, fresh, text, world
from tracker.casework.models import AssistanceRequest, Event
from workflows.vocabulary import Outcome, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def beijing(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


def answer(row: AssistanceRequest, **more: Any) -> dict[str, Any]:
    """What the form for an answer sends."""
    return {
        "seen_version": row.version,
        "occurred_on": "2026-05-04",
        "items": ["1"],
        "note": "Two disks.",
        **more,
    }


def test_an_answer_is_recorded_and_the_page_says_so(beijing: World) -> None:
    row = beijing.sent()
    response = beijing.post("request_action", row.uuid, "execute", data=answer(row))
    assert response.status_code == 302
    after = fresh(row)
    assert (after.stage, after.outcome, after.answered_on) == (
        Stage.ANSWERED,
        Outcome.EXECUTED,
        dt.date(2026, 5, 4),
    )
    assert "Recorded: Executed." in text(beijing.get("request", row.uuid))


def test_the_form_asks_what_the_table_declares(beijing: World) -> None:
    row = beijing.sent(items=("SUBS", "TRAF"))
    page = text(beijing.get("request_action", row.uuid, "refuse"))
    assert "1. Subscriber information" in page
    assert "No dual criminality" in page
    assert "Facts insufficient" not in page
    assert 'value="2026-06-11"' in page
    stops = text(beijing.get("request_action", row.uuid, "hand_over_to_stop"))
    assert "3. Ministry of Foreign Affairs" in stops
    assert "2. Own embassy" not in stops
    assert "Acknowledgement by them" in text(beijing.get("request_action", row.uuid, "extend_deadline"))


def test_items_that_are_decided_can_no_longer_be_chosen(beijing: World) -> None:
    row = beijing.sent(items=("SUBS", "TRAF"))
    row = factories.done(row, "execute", by=beijing.officer, on=dt.date(2026, 4, 1), items=("1",))
    page = text(beijing.get("request_action", row.uuid, "execute"))
    assert "2. Traffic data" in page
    assert 'value="1" id="id_items' not in page
    refused = beijing.post("request_action", row.uuid, "execute", data=answer(row, items=["1"]))
    assert refused.status_code == 422
    assert "cannot be chosen here" in text(refused)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"occurred_on": "2026-06-12"}, "This lies in the future."),
        ({"occurred_on": "11 of June"}, "This is no date. Write it as 2026-03-12"),
        ({"occurred_on": ""}, "Fill this in; it is needed now."),
        ({"occurred_at": "noonish"}, "This is no time."),
        ({"occurred_at": "14:05+02:00"}, "This is no time. Write it as 14:05."),
        ({"items": []}, "Tick the items that this is about."),
        ({"items": ["9"]}, "cannot be chosen here"),
        ({"occurred_on": "2026-02-27"}, "before the request began"),
    ],
)
def test_bad_input_is_refused_with_everything_kept(
    beijing: World, changed: dict[str, Any], words: str
) -> None:
    row = beijing.sent()
    response = beijing.post("request_action", row.uuid, "execute", data=answer(row, **changed))
    page = text(response)
    assert response.status_code == 422
    assert words in page
    assert "Two disks." in page
    assert "Everything that you typed is still here." in page
    assert fresh(row).version == row.version


def test_an_answer_before_the_sending_is_refused_next_to_the_day(beijing: World) -> None:
    row = beijing.opened()
    mend = reverse("request_edit", args=[row.uuid])
    assert f'<a href="{mend}">Change the dossier</a>' in text(
        beijing.get("request_action", row.uuid, "execute")
    )
    response = beijing.post("request_action", row.uuid, "execute", data=answer(row))
    assert response.status_code == 422
    assert "the request was then in the stage" in str(response.context["form"].errors["occurred_on"])
    assert "draft" in text(response)


def test_what_is_not_possible_today_can_still_be_recorded_for_an_earlier_day(beijing: World) -> None:
    row = beijing.sent()
    row = factories.done(row, "execute", by=beijing.officer, on=dt.date(2026, 5, 4), items=("1",))
    page = text(beijing.get("request_action", row.uuid, "acknowledge"))
    assert "As of today this cannot be recorded:" in page
    data = {"seen_version": row.version, "occurred_on": "2026-04-01", "their_reference": "MPS-7"}
    assert beijing.post("request_action", row.uuid, "acknowledge", data=data).status_code == 302
    assert fresh(row).acknowledged_on == dt.date(2026, 4, 1)
    assert fresh(row).their_reference == "MPS-7"


@pytest.mark.parametrize("forged", ["no_such_thing", "draft", "edit", "grant_access", "adopt"])
def test_a_forged_action_does_not_exist(beijing: World, forged: str) -> None:
    row = beijing.sent()
    assert beijing.get("request_action", row.uuid, forged).status_code == 404
    assert beijing.post("request_action", row.uuid, forged, data=answer(row)).status_code == 404


def test_a_forged_ground_stop_or_authority_is_refused(beijing: World) -> None:
    row = beijing.sent()
    forged = (
        ("refuse", {"ground": "INSUF"}),
        ("hand_over_to_stop", {"stop": "moon"}),
        ("misaddressed", {"authority": "9999"}),
    )
    for action, data in forged:
        response = beijing.post("request_action", row.uuid, action, data=answer(row, **data))
        assert response.status_code == 422, action
        assert "Choose one of those listed." in text(response), action


def test_a_role_that_does_not_include_it_is_told_so(beijing: World) -> None:
    row = beijing.opened()
    row = factories.done(row, "submit", by=beijing.officer, on=dt.date(2026, 3, 2))
    data = {"seen_version": row.version, "occurred_on": "2026-03-03"}
    response = beijing.post("request_action", row.uuid, "approve", data=data)
    assert response.status_code == 422
    assert "Your role on this request does not include" in text(response)


def test_a_stale_version_shows_both_and_can_be_saved_again(beijing: World) -> None:
    row = beijing.sent()
    seen = row.version
    factories.done(row, "note", by=beijing.supervisor, on=dt.date(2026, 4, 1), texts={"note": "They rang."})
    response = beijing.post("request_action", row.uuid, "execute", data=answer(row, seen_version=seen))
    page = text(response)
    assert response.status_code == 409
    for words in ("Somebody recorded something", "They rang.", "Sue Supervisor", "Two disks."):
        assert words in page, words
    assert f'name="seen_version" value="{seen + 1}"' in page
    again = answer(row, seen_version=seen + 1)
    assert beijing.post("request_action", row.uuid, "execute", data=again).status_code == 302


def test_without_a_version_nothing_is_saved(beijing: World) -> None:
    row = beijing.sent()
    for version in ("", "x", "-1"):
        assert (
            beijing.post(
                "request_action", row.uuid, "execute", data=answer(row, seen_version=version)
            ).status_code
            == 422
        )
    assert Event.objects.filter(request=row, action="execute").count() == 0


def test_an_entry_is_taken_back_with_a_reason(beijing: World) -> None:
    row = beijing.sent()
    row = factories.done(row, "execute", by=beijing.officer, on=dt.date(2026, 5, 4), items=("1",))
    data = {
        "seen_version": row.version,
        "void": "void",
        "occurred_on": "2026-05-04",
        "reason": "Another file.",
    }
    assert beijing.post("request_correct", row.uuid, row.version, data=data).status_code == 302
    assert fresh(row).answered_on is None


def test_a_correction_that_makes_the_history_impossible_is_refused(beijing: World) -> None:
    row = beijing.sent()
    data = {
        "seen_version": row.version,
        "void": "void",
        "occurred_on": "2026-03-02",
        "reason": "Never approved.",
    }
    approved = Event.objects.get(request=row, action="approve").sequence
    response = beijing.post("request_correct", row.uuid, approved, data=data)
    assert response.status_code == 422
    assert "is not possible" in text(response)
    assert "Never approved." in text(response)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Nothing is changed yet."),
        ({"occurred_on": "2027-01-01"}, "This lies in the future."),
        ({"occurred_on": "2026-03-01", "reason": ""}, "Fill this in; it is needed now."),
    ],
)
def test_an_empty_or_future_correction_is_refused(
    beijing: World, changed: dict[str, Any], words: str
) -> None:
    row = beijing.sent()
    data = {
        "seen_version": row.version,
        "void": "amend",
        "occurred_on": "2026-03-02",
        "reason": "why",
        **changed,
    }
    response = beijing.post("request_correct", row.uuid, row.version, data=data)
    assert response.status_code == 422
    assert words in text(response)


def test_codes_of_an_entry_are_amended(beijing: World) -> None:
    row = beijing.sent()
    data = {
        "seen_version": row.version,
        "void": "amend",
        "occurred_on": "2026-03-02",
        "reason": "by bag",
        "mode": "bag",
    }
    assert beijing.post("request_correct", row.uuid, row.version, data=data).status_code == 302
    assert Event.objects.get(request=row, action="correct").data["changes"] == {"mode": "bag"}


def test_there_is_nothing_to_correct_where_there_is_no_entry(beijing: World) -> None:
    row = beijing.sent()
    assert beijing.get("request_correct", row.uuid, 99).status_code == 404


def order(beijing: World) -> AssistanceRequest:
    """An investigation order to be decided on until 8 April 2026, by Art. 12(5) until 8 May."""
    factories.jurisdiction("DE", name="Germany")
    row = beijing.sent(channel="direct_judicial", instrument="eio", to="DE")
    return factories.done(row, "deliver", by=beijing.officer, on=dt.date(2026, 3, 9))


def test_the_extension_of_the_law_is_proposed_with_its_article(beijing: World) -> None:
    row = order(beijing)
    page = text(beijing.get("request", row.uuid))
    assert f"/requests/{row.uuid}/do/extend_deadline/?deadline=eio.12_3" in page
    form = beijing.client.get(f"/requests/{row.uuid}/do/extend_deadline/?deadline=eio.12_3")
    assert 'value="2026-05-08"' in text(form)
    assert "Decision on recognition and execution: 8 May 2026, by Directive 2014/41/EU, Art. 12(5)" in text(
        form
    )
    data = {
        "seen_version": row.version,
        "occurred_on": "2026-04-01",
        "deadline": "eio.12_3",
        "until": "",
        "reason": "The witness is abroad.",
        "grantor": "Staatsanwaltschaft Kleve",
    }
    assert beijing.post("request_action", row.uuid, "extend_deadline", data=data).status_code == 302
    page = text(beijing.get("request", row.uuid))
    assert (
        "extended, as its law lets it · granted by Staatsanwaltschaft Kleve: The witness is abroad." in page
    )
    assert "lets it go to 8 May 2026" in page
    assert "Deadline moved: Decision on recognition and execution" in page


def test_a_shortened_date_says_so(beijing: World) -> None:
    row = order(beijing)
    data = {
        "seen_version": row.version,
        "occurred_on": "2026-04-01",
        "deadline": "eio.12_3",
        "until": "2026-03-20",
        "reason": "They decide at once.",
    }
    assert beijing.post("request_action", row.uuid, "extend_deadline", data=data).status_code == 302
    assert "shortened by hand · They decide at once." in text(beijing.get("request", row.uuid))
    again = beijing.post(
        "request_action", row.uuid, "extend_deadline", data=data | {"seen_version": row.version + 1}
    )
    assert again.status_code == 422
    assert "already. Give another date." in text(again)


def test_of_two_authorities_that_owe_the_same_one_has_its_date_moved(beijing: World) -> None:
    factories.jurisdiction("DE", name="Germany")
    ministry, court = authority("DE", "Bundesamt für Justiz"), authority("DE", "Amtsgericht Kleve")
    row = beijing.sent(channel="direct_judicial", instrument="eio", to="DE")
    for named, day in ((ministry, 3), (court, 5)):
        row = factories.done(
            row, "deliver", by=beijing.officer, on=dt.date(2026, 3, day), data={"authority": named.pk}
        )
    link = f"?deadline=eio.16_1&amp;authority={court.pk}"
    assert link in beijing.get("request", row.uuid).content.decode()
    page = beijing.client.get(
        reverse("request_action", args=[row.uuid, "extend_deadline"]) + link.replace("&amp;", "&")
    )
    form = page.context["form"]
    assert [words for _value, words in form.fields["authority"].choices[1:]] == [ministry.name, court.name]
    assert (form["deadline"].value(), form["authority"].value()) == ("eio.16_1", str(court.pk))
    data = {
        "seen_version": row.version, "occurred_on": "2026-03-06", "deadline": "eio.16_1",
        "authority": court.pk, "until": "2026-03-20", "reason": "Carnival",
    }  # fmt: skip
    forged = beijing.post("request_action", row.uuid, "extend_deadline", data={**data, "authority": 9999})
    assert forged.status_code == 422
    assert beijing.post("request_action", row.uuid, "extend_deadline", data=data).status_code == 302
    ends = row.deadlines.filter(rule="eio.16_1").open().values_list("authority", "due_on")
    assert dict(ends) == {ministry.pk: dt.date(2026, 3, 10), court.pk: dt.date(2026, 3, 20)}


def test_nobody_is_asked_for_an_authority_where_each_deadline_is_the_requests_own(beijing: World) -> None:
    row = beijing.sent()
    assert (
        "authority" not in beijing.get("request_action", row.uuid, "extend_deadline").context["form"].fields
    )


def test_a_renewal_beyond_its_law_asks_for_the_reason_and_shows_it(beijing: World) -> None:
    row = beijing.sent(channel="direct_provider", instrument="us_2703f", to="US", items=("PRES",))
    march = dt.date(2026, 3, 2)
    row = factories.done(row, "serve", by=beijing.officer, on=march, data={"stop": "provider"})
    row = factories.done(row, "confirm_preservation", by=beijing.officer, on=march, items=("1",))
    data = {"seen_version": row.version, "occurred_on": "2026-05-04", "until": "2026-12-31"}
    refused = beijing.post("request_action", row.uuid, "renew_preservation", data=data)
    assert refused.status_code == 422
    assert "lets it be renewed until 29 Aug 2026: to go further, give the reason" in text(refused)
    data |= {"reason": "The trial was put off.", "grantor": "Their legal desk"}
    assert beijing.post("request_action", row.uuid, "renew_preservation", data=data).status_code == 302
    assert row.deadlines.open().get(rule="us_2703f.f_2").due_on == dt.date(2026, 12, 31)
    page = text(beijing.get("request", row.uuid))
    assert "extended, as it was granted · granted by Their legal desk: The trial was put off." in page
    call_command("check_projections", row.reference, stdout=StringIO())
