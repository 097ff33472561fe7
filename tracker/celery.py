"""The Celery application. A message is a wake-up: every task finds its work in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
# A check asks the compiler of letters for its fonts, which leaves threads. A worker forked from such a process waits
# for them at its first letter until it is killed, and reminds nobody meanwhile. `manage.py run` and `migrate` check.
os.environ["CELERY_SKIP_CHECKS"] = "true"

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["tracker.jobs"])
