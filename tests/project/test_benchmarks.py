"""The benchmark at a tiny size: it runs, and what it writes by hand finds what the program finds."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Model

from benchmarks import filling
from benchmarks.filling import COPIED, CannotCopyError, Originals, copy_table, fill
from benchmarks.measuring import Effort
from benchmarks.running import SomebodysRequestsError, prepare, run
from tests import factories
from tracker import clock
from tracker.casework.models import AssistanceRequest, Event, SearchEntry
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

REQUESTS = 40
ONCE = Effort(times=1, seconds=0, least=1)


def test_every_case_is_measured_beside_the_same_rows_by_hand() -> None:
    said: list[str] = []
    lines = run(requests=REQUESTS, effort=ONCE, only="", say=said.append)
    assert lines == said
    assert AssistanceRequest.objects.count() > REQUESTS
    cases = [line for line in lines if line.startswith("| ")][1:]
    for word in (
        "page 5,000",
        "sort late",
        "filter q=",
        "filter owing=",
        "API, create",
        "API, action",
        "page of the",
        "pack: fatf put together",
        "pack: t-cy read",
    ):
        assert any(word in case for case in cases), word


def test_it_leaves_alone_what_is_somebodys() -> None:
    office = factories.office()
    factories.opened(by=factories.user(role=Role.OFFICER, office=office), office=office)
    with pytest.raises(SomebodysRequestsError):
        run(requests=REQUESTS, effort=ONCE, only="", say=print)


def test_copies_hang_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """In PostgreSQL, where there are enough of them to be copied; elsewhere it is refused."""
    if connection.vendor != "postgresql":
        monkeypatch.setattr(filling, "GENERATED", 1)
        with pytest.raises(CannotCopyError):
            fill(2, until=clock.today("UTC"))
        return
    prepare(REQUESTS)
    ids = AssistanceRequest.objects.order_by("pk").values_list("pk", flat=True)
    originals = Originals.between(ids[0], ids[REQUESTS - 1])
    tables: tuple[type[Model], ...] = (AssistanceRequest, *COPIED)
    for model in tables:
        before = model._default_manager.count()
        copy_table(model, originals, 2)
        assert model._default_manager.count() == 3 * before
    for row in AssistanceRequest.objects.order_by("pk")[REQUESTS:]:
        assert SearchEntry.objects.get(request=row).text.startswith(row.reference.lower())
        events = list(Event.objects.filter(request=row).order_by("sequence"))
        assert [event.previous_hash for event in events[1:]] == [event.hash for event in events[:-1]]
        assert (events[-1].hash, events[-1].sequence) == (row.log_head, row.version)
        assert row.deadlines.exclude(supersedes__isnull=True).exclude(supersedes__request=row).count() == 0
