"""The log verifies after erasure, and shows every kind of tampering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests import factories
from tests.tracker.casework.post import MARCH, Post
from tracker import append_only
from tracker.casework.models import AssistanceRequest, Event, EventContent
from tracker.casework.services import log


@pytest.fixture
def letter(post: Post) -> AssistanceRequest:
    row = post.done(post.sent(), "note", MARCH, texts={"note": "They rang."})
    return post.done(row, "note", MARCH, texts={"note": "They rang again."})


def broken(row: AssistanceRequest) -> list[tuple[int, str]]:
    return [(found.sequence, found.reason) for found in log.verify(AssistanceRequest.objects.get(pk=row.pk))]


def test_erased_words_leave_a_tombstone_and_the_chain_holds(letter: AssistanceRequest) -> None:
    content = EventContent.objects.get(event__request=letter, event__sequence=5)
    assert str(content) == "note"
    at = factories.moment(MARCH, 20)
    log.erase_content(content, at=at)
    log.erase_content(content, at=at + dt.timedelta(days=1))
    content.refresh_from_db()
    assert (content.texts, content.salt, content.erased_at) == ({}, "", at)
    assert content.event.content_digest
    assert not broken(letter)


def _swapped(events: Any) -> None:
    fifth, sixth = events.get(sequence=5), events.get(sequence=6)
    events.filter(pk=fifth.pk).update(sequence=99)
    events.filter(pk=sixth.pk).update(sequence=5)
    events.filter(pk=fifth.pk).update(sequence=6)


def _cut(events: Any) -> None:
    EventContent.objects.filter(event__sequence=6).delete()
    events.filter(sequence=6).delete()


def _holed(events: Any) -> None:
    events.filter(sequence=3).delete()


@pytest.mark.parametrize(
    ("forge", "found"),
    [
        (lambda events: events.filter(sequence=2).update(action="approve"), {(2, "it was changed")}),
        (lambda events: events.filter(sequence=2).update(data={"x": 1}), {(2, "it was changed")}),
        (lambda events: events.filter(sequence=2).update(by=None), {(2, "it was changed")}),
        (
            lambda events: events.filter(sequence=2).update(recorded_at=factories.moment(MARCH, 1)),
            {(2, "it was changed")},
        ),
        (_cut, {(0, "the log was cut short or grew unseen")}),
        (_holed, {(4, "an entry is missing before it"), (4, "it does not follow the entry before it")}),
        (
            _swapped,
            {
                (5, "it does not follow the entry before it"),
                (5, "it was changed"),
                (6, "it does not follow the entry before it"),
                (6, "it was changed"),
                (0, "the log was cut short or grew unseen"),
            },
        ),
        (
            lambda events: EventContent.objects.filter(event__sequence=5).update(texts={"note": "No."}),
            {(5, "its words were changed")},
        ),
        (
            lambda events: EventContent.objects.filter(event__sequence=5).delete(),
            {(5, "its words are gone without a tombstone")},
        ),
        (
            lambda events: events.filter(sequence=1).update(key_id="lost"),
            {(1, "its key lost is not held here")},
        ),
    ],
)
def test_tampering_is_found(
    letter: AssistanceRequest, forge: Callable[[Any], object], found: set[tuple[int, str]]
) -> None:
    assert not broken(letter)
    append_only.remove(connection)
    forge(Event.objects.filter(request=letter))
    assert set(broken(letter)) == found


def test_a_line_says_what_it_is(letter: AssistanceRequest) -> None:
    assert str(Event.objects.get(request=letter, sequence=1)) == f"{letter.pk}/1 drafted"


def test_a_tail_cut_by_somebody_who_also_sets_the_head_back_is_found(letter: AssistanceRequest) -> None:
    append_only.remove(connection)
    _cut(Event.objects.filter(request=letter))
    last = Event.objects.filter(request=letter).order_by("-sequence")[0]
    AssistanceRequest.objects.filter(pk=letter.pk).update(log_head=last.hash, version=last.sequence)
    letter.refresh_from_db()
    assert set(broken(letter)) == {(0, "the log was cut short or grew unseen")}
