"""Webhooks: made by those who work in the office, for hosts that an administrator allowed; each write is logged."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from pytest_django import Settings

from tests.receiver import Receiver
from tests.tracker.api.world import NOON, World
from tracker.accounts import services as accounts
from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import AccountEvent, User
from tracker.outbox.models import AllowedHost, Webhook
from tracker.outbox.queries import is_secret_of, webhooks_of
from tracker.outbox.services import hosts, webhooks
from tracker.outbox.services.webhooks import MOST, WebhookChange
from tracker.outbox.signing import secret_of
from workflows.vocabulary import EventKind

AT = NOON
URL = "https://hooks.example.org/in"


@pytest.fixture
def allowed(world: World) -> AllowedHost:
    return hosts.allow_host("hooks.example.org", by=world.administrator, at=AT)


def logged() -> list[str]:
    kinds = AccountEvent.objects.order_by("sequence").values_list("kind", flat=True)
    return [kind for kind in kinds if "webhook" in kind or "host" in kind]


class TestHosts:
    def test_only_administrators_allow_and_remove(self, world: World, allowed: AllowedHost) -> None:
        for person in (world.officer, world.supervisor, world.auditor):
            with pytest.raises(PermissionDenied):
                hosts.allow_host("other.example.org", by=person, at=AT)
            with pytest.raises(PermissionDenied):
                hosts.remove_host(allowed, by=person, at=AT)
        assert AllowedHost.objects.count() == 1

    def test_both_are_lines_of_the_log(self, world: World, allowed: AllowedHost) -> None:
        hosts.remove_host(allowed, by=world.administrator, at=AT)
        hosts.remove_host(allowed, by=world.administrator, at=AT)
        assert logged() == [AccountEventKind.HOST_ALLOWED, AccountEventKind.HOST_REMOVED]
        last = AccountEvent.objects.latest("sequence")
        assert (last.by, last.data) == (world.administrator, {"host": "hooks.example.org", "port": None})
        assert accounts.verify() == []

    def test_a_name_is_kept_in_lower_case_and_once(self, world: World, allowed: AllowedHost) -> None:
        with pytest.raises(ValidationError, match="already exists"):
            hosts.allow_host(" HOOKS.Example.org", by=world.administrator, at=AT)

    @pytest.mark.parametrize(
        "host", ["", "https://hooks.example.org", "a/b", "*.example.org", "a b", "127.1"]
    )
    def test_what_is_no_host(self, world: World, host: str) -> None:
        with pytest.raises(ValidationError) as refused:
            hosts.allow_host(host, by=world.administrator, at=AT)
        assert set(refused.value.message_dict) == {"host"}

    @pytest.mark.parametrize("port", [0, 65536])
    def test_what_is_no_port(self, world: World, port: int) -> None:
        with pytest.raises(ValidationError):
            hosts.allow_host("a.example.org", port=port, by=world.administrator, at=AT)


class TestMaking:
    @pytest.mark.parametrize("person", ["officer", "supervisor"])
    def test_by_those_who_work_in_the_office(self, world: World, allowed: AllowedHost, person: str) -> None:
        by: User = getattr(world, person)
        made = webhooks.make_webhook(world.beijing, url=URL, kinds=[EventKind.SENT], by=by, at=AT)
        assert (made.owner, made.kinds, made.generation, made.is_active) == (by, ["sent"], 1, True)
        line = AccountEvent.objects.latest("sequence")
        assert (line.kind, line.by, line.about, line.office) == (
            AccountEventKind.WEBHOOK_MADE,
            by,
            by,
            world.beijing,
        )
        assert line.data == {"webhook": str(made.uuid)}

    @pytest.mark.parametrize("person", ["stranger", "administrator", "auditor"])
    def test_by_nobody_else(self, world: World, allowed: AllowedHost, person: str) -> None:
        with pytest.raises(PermissionDenied):
            webhooks.make_webhook(world.beijing, url=URL, by=getattr(world, person), at=AT)

    @pytest.mark.parametrize(
        ("url", "words"),
        [
            ("https://other.example.org/", "No administrator has allowed other.example.org"),
            ("https://hooks.example.org:8443/", "on port 443 only"),
            ("https://sub.hooks.example.org/", "No administrator"),
            ("https://example.org/", "No administrator"),
            ("http://hooks.example.org/", "begins with https"),
            ("https://hooks.example.org/" + "x" * 500, "at most 500"),
            ("nonsense", "https"),
        ],
    )
    def test_only_to_hosts_that_are_allowed(
        self, world: World, allowed: AllowedHost, url: str, words: str
    ) -> None:
        with pytest.raises(ValidationError) as refused:
            webhooks.make_webhook(world.beijing, url=url, by=world.officer, at=AT)
        (told,) = refused.value.message_dict["url"]
        assert words in told
        assert not Webhook.objects.exists()

    def test_a_named_port_is_the_only_one(self, world: World) -> None:
        hosts.allow_host("ports.example.org", port=8443, by=world.administrator, at=AT)
        webhooks.make_webhook(world.beijing, url="https://ports.example.org:8443/", by=world.officer, at=AT)
        with pytest.raises(ValidationError, match="on port 8443 only"):
            webhooks.make_webhook(world.beijing, url="https://ports.example.org/", by=world.officer, at=AT)

    def test_a_form_that_is_sent_twice_makes_one(self, world: World, allowed: AllowedHost) -> None:
        key = uuid4()
        webhooks.make_webhook(world.beijing, url=URL, by=world.officer, at=AT, uuid=key)
        with pytest.raises(ValidationError):
            webhooks.make_webhook(world.beijing, url=URL, by=world.officer, at=AT, uuid=key)
        assert Webhook.objects.get().uuid == key

    def test_no_more_than_an_office_can_look_after(self, world: World, allowed: AllowedHost) -> None:
        for _number in range(MOST):
            made = webhooks.make_webhook(world.beijing, url=URL, by=world.officer, at=AT)
        with pytest.raises(ValidationError, match="has 20 webhooks already"):
            webhooks.make_webhook(world.beijing, url=URL, by=world.officer, at=AT)
        webhooks.remove_webhook(made, by=world.officer, at=AT)
        webhooks.make_webhook(world.beijing, url=URL, by=world.officer, at=AT)


class TestChanging:
    def test_what_changed_is_a_line_of_the_log_and_nothing_is_none(
        self, world: World, webhook: Webhook
    ) -> None:
        change = WebhookChange(is_active=False, kinds=[EventKind.SENT], url=webhook.url)
        changed = webhooks.change_webhook(webhook, change, by=world.supervisor, at=AT)
        webhooks.change_webhook(webhook, change, by=world.supervisor, at=AT)
        assert (changed.is_active, changed.kinds) == (False, ["sent"])
        assert logged()[-2:] == [AccountEventKind.WEBHOOK_MADE, AccountEventKind.WEBHOOK_CHANGED]
        line = AccountEvent.objects.latest("sequence")
        assert line.data == {"webhook": str(webhook.uuid), "fields": ["is_active", "kinds"]}

    def test_whoever_changes_the_address_answers_for_it(self, world: World, webhook: Webhook) -> None:
        kinds = WebhookChange(kinds=[EventKind.SENT], is_active=False)
        assert webhooks.change_webhook(webhook, kinds, by=world.supervisor, at=AT).owner == world.officer
        moved = WebhookChange(url=f"{webhook.url}/2")
        changed = webhooks.change_webhook(webhook, moved, by=world.supervisor, at=AT)
        assert (changed.owner, changed.generation) == (world.supervisor, 1)
        line = AccountEvent.objects.latest("sequence")
        assert (line.by, line.about) == (world.supervisor, world.supervisor)
        assert line.data["fields"] == ["owner", "url"]
        webhooks.change_webhook(webhook, moved, by=world.officer, at=AT)
        assert Webhook.objects.get().owner == world.supervisor
        assert is_secret_of(changed, world.officer)
        assert not is_secret_of(changed, world.supervisor)

    def test_not_to_a_host_that_is_not_allowed(self, world: World, webhook: Webhook) -> None:
        with pytest.raises(ValidationError, match="No administrator"):
            webhooks.change_webhook(
                webhook, WebhookChange(url="https://evil.example/"), by=world.officer, at=AT
            )

    def test_it_can_be_switched_off_where_its_host_is_allowed_no_more(
        self, world: World, webhook: Webhook
    ) -> None:
        hosts.remove_host(AllowedHost.objects.get(), by=world.administrator, at=AT)
        webhooks.change_webhook(webhook, WebhookChange(is_active=False), by=world.officer, at=AT)

    @pytest.mark.parametrize("person", ["stranger", "administrator", "auditor"])
    def test_by_nobody_else(self, world: World, webhook: Webhook, person: str) -> None:
        by: User = getattr(world, person)
        with pytest.raises(PermissionDenied):
            webhooks.change_webhook(webhook, WebhookChange(is_active=False), by=by, at=AT)
        with pytest.raises(PermissionDenied):
            webhooks.change_secret(webhook, by=by, at=AT)
        with pytest.raises(PermissionDenied):
            webhooks.remove_webhook(webhook, by=by, at=AT)

    def test_a_removed_one_is_gone_and_stays_off(self, world: World, webhook: Webhook) -> None:
        webhooks.remove_webhook(webhook, by=world.supervisor, at=AT)
        assert list(webhooks_of([world.beijing.pk])) == []
        with pytest.raises(ValidationError, match="removed"):
            webhooks.change_webhook(webhook, WebhookChange(is_active=True), by=world.officer, at=AT)
        with pytest.raises(IntegrityError, match="webhook_removed_is_off"), transaction.atomic():
            Webhook.objects.update(is_active=True)


class TestSecret:
    def test_it_is_derived_and_differs_for_each_webhook_generation_and_key(self, settings: Settings) -> None:
        one, other = uuid4(), uuid4()
        secrets = {secret_of(one, 1), secret_of(one, 2), secret_of(other, 1)}
        settings.SECRET_KEY = "another key of fifty signs or more, as it has to be ...."
        secrets |= {secret_of(one, 1)}
        assert len(secrets) == 4
        assert all(len(secret) == 70 and secret.startswith("mlawh_") for secret in secrets)

    def test_whoever_changes_it_owns_the_webhook(self, world: World, webhook: Webhook) -> None:
        changed = webhooks.change_secret(webhook, by=world.supervisor, at=AT, seen=1)
        assert (changed.generation, changed.owner) == (2, world.supervisor)
        line = AccountEvent.objects.latest("sequence")
        assert line.data == {"webhook": str(webhook.uuid), "generation": 2}
        with pytest.raises(ValidationError, match="meanwhile"):
            webhooks.change_secret(webhook, by=world.officer, at=AT, seen=1)

    def test_no_table_holds_it(self, world: World, webhook: Webhook, there: Receiver) -> None:
        secret = secret_of(webhook.uuid, webhook.generation)
        rows = [str(row) for model in (Webhook, AccountEvent) for row in model.objects.values()]
        assert secret not in "".join(rows)


def test_who_left_since_then_does_nothing_more(world: World, webhook: Webhook) -> None:
    later = AT + dt.timedelta(days=2)
    accounts.end_membership(
        world.officer.memberships.get(), until_on=later.date(), by=world.administrator, at=AT
    )
    with pytest.raises(PermissionDenied):
        webhooks.change_secret(webhook, by=world.officer, at=later)
