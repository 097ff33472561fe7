"""Celery workers as processes of their own."""

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

SECONDS_TO_WAIT = 600


class Worker:
    """A worker with two processes, so that two tasks run at once."""

    def __init__(self, process: subprocess.Popen[bytes], queue: str) -> None:
        self.process = process
        self.queue = queue

    def wake(self, wakeup: Wakeup) -> None:
        """Send a wake-up that this worker alone takes."""
        app.send_task(wakeup.value, queue=self.queue)

    def kill(self) -> None:
        """Kill it with all its processes, as a power cut does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def worker(*, mail_port: int, log: Path) -> Iterator[Worker]:
    """Run a worker on this test's database until the end of the block."""
    queue = f"faults-{uuid4()}"
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tracker",
        "worker",
        "--concurrency=2",
        "--loglevel=INFO",
    ]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, f"--hostname={queue}@localhost"],
            env=_environment(queue, mail_port),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    running = Worker(process, queue)
    try:
        yield running
    finally:
        running.kill()


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until the condition holds."""
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {SECONDS_TO_WAIT} seconds")
        time.sleep(0.02)


def _environment(queue: str, mail_port: int) -> dict[str, str]:
    database = connection.settings_dict
    assert connection.vendor == "postgresql", (
        "run these by: python -m tests.servers python -m pytest tests/faults"
    )
    place = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "DATABASE_URL": f"postgresql://{database['USER']}:{database['PASSWORD']}@{place}",
        "FAULTS_QUEUE": queue,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_port),
    }
