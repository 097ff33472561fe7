"""Many at once: what is done, what is refused and why, and that nothing of theirs is lost, on pages and API."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import World, make_world, program
from tracker.accounts.models import User
from tracker.bulk import services
from tracker.bulk.services import Chosen, rehearsed
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, Event, Link
from tracker.casework.services import grant_access
from tracker.casework.viewer import Viewer
from tracker.enquiries.models import EnquiryLine, EnquiryRun, RunState
from tracker.enquiries.services import ask
from workflows.vocabulary import Direction, LinkKind, Role

pytestmark = pytest.mark.django_db

FEBRUARY = dt.date(2026, 2, 5)
NOON = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
BULK = "/api/v1/requests/bulk/"
DUE = "/api/v1/enquiries/due/"


@pytest.fixture
def world(clock: MovableClock) -> World:
    return make_world(clock)


@pytest.fixture
def letters(world: World) -> list[AssistanceRequest]:
    return [world.sent(on=FEBRUARY, title=f"Letter {name}", facts="A host.") for name in ("one", "two")]


@pytest.fixture
def foreign(world: World) -> AssistanceRequest:
    return factories.opened(by=world.stranger, office=world.elsewhere, on=FEBRUARY, title="Paris only")


@pytest.fixture
def colleague(world: World) -> User:
    return factories.user("Cleo Colleague", role=Role.OFFICER, office=world.beijing)


def chosen(*rows: AssistanceRequest) -> list[Chosen]:
    return [Chosen(uuid=row.uuid, seen_version=row.version) for row in rows]


def seen_by(user: User) -> Viewer:
    return Viewer(user=user, at=NOON)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ticks(*rows: AssistanceRequest) -> list[str]:
    return [f"{row.uuid}.{row.version}" for row in rows]


def fresh(row: AssistanceRequest) -> AssistanceRequest:
    return AssistanceRequest.objects.get(pk=row.pk)


# What becomes of each


def test_each_is_told_what_became_of_it(
    world: World, letters: list[AssistanceRequest], foreign: AssistanceRequest, colleague: User
) -> None:
    one, two = letters
    picked = chosen(one, two, foreign)
    factories.done(two, "note", by=world.officer, on=dt.date(2026, 3, 9), texts={"note": "They called"})
    done = services.reassign_all(seen_by(world.supervisor), picked, officer=colleague, note="Ann is away")
    first, second, third = done.outcomes
    assert (first.done, first.row) == (True, one)
    assert "since you read it" in str(second.reasons[0])
    assert (third.row, third.reasons) == (None, (services.UNSEEN,))
    assert fresh(one).officer == colleague
    assert one.events.latest("sequence").action == "reassign"
    assert fresh(two).officer == world.officer
    assert fresh(foreign).officer == world.stranger


def test_somebody_of_another_office_is_refused_for_each(
    world: World, letters: list[AssistanceRequest]
) -> None:
    done = services.reassign_all(seen_by(world.supervisor), chosen(*letters), officer=world.stranger)
    assert [outcome.done for outcome in done.outcomes] == [False, False]
    assert "does not work in" in str(done.outcomes[0].reasons[0])


def test_whoever_has_it_already_is_not_given_it_again(
    world: World, letters: list[AssistanceRequest], colleague: User
) -> None:
    one, two = letters
    services.reassign_all(seen_by(world.supervisor), chosen(one), officer=colleague)
    entries = Event.objects.count()
    again = services.reassign_all(seen_by(world.supervisor), chosen(fresh(one), two), officer=colleague)
    assert [outcome.done for outcome in again.outcomes] == [False, True]
    assert "responsible already" in str(again.outcomes[0].reasons[0])
    assert Event.objects.count() == entries + 1


def test_whoever_was_only_given_sight_does_nothing(world: World, letters: list[AssistanceRequest]) -> None:
    one = letters[0]
    casework_grant(world, one)
    viewer, picked = seen_by(world.stranger), chosen(fresh(one))
    before = Event.objects.count()
    for done in (
        services.reassign_all(viewer, picked, officer=world.officer),
        services.chase_all(viewer, picked),
        services.escalate_all(viewer, picked, channel="treaty"),
    ):
        assert [outcome.done for outcome in done.outcomes] == [False]
    assert Event.objects.count() == before
    assert not EnquiryRun.objects.exists()


def casework_grant(world: World, row: AssistanceRequest) -> None:
    from_supervisor: dict[str, Any] = {
        "by": world.supervisor,
        "recorded_at": NOON,
        "seen_version": row.version,
    }
    grant_access(row, world.stranger, until_on=None, **from_supervisor)


def test_a_rehearsal_keeps_nothing(world: World, letters: list[AssistanceRequest], colleague: User) -> None:
    viewer, picked = seen_by(world.supervisor), chosen(*letters)
    before = (Event.objects.count(), AssistanceRequest.objects.count())
    for do in (
        lambda: services.reassign_all(viewer, picked, officer=colleague),
        lambda: services.escalate_all(viewer, picked, channel="treaty"),
        lambda: services.chase_all(viewer, picked),
    ):
        assert all(outcome.done for outcome in rehearsed(do).outcomes)
    assert (Event.objects.count(), AssistanceRequest.objects.count()) == before
    assert not EnquiryRun.objects.exists()
    assert fresh(letters[0]).version == letters[0].version


def test_letters_are_asked_for_once_for_those_that_are_due(
    world: World, letters: list[AssistanceRequest]
) -> None:
    one, two = letters
    young = world.sent(on=dt.date(2026, 3, 8))
    done = services.chase_all(seen_by(world.officer), chosen(one, two, young))
    assert [outcome.done for outcome in done.outcomes] == [True, True, False]
    assert "No status enquiry is due" in str(done.outcomes[2].reasons[0])
    assert done.run is not None
    assert {line.request_id for line in EnquiryLine.objects.filter(run=done.run)} == {one.pk, two.pk}
    assert services.chase_all(seen_by(world.officer), chosen(young)).run is None


def test_each_is_told_why_no_enquiry_is_due_for_it(world: World) -> None:
    young, draft, history = world.sent(on=dt.date(2026, 3, 8)), world.opened(), world.sent(on=FEBRUARY)
    AssistanceRequest.objects.filter(pk=history.pk).update(is_adopted=False)
    theirs = world.opened(direction=Direction.INCOMING)
    granted = world.sent(on=FEBRUARY)
    rows = [young, draft, history, theirs]
    done = services.chase_all(seen_by(world.officer), chosen(*rows))
    reasons = [str(outcome.reasons[0]) for outcome in done.outcomes]
    assert reasons == [
        "No status enquiry is due or soon due: the next is due on 2026-04-08.",
        "Only an open request of ours that went out can be enquired about.",
        "It is imported history that nobody has adopted. Adopt it first.",
        "Only an open request of ours that went out can be enquired about.",
    ]
    casework_grant(world, granted)
    [told] = services.chase_all(seen_by(world.stranger), chosen(fresh(granted))).outcomes
    assert str(told.reasons[0]) == "You do not work in the office of this request."
    page = signed_in(world.officer).post(reverse("bulk"), {"act": "chase", "request": ticks(*rows)})
    assert "It would be done for none of them" in page.content.decode()
    assert "the next is due on 8 Apr 2026" in page.content.decode()


def test_letters_that_somebody_has_just_asked_for_are_not_written_twice(
    world: World, letters: list[AssistanceRequest], colleague: User
) -> None:
    one, two = letters
    first = ask(seen_by(world.officer), [one.uuid])
    done = services.chase_all(seen_by(colleague), chosen(one, two))
    assert [outcome.done for outcome in done.outcomes] == [False, True]
    assert f"{world.officer.name} has asked for a letter" in str(done.outcomes[0].reasons[0])
    assert services.chase_all(seen_by(world.supervisor), chosen(one, two)).run is None
    page = signed_in(colleague).get(reverse("enquiries")).content.decode()
    assert f"{world.officer.name} has asked for a letter within the last day" in page
    told = {
        row["request"]["uuid"]: row["written_by"] for row in program(colleague).get(DUE).json()["results"]
    }
    assert told == {str(one.uuid): world.officer.name, str(two.uuid): colleague.name}
    EnquiryRun.objects.filter(pk=first.pk).update(state=RunState.FAILED)
    assert services.chase_all(seen_by(colleague), chosen(one)).run is not None


def test_a_day_later_a_letter_is_written_again(world: World, letters: list[AssistanceRequest]) -> None:
    run = ask(seen_by(world.officer), [letters[0].uuid])
    EnquiryRun.objects.filter(pk=run.pk).update(created_at=NOON - dt.timedelta(hours=24))
    assert services.chase_all(seen_by(world.officer), chosen(letters[0])).run is not None


def test_what_is_escalated_is_drafted_anew_and_linked(world: World, letters: list[AssistanceRequest]) -> None:
    one, two = letters
    draft = world.opened(title="Not sent")
    done = services.escalate_all(seen_by(world.supervisor), chosen(one, two, draft), channel="treaty")
    assert [outcome.done for outcome in done.outcomes] == [True, True, False]
    made = done.outcomes[0].made
    assert made is not None
    made = fresh(made)
    assert (made.channel, made.title, made.facts, made.officer) == (
        "treaty",
        "Letter one",
        "A host.",
        world.officer,
    )
    assert (made.jurisdiction, made.stage, made.instrument) == (one.jurisdiction, "draft", "")
    assert [item.type for item in made.items.all()] == [item.type for item in one.items.all()]
    assert Link.objects.get(request=made).kind == LinkKind.PARALLEL_TO
    assert Link.objects.get(request=made).target == one
    assert "went out" in str(done.outcomes[2].reasons[0])
    again = services.escalate_all(seen_by(world.supervisor), chosen(fresh(one)), channel="treaty")
    assert made.reference in str(again.outcomes[0].reasons[0])
    same = services.escalate_all(seen_by(world.supervisor), chosen(fresh(one)), channel=one.channel)
    assert "this channel already" in str(same.outcomes[0].reasons[0])


def test_a_day_that_has_passed_keeps_nothing_from_being_escalated(
    world: World, letters: list[AssistanceRequest]
) -> None:
    days = [dt.date(2026, 3, 8), dt.date(2026, 3, 9)]
    for row, day in zip(letters, days, strict=True):
        AssistanceRequest.objects.filter(pk=row.pk).update(needed_by=day)
    done = services.escalate_all(seen_by(world.supervisor), chosen(*letters), channel="treaty")
    assert [outcome.made and outcome.made.needed_by for outcome in done.outcomes] == [None, days[1]]


def test_none_and_too_many_are_refused(
    world: World, letters: list[AssistanceRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST", 1)
    for picked in ([], chosen(*letters)):
        with pytest.raises(Refused, match="Tick at"):
            services.chase_all(seen_by(world.officer), picked)


# On the pages


def test_the_whole_way_on_the_pages(world: World, letters: list[AssistanceRequest], colleague: User) -> None:
    client, address = signed_in(world.supervisor), reverse("bulk")
    register = client.get(reverse("register")).content.decode()
    shown = re.findall(r'name="request" form="bulk" value="([^"]+)"', register)
    assert set(ticks(*letters)) <= set(shown)
    first = client.post(address, {"act": "reassign", "request": ticks(*letters)})
    assert "Letter one" in first.content.decode()
    assert "choose …" in first.content.decode()
    key = str(first.context["form"]["key"].value())
    nobody = client.post(
        address, {"act": "reassign", "request": ticks(*letters), "key": key, "step": "rehearse"}
    )
    assert nobody.status_code == 422
    assert "Choose one of the list." in nobody.content.decode()
    assert set(ticks(*letters)) <= set(re.findall(r'name="request" value="([^"]+)"', nobody.content.decode()))
    filled = {"act": "reassign", "request": ticks(*letters), "officer": str(colleague.uuid), "key": key}
    preview = client.post(address, {**filled, "step": "rehearse"})
    assert "It would be done for 2 of 2." in preview.content.decode()
    assert fresh(letters[0]).officer == world.officer
    filled["key"] = str(preview.context["form"]["key"].value())
    events = Event.objects.count()
    for _time in range(2):
        done = client.post(address, {**filled, "step": "do"})
        assert done.status_code == 200
        assert "Done for 2 of 2" in done.content.decode()
    assert Event.objects.count() == events + 2
    assert {fresh(row).officer for row in letters} == {colleague}
    other = client.post(address, {**filled, "officer": str(world.officer.uuid), "step": "do"})
    assert other.status_code == 422
    assert "sent before" in other.content.decode()
    assert {fresh(row).officer for row in letters} == {colleague}


def test_what_changed_between_is_told_on_its_row_and_stays_refused(
    world: World, letters: list[AssistanceRequest], colleague: User
) -> None:
    client, address = signed_in(world.supervisor), reverse("bulk")
    filled = {
        "act": "reassign",
        "request": ticks(*letters),
        "officer": str(colleague.uuid),
        "key": str(uuid4()),
    }
    factories.done(
        letters[1], "note", by=world.officer, on=dt.date(2026, 3, 9), texts={"note": "They called"}
    )
    preview = client.post(address, {**filled, "step": "rehearse"}).content.decode()
    assert "It would be done for 1 of 2." in preview
    assert ticks(letters[1])[0] in preview
    done = client.post(address, {**filled, "step": "do"}).content.decode()
    assert "Done for 1 of 2" in done
    assert "since you read it" in done
    assert fresh(letters[1]).officer == world.officer


def test_it_leads_back_to_the_list_as_it_was(world: World, letters: list[AssistanceRequest]) -> None:
    client, address = signed_in(world.officer), reverse("bulk")
    list_address = f"{reverse('register')}?q=letter&sort=late"
    page = client.get(list_address).content.decode()
    assert f'name="back" value="{list_address.replace("&", "&amp;")}"' in page
    filled = {"act": "chase", "request": ticks(*letters), "back": list_address, "key": str(uuid4())}
    for step in ("rehearse", "do"):
        shown = client.post(address, {**filled, "step": step})
        assert f'<a href="{list_address.replace("&", "&amp;")}">Back' in shown.content.decode()
    assert client.post(address, {"act": "chase", "back": list_address})["Location"] == list_address
    assert client.post(address, {"act": "chase", "back": reverse("overdue")})["Location"] == reverse(
        "overdue"
    )
    for foreign in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""):
        assert client.post(address, {"act": "chase", "back": foreign})["Location"] == reverse("register")


def test_letters_for_all_that_are_listed(world: World, letters: list[AssistanceRequest]) -> None:
    client, address = signed_in(world.officer), reverse("bulk")
    preview = client.post(address, {"act": "chase", "shown": ticks(*letters), "all": "1"})
    assert "It would be done for 2 of 2." in preview.content.decode()
    key = str(preview.context["form"]["key"].value())
    done = client.post(
        address, {"act": "chase", "request": ticks(*letters), "key": key, "step": "do"}
    ).content.decode()
    assert reverse("enquiry_run", args=[EnquiryRun.objects.get().uuid]) in done


def test_what_cannot_be_read_is_ticked_nowhere(world: World, letters: list[AssistanceRequest]) -> None:
    client, address = signed_in(world.officer), reverse("bulk")
    for values in ([], ["x"], [str(letters[0].uuid)], [f"{letters[0].uuid}.-1"]):
        assert client.post(address, {"act": "chase", "request": values})["Location"] == reverse("register")
    assert client.post(address, {"act": "burn", "request": ticks(*letters)}).status_code == 404
    assert client.get(address).status_code == 405
    for user in (world.auditor, world.administrator):
        assert signed_in(user).post(address, {"act": "chase", "request": ticks(*letters)}).status_code == 404


def test_titles_of_others_are_never_shown(world: World, letters: list[AssistanceRequest]) -> None:
    page = signed_in(world.stranger).post(reverse("bulk"), {"act": "chase", "request": ticks(*letters)})
    assert "Letter one" not in page.content.decode()
    assert "There is no such request that you may see." in page.content.decode()


# Over the API


def body(*rows: AssistanceRequest, **more: Any) -> dict[str, Any]:
    named = [{"request": str(row.uuid), "seen_version": row.version} for row in rows]
    return {"requests": named, **more}


def post(client: Client, act: str, data: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{BULK}{act}/", data, content_type="application/json", headers=headers)


def test_the_api_does_the_same(
    world: World, letters: list[AssistanceRequest], foreign: AssistanceRequest, colleague: User
) -> None:
    client = signed_in(world.supervisor)
    given = body(*letters, foreign, officer=str(colleague.uuid))
    told = post(client, "reassignments", {**given, "rehearse": True}).json()
    assert (told["rehearsed"], [one["done"] for one in told["outcomes"]]) == (True, [True, True, False])
    assert fresh(letters[0]).officer == world.officer
    first, again = (post(client, "reassignments", given, **{"Idempotency-Key": "march"}) for _ in range(2))
    assert first.json() == again.json()
    assert [one["reference"] for one in first.json()["outcomes"]] == [*(row.reference for row in letters), ""]
    assert fresh(letters[0]).officer == colleague
    told = post(client, "escalations", body(*map(fresh, letters), channel="treaty")).json()
    made = AssistanceRequest.objects.get(uuid=told["outcomes"][0]["made"])
    assert made.channel == "treaty"
    told = post(client, "enquiries", body(*map(fresh, letters))).json()
    assert EnquiryRun.objects.get().uuid == EnquiryRun.objects.get(uuid=told["enquiry_run"]).uuid


@pytest.mark.parametrize("act", ["reassignments", "enquiries", "escalations"])
def test_the_api_lets_nobody_else(world: World, letters: list[AssistanceRequest], act: str) -> None:
    more = {"reassignments": {"officer": str(world.officer.uuid)}, "escalations": {"channel": "treaty"}}
    given = body(*letters, **more.get(act, {}))
    for user in (world.auditor, world.administrator):
        assert post(signed_in(user), act, given).status_code == 403
    told = post(signed_in(world.stranger), act, given).json()["outcomes"]
    assert [(one["done"], one["reference"]) for one in told] == [(False, "")] * 2
    assert Client().post(f"{BULK}{act}/").status_code == 401
    assert (
        post(signed_in(world.officer), act, body(letters[0], letters[0], **more.get(act, {}))).status_code
        == 422
    )


@pytest.mark.parametrize("act", ["reassign", "escalate"])
def test_queries_for_the_table_do_not_grow_with_rows(
    world: World, letters: list[AssistanceRequest], act: str
) -> None:
    client, address = signed_in(world.officer), reverse("bulk")

    def asked(rows: list[AssistanceRequest]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.post(address, {"act": act, "request": ticks(*rows)}).status_code == 200
        return len(captured)

    asked(letters)
    few = asked(letters)
    more = [world.sent(on=FEBRUARY) for _ in range(3)]
    assert asked([*letters, *more]) == few
