"""The commands that verify a whole database find what was changed behind the services' back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet

from tests import factories
from tracker import append_only
from tracker.accounts.models import AccountEvent
from tracker.casework import services as casework
from tracker.casework.models import AssistanceRequest, Deadline, Event, EventContent, Item, Spell, Stretch
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineState, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter() -> AssistanceRequest:
    office = factories.office("BEJ")
    officer = factories.user("Ann", role=Role.OFFICER, office=office)
    head = factories.user("Sue", role=Role.SUPERVISOR, office=office)
    row = factories.sent(officer=officer, supervisor=head, office=office, items=("SUBS", "TRAF"))
    row = factories.done(row, "hand_over", by=officer, on=dt.date(2026, 3, 2))
    row = factories.done(row, "note", by=officer, on=dt.date(2026, 3, 3), texts={"note": "They rang."})
    return factories.done(row, "execute", by=officer, on=dt.date(2026, 5, 4), items=("1",))


def test_the_log_holds(letter: AssistanceRequest) -> None:
    assert "The log holds. Requests verified: 1." in _said("verify_log")
    assert "Requests verified: 1." in _said("verify_log", letter.reference)


@pytest.mark.parametrize(
    ("forge", "place", "reason"),
    [
        (lambda: Event.objects.filter(sequence=2).update(action="approve"), "entry 2", "it was changed"),
        (lambda: Event.objects.filter(sequence=2).update(hash="0" * 64), "entry 3", "it does not follow"),
        (lambda: Event.objects.filter(sequence=7).delete(), "entry last", "cut short"),
        (
            lambda: EventContent.objects.update(texts={"note": "Nobody rang."}),
            "entry 6",
            "its words were changed",
        ),
        (
            lambda: AccountEvent.objects.filter(sequence=1).update(data={"a": 1}),
            "accounts, line 1",
            "its content",
        ),
    ],
)
def test_every_break_is_printed(
    letter: AssistanceRequest, forge: Callable[[], object], place: str, reason: str
) -> None:
    append_only.remove(connection)
    forge()
    output = StringIO()
    with pytest.raises(CommandError, match="do not hold"):
        call_command("verify_log", "--all", stdout=output)
    assert any(place in line and reason in line for line in output.getvalue().splitlines()), output.getvalue()


def test_an_unknown_reference_is_said_so(letter: AssistanceRequest) -> None:
    with pytest.raises(CommandError, match="There is no request NOT-1"):
        call_command("verify_log", "NOT-1", letter.reference)


def test_every_row_equals_its_history(letter: AssistanceRequest) -> None:
    assert "Every row equals its history." in _said("check_projections")
    assert "Every row equals its history." in _said("check_projections", letter.reference)


@pytest.mark.parametrize(
    ("drift", "said"),
    [
        (
            lambda: AssistanceRequest.objects.update(holder_stop="embassy"),
            "request: holder_stop is 'embassy'",
        ),
        (lambda: Item.objects.filter(number=1).update(outcome="nil"), "item 1: outcome is 'nil'"),
        (lambda: Spell.objects.update(answered_on=None), "spell 1: answered_on is None"),
        (lambda: Stretch.objects.filter(number=2).delete(), "stretch 2 is missing"),
        (lambda: Stretch.objects.filter(number=1).update(party="them"), "stretch 1: party is 'them'"),
        (
            lambda: _met().update(state=DeadlineState.CANCELLED),
            "deadline house.acknowledgement version 1.0: state is 'cancelled'",
        ),
        (lambda: _met().update(kind="expiry"), "kind is 'expiry', by its history 'reply'"),
        (lambda: _met().update(due_on=dt.date(2027, 1, 1)), "version 1.1 is missing"),
        (lambda: _met().delete(), "deadline house.acknowledgement version 1.0 is missing"),
    ],
)
def test_every_difference_is_printed_and_nothing_is_changed(
    letter: AssistanceRequest, drift: Callable[[], object], said: str
) -> None:
    drift()
    before = _everything(letter)
    output = StringIO()
    with pytest.raises(CommandError, match="differences between the history and the rows"):
        call_command("check_projections", stdout=output)
    assert f"{letter.reference}: " in output.getvalue()
    assert said in output.getvalue()
    assert _everything(letter) == before


def test_a_date_that_was_corrected_and_corrected_back_is_no_difference(letter: AssistanceRequest) -> None:
    officer = letter.officer
    assert officer is not None
    for on in (dt.date(2026, 3, 3), dt.date(2026, 3, 2)):
        letter = casework.correct(
            letter,
            target=5,
            occurred=Occurred(on=on, zone="UTC"),
            reason="Read again",
            by=officer,
            recorded_at=factories.moment(dt.date(2026, 5, 5)),
            seen_version=letter.version,
        )
        assert "Every row equals its history." in _said("check_projections")


def test_a_history_that_is_not_possible_is_printed(letter: AssistanceRequest) -> None:
    append_only.remove(connection)
    Event.objects.filter(sequence=2).update(action="unheard_of")
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("check_projections", stdout=output)
    assert "its history cannot be replayed" in output.getvalue()


def _said(command: str, *arguments: str) -> str:
    output = StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue()


def _met() -> QuerySet[Deadline]:
    return Deadline.objects.filter(rule="house.acknowledgement")


def _everything(letter: AssistanceRequest) -> list[object]:
    models = (AssistanceRequest, Deadline, Item, Spell, Stretch)
    return [list(model._default_manager.order_by("pk").values()) for model in models]
