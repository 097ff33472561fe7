"""A new request out of another one: the form begins with what is known, and saving links the two."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.web.request_world import World, fresh, text, world
from tests.tracker.web.test_request_new import filled
from tracker.casework.models import AssistanceRequest
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def beijing(client: Client, clock: MovableClock) -> World:
    return world(client, clock)


@pytest.fixture
def preservation(beijing: World) -> AssistanceRequest:
    row = beijing.sent(items=("PRES",), channel="network_24_7", title="Keep the logs", facts="A host.")
    row.items.get().identifiers.create(kind="IP address", value="203.0.113.7")
    return row


def begun(place: World, row: AssistanceRequest, kind: str, **as_: Any) -> Any:
    place.client.force_login(as_.get("as_") or place.officer)
    return place.client.get(reverse("request_new"), {"follows": str(row.uuid), "following": kind})


def test_the_page_leads_to_what_can_follow(beijing: World, preservation: AssistanceRequest) -> None:
    page = beijing.get("request", preservation.uuid)
    address = f"{reverse('request_new')}?follows={preservation.uuid}&amp;following=production_of"
    assert address in page.content.decode()
    assert "Ask for the preserved data" in text(page)
    plain = beijing.get("request", beijing.sent().uuid)
    assert "Ask for the preserved data" not in text(plain)


def test_who_only_reads_is_led_nowhere(beijing: World, preservation: AssistanceRequest) -> None:
    reader = factories.user("Rita", role=Role.AUDITOR, office=beijing.office)
    beijing.grant(preservation, reader)
    page = beijing.get("request", preservation.uuid, as_=reader)
    assert page.status_code == 200
    assert "following=" not in page.content.decode()


def test_the_form_begins_with_what_is_known(beijing: World, preservation: AssistanceRequest) -> None:
    page = begun(beijing, preservation, "production_of")
    form, items = page.context["form"], page.context["sections"]["item"].rows
    assert form["facts"].value() == "A host."
    assert str(form["jurisdiction"].value()) == str(preservation.jurisdiction_id)
    assert [row["type"].value() for row in items] == ["SUBS"]
    assert [row["identifiers"].value() for row in items] == ["IP address: 203.0.113.7"]
    assert preservation.reference in text(page)


def test_saved_it_is_linked_to_all_that_it_covers(beijing: World, preservation: AssistanceRequest) -> None:
    other = beijing.sent(items=("PRES",), channel="network_24_7", title="Keep more")
    page = begun(beijing, preservation, "production_of")
    assert list(page.context["form"].fields["also"].queryset) == [other]
    response = beijing.post(
        "request_new",
        data=filled(
            beijing, follows=str(preservation.uuid), following="production_of", also=[str(other.uuid)]
        ),
    )
    assert response.status_code == 302
    row = AssistanceRequest.objects.order_by("-pk")[0]
    assert [(link.kind, link.target) for link in row.links.all()] == [
        ("production_of", preservation),
        ("production_of", other),
    ]
    assert row.reference in text(beijing.get("request", preservation.uuid))
    assert fresh(preservation).version == preservation.version


def test_a_draft_of_another_preservation_is_not_offered(
    beijing: World, preservation: AssistanceRequest
) -> None:
    beijing.opened(items=("PRES",), channel="network_24_7", title="Not sent yet")
    page = begun(beijing, preservation, "production_of")
    assert not page.context["form"].fields["also"].queryset
    assert "Not sent yet" not in text(page)


def test_what_is_wrong_keeps_where_it_follows_from(beijing: World, preservation: AssistanceRequest) -> None:
    data = filled(beijing, follows=str(preservation.uuid), following="production_of", title="")
    page = beijing.post("request_new", data=data)
    assert page.status_code == 422
    assert page.context["form"]["follows"].value() == str(preservation.uuid)
    assert preservation.reference in text(page)


@pytest.mark.parametrize(
    ("uuid", "kind"),
    [
        ("nonsense", "production_of"),
        ("hidden", "production_of"),
        ("seen", "duplicate_of"),
        ("seen", ""),
        ("seen", "x"),
    ],
)
def test_what_is_not_there_or_cannot_follow_is_not_found(
    beijing: World, preservation: AssistanceRequest, uuid: str, kind: str
) -> None:
    elsewhere = factories.office("PAR", host="FR")
    olga = factories.user("Olga", role=Role.OFFICER, office=elsewhere)
    hidden = factories.opened(by=olga, office=elsewhere, items=("PRES",), channel="network_24_7")
    named = {"seen": str(preservation.uuid), "hidden": str(hidden.uuid)}.get(uuid, uuid)
    beijing.client.force_login(beijing.officer)
    given = {"follows": named, "following": kind}
    assert beijing.client.get(reverse("request_new"), given).status_code == 404
    assert beijing.client.post(reverse("request_new"), filled(beijing, **given)).status_code == 404
    assert AssistanceRequest.objects.count() == 2


def test_another_preservation_that_is_not_seen_cannot_be_covered(
    beijing: World, preservation: AssistanceRequest
) -> None:
    elsewhere = factories.office("PAR", host="FR")
    olga = factories.user("Olga", role=Role.OFFICER, office=elsewhere)
    hidden = factories.opened(by=olga, office=elsewhere, items=("PRES",), channel="network_24_7")
    data = filled(beijing, follows=str(preservation.uuid), following="production_of", also=[str(hidden.uuid)])
    page = beijing.post("request_new", data=data)
    assert page.status_code == 422
    assert AssistanceRequest.objects.count() == 2
