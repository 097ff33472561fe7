"""A new version of a rule: what is over is told by the version by which it was counted, what runs by today's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from tests.tracker.casework.post import Post
from tracker.casework.models import AssistanceRequest, Deadline
from tracker.casework.services import log, recounting
from workflows import registry
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineState

pytestmark = pytest.mark.django_db
CUSTOM = "custom.answer"
Dated = tuple[int, int, int, str, dt.date]


def day(month: int, number: int, year: int = 2026) -> dt.date:
    return dt.date(year, month, number)


@contextmanager
def before_the_upgrade() -> Iterator[None]:
    """The tables as they were when custom let no question stop its clock."""
    channels = {
        key: replace(
            table, rules=tuple(rule.before[0] if rule.key == CUSTOM else rule for rule in table.rules)
        )
        for key, table in registry.CHANNELS.items()
    }
    versions = registry.RULE_VERSIONS - {(CUSTOM, 2)} | {(CUSTOM, 1)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "CHANNELS", channels)
        patch.setattr(registry, "RULE_VERSIONS", versions)
        yield


def with_a_question(post: Post) -> AssistanceRequest:
    row = post.done(post.sent(), "ask_information", day(3, 10), texts={"note": "Which?"})
    return post.done(row, "give_information", day(3, 30), texts={"note": "This."})


def closed(post: Post) -> AssistanceRequest:
    row = post.done(with_a_question(post), "execute", day(5, 4), items=("1",))
    return post.done(row, "close", day(5, 5))


def dates(row: AssistanceRequest) -> list[Dated]:
    rows = Deadline.objects.filter(request=row, rule=CUSTOM).order_by("version", "revision")
    return list(rows.values_list("rule_version", "version", "revision", "state", "due_on"))


def consistent(row: AssistanceRequest) -> bool:
    call_command("check_projections", row.reference, stdout=StringIO())
    return not list(log.verify(AssistanceRequest.objects.get(pk=row.pk)))


def test_what_was_closed_before_stays_as_it_was_counted(post: Post) -> None:
    with before_the_upgrade():
        row = closed(post)
        before = dates(row)
        assert [(version, state) for version, *_rest, state, _due in before] == [(1, DeadlineState.MET)]
    assert consistent(row)
    row = post.done(row, "note", day(6, 1), texts={"note": "Thanks."})
    assert dates(row) == before
    assert consistent(row)


def test_a_wrong_date_of_an_earlier_version_is_still_found(post: Post) -> None:
    with before_the_upgrade():
        row = closed(post)
    Deadline.objects.filter(request=row, rule=CUSTOM).update(due_on=day(1, 1, 2027))
    with pytest.raises(CommandError):
        consistent(row)


def test_a_correction_of_what_is_over_counts_by_the_rule_of_then(post: Post) -> None:
    with before_the_upgrade():
        row = closed(post)
        due_on = dates(row)[0][-1]
    row = post.corrected(row, "send", occurred=Occurred(on=day(3, 5)))
    assert dates(row)[-1] == (1, 1, 1, DeadlineState.MET, due_on + dt.timedelta(days=3))
    assert consistent(row)


def test_what_begins_after_it_is_counted_by_the_new_version(post: Post) -> None:
    with before_the_upgrade():
        row = closed(post)
        first = dates(row)
    row = factories.done(
        row, "reopen", by=post.supervisor, on=day(6, 1), items=("1",), texts={"reason": "Half is missing"}
    )
    row = post.done(row, "ask_information", day(6, 10), texts={"note": "Which?"})
    assert dates(row)[:1] == first
    assert [(version, state) for version, *_rest, state, _due in dates(row)[1:]] == [
        (2, DeadlineState.PAUSED)
    ]
    assert consistent(row)


def test_what_runs_is_taken_over_by_the_new_version(post: Post) -> None:
    with before_the_upgrade():
        row = with_a_question(post)
        (before,) = dates(row)
    assert consistent(row)
    assert recounting.run(at=factories.moment(day(4, 1))) == 1
    assert [(version, state) for version, *_rest, state, _due in dates(row)] == [
        (1, DeadlineState.SUPERSEDED), (2, DeadlineState.OPEN),
    ]  # fmt: skip
    assert dates(row)[-1][-1] == before[-1] + dt.timedelta(days=20)
    assert consistent(row)
    row = post.done(AssistanceRequest.objects.get(pk=row.pk), "execute", day(5, 4), items=("1",))
    assert consistent(row)
