"""Kept views: a question that each reader's own rights answer."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import World, make_world, program
from tracker.accounts.models import User
from tracker.casework.errors import Refused
from tracker.casework.filters import CaseFilter
from tracker.casework.viewer import Viewer
from tracker.saved.models import SavedView, Weekday
from tracker.saved.queries import forgettable, own, views_of
from tracker.saved.services import Question, change_view, mail_weekly, save_view
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)
NOON = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
VIEWS = "/api/v1/views/"
OPEN = Question(rows=CaseFilter(state="open"), sort="late", columns=("title", "reference"))


@pytest.fixture
def world(clock: MovableClock) -> World:
    world = make_world(clock)
    world.sent(on=MARCH, title="Letter of Beijing")
    factories.opened(by=world.stranger, office=world.elsewhere, on=MARCH, title="Paris only")
    return world


def seen_by(user: User) -> Viewer:
    return Viewer(user=user, at=NOON)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_view_keeps_its_question_and_is_found_by_its_owner_alone(world: World) -> None:
    view = save_view(seen_by(world.officer), "Mine", OPEN, office=None)
    assert view.query == "state=open&sort=late&column=reference&column=title"
    assert list(views_of(seen_by(world.officer))) == [view]
    for user in (world.supervisor, world.stranger, world.auditor, world.administrator):
        assert not views_of(seen_by(user))


def test_a_shared_view_shows_each_what_they_may_see(world: World) -> None:
    both = factories.user("Bea Both", role=Role.OFFICER, office=world.beijing)
    factories.membership(both, world.elsewhere, Role.OFFICER)
    view = save_view(seen_by(both), "Open ones", OPEN, office=world.beijing)
    assert list(views_of(seen_by(world.officer))) == list(views_of(seen_by(world.supervisor))) == [view]
    assert not forgettable(seen_by(world.officer))
    assert not views_of(seen_by(world.stranger))
    titles = {}
    for user in (both, world.officer):
        page = signed_in(user).get(f"{reverse('register')}?{view.query}")
        titles[user] = {line.row.title for line in page.context["cells"].lines}
        assert "Open ones" in page.content.decode()
    assert titles == {both: {"Letter of Beijing", "Paris only"}, world.officer: {"Letter of Beijing"}}


def test_what_somebody_shared_who_has_left_stays_until_the_head_of_the_office_forgets_it(
    world: World,
) -> None:
    left = factories.user("Lea Left", role=Role.OFFICER, office=world.beijing)
    view = save_view(seen_by(left), "Open ones", OPEN, office=world.beijing)
    own = save_view(seen_by(left), "Mine", OPEN, office=None)
    head, address = signed_in(world.supervisor), reverse("saved_view_forget", args=[view.uuid])
    assert head.post(address).status_code == 404
    User.objects.filter(pk=left.pk).update(is_active=False)
    for user in (world.officer, world.supervisor):
        assert list(views_of(seen_by(user))) == [view]
        assert "account closed" in signed_in(user).get(reverse("saved_views")).content.decode()
    assert address not in signed_in(world.officer).get(reverse("saved_views")).content.decode()
    assert address in head.get(reverse("saved_views")).content.decode()
    for user in (world.officer, world.stranger, world.auditor, world.administrator):
        assert signed_in(user).post(address).status_code == 404
        assert program(user).delete(f"{VIEWS}{view.uuid}/").status_code == 404
    assert program(world.supervisor).delete(f"{VIEWS}{view.uuid}/").status_code == 204
    assert list(SavedView.objects.all()) == [own]


def test_it_is_shared_only_where_one_works(world: World) -> None:
    with pytest.raises(Refused, match="offices in which you work"):
        save_view(seen_by(world.officer), "Mine", OPEN, office=world.elsewhere)
    assert not SavedView.objects.exists()


def test_the_same_name_is_the_same_view(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = seen_by(world.officer)
    save_view(viewer, "Mine", OPEN, office=world.beijing)
    again = save_view(viewer, "Mine", Question(rows=CaseFilter()), office=None)
    assert (SavedView.objects.get(), again.query, again.office) == (again, "", None)
    monkeypatch.setattr("tracker.saved.services.keeping.MOST", 1)
    with pytest.raises(Refused, match="as many views"):
        save_view(viewer, "Another", OPEN, office=None)
    with pytest.raises(ValidationError, match="too long"):
        save_view(viewer, "Mine", Question(rows=CaseFilter(q="x" * 2_001)), office=None)


@pytest.mark.parametrize("columns", [{"name": ""}, {"name": "Mine"}])
def test_what_must_never_be(world: World, columns: dict[str, Any]) -> None:
    save_view(seen_by(world.officer), "Mine", OPEN, office=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(owner=world.officer, query="", created_at=NOON, **columns)


def test_the_whole_way_on_the_pages(world: World) -> None:
    client, address = signed_in(world.officer), reverse("saved_views")
    shown = client.get(f"{reverse('register')}?state=open&q=letter&sort=late&forged=1")
    assert shown.status_code == 200
    page = client.get(address, {"query": "state=open&q=letter&sort=late&forged=1"})
    assert "Search: letter" in page.content.decode()
    sent = {"query": "state=open&q=letter&sort=late&forged=1", "name": "Letters", "office": "BEJ"}
    assert client.post(address, sent)["Location"] == f"{reverse('register')}?q=letter&state=open&sort=late"
    view = SavedView.objects.get()
    assert (view.name, view.office) == ("Letters", world.beijing)
    refused = client.post(address, {**sent, "name": "", "office": "PAR"})
    assert refused.status_code == 422
    other = signed_in(world.supervisor)
    assert "Letters" in other.get(address).content.decode()
    forgotten = reverse("saved_view_forget", args=[view.uuid])
    assert other.post(forgotten).status_code == 404
    assert client.get(forgotten).status_code == 405
    assert client.post(forgotten)["Location"] == address
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("lost", "name"), [("colour=red", "colour"), ("state=asleep", "State"), ("as_of=soon", "As of")]
)
def test_a_view_of_which_a_part_is_not_known_any_more_says_so_everywhere(
    world: World, lost: str, name: str
) -> None:
    view = save_view(seen_by(world.officer), "Old one", OPEN, office=None)
    SavedView.objects.filter(pk=view.pk).update(query=f"q=letter&{lost}")
    client = signed_in(world.officer)
    listed = client.get(reverse("saved_views")).content.decode()
    assert "a part of its filter is not known" in listed
    page = client.get(reverse("saved_view", args=[view.uuid]), follow=True)
    assert [part.name for part in page.context["not_understood"]] == [name]
    assert "A part of what is asked for here is not known" in page.content.decode()
    assert page.context["not_understood"][0].url == "?q=letter"
    for file in ("register_csv", "register_xlsx"):
        led = client.get(f"{reverse(file)}?q=letter&{lost}", follow=True)
        assert led.redirect_chain == [(f"{reverse('register')}?q=letter&{lost}", 302)]
        assert "No file was made" in led.content.decode()
    kept = client.get(reverse("saved_views"), {"query": f"q=letter&{lost}"}).content.decode()
    assert f"Not kept, since it is not known: {name}" in kept
    [told] = client.get(VIEWS).json()["results"]
    assert told["unknown"] == [lost.split("=", maxsplit=1)[0]]
    assert client.get(f"/api/v1/requests/?{told['rows']}").status_code == 422


def test_a_view_of_which_all_is_known_says_nothing(world: World) -> None:
    save_view(seen_by(world.officer), "Mine", OPEN, office=None)
    client = signed_in(world.officer)
    assert "not known" not in client.get(reverse("saved_views")).content.decode()
    page = client.get(f"{reverse('register')}?{OPEN.query}&after=x")
    assert page.context["not_understood"] == []
    assert client.get(VIEWS).json()["results"][0]["unknown"] == []


def test_an_address_of_thousands_of_names_tells_some(world: World) -> None:
    many = "&".join(f"a{number}=1" for number in range(3_000))
    page = signed_in(world.officer).get(f"{reverse('register')}?{many}")
    assert len(page.context["not_understood"]) == 20


def test_the_api_does_the_same(world: World) -> None:
    client = signed_in(world.officer)
    given = {"name": "Open ones", "rows": "state=open&sort=late", "columns": ["title"], "office": "BEJ"}
    made = client.post(VIEWS, given, content_type="application/json")
    assert made.status_code == 201
    told = made.json()
    assert (told["rows"], told["columns"], told["office"]) == ("state=open&sort=late", ["title"], "BEJ")
    assert [one["name"] for one in signed_in(world.supervisor).get(VIEWS).json()["results"]] == ["Open ones"]
    assert signed_in(world.stranger).get(VIEWS).json()["results"] == []
    one = f"{VIEWS}{told['uuid']}/"
    assert signed_in(world.supervisor).delete(one).status_code == 404
    assert client.delete(one).status_code == 204
    assert client.delete(f"{VIEWS}{uuid4()}/").status_code == 404
    assert Client().get(VIEWS).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"rows": "state=forged"},
        {"rows": "colour=red"},
        {"rows": "sort=colour"},
        {"columns": ["colour"]},
        {"office": "PAR"},
    ],
)
def test_the_api_refuses_what_is_no_view(world: World, wrong: dict[str, Any]) -> None:
    given = {"name": "Mine", **wrong}
    told = signed_in(world.officer).post(VIEWS, given, content_type="application/json")
    assert told.status_code == 422
    assert not SavedView.objects.exists()


def test_a_token_finds_what_is_shared_with_its_office_only(world: World) -> None:
    viewer = seen_by(world.officer)
    save_view(viewer, "Mine", OPEN, office=None)
    save_view(viewer, "Ours", OPEN, office=world.beijing)
    client = program(world.officer)
    assert [one["name"] for one in client.get(VIEWS).json()["results"]] == ["Ours"]
    assert client.post(VIEWS, {"name": "Private"}, format="json").status_code == 403
    assert client.post(VIEWS, {"name": "Shared", "office": "BEJ"}, format="json").status_code == 201


def test_a_view_is_named_anew_and_shared_with_others_and_stays_what_it_is(world: World) -> None:
    view = save_view(seen_by(world.officer), "Mine", OPEN, office=None)
    mail_weekly(seen_by(world.officer), view, on=Weekday.MONDAY)
    client, address = signed_in(world.officer), reverse("saved_view_change", args=[view.uuid])
    assert address in client.get(reverse("saved_views")).content.decode()
    page = client.get(address).content.decode()
    assert 'value="Mine"' in page
    assert "State: open" in page
    assert client.post(address, {"name": "Ours", "office": "BEJ"})["Location"] == reverse("saved_views")
    view.refresh_from_db()
    assert (view.name, view.office, view.query) == ("Ours", world.beijing, OPEN.query)
    assert view.mails.get().reader == world.officer
    listed = signed_in(world.supervisor).get(reverse("saved_views")).content.decode()
    assert "Ours" in listed
    assert address not in listed
    assert client.post(address, {"name": "Mine again", "office": ""}).status_code == 302
    assert not views_of(seen_by(world.supervisor))


def test_nobody_else_changes_a_view(world: World) -> None:
    view = save_view(seen_by(world.officer), "Ours", OPEN, office=world.beijing)
    address, one = reverse("saved_view_change", args=[view.uuid]), f"{VIEWS}{view.uuid}/"
    for user in (world.supervisor, world.stranger, world.auditor, world.administrator):
        assert signed_in(user).get(address).status_code == 404
        assert signed_in(user).post(address, {"name": "Theirs"}).status_code == 404
        assert (
            signed_in(user).patch(one, {"name": "Theirs"}, content_type="application/json").status_code == 404
        )
        assert change_view(seen_by(user), view, name="Theirs", office=None) is None
    assert Client().patch(one, {"name": "Theirs"}, content_type="application/json").status_code == 401
    view.refresh_from_db()
    assert (view.name, view.office) == ("Ours", world.beijing)


def test_a_name_of_another_view_is_refused_and_what_was_typed_stays(world: World) -> None:
    viewer = seen_by(world.officer)
    save_view(viewer, "Taken", OPEN, office=None)
    view = save_view(viewer, "Mine", OPEN, office=None)
    address = reverse("saved_view_change", args=[view.uuid])
    refused = signed_in(world.officer).post(address, {"name": "Taken", "office": "BEJ"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Another view of yours has this name" in page
    assert 'value="Taken"' in page
    unnamed = signed_in(world.officer).post(address, {"name": "", "office": ""})
    assert unnamed.status_code == 422
    assert "Fill this in; it is needed now." in unnamed.content.decode()
    assert signed_in(world.officer).post(address, {"name": "Mine", "office": "PAR"}).status_code == 422
    assert SavedView.objects.get(pk=view.pk).name == "Mine"
    view.delete()
    assert change_view(viewer, view, name="Mine", office=None) is None
    assert signed_in(world.officer).post(address, {"name": "Mine"}).status_code == 404


def test_an_office_that_one_has_left_may_keep_the_view_but_is_given_no_other(world: World) -> None:
    both = factories.user("Bea Both", role=Role.OFFICER, office=world.beijing)
    view = save_view(seen_by(both), "Ours", OPEN, office=world.beijing)
    other = save_view(seen_by(both), "Mine", OPEN, office=None)
    both.memberships.all().delete()
    factories.membership(both, world.elsewhere, Role.OFFICER)
    client = signed_in(both)
    assert list(own(seen_by(both))) == [other, view]
    changed = client.post(reverse("saved_view_change", args=[view.uuid]), {"name": "Theirs", "office": "BEJ"})
    assert changed.status_code == 302
    refused = client.post(reverse("saved_view_change", args=[other.uuid]), {"name": "Mine", "office": "BEJ"})
    assert refused.status_code == 422
    with pytest.raises(Refused, match="offices in which you work"):
        change_view(seen_by(both), other, name="Mine", office=world.beijing)
    view.refresh_from_db()
    assert (view.name, view.office) == ("Theirs", world.beijing)


def test_the_api_changes_what_is_sent_and_no_more(world: World) -> None:
    view = save_view(seen_by(world.officer), "Mine", OPEN, office=world.beijing)
    client, one = signed_in(world.officer), f"{VIEWS}{view.uuid}/"
    told = client.patch(one, {"name": "Ours"}, content_type="application/json")
    assert (told.status_code, told.json()["name"], told.json()["office"]) == (200, "Ours", "BEJ")
    for wrong in ({"name": ""}, {"office": "PAR"}, {"rows": "state=closed"}):
        assert client.patch(one, wrong, content_type="application/json").status_code == 422
    token = program(world.officer)
    assert token.patch(one, {"name": "By a program"}, format="json").status_code == 200
    assert token.patch(one, {"office": None}, format="json").status_code == 403
    assert client.patch(one, {"office": None}, content_type="application/json").json()["office"] is None
    assert token.patch(one, {"name": "Unseen"}, format="json").status_code == 404
