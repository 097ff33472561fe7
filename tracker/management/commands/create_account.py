"""Makes an account with a role in an office, the first administrator's above all, or one for a program."""

import argparse
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tracker import clock
from tracker.accounts import services
from tracker.accounts.choices import RoleChoices
from tracker.accounts.models import Office, User
from tracker.reminders.services import plan_headed
from workflows.vocabulary import Role


class Command(BaseCommand):
    """`manage.py create_account EMAIL --name NAME --role ROLE --office CODE [--time-zone ZONE] [--service]`."""

    help = (
        "Makes an account and prints its password once; the user changes it after signing in. "
        "A program has no password: `create_token` makes it a token."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Ask for the person and the role."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=RoleChoices.values)
        parser.add_argument("--office", required=True, metavar="CODE", help="made by `create_office`")
        parser.add_argument("--time-zone", metavar="ZONE", help="that of the office, unless given")
        parser.add_argument("--service", action="store_true", help="for a program: nobody signs in as it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and the membership, or neither."""
        office = Office.objects.filter(code=options["office"].upper()).first()
        if office is None:
            raise CommandError(f"There is no office {options['office']}: make it with `create_office` first.")
        password = None if options["service"] else secrets.token_urlsafe(18)
        try:
            user = _create(options, office, password)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{user.email}  {password}" if password else user.email)


@transaction.atomic
def _create(options: dict[str, Any], office: Office, password: str | None) -> User:
    now = clock.now()
    time_zone = options["time_zone"] or office.time_zone
    user = services.create_user(
        email=options["email"],
        name=options["name"],
        password=password,
        time_zone=time_zone,
        is_service=options["service"],
        by=None,
        at=now,
    )
    role, today = Role(options["role"]), clock.today(time_zone)
    services.set_membership(user, office, role=role, from_on=today, by=None, at=now)
    plan_headed(office, role, from_on=today, at=now)
    return user
