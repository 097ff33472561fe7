"""What is recorded is announced: once for each webhook that wants it, in the same transaction, and nothing else."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests import factories
from tests.receiver import Receiver
from tests.tracker.api.world import NOON, World
from tracker.casework import services as casework
from tracker.casework.models import Event
from tracker.outbox.models import Webhook, WebhookDelivery
from tracker.outbox.services import announcing, webhooks
from tracker.outbox.services.webhooks import WebhookChange
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, EventKind, Source

AT = NOON


def announced(webhook: Webhook) -> list[str]:
    """Kinds of the events that wait for the webhook, as they happened."""
    rows = WebhookDelivery.objects.filter(webhook=webhook).order_by("event")
    return [str(row.event.kind) for row in rows.select_related("event") if row.event]


def test_every_event_is_written_down_with_it(world: World, webhook: Webhook) -> None:
    world.sent()
    assert announced(webhook) == ["drafted", "submitted", "approved", "sent"]
    assert WebhookDelivery.objects.queued().count() == 4


def test_only_the_kinds_that_it_wants(world: World, webhook: Webhook) -> None:
    change = WebhookChange(kinds=[EventKind.SENT, EventKind.DRAFTED])
    webhooks.change_webhook(webhook, change, by=world.officer, at=AT)
    world.sent()
    assert announced(webhook) == ["drafted", "sent"]


def test_each_webhook_of_the_office_and_none_of_another(
    world: World, webhook: Webhook, there: Receiver
) -> None:
    second = webhooks.make_webhook(world.beijing, url=there.url, by=world.supervisor, at=AT)
    other = webhooks.make_webhook(world.elsewhere, url=there.url, by=world.stranger, at=AT)
    above = webhooks.make_webhook(world.head, url=there.url, by=world.supervisor, at=AT)
    world.opened()
    assert [announced(one) for one in (webhook, second, other, above)] == [["drafted"], ["drafted"], [], []]


def test_none_while_it_is_switched_off_or_removed(world: World, webhook: Webhook) -> None:
    webhooks.change_webhook(webhook, WebhookChange(is_active=False), by=world.officer, at=AT)
    world.opened()
    webhooks.change_webhook(webhook, WebhookChange(is_active=True), by=world.officer, at=AT)
    assert announced(webhook) == []
    webhooks.remove_webhook(webhook, by=world.officer, at=AT)
    world.opened()
    assert announced(webhook) == []


def test_an_event_that_is_rolled_back_leaves_nothing(world: World, webhook: Webhook) -> None:
    with transaction.atomic():
        world.opened()
        assert WebhookDelivery.objects.exists()
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert not WebhookDelivery.objects.exists()


def test_imported_history_is_not_announced(world: World, webhook: Webhook) -> None:
    row = casework.open_request(
        office=world.beijing,
        direction=Direction.OUTGOING,
        channel="letter_exchange",
        dossier=casework.Dossier(
            columns={
                "jurisdiction": factories.jurisdiction("CN"),
                "title": "Of long ago",
                "legal_basis": "Reciprocity",
            },
            items=(casework.ItemDraft(type="SUBS"),),
        ),
        by=world.officer,
        occurred=Occurred(on=AT.date(), zone="UTC"),
        recorded_at=AT,
        source=Source.IMPORT,
    )
    assert announced(webhook) == []
    casework.adopt(row, by=world.officer, recorded_at=AT, seen_version=row.version)
    assert announced(webhook) == ["adopted"]


def test_the_database_refuses_a_second_delivery_of_an_event(world: World, webhook: Webhook) -> None:
    world.opened()
    (event,) = Event.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        announcing.announce(event.pk, EventKind.DRAFTED, office=world.beijing.pk, at=AT)
    assert announced(webhook) == ["drafted"]


@pytest.mark.parametrize(
    "columns", [{"state": "lost"}, {"sent_at": AT}, {"state": "failed", "leased_until": AT}]
)
def test_the_database_refuses_what_must_never_be(
    world: World, webhook: Webhook, columns: dict[str, object]
) -> None:
    world.opened()
    with pytest.raises(IntegrityError, match="webhook_"), transaction.atomic():
        WebhookDelivery.objects.update(**columns)


def test_one_query_more_where_nobody_listens_and_one_where_somebody_does(
    world: World, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            world.opened()
        return len(counted)

    queries()
    one = queries()
    webhooks.make_webhook(world.beijing, url=webhook.url, by=world.officer, at=AT)
    assert queries() == one, "however many listen"
    Webhook.objects.update(is_active=False)
    none = queries()
    assert one - none <= 3, "an insert, and the savepoint around it"
    monkeypatch.setattr("tracker.casework.services.log.announce", lambda *_args, **_more: None)
    assert none - queries() == 1


def test_the_workers_are_woken_only_for_something(
    world: World,
    webhook: Webhook,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    woken: list[str] = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **_more: woken.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        world.opened()
    assert woken.count("tracker.jobs.tasks.send_webhooks") == 1
    webhooks.change_webhook(webhook, WebhookChange(is_active=False), by=world.officer, at=AT)
    woken.clear()
    with django_capture_on_commit_callbacks(execute=True):
        world.opened()
    assert "tracker.jobs.tasks.send_webhooks" not in woken


def test_a_ping_goes_the_way_of_every_event_one_at_a_time(world: World, webhook: Webhook) -> None:
    ping = announcing.ping(webhook, at=AT)
    assert ping.event is None
    with pytest.raises(ValidationError, match="on its way already"):
        announcing.ping(webhook, at=AT)
    WebhookDelivery.objects.update(state="cancelled")
    announcing.ping(webhook, at=AT)
    webhook.is_active = False
    with pytest.raises(ValidationError, match="switched off"):
        announcing.ping(webhook, at=AT)
