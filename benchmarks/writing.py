"""What writes: a new request, an edit, an action, a refused action; each for good, beside its own statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from benchmarks import people
from benchmarks.measuring import Call, Case
from benchmarks.reading import LIST, replayed

if TYPE_CHECKING:
    from benchmarks.people import Caller

TITLE: Final = "Benchmark: logs of a server"
"""By this title the next run knows its own requests: they do not count as somebody's."""

Body = dict[str, Any]
JSON: Final = "application/json"


def writes() -> Iterator[Case]:
    """As the officer of the largest office would."""
    caller = people.officer()
    yield replayed(caller, "API, create", lambda: _posting(caller, LIST, _dossier(caller)))
    yield replayed(caller, "API, action: submit", lambda: _submitting(caller))
    yield replayed(caller, "API, edit of a draft", lambda: _editing(caller))
    yield replayed(
        caller, "API, action under an Idempotency-Key", lambda: _submitting(caller, key=str(uuid4()))
    )


def _posting(caller: Caller, path: str, body: Body, *, key: str = "") -> Call:
    headers = {"Idempotency-Key": key} if key else {}
    return lambda: caller.client.post(path, body, content_type=JSON, headers=headers)


def _submitting(caller: Caller, *, key: str = "") -> Call:
    body = {"seen_version": 1, "occurred_on": str(caller.viewer.today)}
    return _posting(caller, f"{LIST}{_draft(caller)}/actions/submit/", body, key=key)


def _editing(caller: Caller) -> Call:
    path = f"{LIST}{_draft(caller)}/"
    body = {"seen_version": 1, "purpose": "Who rented the server, and when.", "urgency": "routine"}
    return lambda: caller.client.patch(path, body, content_type=JSON)


def _draft(caller: Caller) -> str:
    """A request of one's own for each turn."""
    made: Any = caller.client.post(LIST, _dossier(caller), content_type=JSON)
    return str(made.json()["uuid"])


def _dossier(caller: Caller) -> Body:
    row = caller.viewer.requests.filter(channel="letter_exchange", direction="outgoing").order_by("-pk")[0]
    return {
        "office": row.office.code,
        "direction": "outgoing",
        "channel": "letter_exchange",
        "occurred_on": str(caller.viewer.today),
        "title": TITLE,
        "facts": "A server answered to the malware.",
        "jurisdiction": row.jurisdiction.code,
        "fallback_basis": "Comity; the same is offered in like cases",
        "items": [{"type": "SUBS", "identifiers": [{"kind": "ip", "value": "203.0.113.7"}]}],
        "offences": [{"category": "fraud"}],
    }
