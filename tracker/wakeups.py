"""Wake-ups for the workers: names of tasks, sent once the transaction has been committed.

A wake-up carries nothing. One that is lost, late or repeated changes nothing but the moment at which
the work is done, since the schedule wakes the same tasks again.
"""

import logging
from enum import StrEnum

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


class Wakeup(StrEnum):
    """The tasks that may be woken, by their Celery names."""

    MAKE_PACKS = "tracker.jobs.tasks.make_packs"
    MAIL_VIEWS = "tracker.jobs.tasks.mail_views"
    FORGET_ANSWERS = "tracker.jobs.tasks.forget_answers"
    FORGET_TRACES = "tracker.jobs.tasks.forget_traces"
    RECORD_LAPSES = "tracker.jobs.tasks.record_lapses"
    RECOUNT_DEADLINES = "tracker.jobs.tasks.recount_deadlines"
    SEND_OUTBOX = "tracker.jobs.tasks.send_outbox"
    SEND_WEBHOOKS = "tracker.jobs.tasks.send_webhooks"
    SWEEP_REMINDERS = "tracker.jobs.tasks.sweep_reminders"
    WRITE_LETTERS = "tracker.jobs.tasks.write_letters"


def wake_on_commit(wakeup: Wakeup) -> None:
    """Wake a task after the present transaction, or at once where there is none."""
    transaction.on_commit(lambda: _send(wakeup), robust=True)


def _send(wakeup: Wakeup) -> None:
    try:
        current_app.send_task(wakeup, retry=False)
    except (OperationalError, OSError):
        # What is written is safe; the schedule finds it when the broker is back.
        logger.warning("no broker took the wake-up %s; the schedule will", wakeup, exc_info=True)
