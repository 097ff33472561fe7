"""A random register that lived through the services, and what its histories say, day by day, by replaying them.

Nothing here asks what reports ask: a request as of a day is the replay of its entries up to that day.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from tests import factories
from tests.strategies.lives import Life
from tests.tracker.casework.post import Post, authority, made_post
from tracker.accounts.models import User
from tracker.casework import queries, services
from tracker.casework.models import AssistanceRequest, Event
from workflows.engine import Action, Snapshot
from workflows.engine import Event as Entry
from workflows.engine.history import effective, ordered
from workflows.engine.replay import fold
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred, Precision
from workflows.vocabulary import Direction, ItemType, LinkKind, OffenceCategory, ResultKind, Role

LEAP = dt.date(2028, 2, 29)
BEGIN = dt.date(2027, 12, 1)
TODAY = dt.date(2030, 1, 1)
DAYS = (LEAP, dt.date(2028, 6, 1), dt.date(2029, 3, 1), TODAY)
WAYS = (
    ("letter_exchange", Direction.OUTGOING),
    ("letter_exchange", Direction.INCOMING),
    ("treaty", Direction.OUTGOING),
    ("treaty", Direction.INCOMING),
    ("network_24_7", Direction.OUTGOING),
    ("network_24_7", Direction.INCOMING),
)
PLACES = ("CN", "EE", "DE")
HURRY: dict[str, Any] = {"urgency_reason": "Flight"}
ASKED = (
    *(ItemType.PRESERVATION, ItemType.SUBSCRIBER, ItemType.TRAFFIC, ItemType.CONTENT),
    *(ItemType.EMERGENCY_DISCLOSURE, ItemType.DOMAIN_REGISTRATION, ItemType.REAL_TIME_TRAFFIC),
    *(ItemType.BANK, ItemType.FREEZE, ItemType.CONFISCATION, ItemType.ASSET_SHARING, ItemType.SPONTANEOUS),
)
AHEAD = {
    "submit": 9,
    "approve": 9,
    "send": 9,
    "acknowledge": 4,
    "accept": 4,
    "confirm_preservation": 12,
    "execute": 4,
    "refuse": 6,
    "close": 7,
    "reopen": 3,
    "renew_preservation": 3,
    "open_consultation": 2,
    "ask_information": 2,
}
"""What is done oftener than the rest, so that something comes of most."""


class Lived(Life):
    """A life that mostly goes on, entered at once or days later, with an hour or without."""

    def __init__(self, post: Post, number: int, seed: int) -> None:
        choose = random.Random(f"{seed}/{number}")
        channel, direction = choose.choice(WAYS)
        began = LEAP if number % 9 == 0 else BEGIN + dt.timedelta(days=choose.randrange(150))
        self.entered = factories.moment(began)
        urgency: dict[str, Any] = choose.choice(
            ({}, {}, {"urgency": "urgent", **HURRY}, {"urgency": "emergency", **HURRY})
        )
        super().__init__(
            post, channel, direction, choose.randrange(10**6), on=began, to=choose.choice(PLACES),
            items=("PRES",) * (channel == "network_24_7")
            + tuple(choose.choice(ASKED).value for _thing in range(choose.randint(1, 2))), **urgency,
            **{name: choose.choice(("", "Words")) for name in ("facts", "purpose", "their_reference")},
            proceeding=choose.choice(("", "trial")), needed_by=choose.choice((None, began, TODAY)),
            requested_authority=choose.choice((None, authority("CN"))),
        )  # fmt: skip
        self._described()

    def _on(self) -> Occurred:
        """Often the same day; at an hour of it, where one is told."""
        self.day += dt.timedelta(days=self.choose.choice((0, 0, 0, 1, 9, self.choose.randrange(60))))
        hour = self.choose.choice((None, dt.time(self.choose.randrange(24), 30)))
        late = dt.timedelta(days=self.choose.choice((0, 0, 1, 8, 45)))
        self.entered = max(self.entered, factories.moment(self.day, 23) + dt.timedelta(minutes=59) + late)
        return Occurred(on=self.day, at=hour, precision=Precision.MOMENT if hour else Precision.DAY)

    def _stamp(self, by: User) -> dict[str, Any]:
        return {**super()._stamp(by), "recorded_at": self.entered}

    def _items(self, action: Action) -> tuple[str, ...]:
        """Everything as often as one of it."""
        every = tuple(str(number) for number in self.row.items.values_list("number", flat=True))
        some = super()._items(action) if every else ()
        return every if some and self.choose.random() < 0.5 else some

    def _chosen(self, actions: list[Action]) -> Action:
        weights = [AHEAD.get(action.key, 0.4) for action in actions]
        return self.choose.choices(actions, weights)[0]

    def _described(self) -> None:
        """With offences, one of them named twice, and the category of some data."""
        self.row = AssistanceRequest.objects.select_related("office").get(pk=self.row.pk)
        dossier = services.dossier_of(self.row)
        offences = self.choose.choices(tuple(OffenceCategory)[:4], k=self.choose.randrange(4))
        items = tuple(
            services.ItemDraft(
                type=item.type,
                number=item.number,
                data_category=self.choose.choice(("", "subscriber", "content")),
            )
            for item in dossier.items
        )
        changed = services.Dossier(
            columns=dossier.columns, items=items, offences=tuple({"category": one.value} for one in offences)
        )
        with suppress(ValidationError), transaction.atomic():
            services.edit_dossier(self.row, changed, **self._stamp(self.post.officer))

    def led(self) -> None:
        """To something, now and then."""
        kind = self.choose.choice(tuple(ResultKind))
        amount = kind is ResultKind.AMOUNT
        draft = services.ResultDraft(
            kind=kind.value,
            quantity=Decimal(self.choose.choice(("1", "0.10", "1234567.89") if amount else ("1", "7"))),
            currency=self.choose.choice(("EUR", "USD")) if amount else "",
            occurred_on=self.day,
            at_least=self.choose.random() < 0.3,
        )
        self.row = AssistanceRequest.objects.select_related("office").get(pk=self.row.pk)
        services.record_result(self.row, draft, **self._stamp(self.post.officer))


def posts() -> tuple[Post, Post]:
    first = made_post()
    office = factories.office("PAR", parent=first.above, host="FR")
    people = {name: factories.user(f"{name} P", role=role, office=office)
              for name, role in (("officer", Role.OFFICER), ("supervisor", Role.SUPERVISOR))}  # fmt: skip
    return first, Post(above=first.above, office=office, **people)


def register(seed: int, *, size: int = 48, steps: int = 11) -> list[Case]:
    """Write it; one in three preservations is followed by a production request."""
    both = posts()
    lives = [Lived(both[number % 2], number, seed) for number in range(size)]
    for life in lives:
        for _step in range(steps):
            life.step()
        if life.choose.random() < 0.4:
            life.led()
    _followed(lives, random.Random(seed))
    return [Case(AssistanceRequest.objects.select_related("office").get(pk=life.row.pk)) for life in lives]


def _followed(lives: list[Lived], choose: random.Random) -> None:
    for kept in lives:
        other = choose.choice(lives)
        alike = (kept.row.office_id, kept.row.direction) == (other.row.office_id, other.row.direction)
        if kept.row.preservations.exists() and alike and kept is not other:
            production = AssistanceRequest.objects.select_related("office").get(pk=other.row.pk)
            stamp: dict[str, Any] = {
                "by": other.post.officer,
                "recorded_at": max(kept.entered, other.entered),
            }
            with suppress(WorkflowError, ValidationError), transaction.atomic():
                services.link(
                    production, kept.row, LinkKind.PRODUCTION_OF, seen_version=production.version, **stamp
                )


@dataclass(frozen=True)
class Case:
    """A request and its entries as they stand after all corrections."""

    row: AssistanceRequest

    @cached_property
    def recorded(self) -> list[Event]:
        return list(Event.objects.filter(request=self.row).order_by("sequence"))

    @cached_property
    def entries(self) -> list[Entry]:
        return ordered(effective(queries.history_of(self.row)))

    def until(self, day: dt.date) -> list[Entry]:
        return [entry for entry in self.entries if entry.occurred.on <= day]

    def on(self, day: dt.date) -> Snapshot | None:
        """What had become of it by the end of the day, if it had been sent by then."""
        years = queries.years_of(queries.history_of(self.row))
        then = fold(self.until(day), queries.definition_of(self.row, years=years))
        return then if then and then.spell.sent and then.spell.sent.on <= day else None


def sent(cases: list[Case], day: dt.date) -> Iterator[tuple[Case, Snapshot]]:
    for case in cases:
        if then := case.on(day):
            yield case, then
