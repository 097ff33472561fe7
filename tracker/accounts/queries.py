"""Who has which role where, who heads whom, who acts for whom. Every question takes its date."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from tracker.accounts import policy
from tracker.accounts.models import Membership, Office, User
from tracker.accounts.policy import Held, OfficeScope
from workflows.vocabulary import Role


def offices_of(user: User, on: date, *, within: Office | None = None) -> OfficeScope:
    """Return the offices in which the user has each role on a date. Two queries, however large the tree.

    ``within``: only that office and those below it.
    """
    parents = office_parents()
    scope = policy.scope(roles_held(user, on), parents=parents)
    return scope.within(policy.descent(within.pk, parents=parents)) if within else scope


def roles_held(user: User, on: date) -> frozenset[Held]:
    """Return what the user's own memberships say on a date, before anything is inherited. One query."""
    if not user.is_active:
        return frozenset()
    held = Membership.objects.held_on(on).filter(user=user).values_list("office_id", "role")
    return frozenset((office_id, Role(role)) for office_id, role in held)


def roles_at(user: User, office: Office, on: date) -> frozenset[Role]:
    """Return the user's roles in one office on a date, those inherited from the offices above included."""
    return offices_of(user, on).roles_in(office.pk)


def is_administrator(user: User, on: date) -> bool:
    """Does the user administer accounts and reference data on a date? One query."""
    held = Membership.objects.held_on(on).filter(user=user, role=Role.ADMINISTRATOR)
    return user.is_active and held.exists()


def members_of(office: Office, role: Role, on: date) -> QuerySet[User]:
    """Return the active users who hold a role in this very office on a date."""
    held = Membership.objects.held_on(on).filter(office=office, role=role)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def head_of(office: Office, on: date) -> tuple[User, ...]:
    """Return the supervisors of the office or, where it has none, of the nearest office above that has."""
    held = (
        Membership.objects.held_on(on)
        .filter(role=Role.SUPERVISOR, user__is_active=True)
        .select_related("user")
    )
    line = list(policy.ancestry(office.pk, parents=office_parents()))
    by_office: dict[int, dict[int, User]] = {}
    for membership in held.filter(office__in=line).order_by("user__name", "user_id"):
        by_office.setdefault(membership.office_id, {})[membership.user_id] = membership.user
    nearest = next((by_office[office_id] for office_id in line if office_id in by_office), {})
    return tuple(nearest.values())


def acting(user: User, on: date) -> User:
    """Return who acts for the user on a date: the user, or the deputy while the user is away.

    Deputies who are away themselves pass it on. Where that leads nowhere it stays with the user.
    """
    seen: set[int] = set()
    current = user
    while _is_away(current, on):
        seen.add(current.pk)
        if current.deputy is None or current.deputy.pk in seen:
            return user
        current = current.deputy
    return current if current.is_active else user


def colleagues_of(user: User, on: date) -> list[User]:
    """Return who shares an office with the user on a date, by name: those who may deputise. Two queries."""
    parents = office_parents()
    held: dict[User, set[Held]] = {}
    for membership in Membership.objects.held_on(on).filter(user__is_active=True).select_related("user"):
        held.setdefault(membership.user, set()).add((membership.office_id, Role(membership.role)))
    reach = {person: policy.scope(roles, parents=parents).everywhere for person, roles in held.items()}
    own = reach.pop(user, frozenset[int]())
    return sorted((person for person, offices in reach.items() if offices & own), key=lambda row: row.name)


def local_date(where: User | Office, at: datetime) -> date:
    """Return the day of the calendar where the user or the office is."""
    return at.astimezone(ZoneInfo(where.time_zone)).date()


def office_parents() -> dict[int, int | None]:
    """Return the tree of offices as child id to parent id. One query."""
    return dict(Office.objects.order_by().values_list("pk", "parent_id"))


def _is_away(user: User, on: date) -> bool:
    if user.absent_from is None or on < user.absent_from:
        return False
    return user.absent_until is None or on <= user.absent_until
