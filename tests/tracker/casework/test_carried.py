"""What spells carry of offences and items: the upgrade writes what the projection would."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests.tracker.casework.post import Post, made_post
from tracker.casework.models import Spell
from tracker.casework.models.outcomes import Thing, packed_things, unpacked_things

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return made_post()


def test_things_are_told_again() -> None:
    things = [Thing("open", "SUBS", ""), Thing("nil", "PRES", "traffic"), Thing("open", "SUBS", "")]
    assert unpacked_things(packed_things(things)) == sorted(things)
    assert unpacked_things(packed_things([])) == []


def test_the_upgrade_writes_what_the_projection_would(post: Post) -> None:
    row = post.sent(on=dt.date(2026, 3, 5), items=("PRES", "SUBS"))
    post.sent(on=dt.date(2026, 3, 5), items=("SUBS",))
    post.done(row, "withdraw", dt.date(2026, 4, 1), texts={"reason": "x"})
    assert Spell.objects.filter(first_type="PRES", asked__startswith="withdrawn:PRES:").count() == 1
    Spell.objects.update(offences="fraud", asked="", first_type="", decided_on=None)
    import_module("tracker.migrations.0031_carried_by_spells").pack(
        apps, SimpleNamespace(connection=connection)
    )
    call_command("check_projections", stdout=StringIO())
