"""Workers killed while they put packs together: each pack is there whole in the end, or says that it failed."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from tests import factories
from tests.clocks import MovableClock
from tests.faults.dying import AFTER, BEFORE
from tests.faults.workers import Worker, until, worker
from tests.tracker.reports.facts import fact
from tracker.accounts.models import AccountEvent, User
from tracker.leases import ATTEMPTS, LEASE
from tracker.packs.models import PackRun, PackState
from tracker.packs.queries import document_of
from tracker.wakeups import Wakeup
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db(transaction=True)

MAKING = "tracker.packs.services.making"
POINTS = (f"{MAKING}:sight_of {BEFORE}", f"{MAKING}:_content {AFTER}")
"""Before anything is counted, and when all is but nothing is kept."""
PAGE = "/reports/packs/fatf/"
ASKED = {"from": "2020-01-01", "until": "2020-12-31", "as_of": "2026-03-02", "minimum": "1"}


@pytest.fixture
def reader(clock: MovableClock) -> User:
    clock.move_to(factories.moment(dt.date(2026, 3, 2), 12))
    office = factories.office("BEJ")
    for month in range(1, 6):
        fact(office, dt.date(2020, month, 1), to=factories.jurisdiction("CN"))
    return factories.user("Ann", role=Role.OFFICER, office=office)


def ask(reader: User, **more: str) -> str:
    client = Client()
    client.force_login(reader)
    return str(client.post(PAGE, {**ASKED, **more}).headers["Location"])


def is_done(address: str) -> bool:
    return PackRun.objects.get(uuid=address.split("/")[-2]).state == PackState.DONE


def test_whoever_dies_where_it_is_put_together_once(
    running: Worker, clock: MovableClock, reader: User
) -> None:
    address = ask(reader)
    for point in POINTS:
        running.die_at(point, Wakeup.MAKE_PACKS)
        assert ask(reader) == address, "asked again it is the same"
        running.do(Wakeup.MAKE_PACKS)
        assert not is_done(address), "it is left to the one who may live yet"
        clock.advance(seconds=LEASE.total_seconds() + 1)
    running.do(Wakeup.MAKE_PACKS)
    run = PackRun.objects.get()
    assert (run.state, run.attempts) == (PackState.DONE, ATTEMPTS)
    assert document_of(run) is not None
    assert AccountEvent.objects.filter(kind="pack_asked").count() == 1


def test_one_that_kills_every_worker_fails_and_can_be_tried_again(
    running: Worker, clock: MovableClock, reader: User
) -> None:
    address = ask(reader)
    for _ in range(ATTEMPTS):
        running.die_at(f"{MAKING}:filled {BEFORE}", Wakeup.MAKE_PACKS)
        clock.advance(seconds=LEASE.total_seconds() + 1)
    other = ask(reader, minimum="7")
    running.do(Wakeup.MAKE_PACKS)
    assert is_done(other), "it holds up no other"
    client = Client()
    client.force_login(reader)
    assert b"could not be put together" in client.get(address).content
    client.post(f"{address}again/")
    running.do(Wakeup.MAKE_PACKS)
    assert is_done(address)


def test_a_whole_worker_killed_among_many_packs(reader: User, clock: MovableClock, tmp_path: Path) -> None:
    addresses = [ask(reader, minimum=str(minimum)) for minimum in range(1, 6)]
    log = tmp_path / "workers.log"
    with worker(mail_port=1, log=log, FAULTS_QUEUE=f"faults-{uuid4()}") as first:
        first.wake(Wakeup.MAKE_PACKS)
        until(lambda: PackRun.objects.filter(state=PackState.DONE).exists(), "the first pack")
        first.kill()
    clock.advance(seconds=LEASE.total_seconds() + 1)
    with worker(mail_port=1, log=log, FAULTS_QUEUE=f"faults-{uuid4()}") as second:
        second.wake(Wakeup.MAKE_PACKS)
        for address in addresses:
            until(partial(is_done, address), "the rest")
    assert PackRun.objects.count() == len(addresses)
    assert max(PackRun.objects.values_list("attempts", flat=True)) <= 2
