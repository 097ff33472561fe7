"""Logging a request and changing its dossier."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.web.request_world import World, fresh, text, world
from tracker.casework.models import AssistanceRequest
from workflows import registry
from workflows.vocabulary import Direction, Stage

pytestmark = pytest.mark.django_db

KINDS = ("item", "offence", "person", "reference")


@pytest.fixture
def beijing(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


def rows(**counts: int) -> dict[str, Any]:
    """The management part of each kind of row."""
    data: dict[str, Any] = {}
    for kind in KINDS:
        data |= {f"{kind}-TOTAL_FORMS": counts.get(kind, 0), f"{kind}-INITIAL_FORMS": 0}
        data |= {f"{kind}-MIN_NUM_FORMS": 0, f"{kind}-MAX_NUM_FORMS": 200}
    return data


def filled(place: World, **more: Any) -> dict[str, Any]:
    """A form that can be saved."""
    return {
        **rows(item=1, offence=1, person=1),
        "office": place.office.pk,
        "direction": "outgoing",
        "occurred_on": "2026-06-10",
        "jurisdiction": factories.jurisdiction("CN").pk,
        "channel": "letter_exchange",
        "title": "Server logs of a host",
        "legal_basis": "Reciprocity",
        "urgency": "urgent",
        "urgency_reason": "Logs are deleted after 180 days.",
        "needed_by": "2026-08-01",
        "translation": "ordered",
        "translator": "Li Bureau",
        "translation_cost": "420 EUR",
        "item-0-type": "SUBS",
        "item-0-data_category": "subscriber",
        "item-0-period_from": "2026-01-01",
        "item-0-period_until": "2026-02-15",
        "item-0-identifiers": "IP address: 2001:db8::7\nUser name: nightmarket",
        "offence-0-category": "illegal_access",
        "person-0-role": "suspect",
        "person-0-name": "Wei Zhang",
        **more,
    }


def test_a_request_is_logged_with_all_that_was_said(beijing: World) -> None:
    response = beijing.post("request_new", data=filled(beijing))
    row = AssistanceRequest.objects.get()
    assert response.status_code == 302
    assert response["Location"].endswith(f"{row.uuid}/")
    assert (row.stage, row.opened_on, row.officer) == (Stage.DRAFT, dt.date(2026, 6, 10), beijing.officer)
    assert list(row.items.get().identifiers.values_list("kind", "value")) == [
        ("IP address", "2001:db8::7"),
        ("User name", "nightmarket"),
    ]
    assert row.persons.get().name == "Wei Zhang"
    assert row.offences.get().category == "illegal_access"
    assert row.needed_by == dt.date(2026, 8, 1)
    page = text(beijing.get("request", row.uuid))
    assert "Li Bureau" in page
    assert "420 EUR" in page


def test_an_incoming_request_begins_with_its_receipt(beijing: World) -> None:
    beijing.post("request_new", data=filled(beijing, direction="incoming", their_reference="MFA-1"))
    row = AssistanceRequest.objects.get()
    assert (row.stage, row.their_reference) == (Stage.UNDERWAY, "MFA-1")


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"jurisdiction": "999999"}, "jurisdiction", "Choose a jurisdiction of the list."),
        ({"jurisdiction": "Atlantis"}, "jurisdiction", "Choose a jurisdiction of the list."),
        ({"occurred_on": "2026-06-30"}, "occurred_on", "This lies in the future."),
        ({"channel": "telepathy"}, "channel", "does not carry requests in this direction"),
        ({"channel": ""}, "channel", "Choose one of the list."),
        ({"instrument": "eio"}, "instrument", "does not go by this channel"),
        ({"urgency_reason": ""}, "urgency_reason", "Say why it is urgent"),
        ({"use_accepted_on": "2026-07-01"}, "use_accepted_on", "Give the day on which it was accepted."),
        ({"needed_by": "2026-06-01"}, "needed_by", "This lies before the request itself."),
        ({"title": ""}, "title", "Fill this in; it is needed now."),
        ({"title": "Logs\vof a host"}, "title", "After “Logs” stands a sign that cannot be seen (U+000B)."),
        ({"direction": "sideways"}, "direction", "is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field_and_all_is_kept(
    beijing: World, changed: dict[str, Any], field: str, words: str
) -> None:
    data = filled(beijing, **changed)
    response = beijing.post("request_new", data=data)
    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    page = text(response)
    for kept in ("Wei Zhang", "nightmarket", str(data["needed_by"])):
        assert kept in page
    assert not AssistanceRequest.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"item-0-period_until": "2025-01-01"}, "The period ends before it begins."),
        ({"item-0-identifiers": "203.0.113.7"}, "does not say what it is"),
        ({"item-0-type": ""}, "Choose one of the list."),
        ({"item-0-identifiers": "x" * 41 + ": y"}, "is too long for an identifier"),
        ({"person-0-born_on": "2026-06-12"}, "This lies in the future. Correct it"),
        ({"person-0-name": ""}, "Fill this in; it is needed now."),
        ({"person-0-name": "Wei\x1f Zhang"}, "After “Wei” stands a sign that cannot be seen (U+001F)."),
        ({"item-0-identifiers": "User name: night\x0cmarket"}, "After “User name: night” stands a sign"),
        ({"item-TOTAL_FORMS": "1000"}, "at most 200"),
        ({"item-TOTAL_FORMS": "nonsense"}, "fill in at least one item"),
        ({"person-TOTAL_FORMS": "nonsense"}, "did not arrive whole"),
        ({"item-0-DELETE": "on"}, "fill in at least one item"),
    ],
)
def test_what_is_wrong_in_a_row_is_marked_there(beijing: World, changed: dict[str, Any], words: str) -> None:
    response = beijing.post("request_new", data=filled(beijing, **changed))
    assert response.status_code == 422
    page = text(response)
    assert words in page
    assert "it is marked there" in page
    assert not AssistanceRequest.objects.exists()


def test_nothing_asked_for_is_refused(beijing: World) -> None:
    data = {name: value for name, value in filled(beijing).items() if not name.startswith("item-0")}
    assert "fill in at least one item" in text(beijing.post("request_new", data=data))


def test_another_office_cannot_be_chosen(beijing: World) -> None:
    foreign = factories.office("TLL")
    response = beijing.post("request_new", data=filled(beijing, office=foreign.pk))
    assert "Choose one of your own offices." in text(response)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_added_without_javascript_and_without_complaints(beijing: World, kind: str) -> None:
    data = filled(beijing, title="", **{f"add_{kind}": "1"})
    response = beijing.post("request_new", data=data)
    page = text(response)
    assert response.status_code == 200
    assert f'name="{kind}-TOTAL_FORMS" value="{data[f"{kind}-TOTAL_FORMS"] + 1}"' in page
    assert "field-error" not in page
    assert "Wei Zhang" in page


def test_only_channels_that_know_the_direction_are_offered(beijing: World) -> None:
    response = beijing.post(
        "request_new", data=filled(beijing, direction="transit", channel="task_force", refresh="1")
    )
    offered = {key for key, _words in response.context["form"].fields["channel"].choices if key}
    assert offered == {
        key for key, table in registry.CHANNELS.items() if Direction.TRANSIT in table.directions
    }
    assert "task_force" not in offered
    assert "field-error" not in text(response)


def test_the_chosen_channel_is_explained_and_narrows_the_treaties(beijing: World) -> None:
    response = beijing.post("request_new", data=filled(beijing, channel="network_24_7", refresh="1"))
    assert "Immediate assistance, at any hour" in text(response)
    offered = {key for key, _words in response.context["form"].fields["instrument"].choices if key}
    assert "budapest" in offered
    assert "eio" not in offered


def edited(row: AssistanceRequest, **more: Any) -> dict[str, Any]:
    """The form of an existing request, as the page would send it."""
    return {
        **rows(item=1),
        "item-INITIAL_FORMS": 1,
        "seen_version": row.version,
        "jurisdiction": row.jurisdiction_id,
        "title": "Another title",
        "legal_basis": "Comity",
        "urgency": "routine",
        "translation": "not_needed",
        "item-0-number": "1",
        "item-0-type": "SUBS",
        **more,
    }


def test_a_draft_is_changed_with_its_items(beijing: World) -> None:
    row = beijing.opened()
    data = edited(row, **{"item-TOTAL_FORMS": 2, "item-1-type": "TRAF"})
    assert beijing.post("request_edit", row.uuid, data=data).status_code == 302
    after = fresh(row)
    assert after.title == "Another title"
    assert list(after.items.values_list("number", "type")) == [(1, "SUBS"), (2, "TRAF")]
    assert "What changed" in text(beijing.get("request", row.uuid))


def test_after_the_sending_the_items_stay_as_they_went_out(beijing: World) -> None:
    row = beijing.sent()
    assert "What is asked for went out as it is." in text(beijing.get("request_edit", row.uuid))
    data = edited(row, **{"item-TOTAL_FORMS": 2, "item-1-type": "TRAF", "item-0-type": "CONT"})
    assert beijing.post("request_edit", row.uuid, data=data).status_code == 302
    after = fresh(row)
    assert after.title == "Another title"
    assert [item.type for item in after.items.all()] == ["SUBS"]


def test_a_stale_change_of_the_dossier_shows_both(beijing: World) -> None:
    row = beijing.opened()
    beijing.post("request_edit", row.uuid, data=edited(row, title="Mine was first"))
    response = beijing.post("request_edit", row.uuid, data=edited(row, title="Mine came second"))
    page = text(response)
    assert response.status_code == 409
    assert "Mine was first" in page
    assert "Mine came second" in page
    assert fresh(row).title == "Mine was first"


def test_a_wrong_row_keeps_the_dossier_from_being_saved(beijing: World) -> None:
    row = beijing.opened()
    response = beijing.post("request_edit", row.uuid, data=edited(row, **{"item-0-identifiers": "no kind"}))
    assert response.status_code == 422
    assert "does not say what it is" in text(response)
    assert fresh(row).title == row.title


def test_a_row_is_added_to_the_dossier(beijing: World) -> None:
    row = beijing.opened()
    response = beijing.post("request_edit", row.uuid, data=edited(row, title="", add_person="1"))
    assert response.status_code == 200
    assert 'name="person-TOTAL_FORMS" value="1"' in text(response)


def test_a_closed_dossier_is_not_changed(beijing: World) -> None:
    row = beijing.opened()
    row = factories.done(row, "withdraw", by=beijing.officer, on=dt.date(2026, 3, 3), texts={"reason": "no"})
    assert beijing.get("request_edit", row.uuid).status_code == 403


@pytest.mark.parametrize("count", ["9" * 5_000, "-1", "two", "\u0663"])
def test_a_forged_number_of_rows_is_no_crash(beijing: World, count: str) -> None:
    data = filled(beijing, **{"item-TOTAL_FORMS": count, "add_item": "1"})
    assert beijing.post("request_new", data=data).status_code == 200


def test_a_dossier_of_many_rows_arrives_whole(beijing: World) -> None:
    data = filled(beijing, **rows(item=150, offence=1, person=1))
    for number in range(150):
        data |= {
            f"item-{number}-{name}": "" for name in ("number", "custodian", "description", "period_from")
        }
        data |= {f"item-{number}-{name}": "" for name in ("period_until", "identifiers", "data_category")}
        data[f"item-{number}-type"] = "SUBS"
    assert beijing.post("request_new", data=data).status_code == 302
    assert AssistanceRequest.objects.get().items.count() == 150


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_refused_with_words(beijing: World, day: str) -> None:
    assert beijing.post("request_new", data=filled(beijing, occurred_on=day)).status_code == 422
    assert not AssistanceRequest.objects.exists()


def test_a_form_sent_twice_makes_one_request(beijing: World) -> None:
    key = beijing.get("request_new").context["form"]["key"].value()
    data = filled(beijing, key=str(key))
    first, second = (beijing.post("request_new", data=data) for _time in range(2))
    row = AssistanceRequest.objects.get()
    assert (str(row.uuid), first.status_code, second.status_code) == (str(key), 302, 302)
    assert second.url == first.url
    assert row.reference.endswith("0001")
    assert beijing.get("request_new").context["form"]["key"].value() != key


def test_the_identity_of_another_s_request_tells_nothing(beijing: World) -> None:
    theirs = factories.opened(by=beijing.stranger, office=factories.office("TLL", host="EE"))
    answer = beijing.post("request_new", data=filled(beijing, key=str(theirs.uuid)))
    assert answer.status_code == 422
    assert theirs.reference not in text(answer)
    assert AssistanceRequest.objects.count() == 1


def test_lists_invite_to_choose_instead_of_showing_dashes(beijing: World) -> None:
    page = text(beijing.get("request_new"))
    assert "choose …" in page
    assert "-----" not in page
