"""A parameter that is none is refused by every address that is read: what is misspelt must not be lost in silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests import factories
from tests.tracker.api.world import World, program
from tests.tracker.casework.post import authority
from tests.tracker.reports.facts import fact
from tracker.api.document.views import document
from tracker.casework import services
from tracker.casework.viewer import Viewer
from tracker.enquiries.models import EnquiryLetter, EnquiryRun, RunState
from tracker.outbox.services import hosts, webhooks
from tracker.packs import services as packs
from tracker.packs.registry import PACKS
from tracker.reports.asking import QuestionForm
from tracker.reports.registry import REPORTS
from tracker.reports.services import publish
from workflows.vocabulary import Role

AT = factories.moment(dt.date(2026, 3, 2), 10)
NEGOTIATED = {"/api/v1/schema/"}
"""Takes its format as a parameter, which the framework reads before us."""


REQUIRED = {"/api/v1/requests/record/": "jurisdiction=FR&channel=treaty"}
"""Parameters without which there is no answer."""


def read() -> Iterator[str]:
    yield from (path for path, calls in document()["paths"].items() if "get" in calls)


@pytest.fixture
def places(world: World) -> Mapping[str, str]:
    """By the beginning of an address, what stands in it."""
    row = world.opened()
    with services.received(ContentFile(b"%PDF-1.7 x", name="a.pdf"), name="a.pdf") as stored:
        services.add_document(row, stored, by=world.officer, recorded_at=AT, seen_version=1)
    hosts.allow_host("hooks.example.org", by=world.administrator, at=AT)
    webhook = webhooks.make_webhook(
        world.beijing, url="https://hooks.example.org/in", by=world.officer, at=AT
    )
    desk = authority("FR")
    run = EnquiryRun.objects.create(
        made_by=world.officer,
        language="en",
        dated_on=AT.date(),
        created_at=AT,
        finished_at=AT,
        state=RunState.DONE,
    )
    files = [default_storage.save(f"letters/{name}", ContentFile(b"x")) for name in ("docx", "pdf")]
    EnquiryLetter.objects.create(run=run, number=0, docx=files[0], pdf=files[1])
    fact(world.beijing, AT.date())
    form = QuestionForm({}, report=REPORTS["flow"], viewer=Viewer(user=world.supervisor, at=AT), offered={})
    assert form.is_valid()
    viewer = Viewer(user=world.officer, at=AT)
    asked = QuestionForm({}, report=PACKS["fatf"].question, viewer=viewer, offered={})
    assert asked.is_valid()
    pack = packs.ask(asked)
    packs.make_next(at=AT)
    return {
        "/api/v1/publications/": str(publish(form).uuid),
        "/api/v1/requests/": str(row.uuid),
        "/api/v1/webhooks/": str(webhook.uuid),
        "/api/v1/authorities/": str(desk.uuid),
        "/api/v1/enquiries/": str(run.uuid),
        "{code}": "FR",
        "{document}": str(row.documents.get().uuid),
        "/api/v1/channels/": "treaty",
        "/api/v1/instruments/": "budapest",
        "/api/v1/packs/": str(pack.uuid),
        "{slug}": "response-rate",
    }


def filled(path: str, places: Mapping[str, str]) -> str:
    begin = next((begin for begin in places if path.startswith(begin)), "")
    path = path.replace("{slug}", places.get(begin, places["{slug}"]))
    for place in ("{code}", "{document}"):
        path = path.replace(place, places[place])
    return path.replace("{uuid}", places.get(begin, "")).replace("{key}", places.get(begin, ""))


def test_it_is_refused_by_its_name_everywhere(world: World, places: Mapping[str, str]) -> None:
    everybody = world.officer
    for role in (Role.SUPERVISOR, Role.AUDITOR):
        factories.membership(everybody, world.head, role)
    client = program(everybody, office=world.head)
    told = {}
    for path in sorted(set(read()) - NEGOTIATED):
        address, asked = filled(path, places), REQUIRED.get(path, "")
        right, wrong = client.get(f"{address}?{asked}"), client.get(f"{address}?{asked}&colour=red")
        for answer in (right, wrong):
            if answer.streaming:
                answer.getvalue()
        told[path] = (right.status_code, wrong.status_code, b'"colour"' in getattr(wrong, "content", b""))
    assert {path: found for path, found in told.items() if found != (200, 422, True)} == {}
