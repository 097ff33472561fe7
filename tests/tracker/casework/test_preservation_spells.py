"""What was kept until when, as known on any day, and when production was sent and received: one row a stretch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.tracker.casework.post import Post
from tests.tracker.casework.preserved import (
    CONFIRMED,
    EXPIRES,
    RECEIVED,
    consistent,
    day,
    done,
    fresh,
    linked,
    preservation,
    production,
    swept,
)
from tracker.casework.models import AssistanceRequest, PreservationSpell
from tracker.casework.services.carried import kept_with

pytestmark = pytest.mark.django_db

RENEWED, LATER = dt.date(2026, 5, 4), dt.date(2026, 7, 3)
LAPSED = EXPIRES + dt.timedelta(days=1)


def spells(row: AssistanceRequest, *names: str) -> list[tuple[Any, ...]]:
    return list(PreservationSpell.objects.filter(request=row).values_list(*names))


def stretches(row: AssistanceRequest) -> list[tuple[Any, ...]]:
    return spells(row, "stated_on", "superseded_on", "until_on", "renewals")


def productions(row: AssistanceRequest) -> list[tuple[Any, ...]]:
    return spells(row, "production_sent_on", "production_received_on")


def test_a_renewal_begins_the_next_stretch_on_its_day(post: Post) -> None:
    kept = preservation(post)
    assert spells(kept, "begun_on", "stated_on", "until_on") == [(CONFIRMED, CONFIRMED, EXPIRES)]
    done(post, kept, "renew_preservation", RENEWED)
    assert stretches(kept) == [(CONFIRMED, RENEWED, EXPIRES, 0), (RENEWED, None, LATER, 1)]
    assert consistent(kept)


def test_a_corrected_date_rewrites_what_was_known(post: Post) -> None:
    kept = preservation(post)
    done(post, kept, "renew_preservation", RENEWED)
    post.corrected(fresh(kept), "confirm_preservation", occurred=day(dt.date(2026, 3, 20)))
    assert stretches(kept)[0] == (dt.date(2026, 3, 20), RENEWED, dt.date(2026, 5, 19), 0)
    post.corrected(fresh(kept), "renew_preservation", void=True)
    assert stretches(kept) == [(dt.date(2026, 3, 20), None, dt.date(2026, 5, 19), 0)]
    assert consistent(kept)


def test_sending_and_receipt_of_the_production_stand_on_each_preservation(post: Post) -> None:
    one, other = preservation(post), preservation(post)
    row = production(post)
    sent_on = fresh(row).sent_on
    linked(post, row, one)
    linked(post, row, other)
    assert productions(one) == productions(other) == [(sent_on, None)]
    done(post, row, "deliver", RECEIVED)
    assert productions(one) == productions(other) == [(sent_on, RECEIVED)]
    post.corrected(row, "deliver", occurred=day(dt.date(2026, 4, 3)))
    assert productions(one) == [(sent_on, dt.date(2026, 4, 3))]
    post.corrected(fresh(row), "deliver", void=True)
    assert productions(one) == [(sent_on, None)]
    assert consistent(one, other, row)


def test_a_receipt_after_the_lapse_ends_the_gap_and_covers_nothing(post: Post) -> None:
    kept = preservation(post)
    row = production(post, kept)
    swept(EXPIRES + dt.timedelta(days=2))
    assert spells(kept, "until_on", "lapsed_on") == [(EXPIRES, LAPSED)]
    late = EXPIRES + dt.timedelta(days=12)
    done(post, row, "deliver", late)
    assert spells(kept, "lapsed_on", "production_received_on") == [(LAPSED, late)]
    assert consistent(kept)


def test_a_lapse_that_was_taken_back_is_none(post: Post) -> None:
    kept = preservation(post)
    row = production(post, kept)
    swept(EXPIRES + dt.timedelta(days=2))
    done(post, row, "deliver", dt.date(2026, 5, 8))
    assert spells(kept, "lapsed_on", "production_received_on") == [(None, dt.date(2026, 5, 8))]
    assert consistent(kept)


def test_what_is_lost_early_was_kept_until_then(post: Post) -> None:
    kept = preservation(post)
    lost = dt.date(2026, 4, 2)
    done(post, kept, "lapse", lost)
    assert stretches(kept) == [(CONFIRMED, lost, EXPIRES, 0), (lost, None, lost, 0)]
    assert spells(kept, "lapsed_on") == [(None,), (lost,)]
    assert consistent(kept)


def test_an_end_is_no_lapse(post: Post) -> None:
    kept = preservation(post)
    done(post, kept, "end_preservation", dt.date(2026, 4, 2))
    assert spells(kept, "lapsed_on", "ended_on") == [(None, dt.date(2026, 4, 2))]
    assert consistent(kept)


def test_a_production_from_outside_was_sent_by_its_receipt(post: Post) -> None:
    kept = preservation(post)
    done(post, kept, "request_production", RECEIVED)
    assert productions(kept) == [(RECEIVED, RECEIVED)]
    assert consistent(kept)


def test_only_who_keeps_the_data_counts(post: Post) -> None:
    kept = preservation(post)
    production(post, kept, to="FR")
    assert productions(kept) == [(None, None)]


def test_each_item_has_its_own(post: Post) -> None:
    kept = post.sent(channel="network_24_7", instrument="budapest", to="DE", items=("PRES", "PRES", "SUBS"))
    assert stretches(kept) == []
    done(post, kept, "confirm_preservation", CONFIRMED, items=("1",))
    done(post, kept, "confirm_preservation", dt.date(2026, 4, 1), items=("2",))
    done(post, kept, "renew_preservation", RENEWED, items=("2",))
    assert spells(kept, "item__number", "number", "renewals") == [(1, 1, 0), (2, 1, 0), (2, 2, 1)]
    assert consistent(kept)


def carrying(migration: Any) -> Callable[..., Iterator[PreservationSpell]]:
    """The stretches of that migration with the columns that a later one adds and fills."""
    before = migration.Tables.spells

    def spells(self: Any, row: AssistanceRequest, *more: Any) -> Iterator[PreservationSpell]:
        for spell in before(self, row, *more):
            for name, value in kept_with(row).items():
                setattr(spell, name, value)
            yield spell

    return spells


def test_the_migration_reads_the_same_off_the_histories(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, renewed, lost = preservation(post), preservation(post), preservation(post)
    done(post, renewed, "renew_preservation", RENEWED)
    row = production(post, kept, renewed)
    done(post, row, "deliver", RECEIVED)
    done(post, lost, "lapse", dt.date(2026, 4, 2))
    names = [field.name for field in PreservationSpell._meta.concrete_fields if field.name != "id"]
    before = list(PreservationSpell.objects.values_list(*names))
    assert len(before) == 5
    PreservationSpell.objects.all().delete()
    migration = import_module("tracker.migrations.0027_preservation_spells")
    monkeypatch.setattr(migration.Tables, "spells", carrying(migration))
    migration.fill(apps, SimpleNamespace(connection=connection))
    assert list(PreservationSpell.objects.values_list(*names)) == before
