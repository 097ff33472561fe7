"""Examples that would be accepted, made from the schemas and from the table of values that mean something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from tracker.api.document.values import REQUEST, VALUES, identity

Schema = dict[str, Any]

DEPTH: Final = 6
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
