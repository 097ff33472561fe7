"""The settings under which the tests run: those of the program, its folders replaced by throw-away ones.

`DATABASE_URL` and `REDIS_URL` are obeyed: the same tests run on SQLite and on PostgreSQL with Redis. Each
process of pytest-xdist has a data folder of its own, and so has its own clock; what it starts shares them.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "MLA_TESTS_FOLDER" not in os.environ:
    os.environ["MLA_TESTS_FOLDER"] = tempfile.mkdtemp(prefix="mla-tracker-tests-")
    atexit.register(shutil.rmtree, os.environ["MLA_TESTS_FOLDER"], ignore_errors=True)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
os.environ["MLA_DATA"] = str(Path(os.environ["MLA_TESTS_FOLDER"]) / WORKER)

from tracker.settings import *  # noqa: E402, F403
from tracker.settings import CACHES, DATA, INSTALLED_APPS, REDIS_URL, STORAGES  # noqa: E402

# A clock that tests can move, here and in the processes that they start.
CLOCK = "tracker.clock.moved"
CLOCK_OFFSET_FILE = DATA / "clock-offset"

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; nobody's real password is here
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # no collected files are needed
if REDIS_URL:
    # Redis counts its databases: each process has one.
    CELERY_BROKER_URL = f"{REDIS_URL.rstrip('/')}/{WORKER.removeprefix('gw')}"
    CACHES["default"]["LOCATION"] = CELERY_BROKER_URL
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CELERY_BROKER_URL = "memory://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {}
