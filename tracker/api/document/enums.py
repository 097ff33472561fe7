"""Closed lists under the names that the code gives them, wherever they are used."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

from tracker.accounts.choices import Scope
from tracker.casework.filters import State
from tracker.casework.lateness import Owing
from tracker.directory.dates import DatePrecision
from tracker.directory.models import AuthorityKind, JurisdictionKind
from tracker.directory.queries.bindings import Answer
from workflows import registry, vocabulary
from workflows.deadlines import Mark
from workflows.engine import FieldName
from workflows.occurrence import Precision

OTHERS: Final[tuple[type[Enum], ...]] = (
    Answer, AuthorityKind, DatePrecision, FieldName, JurisdictionKind, Mark, Owing, Precision, Scope, State,
)  # fmt: skip


def _named() -> dict[frozenset[str], str]:
    words = (getattr(vocabulary, name) for name in vocabulary.__all__)
    lists = [entry for entry in words if isinstance(entry, type) and issubclass(entry, Enum)]
    names = {frozenset(registry.CHANNELS): "ChannelCode", frozenset(registry.INSTRUMENTS): "InstrumentCode"}
    # The outcomes of a request and of an item are the same list: it has the shorter name.
    for entry in sorted((*lists, *OTHERS), key=lambda entry: len(entry.__name__)):
        names.setdefault(frozenset(str(member.value) for member in entry), f"{entry.__name__}Code")
    return names


NAMES: Final = _named()


def named(node: Any, components: dict[str, Any]) -> Any:
    """The part of the document with every known list by reference, put among ``components`` as it is met."""
    if isinstance(node, list):
        return [named(entry, components) for entry in node]
    if not isinstance(node, dict):
        return node
    parts = {key: named(value, components) for key, value in without_id(node).items()}
    values = parts.get("enum")
    return _referred(parts, values, components) if isinstance(values, list) else parts


def without_id(node: dict[str, Any]) -> dict[str, Any]:
    """The schema without the mark by which its maker tells lists apart."""
    return {key: value for key, value in node.items() if key != "x-spec-enum-id"}


def _referred(schema: dict[str, Any], values: list[Any], components: dict[str, Any]) -> dict[str, Any]:
    schema.pop("minLength", None)
    codes = [value for value in values if value not in ("", None)]
    name = NAMES.get(frozenset(map(str, codes)))
    if name is None:
        return schema
    components.setdefault(name, {"type": "string", "enum": codes})
    rest = {key: value for key, value in schema.items() if key not in {"enum", "type"}}
    also = [{"type": "string", "const": ""}] if "" in values else []
    also += [{"type": "null"}] if None in values else []
    whole: dict[str, Any] = {"$ref": f"#/components/schemas/{name}"}
    return {**rest, "oneOf": [whole, *also]} if also else {**whole, **rest}
