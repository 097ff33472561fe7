"""The last hand on the document: what concerns all of it."""

from __future__ import annotations

import importlib
from typing import Any, Final

from tracker.api import document as here
from tracker.api.document import answers, words
from tracker.api.document.enums import named, without_id
from tracker.api.document.examples import Examples
from tracker.api.document.links import linked
from tracker.api.document.values import OF_PATHS, identity
from tracker.api.shaping import FIELDS

Schema = dict[str, Any]

PARTS: Final = ("paths", "webhooks")
SUCCESSES: Final = ("200", "201")
ROOT: Final = here.__name__.rpartition(".")[0]


def finished(result: Schema, generator: Any, **_asked: Any) -> Schema:
    """The document with its beginning, names for closed lists, examples and links; the same for the same code."""
    schemas: dict[str, Any] = {}
    result |= {key: named(result[key], schemas) for key in PARTS if key in result}
    # Built anew: what the webhooks refer to came after.
    result["components"] = generator.registry.build({})
    given = result["components"]["schemas"]
    lists = {name: without_id(schema) for name, schema in given.items() if "enum" in schema}
    whole = {
        **{name: named(schema, schemas) for name, schema in given.items() if name not in lists},
        **lists,
        **schemas,
    }
    result["components"] = {
        **result["components"],
        **answers.components(),
        "schemas": dict(sorted(whole.items())),
    }
    examples = Examples(result["components"]["schemas"])
    for path, operations in result["paths"].items():
        for operation in operations.values():
            _shape(operation, result["components"]["schemas"])
            _exemplify(path, operation, examples)
    result["components"]["examples"] = dict(sorted(examples.named.items()))
    linked(result)
    return {**_beginning(result), **{key: result[key] for key in (*PARTS, "components") if key in result}}


def _beginning(result: Schema) -> Schema:
    used = sorted({tag for ways in result["paths"].values() for way in ways.values() for tag in way["tags"]})
    return {
        "openapi": result["openapi"],
        "info": {**result["info"], "description": words.DESCRIPTION},
        "servers": [{"url": "/", "description": "This server."}],
        "tags": [{"name": tag, "description": _about(tag)} for tag in used],
    }


def _about(tag: str) -> str:
    """The first line of the part of the API that the tag is named for."""
    return str(importlib.import_module(f"{ROOT}.{tag}").__doc__).splitlines()[0]


def _shape(operation: Schema, schemas: Schema) -> None:
    """Name the fields that ``fields`` can ask for."""
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == FIELDS and parameter["schema"].get("type") == "array":
            names = sorted(_properties(operation, schemas))
            parameter["schema"] = {"type": "array", "items": {"type": "string", "enum": names}}


def _properties(operation: Schema, schemas: Schema) -> set[str]:
    for status in SUCCESSES:
        for content in operation["responses"].get(status, {}).get("content", {}).values():
            found = _resolved(content["schema"], schemas).get("properties", {})
            if "results" in found:
                found = _resolved(found["results"]["items"], schemas)["properties"]
            return set(found)
    return set()


def _resolved(schema: Schema, schemas: Schema) -> Schema:
    return schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def _exemplify(path: str, operation: Schema, examples: Examples) -> None:
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path" and not parameter.keys() & {"example", "examples"}:
            parameter["example"] = _of_path(path, parameter)
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if not content.keys() & {"example", "examples"}:
            content["example"] = examples.of_body(content["schema"])
    for answer in operation["responses"].values():
        for kind, content in answer.get("content", {}).items():
            if "json" in kind and not content.keys() & {"example", "examples"}:
                content.update(examples.shown(content["schema"]))


def _of_path(path: str, parameter: Schema) -> Any:
    before = path.partition(f"/{{{parameter['name']}}}")[0].rsplit("/", 1)[1]
    key = f"{before}/{parameter['name']}"
    schema = parameter["schema"]
    if key in OF_PATHS:
        return OF_PATHS[key]
    if schema.get("format") == "uuid":
        return identity(before)
    if "enum" in schema:
        return schema["enum"][0]
    return 1 if schema.get("type") == "integer" else parameter["name"]
