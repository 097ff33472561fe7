"""Examples that would be accepted, made from the schemas and from one table of values that mean something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

Schema = dict[str, Any]

DEPTH: Final = 6


def identity(name: str) -> str:
    """The UUID that stands for a thing of that kind in every example."""
    return str(uuid5(NAMESPACE_URL, f"urn:mla-tracker:example:{name}"))


REQUEST: Final = identity("request")
OFFICER: Final = identity("officer")
COLLEAGUE: Final = identity("colleague")
DOCUMENT: Final = identity("document")
SUPERVISOR: Final = identity("supervisor")
STRANGER: Final = identity("stranger")
AUTHORITY: Final = identity("authority")
OTHER: Final = identity("other-request")
SIGHT: Final = identity("grant")

OF_PATHS: Final[Mapping[str, Any]] = {
    "requests/uuid": REQUEST,
    "grants/grant": SIGHT,
    "documents/document": DOCUMENT,
    "actions/action": "note",
    "events/sequence": 4,
    "authorities/uuid": AUTHORITY,
    "channels/key": "letter_exchange",
    "instruments/key": "budapest",
    "jurisdictions/code": "CN",
}
"""Parts of addresses, each by the part before it and its own name."""

VALUES: Final[Mapping[str, Any]] = {
    "ActionInput.note": "The desk at the ministry confirms that the letter has come in.",
    "Asked.choices": ["POL", "SOV"],
    "Asked.name": "ground",
    "AuthorityRef.name": "Ministry of Foreign Affairs",
    "AuthorityRef.uuid": AUTHORITY,
    "CorrectionInput.occurred_on": "2026-03-03",
    "Deadline.reason": None,
    "Deadline.version": 1,
    "Due.kind": "reply",
    "Document.uuid": DOCUMENT,
    "DocumentInput.file": "%PDF-1.7 letter",
    "EditInput.title": "Server logs of 3 March",
    "Event.action": "send",
    "Event.items": [],
    "Event.kind": "sent",
    "Grant.user": {"uuid": STRANGER, "name": "Sam Stranger"},
    "Grant.uuid": SIGHT,
    "GrantInput.user": COLLEAGUE,
    "Holder.name": "Ministry of Foreign Affairs",
    "Item.number": 1,
    "LinkInput.kind": "supplementary_to",
    "LinkInput.target": OTHER,
    "Offence.category": "computer_fraud",
    "Offence.description": "Computer fraud",
    "Offer.kind": "submitted",
    "OpeningInput.fallback_basis": "Reciprocity",
    "Person.aliases": "",
    "Person.identifiers": "",
    "Person.name": "John Doe",
    "PersonRef.name": "Ann Officer",
    "PersonRef.uuid": OFFICER,
    "PlaceRef.name": "United States",
    "Problem.errors": [{"detail": "Fill this in; it is needed now.", "pointer": "#/reason"}],
    "ReassignmentInput.officer": COLLEAGUE,
    "Reason.detail": "Fill this in; it is needed now.",
    "Reference.authority": "Ministry of Foreign Affairs",
    "Reference.number": "MFA/2026/118",
    "Result.kind": "arrests",
    "ResultInput.kind": "arrests",
    "Standing.tone": "with-them",
    "Standing.words": "Waits for Ministry of Foreign Affairs",
    "acknowledged_on": None,
    "action": "submit",
    "allowed": True,
    "answered_on": None,
    "article": "House rule",
    "authority": AUTHORITY,
    "case_number": "2026-0412",
    "channel": "letter_exchange",
    "closed_by": None,
    "closed_on": None,
    "code": "US",
    "codes": {"mode": "bag"},
    "content_type": "application/pdf",
    "country_desk": "",
    "currency": "",
    "custodian": "Example Hosting Ltd",
    "custody": "",
    "decided_on": None,
    "detail": "Fill this in; it is needed now.",
    "direction": "outgoing",
    "due_on": "2026-05-01",
    "earlier_contacts": "",
    "explanation": [{"text": "60 days from 2 Mar 2026", "key": "60 days from %(on)s", "params": {}}],
    "facts": "On 1 March 2026 somebody transferred money from an account that was not theirs.",
    "fallback_basis": "Reciprocity",
    "flags": ["information_asked"],
    "foreign_equivalent": "",
    "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "here": True,
    "instrument": "",
    "investigating_authority": "Cybercrime unit",
    "jurisdiction": "US",
    "key": "Submit for approval",
    "kind": "IP address",
    "language": "English",
    "languages_required": "English",
    "late_from": "2026-05-02T00:00:00Z",
    "legal_basis": "",
    "location": "",
    "maximum_penalty": "",
    "message": {"msgid": "Fill this in; it is needed now.", "params": {}},
    "name": "letter.pdf",
    "nationality": "US",
    "next": None,
    "number": 1,
    "occurred_on": "2026-03-03",
    "office": "BEJ",
    "officer": OFFICER,
    "opened_on": "2026-03-02",
    "params": {},
    "pointer": "#/reason",
    "precision": "day",
    "previous": None,
    "provision": "Section 263a of the Criminal Code",
    "purpose": "To find out who used the address.",
    "quantity": "2.00",
    "read_at": "Made by this office",
    "reason": "Entered under the wrong day.",
    "reference": "MLA-BEJ-2026-0001",
    "rule": "house.first_reply",
    "seen_version": 6,
    "sequence": 1,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "source": "page",
    "stage": "underway",
    "status": 422,
    "stop": "ministry",
    "supervisor": SUPERVISOR,
    "target": OTHER,
    "target_reference": "MLA-BEJ-2026-0002",
    "text": "Submit for approval",
    "their_reference": "",
    "title": "Server logs",
    "type": "SUBS",
    "until_on": "2026-06-01",
    "urgency_reason": "",
    "use_accepted_by": "",
    "use_accepted_on": None,
    "use_limitation": "",
    "user": OFFICER,
    "uuid": REQUEST,
    "value": "203.0.113.7",
    "version": 6,
    "waits_on": "them",
    "words": {"note": "Sent by bag."},
    "zone": "Asia/Shanghai",
}
"""Values by the name of the property, or by component and property where that differs."""

FORMATS: Final[Mapping[str, Any]] = {
    "date": "2026-03-02",
    "date-time": "2026-03-02T09:00:00Z",
    "time-local": "09:30:00",
    "uri": "https://tracker.example.org/api/v1/requests/",
    "email": "ann.officer@example.org",
    "decimal": "1.00",
    "binary": "",
}
TYPES: Final[Mapping[type, str]] = {
    str: "string",
    int: "integer",
    bool: "boolean",
    list: "array",
    dict: "object",
    type(None): "null",
}
KINDS: Final[Mapping[str, Any]] = {"boolean": False, "number": 0, "null": None}


class Examples:
    """Composes examples out of the components of one document."""

    def __init__(self, components: Mapping[str, Schema]) -> None:
        self._components = components
        self.named: dict[str, Schema] = {}

    def of_body(self, schema: Schema) -> Any:
        """What would be accepted: what must be sent, and what the table names for that very body."""
        return self._made(schema, whole=False)

    def of_answer(self, schema: Schema) -> Any:
        """An answer with everything in it."""
        return self._made(schema, whole=True)

    def shown(self, schema: Schema) -> Schema:
        """The example of an answer, by reference where its schema is one."""
        if "$ref" not in schema:
            return {"example": self.of_answer(schema)}
        name = schema["$ref"].rsplit("/", 1)[1]
        self.named.setdefault(name, {"value": self.of_answer(schema)})
        return {"examples": {name: {"$ref": f"#/components/examples/{name}"}}}

    def _made(self, schema: Schema, *, whole: bool, owner: str = "", name: str = "", depth: int = 0) -> Any:
        found = self._known(schema, owner, name)
        if found is not None:
            return found[0]
        if "$ref" in schema:
            component = schema["$ref"].rsplit("/", 1)[1]
            inner, short = self._components[component], _short(component)
            return self._made(inner, whole=whole, owner=short, name=name, depth=depth + 1)
        for key in ("oneOf", "anyOf", "allOf"):
            if key in schema:
                return self._made(schema[key][0], whole=whole, owner=owner, name=name, depth=depth)
        if "properties" in schema:
            return self._object(schema, whole=whole, owner=owner, depth=depth)
        if _kind(schema) == "array":
            entry = schema.get("items") or {"type": "string"}
            return [] if depth > DEPTH else [self._made(entry, whole=whole, name=name, depth=depth)]
        return _plain(schema, name)

    def _object(self, schema: Schema, *, whole: bool, owner: str, depth: int) -> Schema:
        needed = schema.get("required", ())
        return {
            name: self._made(inner, whole=whole, owner=owner, name=name, depth=depth)
            for name, inner in schema["properties"].items()
            if whole or name in needed or f"{owner}.{name}" in VALUES
        }

    def _known(self, schema: Schema, owner: str, name: str) -> tuple[Any] | None:
        """The value of the table, where it is of the kind that is asked for."""
        if "const" in schema:
            return (schema["const"],)
        for key in (f"{owner}.{name}", name):
            if key in VALUES and self._fits(schema, VALUES[key]):
                return (VALUES[key],)
        if "enum" in schema:
            return (schema["enum"][0],)
        return None

    def _fits(self, schema: Schema, value: Any) -> bool:
        """Whether the value is of the schema, as far as a value of the table can fail to be."""
        if "$ref" in schema:
            return self._fits(self._components[schema["$ref"].rsplit("/", 1)[1]], value)
        if "enum" in schema or "const" in schema:
            return value in schema.get("enum", (schema.get("const"),))
        if "oneOf" in schema:
            return any(self._fits(inner, value) for inner in schema["oneOf"])
        stated = schema.get("type", ())
        if TYPES[type(value)] not in ([stated] if isinstance(stated, str) else stated):
            return False
        if isinstance(value, list):
            return all(self._fits(schema.get("items", {}), entry) for entry in value)
        return _reads(schema, value) if isinstance(value, str) else _has(schema, value)


def _reads(schema: Schema, value: str) -> bool:
    is_identity = schema.get("format") != "uuid" or len(value) == len(REQUEST)
    return is_identity and bool(re.search(schema.get("pattern", ""), value))


def _has(schema: Schema, value: Any) -> bool:
    return not isinstance(value, dict) or set(schema.get("required", ())) <= value.keys()


def _short(component: str) -> str:
    return component.removeprefix("Patched").removesuffix("Request")


def _kind(schema: Schema) -> str:
    """The type, the first where there are several; an object where none is stated."""
    stated: str | list[str] = schema.get("type", "object")
    return stated if isinstance(stated, str) else stated[0]


def _plain(schema: Schema, name: str) -> Any:
    kind = _kind(schema)
    if schema.get("format") == "uuid":
        return identity(name)
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    if kind == "integer":
        return max(1, schema.get("minimum", 1))
    if kind == "string":
        return name.replace("_", " ").capitalize()[: schema.get("maxLength", 200)] or "Text"
    return {} if kind == "object" else KINDS[kind]
