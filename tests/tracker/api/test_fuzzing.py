"""Everything that the document allows, and much that it does not, as every role: no fault, no lie, no way round.

In the gate every value is tried of most operations, and few examples are drawn at random; `make fuzz` tries all, and
draws as many as EXAMPLES says.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.tracker.api.fuzzing import SWEEPING, examine, seed
from tests.tracker.api.world import World, program
from tracker.api.document.views import document
from tracker.api.throttling import PerCaller
from tracker.casework.models import AssistanceRequest

ROLES = ("officer", "supervisor", "administrator", "auditor", "stranger")
MANY = int(os.environ.get("API_EXAMPLES", "0"))
FEW = 2
COVERED_BY = {"administrator": {"loading", "webhooks"}, "auditor": {"logs"}}
"""Whose calls of these parts get beyond a refusal; those of every other part do as an officer."""


REQUIRED = {"record_read": "?jurisdiction=CN&channel=treaty"}
"""Parameters without which there is no answer."""


@pytest.fixture(autouse=True)
def _no_limit_and_no_log(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(PerCaller, "THROTTLE_RATES", {"caller": None})
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("role", ROLES)
def test_the_api_does_what_its_document_says(world: World, role: str) -> None:
    secrets = seed(world)
    found = examine(
        getattr(world, role),
        examples=MANY or FEW,
        secrets=secrets,
        uncovered=frozenset() if MANY else _uncovered(role),
    )
    assert found.calls.total() > len(list(_operations()))
    assert not str(found), f"{found.calls}\n\n{found}"


def _uncovered(role: str) -> frozenset[str]:
    """The operations whose every value somebody else tries, or only `make fuzz`."""
    others = set().union(*(tags for name, tags in COVERED_BY.items() if name != role))
    own = COVERED_BY.get(role)
    return frozenset(
        operation["operationId"]
        for _path, _method, operation in _operations()
        if operation["operationId"] in SWEEPING
        or (operation["tags"][0] not in own if own else role != "officer" or operation["tags"][0] in others)
    )


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, ways in document()["paths"].items():
        yield from ((path, method, operation) for method, operation in ways.items())


def _addressed(path: str, operation: dict[str, Any], **others: str) -> str:
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            value = others.get(parameter["name"], parameter["example"])
            path = path.replace(f"{{{parameter['name']}}}", str(value))
    return path + REQUIRED.get(operation["operationId"], "")


def _asked(client: APIClient, path: str, method: str, operation: dict[str, Any]) -> tuple[int, bytes] | None:
    """Status and answer to the example of the operation; None where its body is no JSON."""
    contents = operation.get("requestBody", {}).get("content", {})
    if contents and "application/json" not in contents:
        return None
    body = contents["application/json"]["example"] if contents else None
    answer = getattr(client, method)(path, body, format="json" if contents else None)
    return answer.status_code, answer.getvalue() if answer.streaming else answer.content


@pytest.mark.parametrize("role", ROLES)
def test_no_operation_tells_of_a_request_that_its_caller_may_not_see(world: World, role: str) -> None:
    *words, uuid = seed(world)
    client = program(getattr(world, role))
    for path, method, operation in _operations():
        if "/requests/{uuid}/" in path:
            answer = _asked(client, _addressed(path, operation, uuid=uuid), method, operation)
            if answer is not None:
                assert answer[0] == 404, (path, method)
                assert not [word for word in [*words, uuid] if word.encode() in answer[1]], (path, method)


@pytest.mark.parametrize(
    ("path", "method", "operation"),
    [case for case in _operations() if "/requests/" in case[0]],
    ids=lambda value: value["operationId"] if isinstance(value, dict) else "",
)
def test_the_example_of_every_operation_is_accepted(
    world: World, path: str, method: str, operation: dict[str, Any]
) -> None:
    seed(world)
    if operation["operationId"] == "requests_adopt":
        AssistanceRequest.objects.update(is_adopted=False)
    where = _addressed(path, operation)
    answers = [_asked(program(user), where, method, operation) for user in (world.officer, world.supervisor)]
    assert not any(answers) or min(answer[0] for answer in answers if answer) < 300, answers
