"""Appending to a request's log, and verifying it: each row chained to the one before by a keyed hash."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker import chain
from tracker.casework.models import AssistanceRequest, Event, EventContent
from tracker.chain import JSON
from tracker.outbox.services.announcing import announce
from workflows.engine import Event as HistoryEvent
from workflows.vocabulary import Source

FORMAT_VERSION: Final = 1
Texts = Mapping[str, JSON]


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A place where the log does not hold; ``sequence`` 0 means its end."""

    reference: str
    sequence: int
    reason: str


def append(assistance_request: AssistanceRequest, event: HistoryEvent, texts: Texts) -> Event:
    """Write one event and its words, move the request's head on, and queue it for webhooks. The caller holds the lock.

    Of imported history nobody outside is told.
    """
    row, content = entry(assistance_request, event, texts)
    row.save(force_insert=True)
    if content:
        content.event = row
        content.save(force_insert=True)
    if event.source is not Source.IMPORT:
        announce(row.pk, event.kind, office=assistance_request.office_id, at=event.recorded_at)
    return row


def entry(
    assistance_request: AssistanceRequest, event: HistoryEvent, texts: Texts
) -> tuple[Event, EventContent | None]:
    """The next row of the chain and its words, not saved yet; moves the request's head on."""
    salt = secrets.token_hex(16)
    row = Event(
        request=assistance_request,
        sequence=event.sequence,
        action=event.action,
        kind=event.kind.value,
        occurred_on=event.occurred.on,
        occurred_at=event.occurred.at,
        occurred_zone=event.occurred.zone,
        occurred_precision=event.occurred.precision.value,
        recorded_at=event.recorded_at,
        by_id=event.by,
        source=event.source.value,
        items=list(event.items),
        data=dict(event.data),
        content_digest=content_digest(salt, texts) if texts else "",
        previous_hash=assistance_request.log_head,
        key_id=chain.current_key().id,
        format_version=FORMAT_VERSION,
    )
    row.hash = row_hash(row, assistance_request)
    assistance_request.log_head = row.hash
    assistance_request.log_seal = chain.seal(_name(assistance_request), sequence=row.sequence, head=row.hash)
    return row, EventContent(event=row, salt=salt, texts=dict(texts)) if texts else None


def content_digest(salt: str, texts: Texts) -> str:
    """Digest of the free words; without the salt, which is erased with them, it tells nothing."""
    return chain.salted_digest(salt, chain.canonical(texts).decode("ascii"))


def row_hash(row: Event, assistance_request: AssistanceRequest) -> str:
    """The keyed hash of an entry over all of its columns and the hash of the one before it."""
    payload: dict[str, JSON] = {
        "request": str(assistance_request.uuid),
        "sequence": row.sequence,
        "action": row.action,
        "kind": row.kind,
        "occurred": dict(row.occurred.as_data()),
        "recorded_at": chain.moment(row.recorded_at),
        "by": row.by_id,
        "source": row.source,
        "items": list(row.items),
        "data": row.data,
        "content": row.content_digest,
        "format": row.format_version,
    }
    return chain.digest(chain.key_named(row.key_id).secret, row.previous_hash, payload)


def verify(assistance_request: AssistanceRequest) -> Iterator[Break]:
    """Every place where this request's log was changed, cut or reordered; nothing if it holds."""
    rows = assistance_request.events.select_related("content").order_by("sequence")
    return _breaks(assistance_request, rows)


def verify_all(assistance_requests: Collection[AssistanceRequest]) -> list[Break]:
    """The same of several requests at once. One query, which reads the whole of their logs."""
    rows: dict[int, list[Event]] = defaultdict(list)
    found = Event.objects.filter(request__in=assistance_requests).select_related("content")
    for row in found.order_by("request", "sequence"):
        rows[row.request_id].append(row)
    return [found for one in assistance_requests for found in _breaks(one, rows[one.pk])]


def _breaks(assistance_request: AssistanceRequest, rows: Iterable[Event]) -> Iterator[Break]:
    previous, expected = "", 0
    for row in rows:
        expected += 1
        for reason in _faults(row, assistance_request, previous, expected):
            yield Break(reference=assistance_request.reference, sequence=row.sequence, reason=reason)
        previous, expected = row.hash, row.sequence
    ends = previous == assistance_request.log_head and expected == assistance_request.version
    sealed = chain.seal_holds(
        assistance_request.log_seal, _name(assistance_request), sequence=expected, head=previous
    )
    if not (ends and sealed):
        yield Break(
            reference=assistance_request.reference, sequence=0, reason="the log was cut short or grew unseen"
        )


def _name(assistance_request: AssistanceRequest) -> str:
    return f"request {assistance_request.uuid}"


def _faults(row: Event, assistance_request: AssistanceRequest, previous: str, expected: int) -> Iterator[str]:
    if row.sequence != expected:
        yield "an entry is missing before it"
    if row.previous_hash != previous:
        yield "it does not follow the entry before it"
    try:
        if not chain.same(row.hash, row_hash(row, assistance_request)):
            yield "it was changed"
    except chain.UnknownKeyError:
        yield f"its key {row.key_id} is not held here"
    content = getattr(row, "content", None)
    if content is None and row.content_digest:
        yield "its words are gone without a tombstone"
    elif (
        content
        and content.erased_at is None
        and content_digest(content.salt, content.texts) != row.content_digest
    ):
        yield "its words were changed"


def erase_content(content: EventContent, *, at: datetime) -> None:
    """Replace the words by a tombstone: the salt goes too, so the digest tells nothing any more.

    Words that are erased already keep their tombstone.
    """
    if content.erased_at is not None:
        return
    content.texts, content.salt, content.erased_at = {}, "", at
    content.save(update_fields=["texts", "salt", "erased_at"])
