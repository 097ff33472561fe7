"""What is stored and no longer in today's tables is listed by a system check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.tracker.casework.post import Post
from tracker import checks
from tracker.casework.models import AssistanceRequest, Deadline

pytestmark = pytest.mark.django_db


def rename(**columns: Any) -> Callable[[], object]:
    return lambda: AssistanceRequest.objects.update(**columns)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (rename(channel="pigeon"), "the stage underway of pigeon, outgoing"),
        (rename(direction="transit", channel="task_force"), "the stage underway of task_force, transit"),
        (rename(stage="lapsed", closed_on="2026-03-02"), "the stage lapsed of letter_exchange, outgoing"),
        (rename(holder_stop="courier"), "the stop courier of letter_exchange, outgoing"),
        (
            lambda: Deadline.objects.filter(rule="custom.answer").update(rule="custom.old"),
            "the rule custom.old of letter_exchange, no instrument",
        ),
        (rename(instrument="gone"), "the instrument gone"),
    ],
)
def test_what_no_table_knows_any_more_is_listed(post: Post, change: Callable[[], object], words: str) -> None:
    post.sent()
    assert checks.tables_know_what_is_stored(["default"]) == []
    change()
    found = [message.msg for message in checks.tables_know_what_is_stored(["default"])]
    assert f"Stored, but in no table: {words}." in found
    assert {message.id for message in checks.tables_know_what_is_stored(["default"])} <= {"tracker.W003"}


def test_without_a_database_nothing_is_asked() -> None:
    assert checks.tables_know_what_is_stored(None) == []
