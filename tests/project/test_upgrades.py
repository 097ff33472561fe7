"""What upgrades read off a history without replaying all of it is what a replay tells, on random paths."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.histories import PATHS, WAYS, tamper, told
from tests.tracker.casework.post import made_post
from tests.workflows.story import NOW
from tracker.casework.models import Stretch
from workflows.engine import Event, stretches
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, EventKind

STRETCHES: Any = import_module("tracker.migrations.0026_stretches")
PRESERVATIONS: Any = import_module("tracker.migrations.0027_preservation_spells")
HOURS: Any = import_module("tracker.migrations.0029_hours_of_urgent_requests")


@pytest.mark.parametrize(("channel", "direction"), WAYS)
@given(data=st.data())
@PATHS
def test_an_upgrade_tells_what_a_replay_tells(
    channel: str, direction: Direction, data: st.DataObject
) -> None:
    story = told(data, channel, direction, length=12)
    for _ in range(3):
        tamper(story, data)
    whole = story.snapshot
    lean = STRETCHES.replayed(story.events, story.definition)
    assert list(stretches(lean)) == list(stretches(whole))
    assert PRESERVATIONS.replayed(story.events, story.definition).preservations == whole.preservations
    turns = HOURS.turns([_row(event) for event in story.events])
    assert turns == [(spell.sent, spell.acted) for spell in whole.spells]


def test_a_request_that_was_reopened_keeps_its_sending_and_first_act() -> None:
    """Random paths seldom come so far."""
    sent, acted = _event(2, EventKind.SENT), _event(3, EventKind.ACKNOWLEDGED)
    closed, again = _event(4, EventKind.CLOSED), _event(5, EventKind.REOPENED)
    late = _event(6, EventKind.ACKNOWLEDGED)
    both = (sent.occurred, acted.occurred)
    assert HOURS.turns([_row(event) for event in (sent, acted, closed, again, late)]) == [both, both]
    assert HOURS.turns([_row(event) for event in (sent, closed, again, late)]) == [
        (sent.occurred, None),
        (sent.occurred, late.occurred),
    ]


@pytest.mark.django_db
def test_the_upgrade_writes_what_took_the_days() -> None:
    post = made_post()
    row = post.sent(on=dt.date(2026, 3, 5), items=("PRES", "SUBS"))
    post.opened()
    post.done(row, "withdraw", dt.date(2026, 4, 1), texts={"reason": "x"})
    # A later upgrade tells the spots.
    names = [field.attname for field in Stretch._meta.concrete_fields if field.name not in {"id", "spot"}]
    before = list(Stretch.objects.values_list(*names))
    assert len(before) > 2
    Stretch.objects.all().delete()
    STRETCHES.fill(apps, None)
    assert list(Stretch.objects.values_list(*names)) == before


def _event(number: int, kind: EventKind) -> Event:
    occurred = Occurred(on=dt.date(2026, 3, number))
    return Event(sequence=number, action="x", kind=kind, occurred=occurred, recorded_at=NOW, by=None)


def _row(event: Event) -> Any:
    """As the log keeps it."""
    occurred = event.occurred
    return SimpleNamespace(
        sequence=event.sequence,
        action=event.action,
        kind=event.kind.value,
        occurred_on=occurred.on,
        occurred_at=occurred.at,
        occurred_zone=occurred.zone,
        occurred_precision=occurred.precision.value,
        recorded_at=event.recorded_at,
        by_id=event.by,
        source=event.source.value,
        items=list(event.items),
        data=dict(event.data),
    )
