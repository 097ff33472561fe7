"""Who has which role where, who heads whom, who acts for whom. Every question takes its date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from tracker.accounts import policy
from tracker.accounts.choices import TokenState
from tracker.accounts.models import AccountEvent, ApiToken, CalendarFeed, Membership, Office, User
from tracker.accounts.policy import Held, OfficeScope
from workflows.vocabulary import Role

DAY: Final = timedelta(days=1)


def offices_of(user: User, on: date, *, within: Office | None = None) -> OfficeScope:
    """Return the offices in which the user has each role on a date. Two queries, however large the tree.

    ``within``: of these only the office and those below it.
    """
    parents = office_parents()
    whole = policy.scope(roles_held(user, on), parents=parents)
    return whole if within is None else whole.within(policy.descent(within.pk, parents=parents))


def roles_held(user: User, on: date) -> frozenset[Held]:
    """Return what the user's own memberships say on a date, before anything is inherited. One query."""
    if not user.is_active:
        return frozenset()
    held = Membership.objects.held_on(on).filter(user=user).values_list("office_id", "role")
    return frozenset((office_id, Role(role)) for office_id, role in held)


def is_administrator(user: User, on: date) -> bool:
    """Does the user administer accounts and reference data on a date? One query."""
    held = Membership.objects.held_on(on).filter(user=user, role=Role.ADMINISTRATOR)
    return user.is_active and held.exists()


def members_of(office: Office, role: Role, on: date) -> QuerySet[User]:
    """Return the people who hold a role in this very office on a date: active users, programs left out."""
    held = Membership.objects.held_on(on).filter(office=office, role=role)
    return User.objects.people().filter(pk__in=held.values("user"))


def head_of(office: Office, on: date) -> tuple[User, ...]:
    """Return the supervisors of the office or, where it has none, of the nearest office above that has.

    People only: a program reads no reminders.
    """
    return _heads([office.pk], on, parents=office_parents())[office.pk]


def heads_of(offices: Iterable[Office], *, at: datetime) -> dict[int, tuple[User, ...]]:
    """Return the heads of each office by its id, as `head_of`, on the day where it is. A query for each such day."""
    parents = office_parents()
    days: dict[date, set[int]] = {}
    for office in offices:
        days.setdefault(local_date(office, at), set()).add(office.pk)
    return {pk: heads for on, pks in days.items() for pk, heads in _heads(pks, on, parents=parents).items()}


def scopes_of(users: Iterable[User], *, at: datetime) -> dict[int, OfficeScope]:
    """Return the offices of each user by the user's id, as `offices_of`, on the day where they are.

    A query for each such day.
    """
    users = tuple(users)
    parents = office_parents()
    held = _held_by({user for user in users if user.is_active}, at=at)
    return {user.pk: policy.scope(held.get(user.pk, ()), parents=parents) for user in users}


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
    """Return who works in an office of the user on a date, by name: those who may deputise. Two queries."""
    parents = office_parents()
    held: dict[User, set[Held]] = {}
    people = Membership.objects.held_on(on).filter(user__is_active=True, user__is_service=False)
    for membership in people.select_related("user"):
        held.setdefault(membership.user, set()).add((membership.office_id, Role(membership.role)))
    scopes = {person: policy.scope(roles, parents=parents) for person, roles in held.items()}
    own = scopes.pop(user, OfficeScope()).everywhere
    return sorted((person for person, one in scopes.items() if one.working & own), key=lambda row: row.name)


def token_states(tokens: Iterable[ApiToken], *, at: datetime) -> dict[int, TokenState]:
    """Return whether each token can be used at a moment, by its id. Few queries, however many tokens."""
    tokens = tuple(tokens)
    parents = office_parents()
    held = _held_by({token.user for token in tokens}, at=at)
    found: dict[int, TokenState] = {}
    for token in tokens:
        whole = policy.scope(held.get(token.user_id, ()), parents=parents)
        within = whole.within(policy.descent(token.office_id, parents=parents))
        found[token.pk] = policy.token_state(token.state_at(at), within=within)
    return found


