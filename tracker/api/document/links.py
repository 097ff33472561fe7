"""What can be done next with an answer: links from operations to operations (OpenAPI 3.1, 4.8.20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

Schema = dict[str, Any]

ONE: Final = "{uuid}/"
UUID: Final = "$response.body#/uuid"
FIRST: Final = "$response.body#/results/0/uuid"
VERSION: Final = "$response.body#/version"
SUCCESSES: Final = ("200", "201")


def linked(document: Schema) -> None:
    """Put the links into the document: what answers with a thing leads to what can be read and done there."""
    components = document["components"]
    links: dict[str, Schema] = {}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for status in SUCCESSES:
                answer = operation["responses"].get(status, {})
                names = dict(_from(path, _body(answer, components["schemas"]), document["paths"], components))
                if names:
                    links |= names
                    answer["links"] = {name: {"$ref": f"#/components/links/{name}"} for name in names}
    if links:
        components["links"] = dict(sorted(links.items()))


def _from(
    path: str, body: Schema, paths: Mapping[str, Schema], components: Schema
) -> Iterator[tuple[str, Schema]]:
    """Links by name, from an answer with this body at this path."""
    home = path.partition(ONE)[0]
    properties = body.get("properties", {})
    if "uuid" in properties:
        for target, operations in paths.items():
            if target.startswith(home + ONE) and "{" not in target.removeprefix(home + ONE).replace(
                "{action}", ""
            ):
                for operation in operations.values():
                    yield operation["operationId"], _link(operation, UUID, components)
    elif "results" in properties and (one := paths.get(home + ONE, {}).get("get")):
        yield f"{one['operationId']}_first", _link(one, FIRST, components)


def _link(operation: Schema, uuid: str, components: Schema) -> Schema:
    link: Schema = {"operationId": operation["operationId"], "parameters": {"uuid": uuid}}
    bodies = operation.get("requestBody", {}).get("content", {}).values()
    schemas = components["schemas"]
    if any("seen_version" in _resolved(each["schema"], schemas).get("properties", {}) for each in bodies):
        link["requestBody"] = {"seen_version": VERSION}
    return {**link, "description": operation["summary"]}


def _body(answer: Schema, schemas: Schema) -> Schema:
    return _resolved(answer.get("content", {}).get("application/json", {}).get("schema", {}), schemas)


def _resolved(schema: Schema, schemas: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    found: Schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
    return found
