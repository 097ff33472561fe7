"""Postponements by ground and the articles of grounds: real lives counted by hand, each number with its rows."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests import factories
from tests.tracker.casework.post import Post
from tests.tracker.reports.asked import each_number_is_its_rows, lines, read, table
from tracker import migrations
from tracker.casework.filters import CaseFilter, apply
from tracker.casework.models import AssistanceRequest, Stretch
from tracker.reports.base import Question, Result
from tracker.reports.dimensions import GroupBy
from tracker.reports.refusals import answer
from tracker.reports.where_time_goes import answer as where_time_goes
from workflows.vocabulary import Direction

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 6, 30)


def day(number: int) -> dt.date:
    """So many days after the sending; the 28th is the leap day."""
    return SENT + dt.timedelta(days=number)


def ask(on: dt.date = DAY, *, minimum: int = 1, **wanted: Any) -> Result:
    return answer(AssistanceRequest.objects.all(), asked(on, minimum=minimum, **wanted))


def asked(on: dt.date, *, minimum: int = 1, **wanted: Any) -> Question:
    at = factories.moment(DAY, 12)
    return Question(wanted=CaseFilter(**wanted), by=GroupBy.CHANNEL, on=on, at=at, minimum=minimum)


def postpone(post: Post, row: AssistanceRequest, on: int) -> AssistanceRequest:
    return post.done(row, "postpone", day(on), data={"ground": "PEND"})


@pytest.fixture
def lives(post: Post) -> dict[str, AssistanceRequest]:
    """Six that we sent, five of them postponed, one twice; and one that we postponed."""

    def letter(**more: Any) -> AssistanceRequest:
        return post.sent(on=SENT, **{"channel": "treaty", "instrument": "budapest", "to": "DE", **more})

    resumed = post.done(postpone(post, letter(), 10), "resume", day(30))
    twice = post.done(postpone(post, letter(), 10), "resume", day(20))
    twice = post.done(postpone(post, twice, 40), "execute", day(50), items=("1",))
    refused = postpone(post, letter(), 5)
    refused = post.done(refused, "refuse", day(15), items=("1",), data={"ground": "POL"})
    gone = post.done(postpone(post, letter(), 28), "withdraw", day(29), texts={"reason": "No longer needed"})
    lasting = postpone(post, letter(instrument="", channel="letter_exchange"), 100)
    letter()
    ours = factories.opened(
        by=post.officer, office=post.office, on=SENT, direction=Direction.INCOMING, channel="treaty"
    )
    return {
        "resumed": resumed,
        "twice": twice,
        "refused": refused,
        "gone": gone,
        "lasting": lasting,
        "ours": postpone(post, ours, 3),
    }


def test_each_side_has_its_grounds_days_and_endings(lives: dict[str, AssistanceRequest]) -> None:
    result = ask()
    theirs = table(result, "postponed_outgoing")
    days = 20 + (10 + 10) + 10 + 1 + (DAY - day(100)).days
    assert lines(theirs.rows) == [
        ("Would prejudice pending proceedings", "5", "83 %", "1", "2", "1", "1", "1", "0",
         f"{days}", f"{days / 5:.1f}")
    ]  # fmt: skip
    assert lines(theirs.totals)[0][1:] == lines(theirs.rows)[0][1:]
    assert theirs.notes == ("One that was postponed several times may stand under several endings.",)
    ours = read(result, "postponed_incoming")["Requests, each once"]
    assert (ours["postponed"], ours["still"], ours["days"]) == (1, 1, (DAY - day(3)).days)
    assert next(figure.value for figure in result.figures if figure.key == "postponed") == 6


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (4, None),
        (5, {"postponed": 1, "still": 1, "refused": 0, "days": 0}),
        (14, {"postponed": 3, "still": 3, "resumed": 0, "days": 4 + 4 + 9}),
        (15, {"postponed": 3, "still": 2, "refused": 1, "days": 5 + 5 + 10}),
        (28, {"postponed": 4, "still": 2, "resumed": 1, "days": 18 + 10 + 10 + 0}),
        (29, {"postponed": 4, "still": 1, "ended": 1, "days": 19 + 10 + 10 + 1}),
        (45, {"postponed": 4, "still": 1, "resumed": 2, "answered": 0}),
    ],
)
def test_as_of_a_past_day(lives: dict[str, AssistanceRequest], on: int, told: dict[str, int] | None) -> None:
    result = ask(day(on))
    if told is None:
        assert "postponed_outgoing" not in [one.key for one in result.tables]
        return
    found = read(result, "postponed_outgoing")["Requests, each once"]
    assert {key: found[key] for key in told} == told
    assert each_number_is_its_rows(result, on=DAY) > 10


def test_each_number_is_the_number_of_its_rows(lives: dict[str, AssistanceRequest]) -> None:
    for wanted in ({}, {"channel": "treaty"}, {"direction": "incoming"}, {"sent_from": SENT}):
        assert each_number_is_its_rows(ask(**wanted), on=DAY) > 10


def test_each_ground_stands_with_the_article_of_its_instrument(lives: dict[str, AssistanceRequest]) -> None:
    rows = {row.code: [cell.text for cell in row.cells] for row in table(ask(), "articles").rows}
    assert rows == {
        "POL/budapest": [
            "Budapest Convention on Cybercrime",
            "Budapest Convention, Art. 27(4)(a), 29(5)(a) and 30(2)(a)",
            "1",
            "0",
        ],
        "PEND/budapest": [
            "Budapest Convention on Cybercrime",
            "Budapest Convention, Art. 27(5)",
            "0",
            "4",
        ],
        "PEND/-": ["No instrument", "n/a", "0", "2"],
    }


def test_of_a_ground_that_the_tables_do_not_know_nothing_is_said(post: Post) -> None:
    row = post.sent(on=SENT, channel="treaty", instrument="budapest", to="DE")
    post.done(row, "refuse", day(15), items=("1",), data={"ground": "DP"})
    assert lines(table(ask(), "articles").rows)[0][1:] == (
        "Budapest Convention on Cybercrime", "none in our tables", "1", "0"
    )  # fmt: skip


def test_the_days_of_holders_are_what_they_were(lives: dict[str, AssistanceRequest]) -> None:
    with_them = where_time_goes(AssistanceRequest.objects.all(), asked(DAY))
    Stretch.objects.filter(kind="postponement").delete()
    assert where_time_goes(AssistanceRequest.objects.all(), asked(DAY)) == with_them


def test_the_register_keeps_them(lives: dict[str, AssistanceRequest]) -> None:
    def kept(on: int, **wanted: Any) -> set[str]:
        rows = apply(
            AssistanceRequest.objects.all(),
            CaseFilter(as_of=day(on), **wanted),
            at=factories.moment(DAY, 12),
        )
        return {name for name, row in lives.items() if row.pk in set(rows.values_list("pk", flat=True))}

    assert kept(120, postponed="yes") == set(lives)
    assert kept(120, postponed="still") == {"lasting", "ours"}
    assert kept(12, postponed="still") == {"resumed", "twice", "refused", "ours"}
    assert kept(120, postponed="resumed", ground="PEND") == {"resumed", "twice"}
    assert kept(120, postponed="answered") == {"twice"}
    assert kept(120, postponed="yes", ground="LANG") == set()


def test_the_migration_reads_the_same_off_the_histories(lives: dict[str, AssistanceRequest]) -> None:
    names = [field.attname for field in Stretch._meta.concrete_fields if field.name != "id"]
    before = set(Stretch.objects.values_list(*names))
    Stretch.objects.filter(kind="postponement").delete()
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        # The numbers of spots are told by the later one.
        for ending in ("postponements", "figures_carried"):
            (name,) = (path.stem for path in Path(migrations.__path__[0]).glob(f"*_{ending}.py"))
            import_module(f"tracker.migrations.{name}").fill(apps, editor)
    assert set(Stretch.objects.values_list(*names)) == before
    call_command("check_projections", stdout=StringIO())


def test_a_corrected_postponement_is_counted_as_corrected(
    post: Post, lives: dict[str, AssistanceRequest]
) -> None:
    post.corrected(lives["lasting"], "postpone", void=True)
    assert read(ask(), "postponed_outgoing")["Requests, each once"]["still"] == 0
    call_command("check_projections", stdout=StringIO())
