"""What every call can be answered with besides what it asked for, said once under ``components``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from tracker.api.errors import TITLES
from tracker.api.problems import CONTENT_TYPE, TYPE_PREFIX
from tracker.casework.errors import overtaken
from workflows.messages import as_data

Schema = dict[str, Any]

VERSIONED: Final = ("RequestWhole", "Document")
"""The components of answers that carry the version of the request as their ``ETag``."""
PROBLEM: Final = "Problem"
FILES: Final = frozenset({"*/*", "text/csv"})
"""Kinds of answers that are files; the first, of the type that only the file knows."""

HEADERS: Final[Mapping[str, Schema]] = {
    "ETag": {
        "description": "The version of the request, for `If-Match`. It changes when the request does, "
        "never with the clock.",
        "required": True,
        "schema": {"type": "string", "pattern": '^"[0-9]+"$', "example": '"4"'},
    },
    "Location": {
        "description": "Where what was made can be read.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Content-Disposition": {
        "description": "Always an attachment, with the name of the file.",
        "required": True,
        "schema": {"type": "string", "pattern": "^attachment"},
    },
    "Idempotent-Replayed": {
        "description": "There, as `true`, where this is the first answer to an earlier call under the same "
        "`Idempotency-Key`.",
        "schema": {"type": "string", "const": "true"},
    },
    "Retry-After": {
        "description": "Seconds to wait before the next call.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9]+$", "example": "12"},
    },
    "WWW-Authenticate": {
        "description": "How to say who calls (RFC 6750).",
        "required": True,
        "schema": {"type": "string", "example": 'Bearer realm="MLA Tracker"'},
    },
}
NAMES: Final[Mapping[int, str]] = {
    400: "Malformed",
    401: "NotSignedIn",
    403: "NotAllowed",
    404: "NotFound",
    406: "NotAcceptable",
    409: "Conflict",
    412: "PreconditionFailed",
    413: "TooLarge",
    415: "MediaType",
    422: "Refused",
    429: "TooOften",
}
OWN_HEADERS: Final[Mapping[int, str]] = {401: "WWW-Authenticate", 429: "Retry-After"}
KEPT: Final = frozenset({403, 404, 409, 412, 422})
"""Refusals that are kept for a repeated call."""

OVERTAKEN: Final = overtaken("MLA-BEJ-2026-0001")
DETAILS: Final[Mapping[int, str]] = {
    400: "JSON parse error - Expecting value: line 1 column 1 (char 0)",
    401: "There is no such token. Check it, or make a new one.",
    403: "Your role does not include this.",
    406: "Could not satisfy the request Accept header.",
    409: str(OVERTAKEN),
    412: "Read the request again; its ETag has changed.",
    413: "Send less at once; documents go one by one, as multipart form data.",
    415: 'Unsupported media type "text/plain" in request.',
    422: "Fill this in; it is needed now.",
    429: "Request was throttled. Expected available in 12 seconds.",
}
MORE: Final[Mapping[int, Mapping[str, Any]]] = {
    409: {
        "errors": [{"detail": str(OVERTAKEN), "message": as_data(OVERTAKEN)}],
        "seen_version": 3,
        "current_version": 4,
        "since": [],
    },
    422: {"errors": [{"detail": "Fill this in; it is needed now.", "pointer": "#/reason"}]},
}
DONE: Final[Mapping[str, str]] = {
    "GET": "What was asked for.",
    "POST": "Done; this is how it is now.",
    "PUT": "Done; this is how it is now.",
    "PATCH": "Done; this is how it is now.",
    "DELETE": "Done.",
}


def problem(status: int) -> Schema:
    """What a problem of that kind says."""
    slug, title = TITLES[status]
    return {
        "type": f"{TYPE_PREFIX}{slug}",
        "title": str(title),
        "status": status,
        "detail": DETAILS.get(status, str(title)),
        **MORE.get(status, {}),
    }


def components() -> dict[str, Schema]:
    """Headers and refusals, to which operations refer."""
    return {"headers": {**HEADERS}, "responses": {name: _refusal(status) for status, name in NAMES.items()}}


def refusals(statuses: Iterable[HTTPStatus]) -> dict[str, Schema]:
    """References to the refusals that an operation can meet, by status."""
    return {
        str(int(status)): {"$ref": f"#/components/responses/{NAMES[status]}"} for status in sorted(statuses)
    }


def finished(status: str, answer: Schema, *, method: str) -> Schema:
    """A declared answer with its words, where it has none, and the headers that it carries; a refusal as all say it."""
    content = answer.get("content", {})
    if status >= "400":
        if {_component(each) for each in content.values()} == {PROBLEM}:
            return refusals([HTTPStatus(int(status))])[status]
        return {**answer, "description": answer.get("description") or f"{TITLES[int(status)][1]}."}
    names = ["Location"] if status == "201" else []
    if any(_component(each) in VERSIONED for each in content.values()):
        names.append("ETag")
    if content.keys() & FILES:
        names.append("Content-Disposition")
    if method == "POST":
        names.append("Idempotent-Replayed")
    if answer.get("description") in {"", "No response body"}:
        answer["description"] = "Made; `Location` says where it is." if status == "201" else DONE[method]
    if names:
        answer["headers"] = {**_references(names), **answer.get("headers", {})}
    return answer


def _refusal(status: int) -> Schema:
    names = [OWN_HEADERS[status]] if status in OWN_HEADERS else []
    names += ["Idempotent-Replayed"] if status in KEPT else []
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": problem(status)}
    answer = {"description": f"{TITLES[status][1]}.", "content": {CONTENT_TYPE: content}}
    return {**answer, "headers": _references(names)} if names else answer


def _references(names: Iterable[str]) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _component(content: Schema) -> str:
    return str(content.get("schema", {}).get("$ref", "")).rpartition("/")[2]