def absent_for(user: User, on: date) -> list[User]:
    """Return those for whom the user acts on a date, through deputies who are away themselves. One query.

    The chain is that of ``acting``; the day is one, that of the user. Who is away acts for nobody.
    """
    if _is_away(user, on):
        return []
    away = User.objects.filter(Q(absent_until__isnull=True) | Q(absent_until__gte=on), absent_from__lte=on)
    waiting = {person.pk: person for person in away.filter(is_active=True)}
    found: dict[int, User] = {}
    reached = {user.pk}
    while reached:
        reached = {pk for pk, person in waiting.items() if person.deputy_id in reached} - found.keys()
        found |= {pk: waiting[pk] for pk in reached}
    return [person for pk, person in found.items() if pk != user.pk]


def feeds_of(user: User, supervised: frozenset[int]) -> QuerySet[CalendarFeed]:
    """Return the user's own calendar feeds and those of the offices that the user supervises, latest first."""
    rows = CalendarFeed.objects.filter(
        Q(user=user) | Q(office__in=supervised, office__isnull=False)
    ).select_related("user", "office")
    return rows.order_by(F("revoked_at").asc(nulls_first=True), "-created_at", "-pk")


def feeds_audited(offices: frozenset[int], on: date) -> QuerySet[CalendarFeed]:
    """Return the calendar feeds of these offices, and those of people who have a role there on a date."""
    people = Membership.objects.held_on(on).filter(office__in=offices).values("user")
    return CalendarFeed.objects.filter(Q(office__in=offices) | Q(office__isnull=True, user__in=people))


def account_lines(offices: frozenset[int]) -> QuerySet[AccountEvent]:
    """Return the lines of the log of accounts that the auditors of these offices read, newest first.

    Those about the offices, and those about people on days on which they had a role there: a day either side, since
    days differ by zone. What is about no office and nobody is for those who audit every office. One query here.
    """
    lines = AccountEvent.objects.order_by("-pk")
    if not Office.objects.exclude(pk__in=offices).exists():
        return lines
    at = OuterRef("occurred_at")
    day_before = TruncDate(ExpressionWrapper(at - DAY, output_field=DateTimeField()), tzinfo=UTC)
    day_after = TruncDate(ExpressionWrapper(at + DAY, output_field=DateTimeField()), tzinfo=UTC)
    roles = Membership.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=day_before),
        user=OuterRef("about"),
        office__in=offices,
        from_on__lte=day_after,
    )
    return lines.filter(Q(office__in=offices) | Q(Exists(roles), office__isnull=True))


def local_date(where: User | Office, at: datetime) -> date:
    """Return the day of the calendar where the user or the office is."""
    return at.astimezone(ZoneInfo(where.time_zone)).date()


def office_parents() -> dict[int, int | None]:
    """Return the tree of offices as child id to parent id. One query."""
    return dict(Office.objects.order_by().values_list("pk", "parent_id"))


def _heads(
    offices: Iterable[int], on: date, *, parents: Mapping[int, int | None]
) -> dict[int, tuple[User, ...]]:
    lines = {pk: tuple(policy.ancestry(pk, parents=parents)) for pk in offices}
    held = (
        Membership.objects.held_on(on)
        .filter(role=Role.SUPERVISOR, user__is_active=True, user__is_service=False)
        .filter(office__in={one for line in lines.values() for one in line})
        .select_related("user__deputy")
    )
    by_office: dict[int, dict[int, User]] = {}
    for membership in held.order_by("user__name", "user_id"):
        by_office.setdefault(membership.office_id, {})[membership.user_id] = membership.user
    nearest = {pk: next((one for one in line if one in by_office), None) for pk, line in lines.items()}
    return {pk: tuple(by_office[one].values()) if one else () for pk, one in nearest.items()}


def _held_by(users: Iterable[User], *, at: datetime) -> dict[int, set[Held]]:
    """What the memberships of each user say on the day where that user is: one query for each such day."""
    days: dict[date, list[int]] = {}
    for user in users:
        days.setdefault(local_date(user, at), []).append(user.pk)
    held: dict[int, set[Held]] = {}
    for on, ids in days.items():
        rows = Membership.objects.held_on(on).filter(user__in=ids)
        for user_id, office_id, role in rows.values_list("user_id", "office_id", "role"):
            held.setdefault(user_id, set()).add((office_id, Role(role)))
    return held


def _is_away(user: User, on: date) -> bool:
    if user.absent_from is None or on < user.absent_from:
        return False
    return user.absent_until is None or on <= user.absent_until
