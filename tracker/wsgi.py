"""The entry point for WSGI servers, gunicorn among them."""

import logging
import os

from django.core.wsgi import get_wsgi_application

from tracker.charsets import marked_wsgi
from tracker.redaction import WithoutSecrets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

# Gunicorn writes down every address that it is asked for; whoever configures its log by settings loses its handlers.
logging.getLogger("gunicorn.access").addFilter(WithoutSecrets())

application = marked_wsgi(get_wsgi_application())
