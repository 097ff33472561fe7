"""The log of accounts: appended to under a lock, each line chained to the one before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from tracker import chain
from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import AccountEvent, AccountLogHead, Office, User
from tracker.chain import JSON

FORMAT_VERSION: Final = 1
HEAD_ID: Final = 1
LOG_NAME: Final = "accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A place where the log does not hold."""

    sequence: int
    reason: str


@transaction.atomic
def append(
    kind: AccountEventKind,
    *,
    by: User | None,
    at: datetime,
    about: User | None = None,
    office: Office | None = None,
    data: Mapping[str, JSON] | None = None,
) -> AccountEvent:
    """Append one line. `data` holds codes, ids and dates only: no name, no address, no free text.

    1. Lock the head: lines are written one after the other.  2. Hash the line with the hash before it.
    3. Insert it.  4. Move the head on.
    """
    head = _locked_head()
    event = AccountEvent(
        sequence=head.sequence + 1,
        kind=kind,
        by=by,
        about=about,
        office=office,
        data=dict(data or {}),
        occurred_at=at,
        recorded_at=at,
        format_version=FORMAT_VERSION,
        key_id=chain.current_key().id,
        previous_hash=head.hash,
    )
    event.hash = _hash(event)
    event.save(force_insert=True)
    head.sequence, head.hash = event.sequence, event.hash
    head.seal = chain.seal(LOG_NAME, sequence=head.sequence, head=head.hash)
    head.save(update_fields=["sequence", "hash", "seal"])
    return event


def verify(*, first: int = 1, last: int | None = None) -> list[Break]:
    """Return every place where the log was changed, cut or reordered; an empty list if it holds.

    Of a long log a part can be verified: the lines from ``first`` to ``last``, how they follow the line before them
    and, where they reach it, the end.
    """
    return list(_breaks(first, last))


def length() -> int:
    """Return how many lines the log has by its head."""
    return _head().sequence


def _breaks(first: int, last: int | None) -> Iterator[Break]:
    sequence = first - 1
    before = AccountEvent.objects.filter(sequence=sequence).values_list("hash", flat=True).first()
    previous = before or ""
    part = AccountEvent.objects.filter(sequence__gte=first).order_by("sequence")
    lines = part if last is None else part.filter(sequence__lte=last)
    for event in lines.iterator(chunk_size=2000):
        if event.sequence != sequence + 1:
            yield Break(sequence=event.sequence, reason="lines before this one are missing")
        if event.previous_hash != previous:
            yield Break(sequence=event.sequence, reason="it does not follow the line before it")
        if not _is_genuine(event):
            yield Break(sequence=event.sequence, reason="its content does not fit its hash")
        sequence, previous = event.sequence, event.hash
    head = _head()
    if last is not None and last < head.sequence:
        if sequence != last:
            yield Break(sequence=sequence, reason="lines after this one are missing")
    elif head.sequence != sequence:
        yield Break(sequence=sequence, reason="lines after this one are missing")
    elif sequence and not chain.seal_holds(head.seal, LOG_NAME, sequence=sequence, head=previous):
        yield Break(sequence=sequence, reason="that it ends here is not sealed by a key held here")


def _is_genuine(event: AccountEvent) -> bool:
    try:
        return chain.same(event.hash, _hash(event))
    except (chain.UnknownKeyError, TypeError):
        return False


def _head() -> AccountLogHead:
    return AccountLogHead.objects.filter(pk=HEAD_ID).first() or AccountLogHead()


def _locked_head() -> AccountLogHead:
    AccountLogHead.objects.get_or_create(pk=HEAD_ID)
    return AccountLogHead.objects.select_for_update().get(pk=HEAD_ID)


def _hash(event: AccountEvent) -> str:
    payload: dict[str, JSON] = {
        "format": event.format_version,
        "key": event.key_id,
        "sequence": event.sequence,
        "kind": str(event.kind),
        "by": event.by_id,
        "about": event.about_id,
        "office": event.office_id,
        "data": event.data,
        "occurred_at": chain.moment(event.occurred_at),
        "recorded_at": chain.moment(event.recorded_at),
    }
    return chain.digest(chain.key_named(event.key_id).secret, event.previous_hash, payload)
