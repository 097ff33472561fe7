"""The entry point for ASGI servers."""

import os

from django.core.asgi import get_asgi_application

from tracker.charsets import marked_asgi

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

application = marked_asgi(get_asgi_application())
