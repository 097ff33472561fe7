"""Calls at once under one key: one of them does it, all of them get its answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.clocks import MovableClock
from tests.tracker.api.test_writing import NEW, post
from tests.tracker.api.world import World, make_world, program
from tests.tracker.casework.test_races import at_once, in_a_file
from tracker.casework.models import AssistanceRequest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None, clock: MovableClock, tmp_path: Path) -> Iterator[World]:
    with in_a_file(tmp_path / "race.sqlite3") if connection.vendor == "sqlite" else nullcontext():
        yield make_world(clock)


def test_one_of_several_calls_under_a_key_does_it(world: World) -> None:
    client = program(world.officer)

    def call(_number: int) -> Any:
        return post(client, "requests/", NEW, **{"Idempotency-Key": "a"})

    answers: list[Any] = at_once(call)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["uuid"] for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == len(answers) - 1
    assert AssistanceRequest.objects.count() == 1
