"""Makes a token for a program where no browser can reach the administration."""

import argparse
import datetime as dt
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.views.decorators.debug import sensitive_variables

from tracker import clock
from tracker.accounts import services
from tracker.accounts.choices import Scope
from tracker.accounts.models import ApiToken, Office, User
from tracker.accounts.services.tokens import LONGEST, USUAL

USUAL_DAYS: Final = USUAL.days
MOST_DAYS: Final = LONGEST.days


class Command(BaseCommand):
    """`manage.py create_token EMAIL --office CODE --label TEXT [--scope read]... [--days 90]`."""

    help = (
        "Makes a token for a program (`create_account --service`) and prints its secret once; it is kept nowhere. "
        "People make their own under Preferences: what is done by such a token is done by that person."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Ask for the program, where it works, and what it may do."""
        parser.add_argument("email", metavar="EMAIL", help="of the account of the program")
        parser.add_argument(
            "--office", required=True, metavar="CODE", help="it sees this one and those below"
        )
        parser.add_argument("--label", required=True, metavar="TEXT", help="what it is for")
        parser.add_argument(
            "--scope",
            action="append",
            choices=Scope.values,
            help="what it may do, once for each; read, unless given",
        )
        parser.add_argument(
            "--days", type=_days, default=USUAL_DAYS, help=f"how long, {USUAL_DAYS} unless given"
        )

    @sensitive_variables("secret")
    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and print the secret alone, so that a script can take it."""
        user = User.objects.filter(email=options["email"].strip().lower(), is_service=True).first()
        if user is None:
            raise CommandError(
                f"There is no program {options['email']}: make its account with `create_account --service` first."
            )
        office = Office.objects.filter(code=options["office"].upper()).first()
        if office is None:
            raise CommandError(f"There is no office {options['office']}.")
        try:
            token, secret = _make(user, office, options)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stderr.write(
            f"Token {token.hint}… of {user}, until {token.expires_at:%Y-%m-%d %H:%M} UTC. "
            "The secret is printed once:"
        )
        self.stdout.write(secret)


def _make(user: User, office: Office, options: dict[str, Any]) -> tuple[ApiToken, str]:
    now = clock.now()
    return services.make_token(
        user,
        office,
        label=options["label"],
        scopes=frozenset(map(Scope, options["scope"] or [Scope.READ])),
        expires_at=now + dt.timedelta(days=options["days"]),
        by=None,
        at=now,
    )


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_DAYS}")
    return int(text)
