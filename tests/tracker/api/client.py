"""A national case system, as small as one can be: the standard library and a token, nothing of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

TIMEOUT = 120


class RefusedError(Exception):
    """The tracker said no, and why."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.problem = problem
        super().__init__(problem["detail"])


@dataclass(frozen=True, kw_only=True)
class CaseSystem:
    """Calls the tracker at ``site`` with ``token``."""

    site: str
    token: str

    def get(self, address: str) -> Any:
        """What the tracker answers to a read."""
        return self._call("GET", address)

    def post(self, address: str, body: dict[str, Any]) -> Any:
        """What the tracker answers to a write; repeated once under the same key, as after a lost answer."""
        key = str(uuid4())
        first, again = (self._call("POST", address, body, key=key) for _time in range(2))
        assert first == again
        return first

    def every(self, address: str) -> Iterator[dict[str, Any]]:
        """All rows of a list, page after page."""
        page = self.get(address)
        while page:
            yield from page["results"]
            page = self.get(page["next"].removeprefix(f"{self.site}/api/v1/")) if page["next"] else None

    def act(self, request: dict[str, Any], action: str, on: str, **fields: Any) -> dict[str, Any]:
        """Do ``action`` on the day, if it is offered, with what the offer says that it asks for."""
        offers = {offer["action"]: offer for offer in request["available_actions"]}
        assert offers[action]["allowed"], offers[action]["reasons"]
        asked = {field["name"] for field in offers[action]["asks_for"]}
        assert fields.keys() <= asked
        body = {"seen_version": request["version"], "occurred_on": on, **fields}
        answer: dict[str, Any] = self.post(f"requests/{request['uuid']}/actions/{action}/", body)
        return answer

    def read(self, request: dict[str, Any], **shape: str) -> dict[str, Any]:
        """The request as this caller sees it now."""
        query = "&".join(f"{name}={value}" for name, value in shape.items())
        answer: dict[str, Any] = self.get(f"requests/{request['uuid']}/?{query}")
        return answer

    def _call(self, method: str, address: str, body: dict[str, Any] | None = None, *, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        data = None if body is None else json.dumps(body).encode()
        call = Request(f"{self.site}/api/v1/{address}", data=data, headers=headers, method=method)
        try:
            with urlopen(call, timeout=TIMEOUT) as answer:  # our own server
                return json.load(answer)
        except HTTPError as error:
            raise RefusedError(json.load(error)) from None
