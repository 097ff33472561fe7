"""The administration: who gets in, what it shows, what it writes and how it refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from django.core import mail
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.tracker.directory import rows
from tracker import clock
from tracker.accounts import queries
from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import AccountEvent, Membership, Office, OfficeRung, User
from tracker.accounts.policy import ADMINISTERED_MODELS
from tracker.admin import site
from tracker.casework.models import Recount
from tracker.directory.models import DirectoryChange, Jurisdiction, TreatyStatus
from tracker.outbox.models import AllowedHost
from tracker.reminders import services as reminders
from tracker.reminders.models import ReminderMark
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

PAGES = [
    "/admin/",
    "/admin/tracker/",
    *(f"/admin/tracker/{name}/" for name in sorted(ADMINISTERED_MODELS)),
    "/admin/tracker/user/add/",
    "/admin/jsi18n/",
    "/admin/nothing/",
]


@pytest.fixture
def headquarters() -> Office:
    return factories.office("HQ", host="US")


@pytest.fixture
def administrator(client: Client, headquarters: Office) -> User:
    """Ada, who is signed in."""
    ada = factories.user("Ada", role=Role.ADMINISTRATOR, office=headquarters)
    client.force_login(ada)
    return ada


def page(model: type[Model], action: str, *args: object) -> str:
    return reverse(f"admin:tracker_{model._meta.model_name}_{action}", args=args)


def errors(response: Any) -> dict[str, list[str]]:
    """Return what the form on the page refused."""
    found: dict[str, list[str]] = response.context["adminform"].form.errors
    return found


def person_fields(**changed: object) -> dict[str, object]:
    return {
        "email": "mei@example.org",
        "name": "Mei",
        "language": "en",
        "time_zone": "UTC",
        "new_password": "",
        **changed,
    }


class TestWhoGetsIn:
    @pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR, None])
    def test_for_others_it_does_not_exist(
        self, client: Client, headquarters: Office, role: Role | None
    ) -> None:
        client.force_login(factories.user(role=role, office=headquarters))
        assert {address: client.get(address).status_code for address in PAGES} == dict.fromkeys(PAGES, 404)

    @pytest.mark.parametrize("address", PAGES)
    def test_strangers_are_asked_to_sign_in(self, client: Client, address: str) -> None:
        response = client.get(address, follow=True)
        assert response.redirect_chain[-1][0].startswith(reverse("account_login"))

    def test_a_former_administrator_is_out(self, client: Client, headquarters: Office) -> None:
        yesterday = dt.date(2020, 1, 1)
        client.force_login(factories.user(role=Role.ADMINISTRATOR, office=headquarters, until_on=yesterday))
        assert client.get("/admin/").status_code == 404

    def test_only_what_the_policy_names_is_shown(self, client: Client, administrator: User) -> None:
        shown = {model._meta.model_name for model in site._registry}
        assert shown == ADMINISTERED_MODELS
        for model in site._registry:
            assert client.get(page(model, "changelist")).status_code == 200
        assert administrator.has_perm("tracker.view_user")
        assert not administrator.has_perm("tracker.view_accountloghead")
        assert not administrator.is_staff

    def test_its_own_doors_lead_to_those_of_all_pages(self, client: Client, administrator: User) -> None:
        assert client.get("/admin/login/").headers["Location"] == "/admin/"
        assert client.get("/admin/logout/").headers["Location"] == reverse("account_logout")
        assert client.get("/admin/password_change/").headers["Location"] == reverse("account_change_password")

    def test_people_stand_apart_from_reference_data(self, client: Client, administrator: User) -> None:
        apps = client.get("/admin/").context["app_list"]
        assert [str(app["name"]) for app in apps] == ["People", "Connections", "Reference data"]


class TestUsers:
    def test_without_a_password_a_link_is_mailed(self, client: Client, administrator: User) -> None:
        assert client.post(page(User, "add"), person_fields(email="Mei@Example.org")).status_code == 302
        person = User.objects.get(email="mei@example.org")
        assert not person.has_usable_password()
        assert [message.to for message in mail.outbox] == [["mei@example.org"]]
        event = AccountEvent.objects.get(kind=AccountEventKind.ACCOUNT_CREATED, about=person)
        assert event.by == administrator

    def test_with_a_password_nothing_is_mailed(self, client: Client, administrator: User) -> None:
        client.post(page(User, "add"), person_fields(new_password=factories.PASSWORD))
        assert User.objects.get(email="mei@example.org").check_password(factories.PASSWORD)
        assert mail.outbox == []

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("email", "ADA@example.org"),
            ("email", "no address"),
            ("new_password", "short"),
            ("time_zone", "Moon/Sea"),
            ("name", ""),
        ],
    )
    def test_a_refusal_stands_at_its_field(
        self, client: Client, administrator: User, field: str, value: str
    ) -> None:
        response = client.post(page(User, "add"), person_fields(**{field: value}))
        assert set(errors(response)) == {field}
        assert User.objects.count() == 1

    def test_each_part_changed_is_logged_once(
        self, client: Client, administrator: User, headquarters: Office
    ) -> None:
        person = factories.user("Mei", role=Role.OFFICER, office=headquarters)
        deputy = factories.user("Olaf", role=Role.OFFICER, office=headquarters)
        before = AccountEvent.objects.latest("sequence").sequence
        fields = person_fields(
            name="Mei Li", new_password="another long password", deputy=deputy.pk, absent_from="2026-03-01"
        )
        client.post(page(User, "change", person.pk), fields)
        person.refresh_from_db()
        assert (person.name, person.deputy, person.is_active) == ("Mei Li", deputy, False)
        events = AccountEvent.objects.filter(sequence__gt=before).order_by("sequence")
        assert [event.kind for event in events] == [
            AccountEventKind.ACCOUNT_CHANGED,
            AccountEventKind.PASSWORD_CHANGED,
            AccountEventKind.DEPUTY_NAMED,
            AccountEventKind.ACCOUNT_DEACTIVATED,
        ]

    def test_nobody_closes_their_own_account(self, client: Client, administrator: User) -> None:
        fields = person_fields(email=administrator.email, name=administrator.name)
        response = client.post(page(User, "change", administrator.pk), fields)
        assert errors(response) == {
            "is_active": ["Nobody changes their own rights. Ask another administrator."]
        }

    def test_ones_own_new_password_does_not_sign_out(self, client: Client, administrator: User) -> None:
        fields = person_fields(email=administrator.email, name=administrator.name, is_active="on")
        client.post(
            page(User, "change", administrator.pk), {**fields, "new_password": "another long password"}
        )
        assert client.get("/admin/").status_code == 200

    def test_the_link_can_be_mailed_again(self, client: Client, administrator: User) -> None:
        person, closed = factories.user("Mei"), factories.user("Olaf")
        User.objects.filter(pk=closed.pk).update(is_active=False)
        chosen = {"action": "send_link", "_selected_action": [person.pk, closed.pk]}
        response = client.post(page(User, "changelist"), chosen, follow=True)
        assert [message.to for message in mail.outbox] == [["mei@example.org"]]
        assert "The link was mailed to 1 user." in response.content.decode()


class TestOfficesAndRoles:
    def office_fields(self, office: Office, **changed: object) -> Mapping[str, object]:
        return {
            "name": office.name,
            "time_zone": office.time_zone,
            "host_jurisdiction": office.host_jurisdiction.pk,
            "own_jurisdiction": office.own_jurisdiction.pk,
            "parent": office.parent.pk if office.parent else "",
            "is_active": "on",
            **changed,
        }

    def test_an_office_is_founded_and_moved(
        self, client: Client, administrator: User, headquarters: Office
    ) -> None:
        client.post(page(Office, "add"), self.office_fields(headquarters, code="bej", name="Beijing"))
        beijing = Office.objects.get(code="BEJ")
        moved = self.office_fields(beijing, parent=headquarters.pk, name="Office in Beijing")
        client.post(page(Office, "change", beijing.pk), moved)
        beijing.refresh_from_db()
        assert (beijing.parent, beijing.name, beijing.code) == (headquarters, "Office in Beijing", "BEJ")

    def test_who_heads_an_office_from_now_on_is_told_of_what_was_told(
        self, client: Client, administrator: User, headquarters: Office
    ) -> None:
        beijing = factories.office("BEJ", parent=headquarters)
        officer = factories.user("Ann", role=Role.OFFICER, office=beijing)
        head = factories.user("Sue", role=Role.SUPERVISOR, office=beijing)
        on = clock.today("UTC") - dt.timedelta(days=45)
        row = factories.sent(officer=officer, supervisor=head, office=beijing, on=on)
        reminders.sweep(at=clock.now())
        late = ReminderMark.objects.filter(deadline__request=row, step="late", state="sent")
        assert {mark.recipient.name for mark in late} == {"Ann", "Sue"}
        new = factories.user("Noa")
        term = {"user": new.pk, "office": beijing.pk, "role": "supervisor", "from_on": on.isoformat()}
        assert client.post(page(Membership, "add"), term).status_code == 302
        reminders.sweep(at=clock.now())
        assert {mark.recipient.name for mark in late.all()} == {"Ann", "Sue", "Noa"}

    def test_a_circle_is_refused_at_the_parent(
        self, client: Client, administrator: User, headquarters: Office
    ) -> None:
        below = factories.office("BEJ", parent=headquarters)
        fields = self.office_fields(headquarters, parent=below.pk)
        response = client.post(page(Office, "change", headquarters.pk), fields)
        assert errors(response) == {"parent": ["An office cannot stand below itself."]}

    def test_a_role_is_given_and_ended(
        self, client: Client, administrator: User, headquarters: Office
    ) -> None:
        person = factories.user("Mei")
        term = {"user": person.pk, "office": headquarters.pk, "role": "officer", "from_on": "2026-01-01"}
        client.post(page(Membership, "add"), term)
        given = Membership.objects.get(user=person)
        ended = {"until_on": "2026-02-01", "role": "administrator"}
        assert client.post(page(Membership, "change", given.pk), ended).status_code == 302
        assert queries.offices_of(person, dt.date(2026, 1, 31)).roles_in(headquarters.pk) == {Role.OFFICER}
        assert queries.offices_of(person, dt.date(2026, 2, 1)).roles_in(headquarters.pk) == frozenset()

    def test_nobody_gives_themselves_a_role(
        self, client: Client, administrator: User, headquarters: Office
    ) -> None:
        role = {"office": headquarters.pk, "role": "supervisor", "from_on": "2026-01-01"}
        response = client.post(page(Membership, "add"), {"user": administrator.pk, **role})
        assert errors(response) == {"user": ["Nobody changes their own rights. Ask another administrator."]}
        own = Membership.objects.get(user=administrator)
        response = client.post(page(Membership, "change", own.pk), {"until_on": "2026-02-01"})
        assert set(errors(response)) == {"until_on"}

    def test_today_is_proposed(self, client: Client, administrator: User) -> None:
        form = client.get(page(Membership, "add")).context["adminform"].form
        assert isinstance(form.initial["from_on"], dt.date)

    def test_nothing_is_deleted_and_the_log_not_changed(self, client: Client, administrator: User) -> None:
        event = AccountEvent.objects.latest("sequence")
        assert client.get(page(AccountEvent, "change", event.pk)).status_code == 200
        assert client.post(page(AccountEvent, "change", event.pk), {}).status_code == 403
        assert client.get(page(AccountEvent, "add")).status_code == 403
        for row in (administrator, event, administrator.memberships.get()):
            assert client.post(page(type(row), "delete", row.pk), {"post": "yes"}).status_code == 403


class TestTightenedReminders:
    def test_added_and_taken_back_by_the_service(
        self, client: Client, administrator: User, headquarters: Office
    ) -> None:
        asked = {
            "office": headquarters.pk,
            "kind": "reply",
            "step": "late",
            "days": "2",
            "reason": "Too late",
        }
        form = client.get(page(OfficeRung, "add"))
        assert "budapest.29_7" in form.content.decode()
        assert client.post(page(OfficeRung, "add"), asked).status_code == 302
        rung = OfficeRung.objects.get()
        assert (rung.days, rung.added_by, rung.ended_at) == (2, administrator, None)
        assert client.post(page(OfficeRung, "change", rung.pk), asked).status_code == 403
        assert client.post(page(OfficeRung, "delete", rung.pk), {"post": "yes"}).status_code == 403
        assert "They owe us" in client.get(page(OfficeRung, "changelist")).content.decode()
        client.post(page(OfficeRung, "changelist"), {"action": "take_back", "_selected_action": [rung.pk]})
        rung.refresh_from_db()
        assert rung.ended_at is not None
        kinds = [event.kind for event in AccountEvent.objects.filter(by=administrator).order_by("sequence")]
        assert kinds[-2:] == [AccountEventKind.LADDER_TIGHTENED, AccountEventKind.LADDER_TAKEN_BACK]

    @pytest.mark.usefixtures("administrator")
    def test_what_would_loosen_is_refused_beside_its_field(
        self, client: Client, headquarters: Office
    ) -> None:
        asked = {
            "office": headquarters.pk,
            "kind": "reply",
            "step": "late",
            "days": "9",
            "reason": "Too early",
        }
        response = client.post(page(OfficeRung, "add"), asked)
        assert errors(response) == {"step": ["The rung comes at 7 days: only earlier ones tighten it."]}
        assert not OfficeRung.objects.exists()


class TestHostsForWebhooks:
    def test_added_and_removed_by_the_service_never_changed(
        self, client: Client, administrator: User
    ) -> None:
        client.post(page(AllowedHost, "add"), {"host": "Hooks.Example.org", "note": "The case system"})
        host = AllowedHost.objects.get()
        assert (host.host, host.port, host.added_by) == ("hooks.example.org", None, administrator)
        assert client.get(page(AllowedHost, "change", host.pk)).status_code == 200
        assert client.post(page(AllowedHost, "change", host.pk), {"host": "a.example"}).status_code == 403
        assert client.post(page(AllowedHost, "delete", host.pk), {"post": "yes"}).status_code == 302
        assert not AllowedHost.objects.exists()
        kinds = [event.kind for event in AccountEvent.objects.filter(by=administrator).order_by("sequence")]
        assert kinds[-2:] == [AccountEventKind.HOST_ALLOWED, AccountEventKind.HOST_REMOVED]

    def test_several_are_removed_at_once_and_each_is_logged(
        self, client: Client, administrator: User
    ) -> None:
        for name in ("a.example.org", "b.example.org"):
            client.post(page(AllowedHost, "add"), {"host": name})
        chosen = list(AllowedHost.objects.values_list("pk", flat=True))
        asked = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
        client.post(page(AllowedHost, "changelist"), asked)
        assert not AllowedHost.objects.exists()
        assert AccountEvent.objects.filter(kind=AccountEventKind.HOST_REMOVED).count() == 2

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"host": "https://a.example.org/"}, "host"),
            ({"host": ""}, "host"),
            ({"host": "a.b", "port": 0}, "port"),
        ],
    )
    def test_a_refusal_stands_at_its_field(
        self, client: Client, administrator: User, fields: dict[str, object], field: str
    ) -> None:
        assert set(errors(client.post(page(AllowedHost, "add"), fields))) == {field}
        assert not AllowedHost.objects.exists()


class TestReferenceData:
    FIELDS = {
        "code": "CN",
        "kind": "state",
        "name": "China",
        "time_zone": "Asia/Shanghai",
        "source": "ISO 3166",
        "as_of": "2026-01-01",
    }

    def test_added_and_changed_through_the_service(self, client: Client, administrator: User) -> None:
        assert client.post(page(Jurisdiction, "add"), self.FIELDS).status_code == 302
        china = Jurisdiction.objects.get(code="CN")
        assert client.get(page(Jurisdiction, "change", china.pk)).status_code == 200
        changed = {**self.FIELDS, "code": "XX", "region": "Asia"}
        client.post(page(Jurisdiction, "change", china.pk), changed)
        china.refresh_from_db()
        assert (china.code, china.region, china.search_name) == ("CN", "Asia", "china")
        logged = DirectoryChange.objects.filter(by=administrator).order_by("id")
        assert [change.kind for change in logged] == ["added", "changed"]

    def test_a_refusal_of_the_service_stands_at_its_field(self, client: Client, administrator: User) -> None:
        whole, part = factories.jurisdiction("AA"), factories.jurisdiction("BB")
        Jurisdiction.objects.filter(pk=part.pk).update(parent=whole)
        response = client.post(page(Jurisdiction, "change", whole.pk), {**self.FIELDS, "parent": part.pk})
        assert set(errors(response)) == {"parent"}


class TestTreaties:
    def test_an_instrument_is_called_by_its_name_and_found_by_it(
        self, client: Client, administrator: User
    ) -> None:
        rows.register("budapest", name="Convention on Cybercrime")
        rows.status("RO", "budapest")
        rows.status("EE", "unlisted")
        listed = client.get(page(TreatyStatus, "changelist")).content.decode()
        assert "Convention on Cybercrime" in listed
        assert "unlisted" in listed
        chosen = client.get(page(TreatyStatus, "changelist"), {"instrument": "budapest"})
        assert [row.jurisdiction.code for row in chosen.context["cl"].result_list] == ["RO"]


def test_an_edited_calendar_has_deadlines_counted_anew(client: Client, administrator: User) -> None:
    factories.jurisdiction("DE")
    row = Jurisdiction.objects.get(code="DE")
    data = {
        "jurisdiction": row.pk, "on": "2026-04-08", "name": "Day of mourning", "change": "added", "reason": "Decree",
        "source": "Gazette", "as_of": "2026-04-01", "note": "",
    }  # fmt: skip
    assert client.post("/admin/tracker/holiday/add/", data).status_code == 302
    assert Recount.objects.get().jurisdiction == row
    page = client.get("/admin/tracker/recount/").content.decode()
    assert "Jurisdiction DE" in page
    assert client.get("/admin/tracker/recount/add/").status_code == 403
