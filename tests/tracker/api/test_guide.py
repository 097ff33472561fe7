"""The guide to the API, run as it is written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.clocks import MovableClock
from tests.tracker.api.world import make_world, token_for
from tracker.casework.models import AssistanceRequest

GUIDE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
HOW_TO_GET_THEM = "apt-get install curl"
SECONDS = 120


def _blocks(language: str) -> str:
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL))


def _run(live_server: LiveServer, clock: MovableClock, command: list[str], program: str) -> str:
    world = make_world(clock)
    variables = {
        **os.environ,
        "SITE": live_server.url,
        "OFFICER": token_for(world.officer),
        "SUPERVISOR": token_for(world.supervisor),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        command, input=program, env=variables, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert not done.stderr, done.stderr
    return done.stdout


def _was_answered(printed: str) -> None:
    row = AssistanceRequest.objects.get()
    assert row.their_reference == "MFA/2026/118"
    assert row.outcome == "executed"
    assert "executed" in printed
    assert re.search(r"2026-\d\d-\d\d .*\n", printed), "no deadline was printed"
    assert printed.splitlines()[-1].count("1"), "the report counts the request"


@pytest.mark.django_db(transaction=True)
def test_the_session_with_curl_does_what_it_says(live_server: LiveServer, clock: MovableClock) -> None:
    absent = [name for name in ("bash", "curl") if not shutil.which(name)]
    if absent and os.environ.get("CI") != "true":
        pytest.skip(f"NOT RUN, the guide's session needs {', '.join(absent)}: {HOW_TO_GET_THEM}")
    assert not absent, HOW_TO_GET_THEM
    printed = _run(live_server, clock, ["bash"], f"set -euo pipefail\n{_blocks('bash')}")
    _was_answered(printed)


@pytest.mark.django_db(transaction=True)
def test_the_session_in_python_does_what_it_says(live_server: LiveServer, clock: MovableClock) -> None:
    printed = _run(live_server, clock, [sys.executable, "-"], _blocks("python"))
    _was_answered(printed)
    assert re.search(r"^409 .* 1 < 6$", printed, re.MULTILINE), printed
