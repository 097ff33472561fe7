"""Tokens: who makes them for whom, how long they count, who ends them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tracker.accounts import services
from tracker.accounts.choices import AccountEventKind, Scope, TokenState
from tracker.accounts.models import AccountEvent, ApiToken, Membership, Office, TokenUse, User
from tracker.accounts.queries import token_states
from tracker.accounts.services.tokens import digest_of
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
MONTH = dt.timedelta(days=30)


@pytest.fixture
def beijing() -> Office:
    return factories.office("BEJ", parent=factories.office("HQ"))


@pytest.fixture
def ann(beijing: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=beijing)


@pytest.fixture
def ada(beijing: Office) -> User:
    return factories.user("Ada", role=Role.ADMINISTRATOR, office=factories.office("HQ"))


@pytest.fixture
def feed(beijing: Office) -> User:
    return factories.program("Feed", role=Role.OFFICER, office=beijing)


def made(user: User, office: Office, *, by: User | None, **more: Any) -> tuple[ApiToken, str]:
    asked = {"label": " Import ", "scopes": {Scope.READ}, "expires_at": NOW + MONTH, "at": NOW, **more}
    return services.make_token(user, office, by=by, **asked)


class TestMaking:
    def test_only_the_digest_is_kept(self, ann: User, beijing: Office) -> None:
        token, secret = made(ann, beijing, by=ann, scopes={Scope.WRITE, Scope.REPORTS})
        assert services.token_of(secret) == token
        assert token.digest == digest_of(secret) != secret
        assert (token.label, token.hint) == ("Import", secret[:9])
        assert token.scopes == {Scope.WRITE, Scope.REPORTS}
        assert len(secret) - len(token.hint) > 30
        kept = [str(value) for row in ApiToken.objects.values() for value in row.values()]
        kept += [str(event.data) for event in AccountEvent.objects.all()]
        assert not any(secret in value or secret[9:] in value for value in kept)

    def test_two_are_never_alike(self, ann: User, beijing: Office) -> None:
        assert made(ann, beijing, by=ann)[1] != made(ann, beijing, by=ann)[1]

    def test_making_and_revoking_stand_in_the_chained_log(self, ann: User, beijing: Office) -> None:
        token, _secret = made(ann, beijing, by=ann)
        assert services.revoke_token(token, by=ann, at=NOW)
        assert not services.revoke_token(token, by=ann, at=NOW)
        kinds = [AccountEventKind.TOKEN_MADE, AccountEventKind.TOKEN_REVOKED]
        events = list(AccountEvent.objects.filter(kind__in=kinds).order_by("sequence"))
        assert [(event.kind, event.by, event.about, event.office) for event in events] == [
            (kind, ann, ann, beijing) for kind in kinds
        ]
        assert {event.data["token"] for event in events} == {str(token.uuid)}
        call_command("verify_log", verbosity=0)

    def test_a_forged_line_about_a_token_is_found(self, ann: User, beijing: Office) -> None:
        made(ann, beijing, by=ann)
        event = AccountEvent.objects.get(kind=AccountEventKind.TOKEN_MADE)
        event.pk, event.sequence, event.hash = None, event.sequence + 1, "0" * 64
        event.save(force_insert=True)
        assert services.verify() != []

    def test_people_make_their_own_and_administrators_those_of_programs(
        self, ann: User, ada: User, feed: User, beijing: Office
    ) -> None:
        assert made(feed, beijing, by=ada)[0].created_by == ada
        assert made(feed, beijing, by=None)[0].created_by is None
        for user, by in ((ann, ada), (ann, None), (ann, feed), (feed, ann), (feed, feed)):
            with pytest.raises(PermissionDenied):
                made(user, beijing, by=by)

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"scopes": set()}, "__all__"),
            ({"label": "  "}, "label"),
            ({"label": "x" * 81}, "label"),
            ({"expires_at": NOW}, "__all__"),
            ({"expires_at": NOW + dt.timedelta(days=367)}, "expires_at"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(
        self, ann: User, beijing: Office, changed: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(ValidationError) as refusal:
            made(ann, beijing, by=ann, **changed)
        assert set(refusal.value.message_dict) == {field}
        assert not ApiToken.objects.exists()

    def test_only_in_an_open_office_of_ones_own(self, ann: User, beijing: Office) -> None:
        with pytest.raises(ValidationError, match="in which there is a role"):
            made(ann, factories.office("KYI"), by=ann)
        Office.objects.filter(pk=beijing.pk).update(is_active=False)
        with pytest.raises(ValidationError, match="closed"):
            made(ann, Office.objects.get(pk=beijing.pk), by=ann)

    def test_the_same_form_twice_makes_one(self, ann: User, beijing: Office) -> None:
        token, _secret = made(ann, beijing, by=ann)
        with pytest.raises(ValidationError):
            made(ann, beijing, by=ann, uuid=token.uuid)
        assert ApiToken.objects.count() == 1


class TestEnding:
    def test_only_the_user_and_administrators_end_one(self, ann: User, ada: User, beijing: Office) -> None:
        bob = factories.user("Bob", role=Role.SUPERVISOR, office=factories.office("HQ"))
        token, _secret = made(ann, beijing, by=ann)
        with pytest.raises(PermissionDenied):
            services.revoke_token(token, by=bob, at=NOW)
        assert services.revoke_token(token, by=ada, at=NOW)

    def test_the_states(self, ann: User, beijing: Office) -> None:
        token, _secret = made(ann, beijing, by=ann)

        def state(at: dt.datetime = NOW) -> TokenState:
            fresh = ApiToken.objects.select_related("user", "office").get(pk=token.pk)
            return token_states([fresh], at=at)[token.pk]

        assert state() == TokenState.VALID
        assert state(token.expires_at - dt.timedelta(microseconds=1)) == TokenState.VALID
        assert state(token.expires_at) == TokenState.EXPIRED
        User.objects.filter(pk=ann.pk).update(is_active=False)
        assert state() == TokenState.SUSPENDED
        User.objects.filter(pk=ann.pk).update(is_active=True)
        Office.objects.filter(pk=beijing.pk).update(is_active=False)
        assert state() == TokenState.SUSPENDED
        Office.objects.filter(pk=beijing.pk).update(is_active=True)
        Membership.objects.filter(user=ann).update(until_on=NOW.date())
        assert state() == TokenState.SUSPENDED
        factories.membership(ann, factories.office("KYI"), Role.OFFICER)
        assert state() == TokenState.SUSPENDED  # a role elsewhere is none here
        Membership.objects.filter(user=ann).update(until_on=None)
        assert state() == TokenState.VALID
        services.revoke_token(token, by=ann, at=NOW)
        assert state() == TokenState.REVOKED

    def test_a_role_above_reaches_down_and_one_below_is_enough(self, beijing: Office) -> None:
        head = factories.office("HQ")
        sue = factories.user("Sue", role=Role.SUPERVISOR, office=head)
        below, above = made(sue, beijing, by=sue)[0], made(sue, head, by=sue)[0]
        assert set(token_states([below, above], at=NOW).values()) == {TokenState.VALID}
        Membership.objects.filter(user=sue).update(until_on=NOW.date())
        factories.membership(sue, beijing, Role.OFFICER)
        assert set(token_states([below, above], at=NOW).values()) == {TokenState.VALID}

    def test_states_are_asked_for_all_at_once(self, ann: User, beijing: Office) -> None:
        others = [factories.user(role=Role.OFFICER, office=beijing) for _n in range(4)]
        tokens = [made(user, beijing, by=user)[0] for user in (ann, *others)]
        with CaptureQueriesContext(connection) as many:
            token_states(tokens, at=NOW)
        assert len(many) == 2


class TestRecord:
    def use(self, token: ApiToken, at: dt.datetime, **more: Any) -> None:
        told = {"method": "GET", "path": "/api/v1/me/", "status": 200, "client": "203.0.113.7", **more}
        services.record_use(token, at=at, **told)

    def test_every_use_is_kept_and_the_last_no_more_often_than_a_minute(
        self, ann: User, beijing: Office
    ) -> None:
        token, _secret = made(ann, beijing, by=ann)
        seen = []
        for seconds in (0, 1, 59, 60, 119, 121):
            self.use(token, NOW + dt.timedelta(seconds=seconds))
            token.refresh_from_db()
            assert token.last_used_at
            seen.append((token.last_used_at - NOW).seconds)
        assert seen == [0, 0, 0, 60, 60, 121]
        assert TokenUse.objects.filter(token=token).count() == 6

    def test_what_a_database_does_not_take_is_cut_or_replaced(self, ann: User, beijing: Office) -> None:
        token, _secret = made(ann, beijing, by=ann)
        self.use(token, NOW, method="M" * 50, path="/a\0b/" + "x" * 500, client=None)
        kept = TokenUse.objects.get()
        assert (kept.method, kept.path[:5], len(kept.path), kept.client) == (
            "M" * 10,
            "/a\ufffdb/",
            200,
            None,
        )

    def test_uses_are_never_changed(self, ann: User, beijing: Office) -> None:
        token, _secret = made(ann, beijing, by=ann)
        self.use(token, dt.datetime.now(dt.UTC))  # the databases go by their own clock
        for change in (
            lambda: TokenUse.objects.update(status=500),
            lambda: TokenUse.objects.all().delete(),
        ):
            with pytest.raises(Exception, match="append-only"), transaction.atomic():
                change()


class TestPrograms:
    def test_a_program_never_has_a_password(self, feed: User) -> None:
        with pytest.raises(ValidationError, match="no password"):
            services.set_password(feed, password=factories.PASSWORD, by=None, at=NOW)
        feed.set_password(factories.PASSWORD)
        with pytest.raises(IntegrityError), transaction.atomic():
            feed.save()

    def test_a_program_is_nobodys_deputy(self, ann: User, feed: User) -> None:
        with pytest.raises(ValidationError, match="Name a person"):
            services.set_deputy(ann, deputy=feed, absent_from=NOW.date(), absent_until=None, by=ann, at=NOW)
