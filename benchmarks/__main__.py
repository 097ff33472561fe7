"""`python -m benchmarks --requests N`: fill the database with as many, measure, and print the table.

The database is that of DATABASE_URL; it must hold nobody's requests. `python -m tests.servers python -m benchmarks …`
gives it a private one.
"""

import argparse
import os
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from benchmarks.measuring import Effort  # noqa: E402
from benchmarks.running import PARTS, run  # noqa: E402


def main() -> None:
    """Read what is wanted, and run it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000, metavar="N", help="fill up to so many")
    parser.add_argument("--times", type=int, default=25, metavar="N", help="repeat each case so often")
    parser.add_argument(
        "--only", nargs="*", default=(), metavar="WORD", help="only cases whose name has one of the words"
    )
    parser.add_argument("--part", nargs="*", default=(), choices=PARTS, help="only these parts")
    parser.add_argument("--results", type=Path, metavar="FILE", help="add the table to this file, too")
    options = parser.parse_args()
    effort = Effort(times=options.times)
    lines = run(requests=options.requests, effort=effort, only=options.only, parts=options.part, say=print)
    text = "\n".join(lines)
    if options.results:
        with options.results.open("a") as file:
            file.write(f"\n{text}\n")


if __name__ == "__main__":
    main()
