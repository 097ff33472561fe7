"""What `make test` runs: every part of the suite that this machine can run, the last word being pytest's.

With CI=true or TESTS=all no part may be left out, and coverage is measured over the first: tracing doubles the time
of a part, and the others run the same code on other servers.
"""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass

from tests import servers
from tests.browsers import HOW_TO_GET_ONE, chromium

MEASURING = ("--cov", "--cov-report=")
BARS = {"*": 95, "workflows/*": 100}
"""How many of a hundred branches must be run, by the files they stand in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One run of pytest: which tests, on what, and why it cannot run here."""

    name: str
    arguments: tuple[str, ...]
    needs_servers: bool = False
    obstacle: str = ""


def parts() -> list[Part]:
    """The parts of the suite, the quick ones first."""
    absent = servers.missing()
    no_servers = f"{' and '.join(absent)} not found; {servers.HOW_TO_GET_THEM}" if absent else ""
    no_browser = "" if chromium() else f"no Chromium found; {HOW_TO_GET_ONE}"
    on_all_cores = ("-n", "auto")
    return [
        Part(name="SQLite", arguments=("-m", "not (browser or servers or readme)", *on_all_cores)),
        Part(
            name="PostgreSQL and Redis",
            arguments=("-m", "not (browser or readme)", *on_all_cores),
            needs_servers=True,
            obstacle=no_servers,
        ),
        Part(name="browser", arguments=("-m", "browser"), obstacle=no_browser),
        Part(name="README", arguments=("-m", "readme")),
    ]


def main() -> int:
    """Run the parts in turn, up to the first that fails; where all are required, none before all can run."""
    everything = "true" in os.environ.get("CI", "") or os.environ.get("TESTS") == "all"
    left_out = [part for part in parts() if part.obstacle]
    for part in left_out:
        _say(f"NOT RUN: the tests on {part.name}: {part.obstacle}")
    if left_out and everything:
        return 1
    todo = [part for part in parts() if not part.obstacle]
    for part in todo:
        _say(f"Tests: {part.name}")
        measured = everything and part == todo[0]
        code = _run(part, *MEASURING) if measured else _run(part)
        if code or (measured and not _covered()):
            return code or 1
    return 0


def _covered() -> bool:
    """Whether enough was run, with a table of what was not."""
    reports = [
        [sys.executable, "-m", "coverage", "report", f"--include={files}", f"--fail-under={bar}"]
        for files, bar in BARS.items()
    ]
    return not any(subprocess.run(report, check=False).returncode for report in reports)


def _run(part: Part, *options: str) -> int:
    with ExitStack() as stack:
        variables = stack.enter_context(servers.private_servers()) if part.needs_servers else {}
        command = [sys.executable, "-m", "pytest", *part.arguments, *options, *sys.argv[1:]]
        return subprocess.run(command, check=False, env=os.environ | variables).returncode


def _say(line: str) -> None:
    width = shutil.get_terminal_size().columns
    print(f"\n==== {line} ".ljust(width, "="), flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
