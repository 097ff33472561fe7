"""The API before an examiner that knows its document: in this process, on one connection, on a few rows."""

from __future__ import annotations

import datetime as dt
import re
import threading
import tomllib
import traceback
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import schemathesis
from django.core.files.base import ContentFile
from django.core.servers.basehttp import WSGIServer
from django.core.signals import got_request_exception, request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from django.http import HttpResponse
from django.test.testcases import QuietWSGIRequestHandler
from schemathesis.engine import events, from_schema

from tests import factories
from tests.tracker.api.world import World, token_for
from tracker.accounts.models import User
from tracker.api.document import values
from tracker.api.document.views import document
from tracker.api.headers import KEY, LONGEST_KEY
from tracker.casework import services
from tracker.casework.models import AssistanceRequest, Document, Grant
from tracker.directory.models import Authority, AuthorityKind
from tracker.directory.services import save_authority
from workflows.vocabulary import Role

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
SWEEPING = frozenset({"requests_create", "requests_edit", "requests_export", "reports_export_csv"})
"""Operations with so many fields that trying every value of each takes minutes, or the same as their neighbours."""
REQUESTS = (request_started, request_finished)
PLACEHOLDER = "0"
"""What the examiner sends for a header whose pattern it does not follow."""
CANARY = "Wombat Estate xq7"
"""Words of a request that nobody of the world but its own office may see."""


def seed(world: World) -> tuple[str, ...]:
    """Make the rows that the examples of the document name; return what nobody here may read, as others own it."""
    row = world.sent()
    at = factories.moment(dt.date(2026, 3, 2), 15)
    other = world.opened(title="Another matter")
    colleague = factories.user("Carl Colleague", role=Role.OFFICER, office=world.beijing)
    with services.received(ContentFile(b"%PDF-1.7 letter", name="letter.pdf"), name="letter.pdf") as stored:
        services.add_document(row, stored, by=world.officer, recorded_at=at, seen_version=row.version)
    row.refresh_from_db()
    services.grant_access(
        row, world.stranger, until_on=None, by=world.supervisor, recorded_at=at, seen_version=row.version
    )
    save_authority(
        "cn-mfa",
        jurisdiction=factories.jurisdiction("CN"),
        name="Ministry of Foreign Affairs",
        kind=AuthorityKind.FOREIGN_MINISTRY,
        source="Made for a test",
        as_of=factories.LONG_AGO,
        by=None,
        recorded_at=factories.RECORDED_AT,
    )
    _named(AssistanceRequest, row.pk, values.REQUEST)
    _named(AssistanceRequest, other.pk, values.OTHER)
    _named(Grant, Grant.objects.get().pk, values.SIGHT)
    _named(Authority, Authority.objects.get().pk, values.AUTHORITY)
    _named(User, world.officer.pk, values.OFFICER)
    _named(User, world.supervisor.pk, values.SUPERVISOR)
    _named(User, world.stranger.pk, values.STRANGER)
    _named(User, colleague.pk, values.COLLEAGUE)
    _named(Document, Document.objects.get().pk, values.DOCUMENT)
    foreign = _foreign()
    return CANARY, foreign.reference, str(foreign.uuid)


def _named(model: Any, pk: int, uuid: str) -> None:
    model.objects.filter(pk=pk).update(uuid=uuid)


def _foreign() -> AssistanceRequest:
    office = factories.office("ZZZ", host="ZW", own="ZM")
    officer = factories.user("Zoe Foreign", role=Role.OFFICER, office=office)
    return factories.opened(by=officer, office=office, title=CANARY, to="ZW", facts=CANARY)


@dataclass
class Findings:
    """What the examiner found, one example each, and how much it asked."""

    calls: Counter[str] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    leaks: dict[str, str] = field(default_factory=dict)
    """Addresses that told something of a request that the caller may not see."""
    faults: list[str] = field(default_factory=list)
    """Where the program itself failed."""

    def __str__(self) -> str:
        parts = [f"{what}\n{example}" for what, example in {**self.failures, **self.leaks}.items()]
        return "\n\n".join([*parts, *self.errors, *self.faults])


class Application:
    """The program as a server calls it; whatever thread calls, the connection is that of the test."""

    def __init__(self, found: Findings, secrets: Iterable[str]) -> None:
        self._answer = get_wsgi_application()
        self._connection = connections["default"]
        self._secrets = [secret.encode() for secret in secrets]
        self._found = found

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        connections["default"] = self._connection
        self._let_through(environ)

        def noted(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            self._found.calls[f"{environ['REQUEST_METHOD']} {status[:3]}"] += 1
            return start_response(status, headers, *more)

        answer: Iterable[bytes] = self._answer(environ, noted)
        if isinstance(answer, HttpResponse):
            self._look(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}", answer.content)
        return answer

    def _look(self, called: str, told: bytes) -> None:
        for secret in self._secrets:
            if secret in told:
                self._found.leaks.setdefault(f"{called} tells {secret.decode()}", told.decode()[:500])

    def _let_through(self, environ: dict[str, Any]) -> None:
        """A key of its own and an ETag that fits for every call: the same ones again would hide what lies behind."""
        key = environ.get("HTTP_IDEMPOTENCY_KEY", "")
        if re.fullmatch(KEY, key) and len(key) <= LONGEST_KEY:
            environ["HTTP_IDEMPOTENCY_KEY"] = f"call-{self._found.calls.total()}"
        if environ.get("HTTP_IF_MATCH") == PLACEHOLDER:
            environ["HTTP_IF_MATCH"] = "*"


@contextmanager
def served(application: Application) -> Iterator[str]:
    """The application behind a real server with one thread; its address."""
    server = WSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    connections["default"].inc_thread_sharing()
    for signal in REQUESTS:  # between two calls the connection stays, with the transaction of the test in it
        signal.disconnect(close_old_connections)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        for signal in REQUESTS:
            signal.connect(close_old_connections)
        connections["default"].dec_thread_sharing()


def examine(
    user: User, *, examples: int, secrets: Iterable[str], uncovered: Collection[str] = frozenset()
) -> Findings:
    """Ask as the user all that the document allows; the same calls every time.

    Of the operations ``uncovered`` not every value is tried, only the examples.
    """
    settings = tomllib.loads(CONFIGURATION.read_text())
    settings["generation"]["max-examples"] = examples
    settings["auth"] = {"openapi": {"token": {"bearer": token_for(user)}}}
    settings["operations"] = [
        {"include-operation-id": name, "phases": {"coverage": {"enabled": False}}}
        for name in sorted(uncovered)
    ]
    found = Findings()

    def note_fault(**_sent: Any) -> None:
        found.faults.append(traceback.format_exc())

    got_request_exception.connect(note_fault)
    try:
        with served(Application(found, secrets)) as address:
            settings["base-url"] = address
            config = schemathesis.Config.from_dict(settings)
            schema = schemathesis.openapi.from_dict(deepcopy(document()), config=config)
            for event in from_schema(schema).execute():
                _note(event, found)
    finally:
        got_request_exception.disconnect(note_fault)
    return found


def _note(event: Any, found: Findings) -> None:
    if isinstance(event, events.NonFatalError | events.FatalError):
        found.errors.append(str(getattr(event, "info", None) or getattr(event, "exception", event)))
    if not isinstance(event, events.ScenarioFinished):
        return
    for check in chain.from_iterable(event.recorder.checks.values()):
        if check.failure_info is not None:
            failure = check.failure_info.failure
            what = f"{event.phase}: {failure.operation}: {check.name}: {failure.title}"
            found.failures.setdefault(what, f"{failure.message}\n{check.failure_info.code_sample}")
