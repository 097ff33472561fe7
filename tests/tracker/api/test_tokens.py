"""Calls by tokens: which count, for what, how often, from where, and that each of them stands in the record."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings
from django.views.debug import SafeExceptionReporterFilter
from rest_framework.test import APIClient

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import EVERYTHING, NOON, World, program, token_for
from tracker.accounts import services
from tracker.accounts.choices import Scope
from tracker.accounts.models import ApiToken, Membership, Office, TokenUse, User
from tracker.api import views
from tracker.api.permissions import InScope
from tracker.api.throttling import PerCaller
from tracker.casework.models import AssistanceRequest
from workflows.vocabulary import Role

ME = "/api/v1/me/"
REQUESTS = "/api/v1/requests/"
NEW = {
    "office": "BEJ",
    "direction": "outgoing",
    "channel": "letter_exchange",
    "occurred_on": "2026-03-02",
    "title": "Server logs",
    "jurisdiction": "US",
    "fallback_basis": "Reciprocity",
    "items": [{"type": "SUBS", "identifiers": []}],
}


def only_token() -> ApiToken:
    return ApiToken.objects.select_related("user", "office").get()


def revoked(world: World) -> None:
    services.revoke_token(only_token(), by=world.officer, at=NOON)


def expired(_world: World) -> None:
    ApiToken.objects.update(expires_at=NOON - dt.timedelta(minutes=1))


def of_a_closed_account(world: World) -> None:
    User.objects.filter(pk=world.officer.pk).update(is_active=False)


def of_a_closed_office(world: World) -> None:
    Office.objects.filter(pk=world.beijing.pk).update(is_active=False)


def of_somebody_who_left(world: World) -> None:
    Membership.objects.filter(user=world.officer).update(until_on=NOON.date())
    # Somewhere else there is still a role, and here still a grant: neither makes the token count.
    factories.membership(world.officer, world.elsewhere, Role.OFFICER)


ENDS = [revoked, expired, of_a_closed_account, of_a_closed_office, of_somebody_who_left]
CALLS: list[tuple[str, Any, Scope]] = [("get", None, Scope.READ), ("post", NEW, Scope.WRITE)]


class TestWhatCounts:
    @pytest.mark.parametrize(("method", "body", "needed"), CALLS)
    @pytest.mark.parametrize("scope", list(Scope))
    def test_each_scope_by_itself(
        self, world: World, scope: Scope, method: str, body: Any, needed: Scope
    ) -> None:
        answer = getattr(program(world.officer, {scope}), method)(REQUESTS, body, format="json")
        assert (answer.status_code in {200, 201}) == (scope == needed), answer.json()
        assert (answer.status_code == 403) == (scope != needed)
        assert AssistanceRequest.objects.count() == (needed == scope == Scope.WRITE)

    @pytest.mark.parametrize("scope", list(Scope))
    @pytest.mark.parametrize(("reads_under", "fits"), [(Scope.REPORTS, {Scope.REPORTS}), (None, set(Scope))])
    def test_a_view_may_ask_for_another_scope_of_its_reads(
        self, world: World, scope: Scope, reads_under: Scope | None, fits: set[Scope]
    ) -> None:
        token_for(world.officer, {scope})
        view: Any = SimpleNamespace(reads_under=reads_under)

        def may(method: str) -> bool:
            request: Any = SimpleNamespace(user=world.officer, auth=only_token(), method=method)
            return InScope().has_permission(request, view)

        assert may("GET") == (scope in fits)
        assert may("POST") == (scope == Scope.WRITE)

    @pytest.mark.parametrize(("method", "body", "_needed"), CALLS)
    @pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
    def test_one_that_is_over_is_answered_401_and_writes_nothing(
        self, world: World, end: Callable[[World], None], method: str, body: Any, _needed: Scope
    ) -> None:
        client = program(world.officer)
        end(world)
        answer = getattr(client, method)(REQUESTS, body, format="json")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert not AssistanceRequest.objects.exists()
        assert [use.status for use in TokenUse.objects.all()] == [401]

    def test_it_stops_at_its_moment(self, world: World, clock: MovableClock) -> None:
        client = program(world.officer)
        clock.move_to(NOON + dt.timedelta(days=30) - dt.timedelta(minutes=2))
        assert client.get(ME).status_code == 200
        clock.advance(minutes=4)
        assert client.get(ME).status_code == 401

    def test_a_program_does_what_its_role_may(self, world: World) -> None:
        feed = factories.program("Feed", role=Role.OFFICER, office=world.beijing)
        answer = program(feed).post(REQUESTS, NEW, format="json")
        assert answer.status_code == 201, answer.json()
        row = AssistanceRequest.objects.get()
        # A program answers for nothing: until somebody is named, the head of the office is reminded.
        assert (row.officer, row.events.get().by) == (None, feed)

    def test_no_program_is_named_on_a_request(self, world: World) -> None:
        feed = factories.program("Feed", role=Role.OFFICER, office=world.beijing)
        row = world.sent()
        body = {"seen_version": row.version, "officer": str(feed.uuid)}
        answer = program(world.supervisor).post(f"{REQUESTS}{row.uuid}/reassignments/", body, format="json")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "#/officer"

    def test_the_token_goes_before_the_session(self, world: World) -> None:
        client = program(world.stranger)
        client.force_login(world.officer)
        assert client.get(ME).json()["name"] == world.stranger.name


class TestHeaders:
    @pytest.mark.parametrize("form", ["Bearer {}", "bearer {}", "BEARER {}", "Bearer    {}", "Bearer {}  "])
    def test_ways_to_write_it(self, world: World, form: str) -> None:
        secret = token_for(world.officer)
        assert Client().get(ME, headers={"authorization": form.format(secret)}).status_code == 200

    @pytest.mark.parametrize(
        "form",
        [
            "",
            "Bearer",
            "Bearer ",
            "{}",
            "Token {}",
            "Basic {}",
            "Bearer{}",
            "Bearer\t{}",
            "Bearer {}\0",
            "Bearer \0{}",
            "Bearer {}x",
            "Bearer {0} {0}",
            "Bearer {0}, Bearer {0}",
            "Bearer “{}”",
            "Bearer \xff\xfe",
            "Bearer 令牌",
            "Basic \xff",
            "Basic Og==",
            "Digest username={}",
            "Bearer {}" + "x" * 100_000,
            "x" * 100_000,
            "Bearer " + " " * 10_000,
        ],
        ids=lambda form: ascii(form[:24]),
    )
    def test_anything_else_is_nobody(self, world: World, form: str) -> None:
        secret = token_for(world.officer)
        answer = Client().get(ME, HTTP_AUTHORIZATION=form.format(secret))
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="MLA Tracker"'
        assert secret not in answer.content.decode()
        assert not TokenUse.objects.exists()

    def test_a_digest_is_no_secret(self, world: World) -> None:
        token_for(world.officer)
        digest = ApiToken.objects.get().digest
        assert Client().get(ME, headers={"authorization": f"Bearer {digest}"}).status_code == 401


class TestPages:
    def test_a_session_needs_the_token_of_the_page_for_writes(self, world: World) -> None:
        client = APIClient(enforce_csrf_checks=True)
        client.force_login(world.officer)
        assert client.get(REQUESTS).status_code == 200
        assert client.post(REQUESTS, NEW, format="json").status_code == 403
        csrf = client.get("/preferences/").cookies["csrftoken"].value
        answer = client.post(REQUESTS, NEW, format="json", headers={"x-csrftoken": csrf})
        assert answer.status_code == 201, answer.json()
        assert not TokenUse.objects.exists()

    def test_a_token_needs_none(self, world: World) -> None:
        client = APIClient(enforce_csrf_checks=True)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_for(world.officer)}")
        assert client.post(REQUESTS, NEW, format="json").status_code == 201


class TestRates:
    @pytest.fixture(autouse=True)
    def two_a_minute(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(PerCaller, "rate", "2/min", raising=False)
        self.now = 1_000_000.0
        monkeypatch.setattr(PerCaller, "timer", lambda _throttle: self.now)

    def test_a_token_that_asks_too_often_is_told_when_to_come_back(self, world: World) -> None:
        client = program(world.officer)
        assert [client.get(ME).status_code for _call in range(2)] == [200, 200]
        self.now += 10
        refused = client.post(REQUESTS, NEW, format="json")
        assert refused.status_code == 429
        # The older of the two calls leaves the minute in 50 seconds; calls are spread over what is left.
        assert 1 <= int(refused.headers["Retry-After"]) <= 51
        assert refused.json()["type"] == "urn:mla-tracker:problem:too-often"
        assert not AssistanceRequest.objects.exists()
        assert [use.status for use in TokenUse.objects.order_by("id")] == [200, 200, 429]
        self.now += int(refused.headers["Retry-After"])
        assert client.get(ME).status_code == 200

    def test_what_is_refused_counts_as_well(self, world: World) -> None:
        reader = program(world.officer, {Scope.READ})
        posted = [reader.post(REQUESTS, NEW, format="json").status_code for _call in range(3)]
        assert posted == [403, 403, 429]
        picky = program(world.officer)
        asked = [picky.get(REQUESTS, headers={"Accept": "text/html"}).status_code for _call in range(3)]
        assert asked == [406, 406, 429]
        nobody = APIClient()
        nobody.credentials(HTTP_AUTHORIZATION="Bearer mlat_guessed")
        assert [nobody.get(ME).status_code for _call in range(3)] == [401, 401, 429]
        assert program(world.officer).get(ME).status_code == 200

    def test_each_token_has_its_own(self, world: World) -> None:
        first, second = program(world.officer), program(world.officer)
        assert [first.get(ME).status_code for _call in range(3)] == [200, 200, 429]
        assert second.get(ME).status_code == 200


class TestRecord:
    def test_every_use_is_recorded_once_whatever_is_answered(self, world: World) -> None:
        row, hidden = world.sent(), factories.opened(by=world.stranger, office=world.elsewhere)
        client = program(world.officer, EVERYTHING)
        stale = {"seen_version": 0, "occurred_on": "2026-03-03", "note": "x"}
        calls: list[tuple[str, str, Any, int]] = [
            ("get", f"{REQUESTS}?q=Zhang", None, 200),
            ("head", REQUESTS, None, 200),
            ("options", REQUESTS, None, 200),
            ("post", REQUESTS, NEW, 201),
            ("get", f"{REQUESTS}{hidden.uuid}/", None, 404),
            ("get", "/api/v1/nowhere/", None, 404),
            ("delete", REQUESTS, None, 405),
            ("post", f"{REQUESTS}{row.uuid}/actions/note/", stale, 409),
            ("post", REQUESTS, {}, 422),
        ]
        for method, address, body, status in calls:
            assert getattr(client, method)(address, body, format="json").status_code == status, address
        assert client.post(REQUESTS, "{", content_type="application/json").status_code == 400
        assert client.post(REQUESTS, "x", content_type="text/plain").status_code == 415
        assert client.get(REQUESTS, headers={"accept": "image/png"}).status_code == 406
        kept = [(use.method, use.path, use.status) for use in TokenUse.objects.order_by("id")]
        assert kept == [
            *(
                (method.upper(), address.partition("?")[0], status)
                for method, address, _body, status in calls
            ),
            ("POST", REQUESTS, 400),
            ("POST", REQUESTS, 415),
            ("GET", REQUESTS, 406),
        ]

    def test_a_refused_scope_is_recorded(self, world: World) -> None:
        program(world.officer, {Scope.READ}).post(REQUESTS, NEW, format="json")
        assert TokenUse.objects.get().status == 403

    def test_a_repeated_call_is_a_use_of_its_own(self, world: World) -> None:
        client = program(world.officer)
        for _time in range(2):
            client.post(REQUESTS, NEW, format="json", headers={"idempotency-key": "one"})
        assert [use.status for use in TokenUse.objects.all()] == [201, 201]
        assert AssistanceRequest.objects.count() == 1

    def test_a_fault_of_ours_is_recorded(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        def fault(*_asked: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr("tracker.api.me._roles", fault)
        client = program(world.officer)
        client.raise_request_exception = False
        assert client.get(ME).status_code == 500
        assert [use.status for use in TokenUse.objects.all()] == [500]

    def test_where_it_cannot_be_recorded_a_write_stands_and_a_read_is_not_answered(
        self, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def full(*_asked: object, **_told: object) -> None:
            raise DatabaseError("no space left")

        monkeypatch.setattr(views, "record_use", full)
        client = program(world.officer)
        client.raise_request_exception = False
        with caplog.at_level(logging.ERROR, logger="tracker.api.views"):
            answer = client.post(REQUESTS, NEW, format="json")
        assert answer.status_code == 201
        assert AssistanceRequest.objects.get().reference == answer.json()["reference"]
        assert "could not be recorded" in caplog.text
        assert client.get(REQUESTS).status_code == 500

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "remote", "expected"),
        [
            (0, "", "203.0.113.7", "203.0.113.7"),
            (0, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
            (1, "192.0.2.66, 198.51.100.1", "10.0.0.1", "198.51.100.1"),
            (2, "192.0.2.66, 198.51.100.1", "10.0.0.1", "192.0.2.66"),
            (2, "198.51.100.1", "10.0.0.1", None),
            (1, "no address", "10.0.0.1", None),
            (0, "", "fe80::1%eth0", "fe80::1"),
            (0, "", "", None),
        ],
    )
    def test_the_client_is_the_one_that_sign_in_sees(
        self, world: World, proxies: int, forwarded: str, remote: str, expected: str | None
    ) -> None:
        more: dict[str, Any] = {"REMOTE_ADDR": remote} | (
            {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
        )
        with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
            assert program(world.officer).get(ME, **more).status_code == 200
        assert TokenUse.objects.get().client == expected


def test_no_secret_reaches_an_error_report() -> None:
    request: HttpRequest = RequestFactory().get(ME, HTTP_AUTHORIZATION="Bearer mlat_secret")
    assert "mlat_secret" not in str(SafeExceptionReporterFilter().get_safe_request_meta(request))
