"""The commands that the README gives a newcomer, run as they are written.

`make test` is not run here: it is what runs this test.
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.servers import free_port

ROOT = Path(__file__).parents[2]
FIRST_SCREEN = "\n".join((ROOT / "README.md").read_text().splitlines()[:30])


def test_the_first_screen_says_how_to_run_and_test() -> None:
    block = re.search(r"```sh\n(.*?)```", FIRST_SCREEN, re.DOTALL)
    assert block
    assert [line.split("#")[0].strip() for line in block[1].splitlines()] == ["make run", "make test"]


def test_the_gate_runs_the_readme_test_command() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert re.search(r"^check: lint test\b", makefile, re.MULTILINE)
    assert "make --no-print-directory check" in (ROOT / ".ci" / "run").read_text()


def test_every_linked_file_is_there() -> None:
    links = re.findall(r"\]\(((?!https?:)[^)#]+)\)", (ROOT / "README.md").read_text())
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.readme
def test_make_run_starts_everything_and_a_second_time_keeps_the_data(tmp_path: Path) -> None:
    port = free_port()
    started = time.monotonic()
    with _make_run(tmp_path, port) as first:
        assert b"<form" in _page(f"http://localhost:{port}/", patience=1200, served_by=first)
        took_first = time.monotonic() - started
        assert _eventually((tmp_path / "beat-schedule.db"), (tmp_path / "beat-schedule.dat"))
    printed = (tmp_path / "printed.txt").read_text()
    assert f"http://localhost:{port}/" in printed
    assert re.search(r"\S+@\S+", printed), "no sign-in was printed"
    assert printed.rstrip().endswith("Stopped.")
    started = time.monotonic()
    with _make_run(tmp_path, port) as second:
        assert b"<form" in _page(f"http://localhost:{port}/", patience=600, served_by=second)
        # Some seconds against a minute; told apart by ratio, since machines differ and are busy.
        assert time.monotonic() - started < took_first / 2


@contextmanager
def _make_run(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`make run` as a terminal would start and interrupt it; what it prints is kept beside the data."""
    with (data / "printed.txt").open("wb") as stream:
        process = subprocess.Popen(
            ["make", "--no-print-directory", "run", f"PORT={port}"],
            cwd=ROOT,
            env=_environment() | {"MLA_DATA": str(data)},
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=180)
        assert not _answers(port), (data / "printed.txt").read_text()


def _environment() -> dict[str, str]:
    """That of a newcomer: nothing of the tests' own settings."""
    ours = ("MLA_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "MAKE", "MFLAGS", "PORT", "COV_", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _page(address: str, *, patience: float, served_by: subprocess.Popen[bytes] | None = None) -> bytes:
    """The page, once it is there; an error as soon as patience or the server has ended."""
    deadline = time.monotonic() + patience
    while True:
        try:
            with urlopen(address, timeout=30) as response:
                return bytes(response.read())
        except OSError:
            if time.monotonic() > deadline or (served_by and served_by.poll() is not None):
                raise
            time.sleep(0.5)


def _answers(port: int) -> bool:
    try:
        _page(f"http://localhost:{port}/health", patience=0)
    except OSError:
        return False
    return True


def _eventually(*files: Path) -> bool:
    """One of the files comes to be within two minutes."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not any(file.exists() for file in files):
        time.sleep(0.2)
    return any(file.exists() for file in files)
