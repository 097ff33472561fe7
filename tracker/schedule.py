"""How often each task is woken, in seconds. What is due is found in the database, so that no wake-up is precious."""

from typing import Any, Final

SECONDS: Final = {
    "sweep_reminders": 60.0,
    "record_lapses": 300.0,
    "forget_answers": 3600.0,
    "forget_traces": 3600.0,
    "recount_deadlines": 600.0,
    "send_outbox": 20.0,
    "send_webhooks": 20.0,
    "write_letters": 60.0,
    "mail_views": 300.0,
    "make_packs": 60.0,
}


def beat_schedule() -> dict[str, dict[str, Any]]:
    """The same as Celery's beat reads it.

    A wake-up that nobody took before the next one is due is dropped: it would find the same work.
    """
    return {
        name: {"task": f"tracker.jobs.tasks.{name}", "schedule": seconds, "options": {"expires": seconds}}
        for name, seconds in SECONDS.items()
    }
