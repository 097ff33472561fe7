"""Private, throw-away PostgreSQL and Redis servers, started from the programs installed on this machine.

`python -m tests.servers COMMAND` runs a command with DATABASE_URL and REDIS_URL pointing at them.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

HOW_TO_GET_THEM = "apt-get install postgresql redis-server"
SECONDS_TO_START = 180


def missing() -> list[str]:
    """The programs that are not on this machine."""
    found = {"initdb": _postgresql_programs(), "redis-server": shutil.which("redis-server")}
    return [name for name, place in found.items() if not place]


@contextmanager
def private_servers() -> Iterator[dict[str, str]]:
    """Start both, hand out the variables that point at them, and leave nothing behind."""
    with ExitStack() as stack:
        folder = stack.enter_context(server_folder())
        yield {
            "DATABASE_URL": stack.enter_context(postgresql(folder / "postgresql")),
            "REDIS_URL": stack.enter_context(redis(folder)),
        }


@contextmanager
def server_folder() -> Iterator[Path]:
    """A folder in which a server may write, until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="mla-tracker-servers-") as name:
        if account := _account():
            shutil.chown(name, account)
        yield Path(name)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL that may lose its data at any time, which makes it quick; its address."""
    programs = _postgresql_programs()
    assert programs, f"initdb was not found: {HOW_TO_GET_THEM}"
    port = str(free_port())
    initdb = [f"{programs}/initdb", "-D", str(folder), "--auth=trust", "--username=tracker", "--no-sync"]
    _do([*initdb, "--encoding=UTF8", "--locale=C.UTF-8"])
    options = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": "200",
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
    }
    server = [
        f"{programs}/postgres",
        "-D",
        str(folder),
        *(f"-c{name}={value}" for name, value in options.items()),
    ]
    to_server = ["-h", "127.0.0.1", "-p", port, "-U", "tracker"]
    with _running(server, log=folder.with_suffix(".log"), stop=signal.SIGINT):
        _wait(lambda: _succeeds([f"{programs}/pg_isready", *to_server]), "PostgreSQL")
        _do([f"{programs}/createdb", *to_server, "tracker"])
        yield f"postgresql://tracker@127.0.0.1:{port}/tracker"


@contextmanager
def redis(folder: Path, *, port: int | None = None) -> Iterator[str]:
    """A Redis that keeps nothing; its address. One that comes back has the ``port`` that it had."""
    port = port or free_port()
    server = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with _running(server, log=folder / "redis.log", stop=signal.SIGTERM):
        _wait(lambda: _listens(port), "Redis")
        yield f"redis://127.0.0.1:{port}"


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgresql_programs() -> Path | None:
    """The folder of the newest PostgreSQL; Debian keeps it off the search path."""
    debian = [file.parent for file in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _account() -> str | None:
    """Whom root lends the servers to: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _do(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, user=_account(), cwd="/", capture_output=True)


def _succeeds(command: Sequence[str]) -> bool:
    return not subprocess.run(command, check=False, user=_account(), cwd="/", capture_output=True).returncode


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def _running(command: Sequence[str], *, log: Path, stop: signal.Signals) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, user=_account(), cwd="/", stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield
    finally:
        process.send_signal(stop)
        process.wait(timeout=SECONDS_TO_START)


def _wait(ready: Callable[[], bool], name: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{name} did not start within {SECONDS_TO_START} seconds.")
        time.sleep(0.1)


if __name__ == "__main__":
    with private_servers() as variables:
        sys.exit(subprocess.run(sys.argv[1:], check=False, env=os.environ | variables).returncode)
