"""Changes of accounts: who may, what is refused and why, what the log says afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from pytest_django import Settings

from tests import factories
from tracker import append_only
from tracker.accounts import queries, services
from tracker.accounts.choices import AccountEventKind, Theme
from tracker.accounts.models import AccountEvent, AccountLogHead, Membership, Office, User
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 12, 9, 0, tzinfo=dt.UTC)
TODAY = AT.date()
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def headquarters() -> Office:
    return factories.office("HQ", host="US")


@pytest.fixture
def administrator(headquarters: Office) -> User:
    return factories.user("Ada", role=Role.ADMINISTRATOR, office=headquarters)


@pytest.fixture
def officer(headquarters: Office) -> User:
    return factories.user("Olaf", role=Role.OFFICER, office=headquarters)


def last_event() -> AccountEvent:
    return AccountEvent.objects.latest("sequence")


def refusal(error: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    """Return the fields that the refusal speaks of."""
    return set(error.value.message_dict)


class TestAccounts:
    def test_an_address_is_one_however_it_is_typed(self, administrator: User) -> None:
        made = services.create_user(email=" Mei@Example.ORG ", name="Mei", by=administrator, at=AT)
        assert made.email == "mei@example.org"
        assert not made.has_usable_password()
        assert User.objects.get_by_natural_key("MEI@example.org") == made
        with pytest.raises(ValidationError) as error:
            services.create_user(email="MEI@EXAMPLE.ORG", name="Another", by=administrator, at=AT)
        assert refusal(error) == {"email"}

    @pytest.mark.parametrize("email", ["mei@example.org", "Mei@Example.org"])
    def test_the_database_holds_it_too(self, email: str) -> None:
        factories.user("Mei")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.bulk_create([User(email=email, name="Another", created_at=AT)])

    @pytest.mark.parametrize("field", ["email", "name", "time_zone"])
    def test_nonsense_is_refused_at_its_field(self, administrator: User, field: str) -> None:
        fields: dict[str, Any] = {"email": "mei@example.org", "name": "Mei", "time_zone": "UTC", field: " "}
        with pytest.raises(ValidationError) as error:
            services.create_user(**fields, by=administrator, at=AT)
        assert refusal(error) == {field}

    def test_no_name_holds_signs_that_nobody_sees(self, administrator: User, headquarters: Office) -> None:
        who: dict[str, Any] = {"by": administrator, "at": AT}
        place: dict[str, Any] = {
            name: getattr(headquarters, name)
            for name in ("time_zone", "host_jurisdiction", "own_jurisdiction")
        }
        person = factories.user("Mei")
        same: dict[str, Any] = {"email": person.email, "time_zone": "UTC", "language": "en"}
        writes: list[Callable[[], object]] = [
            lambda: services.create_user(email="li@example.org", name="Li\vWei", **who),
            lambda: services.change_user(person, name="Li\vWei", **same, **who),
            lambda: services.create_office(code="TLL", name="Tall\vinn", **place, **who),
            lambda: services.change_office(headquarters, name="Head\voffice", **place, is_active=True, **who),
        ]
        for write in writes:
            with pytest.raises(ValidationError, match=r"cannot be seen \(U\+000B\)") as error:
                write()
            assert refusal(error) == {"name"}

    def test_the_log_says_which_fields_changed_and_not_what_they_say(self, administrator: User) -> None:
        person = factories.user("Mei")
        changed = services.change_user(
            person,
            email="Mei.Li@example.org",
            name="Mei",
            time_zone="Asia/Shanghai",
            language="en",
            by=administrator,
            at=AT,
        )
        assert (changed.email, changed.time_zone) == ("mei.li@example.org", "Asia/Shanghai")
        event = last_event()
        assert (event.kind, event.about, event.by) == (
            AccountEventKind.ACCOUNT_CHANGED,
            person,
            administrator,
        )
        assert event.data == {"fields": ["email", "time_zone"]}

    def test_saving_without_a_change_is_no_event(self, administrator: User) -> None:
        person = factories.user("Mei")
        before = AccountEvent.objects.count()
        services.change_user(
            person,
            email=person.email,
            name=person.name,
            time_zone="UTC",
            language="en",
            by=administrator,
            at=AT,
        )
        assert AccountEvent.objects.count() == before

    def test_a_password_can_be_set_and_taken_away(self, administrator: User, officer: User) -> None:
        services.set_password(officer, password="another long password", by=administrator, at=AT)
        officer.refresh_from_db()
        assert officer.check_password("another long password")
        services.set_password(officer, password=None, by=administrator, at=AT)
        officer.refresh_from_db()
        assert not officer.has_usable_password()
        assert last_event().kind == AccountEventKind.PASSWORD_CHANGED

    def test_closed_and_opened_once_each(self, administrator: User, officer: User) -> None:
        for _again in range(2):
            services.deactivate(officer, by=administrator, at=AT)
        assert not User.objects.get(pk=officer.pk).is_active
        for _again in range(2):
            services.reactivate(officer, by=administrator, at=AT)
        assert User.objects.get(pk=officer.pk).is_active
        kinds = AccountEvent.objects.filter(about=officer, by=administrator).order_by("sequence")
        assert [event.kind for event in kinds] == [
            AccountEventKind.ACCOUNT_DEACTIVATED,
            AccountEventKind.ACCOUNT_REACTIVATED,
        ]

    def test_preferences_are_the_users_own(self, officer: User) -> None:
        services.set_preferences(officer, language="en", theme=Theme.DARK, time_zone="Asia/Shanghai")
        officer.refresh_from_db()
        assert (officer.theme, officer.time_zone) == (Theme.DARK, "Asia/Shanghai")
        with pytest.raises(ValidationError) as error:
            services.set_preferences(officer, language="en", theme="pink", time_zone="Moon/Sea")
        assert refusal(error) == {"theme", "time_zone"}


class TestRights:
    def test_only_administrators_change_accounts(self, officer: User, headquarters: Office) -> None:
        other = factories.user()
        held = factories.membership(other, headquarters, Role.OFFICER)
        us = headquarters.own_jurisdiction
        place: dict[str, Any] = {
            "name": "X",
            "time_zone": "UTC",
            "host_jurisdiction": us,
            "own_jurisdiction": us,
        }
        who: dict[str, Any] = {"by": officer, "at": AT}
        attempts: list[Callable[[], object]] = [
            lambda: services.create_user(email="x@example.org", name="X", **who),
            lambda: services.change_user(
                other, email="x@x.org", name="X", time_zone="UTC", language="en", **who
            ),
            lambda: services.set_password(other, password="x", **who),
            lambda: services.deactivate(other, **who),
            lambda: services.reactivate(other, **who),
            lambda: services.set_membership(other, headquarters, role=Role.AUDITOR, from_on=TODAY, **who),
            lambda: services.end_membership(held, until_on=TODAY, **who),
            lambda: services.create_office(code="X", **place, **who),
            lambda: services.change_office(headquarters, is_active=False, **place, **who),
            lambda: services.move_office(headquarters, parent=None, **who),
            lambda: services.set_deputy(other, deputy=officer, absent_from=TODAY, absent_until=None, **who),
        ]
        before = AccountEvent.objects.count()
        for attempt in attempts:
            with pytest.raises(PermissionDenied):
                attempt()
        assert AccountEvent.objects.count() == before

    def test_yesterdays_administrator_is_none_today(self, headquarters: Office) -> None:
        former = factories.user(role=Role.ADMINISTRATOR, office=headquarters, until_on=TODAY)
        with pytest.raises(PermissionDenied):
            services.create_user(email="x@example.org", name="X", by=former, at=AT)
        services.create_user(email="x@example.org", name="X", by=former, at=AT - dt.timedelta(days=1))

    def test_nobody_changes_their_own_rights(self, administrator: User, headquarters: Office) -> None:
        own = Membership.objects.get(user=administrator)
        who: dict[str, Any] = {"by": administrator, "at": AT}
        attempts: list[Callable[[], object]] = [
            lambda: services.set_membership(
                administrator, headquarters, role=Role.SUPERVISOR, from_on=TODAY, **who
            ),
            lambda: services.end_membership(own, until_on=TODAY, **who),
            lambda: services.deactivate(administrator, **who),
        ]
        for attempt in attempts:
            with pytest.raises(ValidationError, match="Nobody changes their own rights"):
                attempt()


class TestMemberships:
    def test_a_role_given_and_ended(self, administrator: User, officer: User, headquarters: Office) -> None:
        who: dict[str, Any] = {"by": administrator, "at": AT}
        given = services.set_membership(officer, headquarters, role=Role.SUPERVISOR, from_on=TODAY, **who)
        assert queries.offices_of(officer, TODAY).roles_in(headquarters.pk) == {Role.OFFICER, Role.SUPERVISOR}
        services.end_membership(given, until_on=TOMORROW, **who)
        assert queries.offices_of(officer, TODAY).roles_in(headquarters.pk) == {Role.OFFICER, Role.SUPERVISOR}
        assert queries.offices_of(officer, TOMORROW).roles_in(headquarters.pk) == {Role.OFFICER}
        event = last_event()
        assert (event.kind, event.office) == (AccountEventKind.ROLE_ENDED, headquarters)
        assert event.data == {"role": "supervisor", "from": "2026-03-12", "until": "2026-03-13"}

    def test_a_role_taken_back_on_its_first_day_counts_no_more(
        self, administrator: User, officer: User, headquarters: Office
    ) -> None:
        who: dict[str, Any] = {"by": administrator, "at": AT}
        given = services.set_membership(officer, headquarters, role=Role.AUDITOR, from_on=TODAY, **who)
        services.end_membership(given, until_on=TODAY, **who)
        assert Role.AUDITOR not in queries.offices_of(officer, TODAY).roles_in(headquarters.pk)
        services.set_membership(officer, headquarters, role=Role.AUDITOR, from_on=TODAY, **who)
        assert Role.AUDITOR in queries.offices_of(officer, TODAY).roles_in(headquarters.pk)

    @pytest.mark.parametrize(
        ("from_on", "until_on", "allowed"),
        [
            (dt.date(2026, 1, 1), dt.date(2026, 2, 1), True),
            (dt.date(2026, 1, 1), dt.date(2026, 2, 2), False),
            (dt.date(2026, 1, 1), None, False),
            (dt.date(2026, 2, 10), dt.date(2026, 2, 11), False),
            (dt.date(2026, 3, 1), None, True),
            (dt.date(2026, 2, 28), None, False),
        ],
    )
    def test_no_overlap_with_the_same_role_in_february(
        self, administrator: User, headquarters: Office, from_on: dt.date, until_on: dt.date, allowed: bool
    ) -> None:
        person = factories.user()
        february: dict[str, Any] = {"from_on": dt.date(2026, 2, 1), "until_on": dt.date(2026, 3, 1)}
        factories.membership(person, headquarters, Role.OFFICER, **february)
        wanted: dict[str, Any] = {"role": Role.OFFICER, "from_on": from_on, "until_on": until_on}
        if allowed:
            services.set_membership(person, headquarters, **wanted, by=administrator, at=AT)
            return
        with pytest.raises(ValidationError) as error:
            services.set_membership(person, headquarters, **wanted, by=administrator, at=AT)
        assert refusal(error) == {"from_on"}

    def test_a_later_end_may_not_reach_into_the_next_term(
        self, administrator: User, headquarters: Office
    ) -> None:
        person = factories.user()
        first = factories.membership(person, headquarters, Role.OFFICER, until_on=TODAY)
        factories.membership(person, headquarters, Role.OFFICER, from_on=TOMORROW)
        services.end_membership(first, until_on=TOMORROW, by=administrator, at=AT)
        with pytest.raises(ValidationError):
            services.end_membership(first, until_on=None, by=administrator, at=AT)

    def test_an_end_before_the_start_is_refused(
        self, administrator: User, officer: User, headquarters: Office
    ) -> None:
        with pytest.raises(ValidationError, match="cannot end before it starts"):
            services.set_membership(
                officer,
                headquarters,
                role=Role.AUDITOR,
                from_on=TOMORROW,
                until_on=TODAY,
                by=administrator,
                at=AT,
            )

    def test_the_database_holds_one_open_term(self, officer: User, headquarters: Office) -> None:
        row: dict[str, Any] = {
            "user": officer,
            "office": headquarters,
            "role": Role.OFFICER,
            "from_on": TODAY,
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.bulk_create([Membership(**row)])

    def test_closed_accounts_and_offices_take_no_roles(
        self, administrator: User, officer: User, headquarters: Office
    ) -> None:
        who: dict[str, Any] = {"by": administrator, "at": AT}
        closed = factories.office("OLD", host="US")
        services.change_office(
            closed,
            name="Old",
            time_zone="UTC",
            host_jurisdiction=closed.host_jurisdiction,
            own_jurisdiction=closed.own_jurisdiction,
            is_active=False,
            **who,
        )
        closed.refresh_from_db()
        with pytest.raises(ValidationError) as error:
            services.set_membership(officer, closed, role=Role.OFFICER, from_on=TODAY, **who)
        assert refusal(error) == {"office"}
        services.deactivate(officer, **who)
        with pytest.raises(ValidationError) as error:
            services.set_membership(officer, headquarters, role=Role.AUDITOR, from_on=TODAY, **who)
        assert refusal(error) == {"user"}


class TestDeputies:
    def test_named_by_oneself_and_removed(self, officer: User, headquarters: Office) -> None:
        colleague = factories.user(role=Role.SUPERVISOR, office=headquarters)
        services.set_deputy(
            officer, deputy=colleague, absent_from=TODAY, absent_until=TOMORROW, by=officer, at=AT
        )
        assert queries.acting(officer, TOMORROW) == colleague
        event = last_event()
        assert event.data == {"deputy": colleague.pk, "from": "2026-03-12", "until": "2026-03-13"}
        services.set_deputy(officer, deputy=None, absent_from=None, absent_until=None, by=officer, at=AT)
        assert queries.acting(officer, TOMORROW) == officer
        assert last_event().kind == AccountEventKind.DEPUTY_REMOVED

    def test_who_could_not_open_the_requests_cannot_stand_in(
        self, officer: User, headquarters: Office
    ) -> None:
        elsewhere = factories.office("JER", own="JE", host="JE")
        for role, office in ((Role.OFFICER, elsewhere), (Role.AUDITOR, headquarters)):
            other = factories.user(role=role, office=office)
            with pytest.raises(ValidationError) as error:
                services.set_deputy(
                    officer, deputy=other, absent_from=TODAY, absent_until=None, by=officer, at=AT
                )
            assert refusal(error) == {"deputy"}

    def test_half_an_absence_is_refused(self, officer: User, headquarters: Office) -> None:
        colleague = factories.user(role=Role.OFFICER, office=headquarters)
        halves = [
            (colleague, None, None, "together"),
            (None, TODAY, None, "together"),
            (colleague, TOMORROW, TODAY, "cannot end before"),
            (officer, TODAY, None, "their own deputy"),
        ]
        for deputy, first, last, reason in halves:
            with pytest.raises(ValidationError, match=reason), transaction.atomic():
                services.set_deputy(
                    officer, deputy=deputy, absent_from=first, absent_until=last, by=officer, at=AT
                )
            officer.refresh_from_db()


class TestOffices:
    def test_a_code_is_capital_and_once(self, administrator: User, headquarters: Office) -> None:
        us = headquarters.own_jurisdiction
        place: dict[str, Any] = {
            "time_zone": "Europe/Tallinn",
            "host_jurisdiction": us,
            "own_jurisdiction": us,
        }
        made = services.create_office(
            code=" tll ", name="Tallinn", parent=headquarters, **place, by=administrator, at=AT
        )
        assert (made.code, made.parent) == ("TLL", headquarters)
        assert last_event().data == {"parent": headquarters.pk}
        with pytest.raises(ValidationError) as error:
            services.create_office(code="TLL", name="Again", **place, by=administrator, at=AT)
        assert refusal(error) == {"code"}
        with pytest.raises(IntegrityError), transaction.atomic():
            Office.objects.bulk_create([Office(code="tll", name="x", **place)])

    def test_moved_with_what_is_below_and_never_in_a_circle(
        self, administrator: User, headquarters: Office
    ) -> None:
        asia = factories.office("ASIA", parent=headquarters)
        beijing = factories.office("BEJ", parent=asia)
        supervisor = factories.user(role=Role.SUPERVISOR, office=asia)
        with pytest.raises(ValidationError) as error:
            services.move_office(asia, parent=beijing, by=administrator, at=AT)
        assert refusal(error) == {"parent"}
        services.move_office(beijing, parent=None, by=administrator, at=AT)
        assert queries.offices_of(supervisor, TODAY).roles_in(beijing.pk) == frozenset()
        assert last_event().data == {"from": asia.pk, "to": None}
        before = AccountEvent.objects.count()
        services.move_office(beijing, parent=None, by=administrator, at=AT)
        assert AccountEvent.objects.count() == before

    def test_no_move_that_changes_ones_own_rights(self, administrator: User, headquarters: Office) -> None:
        factories.membership(administrator, headquarters, Role.SUPERVISOR)
        alone = factories.office("JER", own="JE", host="JE")
        with pytest.raises(ValidationError, match="your own rights"):
            services.move_office(alone, parent=headquarters, by=administrator, at=AT)

    def test_a_change_is_logged_by_field(self, administrator: User, headquarters: Office) -> None:
        same: dict[str, Any] = {
            "time_zone": headquarters.time_zone,
            "host_jurisdiction": headquarters.host_jurisdiction,
            "own_jurisdiction": headquarters.own_jurisdiction,
            "is_active": True,
        }
        services.change_office(headquarters, name="Head office", **same, by=administrator, at=AT)
        assert last_event().data == {"fields": ["name"]}
        before = AccountEvent.objects.count()
        services.change_office(headquarters, name="Head office", **same, by=administrator, at=AT)
        assert AccountEvent.objects.count() == before


class TestLog:
    def test_every_line_follows_the_one_before(self, administrator: User, officer: User) -> None:
        services.deactivate(officer, by=administrator, at=AT)
        events = list(AccountEvent.objects.order_by("sequence"))
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        assert [event.previous_hash for event in events] == ["", *(event.hash for event in events[:-1])]
        assert AccountLogHead.objects.get().hash == events[-1].hash
        assert services.verify() == []

    def test_an_empty_log_holds(self) -> None:
        assert services.verify() == []

    def test_another_key_does_not_verify(self, administrator: User, settings: Settings) -> None:
        unverified = {
            "its content does not fit its hash",
            "that it ends here is not sealed by a key held here",
        }
        settings.LOG_KEYS = {settings.LOG_KEY_ID: b"another"}
        assert {fault.reason for fault in services.verify()} == unverified
        settings.LOG_KEYS = {}
        assert {fault.reason for fault in services.verify()} == unverified

    def test_a_replaced_key_still_verifies_what_it_hashed(
        self, administrator: User, officer: User, settings: Settings
    ) -> None:
        settings.LOG_KEYS = {**settings.LOG_KEYS, "next": b"the next key"}
        settings.LOG_KEY_ID = "next"
        services.deactivate(officer, by=administrator, at=AT)
        assert last_event().key_id == "next"
        assert services.verify() == []

    def test_a_log_cut_short_is_seen(self, administrator: User) -> None:
        AccountLogHead.objects.update(sequence=F("sequence") + 1)
        assert [fault.reason for fault in services.verify()] == ["lines after this one are missing"]

    def test_a_log_cut_by_somebody_who_also_sets_the_head_back_is_seen(self, administrator: User) -> None:
        append_only.remove(connection)
        last = last_event()
        AccountEvent.objects.filter(pk=last.pk).delete()
        AccountLogHead.objects.update(sequence=last.sequence - 1, hash=last.previous_hash)
        assert [fault.reason for fault in services.verify()] == [
            "that it ends here is not sealed by a key held here"
        ]

    def test_a_gap_and_a_foreign_line_are_seen(self, administrator: User) -> None:
        last = last_event()
        AccountLogHead.objects.update(sequence=last.sequence + 1, hash="0" * 64)
        services.append(AccountEventKind.SIGNED_IN, by=administrator, about=administrator, at=AT)
        assert [(fault.sequence, fault.reason) for fault in services.verify()] == [
            (last.sequence + 2, "lines before this one are missing"),
            (last.sequence + 2, "it does not follow the line before it"),
        ]
