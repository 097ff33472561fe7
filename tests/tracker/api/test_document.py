"""The document of the API: complete, true as far as it can be read off, and the one that is served."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from tests.tracker.api.world import World, program
from tracker.api.document.views import document
from tracker.management.commands.generate_docs import pages

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi.yaml"
METHODS = {"get", "post", "put", "patch", "delete"}
EVERY_CALL = {"406", "429"}
OF_CALLERS = {"401", "403"}
Document = dict[str, Any]


@pytest.fixture(scope="module")
def whole() -> Document:
    return document()


def _operations(whole: Document) -> Iterator[tuple[str, str, Document]]:
    for path, ways in whole["paths"].items():
        yield from ((path, method, operation) for method, operation in ways.items())


def _resolved(whole: Document, node: Any) -> Any:
    while isinstance(node, dict) and "$ref" in node:
        found: Any = whole
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for inner in node.values():
            yield from _references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _references(inner)


def test_the_committed_document_is_the_one_that_the_code_makes() -> None:
    text = pages()["openapi.yaml"]
    assert COMMITTED.read_text(encoding="utf-8") == text, "Run manage.py generate_docs."
    assert yaml.safe_load(text) == document()


def test_it_is_made_without_a_warning_and_is_valid(whole: Document) -> None:
    document.__wrapped__()
    assert not GENERATOR_STATS, "manage.py spectacular --validate says what is missing."
    validate_schema(whole)  # type: ignore[no-untyped-call]
    assert whole["openapi"].startswith("3.1")


def test_every_reference_leads_somewhere(whole: Document) -> None:
    for reference in _references(whole):
        assert _resolved(whole, {"$ref": reference}), reference


def test_every_operation_says_what_it_does(whole: Document) -> None:
    told = {tag["name"]: tag["description"] for tag in whole["tags"]}
    identities = set()
    for path, method, operation in _operations(whole):
        assert method in METHODS
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", operation["operationId"]), (path, method)
        assert operation["operationId"] not in identities
        identities.add(operation["operationId"])
        assert operation["summary"], (path, method)
        assert operation["description"], (path, method)
        assert all(told[tag] for tag in operation["tags"]), (path, method)


def test_every_operation_says_what_can_be_refused(whole: Document) -> None:
    for path, method, operation in _operations(whole):
        answers = operation["responses"]
        assert answers.keys() >= EVERY_CALL, (path, method)
        assert {} in operation["security"] or answers.keys() >= OF_CALLERS, (path, method)
        assert "{" not in path or "404" in answers, (path, method)
        for status, reference in answers.items():
            answer = _resolved(whole, reference)
            assert answer["description"], (path, method, status)
            if status >= "400":
                assert _given(whole, answer["content"]["application/problem+json"])[0]["status"] == int(
                    status
                )


def test_the_headers_of_answers_are_described(whole: Document) -> None:
    made = whole["paths"]["/api/v1/requests/"]["post"]["responses"]["201"]
    assert made["headers"].keys() == {"ETag", "Location", "Idempotent-Replayed"}
    for path, method, operation in _operations(whole):
        if method == "post":
            done = min(operation["responses"].items())[1]
            assert "Idempotent-Replayed" in done["headers"], path
    assert "Retry-After" in whole["components"]["responses"]["TooOften"]["headers"]
    assert "WWW-Authenticate" in whole["components"]["responses"]["NotSignedIn"]["headers"]


def test_every_example_is_of_its_schema(whole: Document) -> None:
    count = 0
    for schema, example, where in _examples(whole):
        rooted = {"$ref": "#/schema", "schema": schema, "components": whole["components"]}
        errors = [error.message for error in Draft202012Validator(rooted).iter_errors(example)]
        assert not errors, (where, errors)
        count += 1
    assert count > 30


def _examples(whole: Document) -> Iterator[tuple[Any, Any, object]]:
    for path, method, operation in _operations(whole):
        where = (path, method)
        for parameter in operation.get("parameters", ()):
            if "example" in parameter:
                yield parameter["schema"], parameter["example"], (*where, parameter["name"])
        bodies = [operation.get("requestBody", {})]
        bodies += [_resolved(whole, answer) for answer in operation["responses"].values()]
        for body in bodies:
            for kind, content in body.get("content", {}).items():
                if "json" in kind:
                    given = _given(whole, content)
                    assert given or not content["schema"], where
                    yield from ((content["schema"], example, where) for example in given)


def _given(whole: Document, content: Document) -> list[Any]:
    """The examples of a body, written there or referred to."""
    own = [content["example"]] if "example" in content else []
    return own + [_resolved(whole, each)["value"] for each in content.get("examples", {}).values()]


def test_what_is_sent_has_no_names_that_are_not_asked_for(whole: Document) -> None:
    bodies = [
        operation["requestBody"]
        for _path, _method, operation in _operations(whole)
        if "requestBody" in operation
    ]
    sent = set(_references(bodies))
    while more := {one for name in sent for one in _references(_resolved(whole, {"$ref": name}))} - sent:
        sent |= more
    assert "#/components/schemas/PersonRequest" in sent
    objects = {name: _resolved(whole, {"$ref": name}) for name in sent}
    open_ones = [
        name
        for name, schema in objects.items()
        if schema["type"] == "object" and schema.get("additionalProperties") is not False
    ]
    assert open_ones == []


def test_text_that_is_sent_has_no_nul(whole: Document) -> None:
    title = whole["components"]["schemas"]["OpeningInputRequest"]["properties"]["title"]
    assert not re.search(title["pattern"], "a\0b")
    assert not re.search(title["pattern"], "  ")
    assert re.search(title["pattern"], " Server logs\n")


def test_no_limit_is_one_of_a_database(whole: Document) -> None:
    assert str(2**63 - 1) not in json.dumps(whole)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "accept", ["application/json", "application/yaml", "application/vnd.oai.openapi", "*/*"]
)
def test_it_is_served_to_everybody_in_the_form_that_they_accept(accept: str) -> None:
    answer = APIClient().get("/api/v1/schema/", HTTP_ACCEPT=accept)
    assert answer.status_code == 200
    assert answer["Content-Type"].split(";")[0] in {accept, "application/json"}
    assert yaml.safe_load(answer.content) == document()


def test_it_is_the_same_for_whoever_is_signed_in(world: World) -> None:
    assert program(world.auditor).get("/api/v1/schema/").json() == document()
