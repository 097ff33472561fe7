"""The tasks. Each finds its work in the database; a wake-up that is lost, late or repeated harms nothing."""

from datetime import timedelta
from functools import partial

from celery import shared_task
from django.conf import settings

from tracker import clock, leases
from tracker.accounts.services import forget_uses
from tracker.casework.services import lapsing, recounting
from tracker.enquiries import services as enquiries
from tracker.idempotency.services import forget
from tracker.notices import services as notices
from tracker.outbox.models import MailKind
from tracker.outbox.services import BATCH as MAILS
from tracker.outbox.services import LEASE, delivering, forget_deliveries
from tracker.packs import services as packs
from tracker.reminders import services
from tracker.saved import services as saved
from tracker.wakeups import Wakeup, wake_on_commit

# Ended before another worker may take over what this one has claimed.
SECONDS_TO_SEND = LEASE.total_seconds() - 60
SECONDS_TO_WORK = leases.LEASE.total_seconds() - 60


@shared_task(name=Wakeup.SWEEP_REMINDERS.value, time_limit=SECONDS_TO_SEND)  # type: ignore[untyped-decorator]  # Celery has no types
def sweep_reminders() -> None:
    """Remind of what is due; a full batch is followed by the next one at once."""
    if services.sweep(at=clock.now()) >= services.BATCH:
        wake_on_commit(Wakeup.SWEEP_REMINDERS)


@shared_task(name=Wakeup.SEND_OUTBOX.value, time_limit=SECONDS_TO_SEND)  # type: ignore[untyped-decorator]  # Celery has no types
def send_outbox() -> None:
    """Send the mail that waits; a full batch is followed by the next one at once."""
    at = clock.now()
    others = {MailKind.VIEW: partial(saved.prepare, at=at)}
    if services.deliver(at=at, others=others) >= MAILS:
        wake_on_commit(Wakeup.SEND_OUTBOX)


@shared_task(name=Wakeup.MAIL_VIEWS.value)  # type: ignore[untyped-decorator]  # Celery has no types
def mail_views() -> None:
    """Queue this week's views for those whose morning has come."""
    saved.queue_due(at=clock.now())


@shared_task(name=Wakeup.FORGET_ANSWERS.value)  # type: ignore[untyped-decorator]  # Celery has no types
def forget_answers() -> None:
    """Drop answers that were kept for repeated calls long enough, and notices that were read long ago."""
    forget(at=clock.now())
    notices.forget(at=clock.now())


@shared_task(name=Wakeup.FORGET_TRACES.value)  # type: ignore[untyped-decorator]  # Celery has no types
def forget_traces() -> None:
    """Drop who called, what was delivered, packs and files of letters of long ago; a batch is followed by the next."""
    before = clock.now() - timedelta(days=settings.KEEP_DAYS)
    if (
        forget_uses(before=before)
        + forget_deliveries(before=before)
        + enquiries.forget_letters(before=before)
        + packs.forget_packs(before=before)
    ):
        wake_on_commit(Wakeup.FORGET_TRACES)


@shared_task(name=Wakeup.RECOUNT_DEADLINES.value)  # type: ignore[untyped-decorator]  # Celery has no types
def recount_deadlines() -> None:
    """Count deadlines anew after another calendar or rule; a full batch is followed by the next one at once."""
    if recounting.run(at=clock.now()) >= recounting.BATCH:
        wake_on_commit(Wakeup.RECOUNT_DEADLINES)


@shared_task(name=Wakeup.RECORD_LAPSES.value)  # type: ignore[untyped-decorator]  # Celery has no types
def record_lapses() -> None:
    """Record preservations whose last day is over; a full batch is followed by the next one at once."""
    if lapsing.run(at=clock.now()) >= lapsing.BATCH:
        wake_on_commit(Wakeup.RECORD_LAPSES)


@shared_task(name=Wakeup.SEND_WEBHOOKS.value, time_limit=SECONDS_TO_SEND)  # type: ignore[untyped-decorator]  # Celery has no types
def send_webhooks() -> None:
    """Send the events that wait to be announced; a full batch is followed by the next one at once."""
    if delivering.deliver(at=clock.now()) >= delivering.BATCH:
        wake_on_commit(Wakeup.SEND_WEBHOOKS)


@shared_task(name=Wakeup.WRITE_LETTERS.value, time_limit=SECONDS_TO_WORK)  # type: ignore[untyped-decorator]  # Celery has no types
def write_letters() -> None:
    """Write the status enquiries that were asked for."""
    enquiries.write_waiting(at=clock.now())


@shared_task(name=Wakeup.MAKE_PACKS.value, time_limit=SECONDS_TO_WORK)  # type: ignore[untyped-decorator]  # Celery has no types
def make_packs() -> None:
    """Put one evaluator pack together that was asked for; whoever did wakes the task for the next."""
    if packs.make_next(at=clock.now()):
        wake_on_commit(Wakeup.MAKE_PACKS)
