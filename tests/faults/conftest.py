"""A worker and a mail server that several drills share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.workers import Worker, worker
from tests.mail_server import Mailbox, mail_server


@pytest.fixture(scope="package")
def _server() -> Iterator[Mailbox]:
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture(scope="package")
def running(
    django_db_setup: None, _server: Mailbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    """A worker that sends to ``mailbox`` and whose processes can be told where to die."""
    log = tmp_path_factory.mktemp("faults") / "worker.log"
    with worker(mail_port=_server.port, log=log) as running:
        yield running


@pytest.fixture
def mailbox(_server: Mailbox) -> Mailbox:
    """Empty, and open to everything."""
    _server.empty()
    return _server
