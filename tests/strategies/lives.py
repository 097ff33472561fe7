"""Random lives of requests through the services: what is offered and what is not, late entries, corrections, edits."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from tests import factories
from tests.tracker.casework.post import MARCH, Post, authority
from tracker.accounts.models import User
from tracker.casework import queries, services
from tracker.casework.models import AssistanceRequest
from tracker.casework.services.codes import TEXTS
from workflows import registry
from workflows.engine import Action, Field, FieldName
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, Ground, Transmission

RECORDED_AT = factories.moment(dt.date(2029, 1, 1))
LAST_DAY = 700


class Life:
    """One request and the choices that move it on, all from one seed."""

    def __init__(
        self, post: Post, channel: str, direction: Direction, seed: int, *, on: dt.date = MARCH, **more: Any
    ) -> None:
        self.post = post
        self.choose = random.Random(seed)  # choices of a test
        self.authorities = [authority(code).pk for code in ("CN", "US", "EE")]
        instruments = ["", *(key for key, law in registry.INSTRUMENTS.items() if channel in law.channels)]
        self.began = self.day = on
        asked = {
            "instrument": self.choose.choice(instruments),
            "items": tuple(self.choose.sample(["SUBS", "PRES", "TRAF", "EMRG"], 2)),
            "urgency": "urgent",
            "urgency_reason": "Flight",
        }
        self.row = post.opened(channel=channel, direction=direction, on=on, **{**asked, **more})

    def step(self) -> None:
        """Try one thing; what is refused must have changed nothing."""
        self.row = AssistanceRequest.objects.select_related("office").get(pk=self.row.pk)
        before = self.row.version
        try:
            with transaction.atomic():
                self.choose.choices((self._perform, self._correct, self._edit, self._reassign), (9, 3, 1, 1))[
                    0
                ]()
        except (WorkflowError, ValidationError):
            assert AssistanceRequest.objects.get(pk=self.row.pk).version == before

    def _stamp(self, by: User) -> dict[str, Any]:
        return {"by": by, "recorded_at": RECORDED_AT, "seen_version": self.row.version}

    def _on(self) -> Occurred:
        """Mostly the next days, sometimes a late entry in the middle."""
        if self.choose.random() < 0.2:
            return Occurred(on=self.began + dt.timedelta(days=self.choose.randrange(LAST_DAY)))
        self.day += dt.timedelta(days=self.choose.randrange(40))
        return Occurred(on=self.day)

    def _perform(self) -> None:
        snapshot = queries.snapshot_of(self.row)
        by = self.choose.choice((self.post.officer, self.post.supervisor))
        offers = queries.offers(self.row, snapshot, by=by, at=RECORDED_AT)
        action = self._chosen([offer.action for offer in offers if offer.here])
        occurred = self._on()
        services.perform(
            self.row,
            action.key,
            occurred=occurred,
            items=self._items(action),
            data=self._codes(action, occurred),
            texts={"reason": "Because", "note": "Words"},
            **self._stamp(by),
        )

    def _chosen(self, actions: list[Action]) -> Action:
        return self.choose.choice(actions)

    def _items(self, action: Action) -> tuple[str, ...]:
        numbers = [str(number) for number in self.row.items.values_list("number", flat=True)]
        return tuple(self.choose.sample(numbers, 1)) if action.field(FieldName.ITEMS) else ()

    def _codes(self, action: Action, occurred: Occurred) -> dict[str, Any]:
        asked = [field for field in action.fields if field.name not in TEXTS | {FieldName.ITEMS}]
        codes = {field.name.value: self._code(field, occurred) for field in asked}
        return {name: code for name, code in codes.items() if code is not None}

    def _code(self, field: Field, occurred: Occurred) -> object:
        rules = list(self.row.deadlines.open().values_list("rule", flat=True)) or ["none"]
        grounds = [ground.value for ground in Ground if ground.kind in field.grounds]
        stops = [stop.key for stop in queries.procedure_of(self.row).route]
        choices: dict[FieldName, list[Any]] = {
            FieldName.GROUND: grounds,
            FieldName.STOP: stops,
            FieldName.AUTHORITY: self.authorities,
            FieldName.UNTIL: [(occurred.on + dt.timedelta(days=days)).isoformat() for days in (5, 30, 90)],
            FieldName.MODE: [mode.value for mode in Transmission],
            FieldName.DEADLINE: rules,
            FieldName.GRANTED_BY: [None, *self.authorities],
        }
        return self.choose.choice(choices[field.name])

    def _correct(self) -> None:
        target = self.choose.randint(1, self.row.version)
        how = self.choose.choice(({"void": True}, {"occurred": self._on()}))
        services.correct(
            self.row, target=target, reason="Read again", **how, **self._stamp(self.post.officer)
        )

    def _edit(self) -> None:
        items = tuple(
            services.ItemDraft(type=item.type, number=item.number, description="Words")
            for item in self.row.items.all()
        )
        fresh = (services.ItemDraft(type="CONT"),) if self.choose.random() < 0.5 else ()
        kept = items[self.choose.randrange(2) :] + fresh
        dossier = services.Dossier(columns={"is_confidential": self.choose.random() < 0.5}, items=kept)
        services.edit_dossier(self.row, dossier, **self._stamp(self.post.officer))

    def _reassign(self) -> None:
        services.reassign(self.row, self.post.supervisor, **self._stamp(self.post.supervisor))
