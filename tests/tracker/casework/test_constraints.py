"""What must never be stored is refused by the database itself, each rule by its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from tests import factories
from tests.tracker.casework.post import MARCH, Post, authority
from tracker.casework.models import (
    AssistanceRequest,
    Deadline,
    Document,
    Event,
    Grant,
    Item,
    Link,
    PreservationSpell,
    Recount,
    ReferenceCounter,
    Result,
    Spell,
    Stretch,
)
from tracker.casework.services.carried import kept_with

Breach = Callable[["Case"], object]
LATER = factories.moment(dt.date(2030, 1, 1))


class Case:
    """A sent letter with one row of everything, to be broken."""

    def __init__(self, post: Post) -> None:
        self.row = post.sent()
        self.post = post
        self.other = post.opened()
        self.request = AssistanceRequest.objects.filter(pk=self.row.pk)
        self.deadline = Deadline.objects.get(request=self.row, rule="house.acknowledgement")
        self.item = Item.objects.filter(request=self.row)
        self.link = Link.objects.create(
            request=self.row, target=self.other, kind="renewal_of", created_at=LATER
        )
        self.grant = Grant.objects.create(
            request=self.row, user=post.officer, from_on=MARCH, given_by=post.supervisor
        )
        self.result = Result.objects.create(
            request=self.row, kind="amount", currency="EUR", quantity=Decimal(5), occurred_on=MARCH
        )
        self.preserved = PreservationSpell.objects.create(
            request=self.row, item=self.item.get(), number=1, begun_on=MARCH, stated_on=MARCH,
            **kept_with(self.row),
        )  # fmt: skip
        self.stretch = Stretch.objects.get(request=self.row, number=1)
        self.document = Document.objects.create(
            request=self.row, file="ab/abc", name="a.pdf", content_type="application/pdf", size=5,
            sha256="0" * 64, uploaded_by=post.officer, uploaded_at=LATER,
        )  # fmt: skip

    def again(self, row: models.Model, **columns: Any) -> None:
        """Another row like ``row``."""
        row.pk = None
        row._state.adding = True
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(force_insert=True)


BREACHES: dict[str, Breach] = {
    "request_stage_known": lambda case: case.request.update(stage="lost"),
    "request_outcome_known": lambda case: case.request.update(outcome="lost"),
    "request_direction_known": lambda case: case.request.update(direction="sideways"),
    "request_urgency_has_reason": lambda case: case.request.update(urgency="urgent"),
    "request_closed_exactly_when_final": lambda case: case.request.update(closed_on=MARCH),
    "request_due_moments_together": lambda case: case.request.update(soon_from=None),
    "recount_waits_once": lambda case: Recount.objects.bulk_create(
        Recount(jurisdiction=None, asked_at=factories.moment(MARCH)) for _ in range(2)
    ),
    "reference_counter_once": lambda case: case.again(ReferenceCounter.objects.get()),
    "item_number_once": lambda case: case.again(case.item.get(), uuid="0" * 32),
    "item_type_known": lambda case: case.item.update(type="NONE"),
    "item_outcome_known": lambda case: case.item.update(outcome="lost", decided_on=MARCH),
    "item_period_in_order": lambda case: case.item.update(
        period_from=MARCH, period_until=dt.date(2026, 3, 1)
    ),
    "item_decided_exactly_when_not_open": lambda case: case.item.update(decided_on=MARCH),
    "deadline_version_once": lambda case: case.again(
        case.deadline, state="cancelled", office=None, officer=None
    ),
    "deadline_open_once": lambda case: case.again(case.deadline, version=7),
    "deadline_state_known": lambda case: Deadline.objects.update(state="lost", office=None, officer=None),
    "deadline_of_office_while_open": lambda case: Deadline.objects.update(office=None),
    "deadline_moments_in_order": lambda case: Deadline.objects.update(soon_from=LATER),
    "document_not_empty": lambda case: Document.objects.update(size=0),
    "document_once_per_request": lambda case: case.again(case.document, uuid="0" * 32),
    "event_sequence_once": lambda case: case.again(Event.objects.get(request=case.row, sequence=1), hash="0"),
    "spell_number_once": lambda case: case.again(Spell.objects.get(request=case.row)),
    "spell_outcome_known": lambda case: Spell.objects.update(outcome="lost"),
    "stretch_number_once": lambda case: case.again(case.stretch),
    "stretch_ending_known": lambda case: Stretch.objects.update(ending="lost"),
    "stretch_kind_known": lambda case: Stretch.objects.update(kind="lost"),
    "stretch_ends_after_it_begins": lambda case: Stretch.objects.update(until_on=dt.date(2020, 1, 1)),
    "preservation_spell_once": lambda case: case.again(case.preserved),
    "result_currency_exactly_for_amounts": lambda case: Result.objects.update(currency=""),
    "result_quantity_positive": lambda case: Result.objects.update(quantity=0),
    "link_once": lambda case: case.again(case.link),
    "link_not_to_itself": lambda case: Link.objects.update(target=case.row),
    "grant_ends_after_start": lambda case: Grant.objects.update(until_on=dt.date(2026, 3, 1)),
    "grant_open_once": lambda case: case.again(case.grant, uuid="0" * 32),
}

# An unknown stage is neither final nor not: PostgreSQL tells the rule whose name comes first.
SHADOWED = {"request_stage_known": "request_closed_exactly_when_final"}


def test_every_rule_of_the_tables_is_tried() -> None:
    named = {
        constraint.name
        for model in apps.get_app_config("tracker").get_models()
        if model.__module__.startswith("tracker.casework")
        for constraint in model._meta.constraints
    }
    assert set(BREACHES) == named


@pytest.mark.parametrize("name", BREACHES)
def test_the_database_refuses(post: Post, name: str) -> None:
    case = Case(post)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREACHES[name](case)
    # SQLite names a check, but for a unique key only its columns; our trigger speaks before the key of the log.
    if connection.vendor == "postgresql":
        assert SHADOWED.get(name, name) in str(refused.value)


def test_one_deadline_for_each_item_and_authority(post: Post) -> None:
    case = Case(post)
    ministry = authority()
    for columns in ({"item": case.item.get()}, {"authority": ministry}, {"rule": "another"}):
        fresh = Deadline.objects.get(pk=case.deadline.pk)
        case.again(fresh, **columns)
        with pytest.raises(DatabaseError), transaction.atomic():
            case.again(Deadline.objects.get(pk=fresh.pk), revision=3)


def test_rows_say_what_they_are(post: Post) -> None:
    case = Case(post)
    assert str(case.deadline) == "house.acknowledgement 2026-04-01"
    assert str(case.result) == "amount: 5 EUR"
    assert str(case.document) == "a.pdf"
    assert str(Spell.objects.get(request=case.row)) == f"{case.row.pk}#1"
    assert str(ReferenceCounter.objects.get()) == f"{case.row.office_id}/2026: 2"
    assert str(case.row) == "BEJ-2026-0001"
    assert str(case.row.search_entry) == "bej-2026-0001 server logs"
    assert not case.row.is_final
