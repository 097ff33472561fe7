"""Choices that several forms offer, asked of the database once each."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import Office, User
from tracker.accounts.queries import members_of
from tracker.directory.models import Authority
from tracker.web.requests.forms.versioned import CHOOSE
from tracker.words import spoken
from workflows import registry
from workflows.vocabulary import Role

Choices = list[tuple[str, object]]
NOTHING: tuple[str, object] = ("", CHOOSE)


def authority_choices(on: date) -> Choices:
    """Authorities that are open on that day, under the jurisdiction that they belong to."""
    still_open = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    rows = (
        Authority.objects.filter(still_open)
        .select_related("jurisdiction")
        .order_by("jurisdiction__name", "name")
    )
    groups = groupby(
        rows, key=lambda row: row.jurisdiction.name if row.jurisdiction else str(_("No jurisdiction"))
    )
    return [NOTHING, *((name, [(str(row.pk), row.name) for row in group]) for name, group in groups)]


def officers_of(office: Office, on: date) -> QuerySet[User]:
    """Who can be responsible for a request of ``office``."""
    officers, supervisors = (
        members_of(office, role, on).values("pk") for role in (Role.OFFICER, Role.SUPERVISOR)
    )
    return User.objects.filter(Q(pk__in=officers) | Q(pk__in=supervisors))


def channel_choices(direction: str) -> Choices:
    """The channels that carry requests in ``direction``."""
    tables = [table for table in registry.CHANNELS.values() if direction in table.directions]
    return [NOTHING, *((table.key, spoken(table.label)) for table in tables)]


def instrument_choices(channel: str) -> Choices:
    """The treaties and laws under which ``channel`` may be used; all of them while none is chosen."""
    tables = [table for table in registry.INSTRUMENTS.values() if not channel or channel in table.channels]
    return [NOTHING, *((table.key, spoken(table.label)) for table in tables if table.criminal)]


def known_directions(channel: str) -> frozenset[str]:
    """The directions of a channel; none for one that does not exist."""
    return frozenset(registry.CHANNELS[channel].directions) if channel in registry.CHANNELS else frozenset()
