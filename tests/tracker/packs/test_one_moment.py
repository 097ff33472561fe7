"""What is written while a pack is put together: no section knows of it, since another was told before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.db import connection

from tests import factories
from tests.threads import together
from tests.tracker.casework.test_races import in_a_file
from tests.tracker.packs.test_runs import IN_2020, NOON, ask, said
from tests.tracker.reports.facts import fact
from tracker.accounts.models import Office, User
from tracker.casework.models import AssistanceRequest
from tracker.packs import services
from tracker.packs.answering import Answering
from tracker.packs.base import Section
from tracker.packs.document import Answer, Document
from tracker.packs.models import PackState
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db(transaction=True)

SENT = dt.date.fromisoformat(IN_2020["from"])


@pytest.fixture
def jersey(transactional_db: None, tmp_path: Path) -> Iterator[Office]:
    with in_a_file(tmp_path / "packs.sqlite3") if connection.vendor == "sqlite" else nullcontext():
        office = factories.office("JER", own="JE", host="JE")
        fact(office, SENT, to=factories.jurisdiction("CN"))
        yield office


@pytest.fixture
def jo(jersey: Office) -> User:
    return factories.user("Jo", role=Role.OFFICER, office=jersey)


MADE = {
    "Requests made, by jurisdiction": "new",
    "What came of the requests made in the period, by jurisdiction": "sent",
}
"""Tables of two sections, and the column in which each says how many were made."""


def made(document: Document) -> list[str]:
    return [
        part.table.totals[0].cells[[one.keys[0] for one in part.table.columns].index(MADE[part.title])].text
        for part in document.parts
        if part.title in MADE and part.table
    ]


def test_no_section_knows_what_another_does_not(
    jersey: Office, jo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Answering.answer

    def answer(taking: Answering, section: Section, place: int) -> Answer:
        found = real(taking, section, place)
        together(lambda: fact(jersey, SENT).pk)
        return found

    monkeypatch.setattr(Answering, "answer", answer)
    run = ask(jo)
    assert services.make_next(at=NOON)
    run.refresh_from_db()
    assert run.state == PackState.DONE
    assert made(said(run)) == ["1", "1"]
    assert AssistanceRequest.objects.count() > 2, "written meanwhile"


def test_whoever_fails_leaves_no_transaction_open(jo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = ask(jo)
    with monkeypatch.context() as patch:
        patch.setattr(Answering, "answer", lambda *_given: 1 / 0)
        assert services.make_next(at=NOON)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (PackState.QUEUED, 1)
    assert services.make_next(at=NOON)
    run.refresh_from_db()
    assert run.state == PackState.DONE
