"""Two at once: whoever is second is told so, and no number is given out twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, connection

from tests import factories
from tests.tracker.casework.post import MARCH, Post, made_post
from tracker.casework import services
from tracker.casework.errors import StaleVersion
from tracker.casework.models import AssistanceRequest, Document, Event, Recount
from tracker.casework.services import lapsing, log, recounting
from tracker.directory.services import save_holiday
from tracker.reminders import services as reminders
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred
from workflows.vocabulary import LinkKind

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 4


@pytest.fixture
def post(transactional_db: None, tmp_path: Path) -> Iterator[Post]:
    with in_a_file(tmp_path / "race.sqlite3") if connection.vendor == "sqlite" else nullcontext():
        yield made_post()


@contextmanager
def in_a_file(file: Path) -> Iterator[None]:
    """SQLite as it is used: the threads of a test would share a database in memory, whose locks are others."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name


def at_once(write: Callable[[int], object]) -> list[object]:
    """What each of several threads got from ``write``, its refusals too."""
    barrier = Barrier(WRITERS)

    def one(number: int) -> object:
        try:
            barrier.wait(timeout=120)
            return write(number)
        except WorkflowError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


def test_of_several_writers_on_one_version_one_writes(post: Post) -> None:
    row = post.opened()

    def write(number: int) -> object:
        return services.perform(
            row, "note", by=post.officer, occurred=Occurred(on=MARCH), recorded_at=factories.moment(MARCH, 12),
            seen_version=1, texts={"note": str(number)},
        )  # fmt: skip

    got = at_once(write)
    assert sum(isinstance(result, AssistanceRequest) for result in got) == 1
    assert sum(isinstance(result, StaleVersion) for result in got) == WRITERS - 1
    assert Event.objects.filter(request=row).count() == 2
    assert not list(log.verify(AssistanceRequest.objects.get(pk=row.pk)))


def test_every_request_gets_its_own_number(post: Post) -> None:
    got = at_once(lambda number: post.opened().reference)
    assert sorted(map(str, got)) == [f"BEJ-2026-{number:04d}" for number in range(1, WRITERS + 1)]


def test_the_same_file_is_kept_once(post: Post, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "documents"
    row = post.opened()

    def write(number: int) -> object:
        file = ContentFile(b"%PDF-1.7", name="a.pdf")
        with services.received(file, name=f"{number}.pdf") as stored:
            return services.add_document(row, stored, **post.stamp(row) | {"seen_version": 1})

    got = at_once(write)
    assert sum(isinstance(result, Document) for result in got) == 1
    assert len([path for path in (tmp_path / "documents").rglob("*") if path.is_file()]) == 1


def test_an_access_is_given_once(post: Post) -> None:
    row, reader = post.opened(), factories.user("Rea")

    def write(number: int) -> object:
        stamp = post.stamp(row, by=post.supervisor) | {"seen_version": 1}
        return services.grant_access(row, reader, until_on=None, **stamp)

    assert sum(isinstance(result, StaleVersion) for result in at_once(write)) == WRITERS - 1
    assert row.grants.count() == 1


def test_workers_that_count_anew_at_once_tell_each_moved_date_once(post: Post) -> None:
    rows = [
        post.done(
            post.sent(channel="direct_judicial", instrument="eio", to="DE"), "deliver", dt.date(2026, 3, 9)
        )
        for _ in range(5)
    ]
    at = factories.moment(dt.date(2026, 3, 20))
    saved = save_holiday(
        factories.jurisdiction("DE"), dt.date(2026, 4, 8), by=None, recorded_at=at,
        name="Day of mourning", change="added", source="Gazette", as_of=MARCH,
    )  # fmt: skip
    services.after_edit(saved, at=at)

    def count_anew(_number: int) -> object:
        try:
            return recounting.run(at=at, batch=2)
        except OperationalError:
            return None  # a busy database ends the task; the schedule wakes the next one

    while Recount.objects.filter(finished_at=None).exists():
        at_once(count_anew)
    told = Event.objects.filter(kind="deadline_recounted").values_list("request", flat=True)
    assert sorted(told) == [row.pk for row in rows]
    assert not [found for row in AssistanceRequest.objects.all() for found in log.verify(row)]


def preservation(post: Post) -> AssistanceRequest:
    """Kept until 9 May 2026 for a production request."""
    row = post.sent(channel="network_24_7", instrument="budapest", to="DE", items=("PRES",))
    return post.done(row, "confirm_preservation", dt.date(2026, 3, 10), items=("1",))


def test_sweeps_at_once_record_each_lapse_once(post: Post) -> None:
    rows = [preservation(post) for _ in range(4)]
    at = factories.moment(dt.date(2026, 5, 12))
    reminders.sweep(at=at)

    def sweep(_number: int) -> object:
        try:
            return lapsing.run(at=at)
        except OperationalError:
            return None  # a busy database ends the task; the schedule wakes the next one

    while AssistanceRequest.objects.exclude(stage="lapsed").exists():
        at_once(sweep)
    lapsed = Event.objects.filter(kind="lapsed").values_list("request", flat=True)
    assert sorted(lapsed) == [row.pk for row in rows]
    assert not [found for row in AssistanceRequest.objects.all() for found in log.verify(row)]


def test_receipts_at_once_of_what_covers_the_same_wait_for_one_another(post: Post) -> None:
    kept = [preservation(post) for _ in range(3)]
    productions = []
    for number in range(WRITERS):
        row = post.sent(channel="treaty", instrument="budapest", to="DE")
        for target in kept if number % 2 else reversed(kept):
            services.link(row, target, LinkKind.PRODUCTION_OF, **post.stamp(row))
        productions.append(AssistanceRequest.objects.get(pk=row.pk))

    def receive(number: int) -> object:
        while True:
            try:
                return post.done(productions[number], "deliver", dt.date(2026, 4, 1))
            except OperationalError as error:
                if "deadlock" in str(error):
                    raise

    got = at_once(receive)
    assert all(isinstance(result, AssistanceRequest) for result in got), got
    covered = Event.objects.filter(kind="production_requested").values_list("request", flat=True)
    assert sorted(covered) == [row.pk for row in kept]
