"""The settings under which is measured: those of the program, its data folder a throw-away one unless it is named."""

import atexit
import os
import shutil
import tempfile

if "MLA_DATA" not in os.environ:
    os.environ["MLA_DATA"] = tempfile.mkdtemp(prefix="mla-tracker-benchmarks-")
    atexit.register(shutil.rmtree, os.environ["MLA_DATA"], ignore_errors=True)

from tracker.settings import *  # noqa: F403
from tracker.settings import ALLOWED_HOSTS, REST_FRAMEWORK

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# A benchmark asks more often than a caller may.
REST_FRAMEWORK = REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": {"caller": "100000/second"}}
