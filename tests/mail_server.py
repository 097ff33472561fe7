"""A mail server on loopback that keeps what it accepts; it may refuse, be slow, hang up or be gone."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers import free_port


@dataclass
class Mailbox:
    """Accepted mails, oldest first. ``answer``: what it says to each, after ``seconds``, unless it hangs up."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    answer: str = "250 OK"
    seconds: float = 0
    hangs_up: bool = False

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep a mail, if the answer says so."""
        if self.answer.startswith("250"):
            self.contents.append(envelope.content)
            self.mails.append(BytesParser(policy=default).parsebytes(envelope.content))
        await asyncio.sleep(self.seconds)
        if self.hangs_up:
            server.transport.abort()
        return self.answer

    @property
    def message_ids(self) -> list[str]:
        """The Message-ID of each accepted mail; one that was sent twice is there twice."""
        return [str(mail["Message-ID"]) for mail in self.mails]

    @property
    def by_id(self) -> dict[str, list[bytes]]:
        """What was accepted under each Message-ID."""
        found = defaultdict(list)
        for message_id, content in zip(self.message_ids, self.contents, strict=True):
            found[message_id].append(content)
        return dict(found)

    def empty(self) -> None:
        """Forget what was accepted, and accept all from now on."""
        self.mails.clear()
        self.contents.clear()
        self.answer, self.seconds, self.hangs_up = "250 OK", 0, False

    def open(self) -> None:
        """Begin to serve."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        """Let nobody listen any more."""
        self._controller.stop()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Be gone until the end of the block."""
        self.close()
        yield
        self.open()


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mailbox that is open until the end of the block."""
    mailbox = Mailbox(port=free_port())
    mailbox.open()
    try:
        yield mailbox
    finally:
        mailbox.close()
