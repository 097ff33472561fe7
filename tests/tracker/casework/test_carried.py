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
from tests.tracker.casework.preserved import done, preservation
from tracker.casework.models import PreservationSpell, Spell, Stretch
from tracker.casework.models.packing import Thing, packed_things, unpacked_days, unpacked_things
from tracker.casework.models.particulars import Contradiction, Particular, Record
from workflows.vocabulary import Direction

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return made_post()


D = dt.date
OPEN, NIL = Thing("open", "SUBS", ""), Thing("nil", "PRES", "traffic")
REFUSED = Thing("refused", "SUBS", "subscriber")


@pytest.mark.parametrize(
    "days", [(None, None), (D(2026, 3, 1), D(2026, 3, 1)), (D(2026, 3, 2), D(2026, 3, 1))]
)
def test_things_are_told_again_with_days_where_there_are_several(days: tuple[dt.date | None, ...]) -> None:
    asked, told = packed_things(zip((REFUSED, OPEN, NIL, OPEN), (days[0], None, days[1], None), strict=True))
    assert unpacked_things(asked) == [NIL, OPEN, OPEN, REFUSED]
    is_apart = days[0] != days[1]
    expected = [days[1], None, None, days[0]] if is_apart else [None] * 4
    assert unpacked_days(asked, told) == list(zip(unpacked_things(asked), expected, strict=True))
    assert bool(told) is is_apart


def test_nothing_asked_for_is_told_again() -> None:
    assert packed_things([]) == ("", "")
    assert unpacked_days("", "") == []


@pytest.mark.parametrize("key", Particular)
def test_a_record_is_told_again(key: Particular) -> None:
    for missing in (frozenset(), frozenset({key})):
        for contrary in (frozenset(), frozenset(Contradiction)):
            record = Record(asked=frozenset({key}), missing=missing, contrary=contrary)
            assert Record.of(record.flags) == record
            assert record.flags < 2**31


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


def test_the_upgrade_tells_of_records_decisions_and_preservations(post: Post) -> None:
    """Of ours and theirs, urgent ones, what was decided bit by bit, what is kept: nothing differs from a replay."""
    preservation(post)
    row = post.sent(on=D(2026, 3, 5), items=("SUBS", "CONT", "BANK"))
    done(post, row, "acknowledge", D(2026, 3, 6))
    done(post, row, "execute", D(2026, 3, 10), items=("1",))
    done(post, row, "execute", D(2026, 3, 12), items=("2",))
    post.opened(urgency="urgent", urgency_reason="Data will be lost")
    post.opened(direction=Direction.INCOMING, needed_by=D(2026, 1, 1))
    spells = Spell.objects.exclude(decided_days="")
    assert [(one.first_decided_on, one.decided_on) for one in spells] == [(D(2026, 3, 10), D(2026, 3, 12))]
    assert len(set(Spell.objects.values_list("record", flat=True))) == 4
    Spell.objects.update(record=0, entries=0, first_decided_on=None, decided_days="")
    PreservationSpell.objects.update(channel="", direction="", office=post.above, sent_on=None)
    Stretch.objects.update(spot=0)
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        import_module("tracker.migrations.0035_figures_carried").fill(apps, editor)
    call_command("check_projections", stdout=StringIO())
