"""`manage.py run`: what it refuses, and that nothing of it is left behind."""

import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from tracker.management.commands import run

SLEEP = ["-c", "import time; time.sleep(60)"]
STUBBORN = [
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]


@pytest.fixture(autouse=True)
def _plain_python(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the given arguments instead of a module, and give the signals back afterwards."""
    start = subprocess.Popen

    def popen(command: list[str], **options: Any) -> Any:
        return start([sys.executable, *command[2:]], **options)

    monkeypatch.setattr(subprocess, "Popen", popen)
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def _interrupt_after(seconds: float) -> None:
    threading.Timer(seconds, signal.raise_signal, [signal.SIGINT]).start()


def test_one_interrupt_stops_all_children() -> None:
    _interrupt_after(0.5)
    started = time.monotonic()
    assert run._supervise({"one": SLEEP, "two": SLEEP}) == ""
    assert time.monotonic() - started < 10


def test_a_child_that_ends_is_named_and_ends_the_others() -> None:
    assert run._supervise({"The worker": ["-c", "raise SystemExit(3)"], "other": SLEEP}) == "The worker"


def test_whoever_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "SECONDS_TO_STOP", 0.5)
    child = run._start(STUBBORN)
    time.sleep(0.5)
    run._stop([child])
    assert child.wait(timeout=60) == -signal.SIGKILL


def test_a_taken_port_is_refused_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            CommandError, match=f"Port {port} is taken. Choose another: make run PORT={port + 1}"
        ):
            run._refuse_taken(port)


def test_two_never_run_on_the_same_data(tmp_path: Path) -> None:
    (tmp_path / "beat.pid").write_text("1")
    with run._only_one(tmp_path / "run.lock"):
        assert not (tmp_path / "beat.pid").exists()
        with pytest.raises(CommandError, match="already runs on"), run._only_one(tmp_path / "run.lock"):
            pass


def test_the_three_processes() -> None:
    commands = run._commands(8123)
    assert list(commands) == ["The web server", "The worker", "The schedule"]
    assert "--bind=127.0.0.1:8123" in commands["The web server"]
