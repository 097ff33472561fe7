"""Settings of the workers that these tests start and kill: real mail, and a queue that nobody else reads."""

import os

from tests.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
CELERY_TASK_DEFAULT_QUEUE = os.environ["FAULTS_QUEUE"]
