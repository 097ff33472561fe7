"""Celery workers and beats as processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from django.db import connection

from tracker.celery import app
from tracker.wakeups import Wakeup

SECONDS_TO_WAIT = 120
CELERY = (sys.executable, "-m", "celery", "-A", "tracker")
QUICK = ("--without-mingle", "--without-gossip", "--without-heartbeat")
DIES_AT = "dies-at"


class Worker:
    """A worker with two processes, so that two tasks run at once."""

    def __init__(self, process: subprocess.Popen[bytes], queue: str, log: Path) -> None:
        self.process = process
        self.queue = queue
        self.log = log

    def wake(self, wakeup: Wakeup) -> None:
        """Send a wake-up that this worker alone takes."""
        app.send_task(wakeup.value, queue=self.queue)

    def do(self, wakeup: Wakeup) -> None:
        """Have a task done, and wait for its end."""
        done = self._done(wakeup)
        self.wake(wakeup)
        until(lambda: self._done(wakeup) > done, f"the end of {wakeup}")

    def die_at(self, point: str, wakeup: Wakeup, *, calls: int = 1) -> None:
        """Have a task done, and its process killed at the point; fails where the task never comes there."""
        done = self._done(wakeup)
        file = self.log.with_name(DIES_AT)
        file.write_text(f"{point} {calls} {uuid4()}")
        self.wake(wakeup)
        until(lambda: not file.exists() or self._done(wakeup) > done, f"a death at {point}")
        assert not file.exists(), f"nobody came to {point}"

    def kill(self) -> None:
        """Kill it with all its processes, as a power cut does."""
        _kill(self.process)

    def _done(self, wakeup: Wakeup) -> int:
        return sum(
            f"Task {wakeup}[" in line and " succeeded in " in line
            for line in self.log.read_text().splitlines()
        )


@contextmanager
def worker(*, mail_port: int, log: Path, **environment: str) -> Iterator[Worker]:
    """Run a worker on this test's database until the end of the block.

    It does what it is told to by the test. What it tells itself nobody hears, unless a ``FAULTS_QUEUE`` is given.
    """
    queue = environment.get("FAULTS_QUEUE", f"faults-{uuid4()}")
    command = [
        *CELERY,
        "worker",
        "--concurrency=2",
        "--loglevel=INFO",
        *QUICK,
        f"--queues={queue}",
        f"--hostname={uuid4()}@localhost",
    ]
    process = _started(command, log=log, EMAIL_PORT=str(mail_port), **environment)
    running = Worker(process, queue, log)
    try:
        yield running
    finally:
        running.kill()


@contextmanager
def beat(*, log: Path, **environment: str) -> Iterator[None]:
    """Run a beat until the end of the block, which wakes the workers of its ``FAULTS_QUEUE``."""
    command = [*CELERY, "beat", "--pidfile=", f"--schedule={log.with_suffix('.schedule')}", "--loglevel=INFO"]
    process = _started(command, log=log, **environment)
    try:
        yield
    finally:
        _kill(process)


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until the condition holds."""
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {SECONDS_TO_WAIT} seconds")
        time.sleep(0.02)


def _started(command: list[str], *, log: Path, **environment: str) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            env=surroundings(log) | environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def surroundings(log: Path) -> dict[str, str]:
    """Of a process that shares this test's database, and is told beside ``log`` where to die."""
    database = connection.settings_dict
    assert connection.vendor == "postgresql", (
        "run these by: python -m tests.servers python -m pytest tests/faults"
    )
    place = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "DATABASE_URL": f"postgresql://{database['USER']}:{database['PASSWORD']}@{place}",
        "FAULTS_DIES_AT": str(log.with_name(DIES_AT)),
        "EMAIL_HOST": "127.0.0.1",
    }
