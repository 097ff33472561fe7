"""Starts MLA Tracker on this machine: pages, worker and schedule, until Ctrl-C."""

import argparse
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

SECONDS_TO_STOP = 20
PR_SET_PDEATHSIG = 1  # of Linux' prctl(2)


class Command(BaseCommand):
    """Prepares the data, prints the address, and watches three children.

    Each child has a session of its own, so that the terminal's Ctrl-C reaches this process alone: a Celery
    worker that is told twice to stop drops its tasks. When one child ends, all end.
    """

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        with _only_one(settings.DATA / "run.lock"):
            _refuse_taken(port)
            call_command("migrate", verbosity=0)
            call_command("first_start")
            self.stdout.write(f"MLA Tracker answers at http://localhost:{port}/ (Ctrl-C stops it)")
            self.stdout.flush()
            ended = _supervise(_commands(port))
        if ended:
            raise CommandError(f"{ended} ended by itself, so everything was stopped. Its message is above.")
        self.stdout.write("Stopped.")


def _commands(port: int) -> dict[str, list[str]]:
    """What to start, by name."""
    gunicorn = ["gunicorn", "tracker.wsgi", f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4"]
    worker = ["celery", "-A", "tracker", "-q", "worker", "--concurrency=1", "--loglevel=WARNING"]
    beat = [
        "celery",
        "-A",
        "tracker",
        "-q",
        "beat",
        f"--pidfile={settings.DATA / 'beat.pid'}",
        "--loglevel=WARNING",
    ]
    return {
        "The web server": [*gunicorn, "--log-level=warning", "--graceful-timeout=10", "--no-control-socket"],
        "The worker": [*worker, "--without-gossip", "--without-mingle", "--without-heartbeat"],
        "The schedule": beat,
    }


def _supervise(commands: dict[str, list[str]]) -> str:
    """Run the commands until a signal comes ("") or one of them ends (its name); then stop them all."""
    told: list[int] = []

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda told_number, _frame: told.append(told_number))
    children = {name: _start(command) for name, command in commands.items()}
    ended = ""
    while not told and not ended:
        time.sleep(0.2)
        ended = next((name for name, child in children.items() if child.poll() is not None), "")
    _stop(list(children.values()))
    return ended


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  # our own commands
        [sys.executable, "-m", *command],
        cwd=settings.BASE_DIR,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  # no threads here
    )


def _die_with_parent() -> None:
    """Even after a kill -9 of this process nothing stays behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask each once; after the time to stop, kill the group of whoever is left."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Hold the lock of this data folder: two schedules never run on it, so a pidfile left behind may go."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError(
                f"MLA Tracker already runs on {path.parent}. Stop it, or set MLA_DATA."
            ) from error
        (path.parent / "beat.pid").unlink(missing_ok=True)
        yield


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(f"Port {port} is taken. Choose another: make run PORT={port + 1}") from error
