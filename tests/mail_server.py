"""A mail server on loopback that keeps what it accepts, and may be told to refuse or to hang up."""

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
    """Accepted mails, oldest first. ``answer`` is what the server says to each."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep a mail, if the answer says so."""
        if self.answer.startswith("250"):
            self.contents.append(envelope.content)
            self.mails.append(BytesParser(policy=default).parsebytes(envelope.content))
        return self.answer

    @property
    def message_ids(self) -> list[str]:
        """The Message-ID of each accepted mail; one that was sent twice is there twice."""
        return [str(mail["Message-ID"]) for mail in self.mails]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Serve until the end of the block."""
    mailbox = Mailbox(port=free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
