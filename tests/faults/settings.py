"""Settings of the workers that these tests start and kill: real mail, and a queue that nobody else reads."""

import os

from tests.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 2
CELERY_TASK_DEFAULT_QUEUE = os.environ.get("FAULTS_QUEUE", "faults-unheard")
CELERY_IMPORTS = ("tests.faults.armed",)
# A beat of these tests does not wait.
CELERY_BEAT_SCHEDULE = {
    name: {"task": f"tracker.jobs.tasks.{name}", "schedule": 0.5, "options": {"expires": 30}}
    for name in ("sweep_reminders", "send_outbox", "mail_views")
}
