"""Asked in turn, spells are told apart as lists are narrowed to each of it alone, whatever came when or never did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from itertools import product

import pytest
from django.db.models import Case, CharField, Q, Value, When

from tests import factories
from tests.tracker.reports.facts import fact
from tracker.casework.filtering import turns
from tracker.casework.filtering.reached import Acknowledged, Completed, acknowledged_on, completed_on
from tracker.casework.filtering.speaking import group_on, settled_on
from tracker.casework.filtering.urgent import Acted, acted_by
from tracker.casework.models import Spell
from workflows.vocabulary import Outcome, OutcomeGroup

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 2, 29)
DAYS = (None, *(DAY + dt.timedelta(days=days) for days in (-2, -1, 0, 1)))
OUTCOMES = (Outcome.WITHDRAWN.value, Outcome.REFUSED.value, Outcome.EXECUTED.value)
Told = Mapping[StrEnum, Q]

GROUPS = {group: group_on(group, DAY) for group in OutcomeGroup}
ACKNOWLEDGED, COMPLETED, ACTED = acknowledged_on(DAY), completed_on(DAY), acted_by(DAY)
LIMITS = (Acknowledged.IN_TIME, Acknowledged.LATE)


@pytest.mark.parametrize(
    ("columns", "in_turn", "alone"),
    [
        (("answered_on", "closed_on", "answer_due_on"), turns.groups_in_turn(DAY), GROUPS),
        (("answered_on", "closed_on", "completed_on"), {"": turns.settled_by(DAY)}, {"": settled_on(DAY)}),
        (
            ("acknowledged_on", "answered_on", "closed_on"),
            turns.acknowledged_in_turn(DAY),
            {one: ACKNOWLEDGED[one] for one in (Acknowledged.YES, Acknowledged.ANSWERED, Acknowledged.ENDED)},
        ),
        (
            ("acknowledged_on", "answered_on", "closed_on", "acknowledge_due_on"),
            turns.limits_in_turn(DAY),
            {one: ACKNOWLEDGED[one] for one in LIMITS},
        ),
        (
            ("answered_on", "completed_on", "closed_on"),
            turns.completed_in_turn(DAY),
            {one: COMPLETED[one] for one in (Completed.YES, Completed.REFUSED, Completed.ENDED)},
        ),
        (
            ("acted_on", "closed_on"),
            turns.acted_in_turn(DAY),
            {one: ACTED[one] for one in (Acted.YES, Acted.ENDED)},
        ),
    ],
)
def test_in_turn_as_alone(columns: tuple[str, ...], in_turn: Told, alone: Told) -> None:
    _every_way(columns)
    told = Case(
        *(When(came, then=Value(str(one))) for one, came in in_turn.items()),
        default=Value("none of them"),
        output_field=CharField(),
    )
    found = dict(Spell.objects.annotate(told=told).values_list("pk", "told"))
    for one, came in alone.items():
        kept = set(Spell.objects.filter(came).values_list("pk", flat=True))
        assert kept == {pk for pk, which in found.items() if which == str(one)}
        assert 0 < len(kept) < len(found)


def _every_way(columns: tuple[str, ...]) -> None:
    """Spells with each of the days in each of the columns, and each outcome."""
    row = fact(factories.office("BEJ"), DAY - dt.timedelta(days=9))
    kept = {field.attname: getattr(row.spells.get(), field.attname) for field in Spell._meta.concrete_fields}
    ways = product(*(DAYS for _column in columns), OUTCOMES)
    Spell.objects.bulk_create(
        Spell(
            **kept
            | {"id": None, "number": number, "outcome": outcome}
            | dict(zip(columns, days, strict=True))
        )
        for number, (*days, outcome) in enumerate(ways, start=2)
    )
