"""A mail in its reader's words: made when it is about to leave. Until then keys and parameters are all that is kept."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from email.policy import default
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tracker.outbox.models import OutboxMessage
from tracker.outbox.params import loaded


def worded(message: OutboxMessage) -> EmailMultiAlternatives:
    """Return the mail in the language and the time zone of its reader, under its own Message-ID."""
    reader = message.recipient
    with translation.override(reader.language), timezone.override(ZoneInfo(reader.time_zone)):
        context: dict[str, object] = {
            **loaded(message.params),
            "reader": reader,
            "site_url": settings.SITE_URL,
        }
        mail = EmailMultiAlternatives(
            subject=" ".join(render_to_string(f"{message.template}.subject.txt", context).split()),
            body=render_to_string(f"{message.template}.txt", context).strip() + "\n",
            to=[reader.email],
            # Nobody's notice of absence answers a program (RFC 3834).
            headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        )
        page = _page(message.template, context)
    if page:
        mail.attach_alternative(page, "text/html")
    return mail


class SealedMail(EmailMultiAlternatives):
    """A mail that was sealed: what is handed over are its very bytes, date and boundaries among them."""

    def __init__(self, content: bytes, *, connection: BaseEmailBackend) -> None:
        read = message_from_bytes(content, policy=default)
        plain, page = read.get_body(("plain",)), read.get_body(("html",))
        super().__init__(
            subject=read["Subject"],
            body=plain.get_content() if plain else "",
            from_email=read["From"],
            to=[read["To"]],
            connection=connection,
            alternatives=[(page.get_content(), "text/html")] if page else [],
        )
        self.content = content

    def message(self, **_policy: object) -> _Sealed:  # type: ignore[override]  # as much of one as is asked for
        """What the mail's way out asks for headers and bytes."""
        found = message_from_bytes(self.content, _Sealed)
        found.content = self.content
        return found


class _Sealed(Message):
    content: bytes

    def as_bytes(self, *_args: object, linesep: str = "\n", **_policy: object) -> bytes:
        return self.content.replace(b"\n", linesep.encode())


def message_domain() -> str:
    """Return the right-hand side of our Message-IDs: the domain that we write from."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return address.rpartition("@")[2] or "localhost"


def _page(template: str, context: dict[str, object]) -> str:
    try:
        return render_to_string(f"{template}.html", context)
    except TemplateDoesNotExist:
        return ""
