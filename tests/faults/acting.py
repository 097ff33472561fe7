"""Posts what is done with many requests, as whoever answers a page: a process of its own that may be told to die.

`python -m tests.faults.acting EMAIL` reads the form as JSON and prints the page.
"""

from __future__ import annotations

import json
import sys

import django
from django.conf import settings

django.setup()

from django.test import Client  # noqa: E402  # not before the program is set up
from django.urls import reverse  # noqa: E402

from tests.faults.dying import PLACES_OF_PAGES, arm  # noqa: E402
from tracker.accounts.models import User  # noqa: E402


def main(email: str) -> None:
    """Post the form, signed in as the person of that address."""
    settings.ALLOWED_HOSTS = ["testserver"]
    arm(PLACES_OF_PAGES)
    client = Client()
    client.force_login(User.objects.get(email=email))
    sys.stdout.write(client.post(reverse("bulk"), json.load(sys.stdin)).content.decode())


if __name__ == "__main__":
    main(sys.argv[1])
