"""PDF sealed against change (PDF/A-3a, PDF/UA-1). What it says comes to the template as data, never as markup."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal

from tracker.sealed.plex import FAMILIES, FOLDER

logger = logging.getLogger(__name__)

ROOT: Final = Path(__file__).resolve().parents[1]
"""The folder in which templates lie, and what they share."""
PRINTER: Final = Path(__file__).with_name("printing.py")
SEALED: Final[list[Literal["a-3a", "ua-1"]]] = ["a-3a", "ua-1"]
SECONDS: Final = 120
"""Nothing takes so long; what does is given up."""
ONE_AT_A_TIME: Final = Lock()
"""A table of thousands of rows takes a gigabyte while it is printed: as many at once as are asked would take all."""


def pdf_from(template: Path, data: Mapping[str, Any]) -> bytes:
    """The template filled in. Where no font has a sign of it, without the seal of an archive, which asks for all.

    By a process of its own: typst keeps what it took for the last ten documents, whatever their size.
    """
    asked = {
        "source": str(template),
        "root": str(ROOT),
        "font_paths": [str(FOLDER)],
        "sys_inputs": {"data": json.dumps(data), "fonts": json.dumps(FAMILIES)},
        "standards": SEALED,
    }
    with ONE_AT_A_TIME:
        printer = subprocess.run(  # noqa: S603  # our own module
            [sys.executable, "-I", str(PRINTER)],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    if printer.stderr:
        logger.warning(
            "a document is no PDF/A: install fonts for its script (Noto). %s", printer.stderr.decode()
        )
    printer.check_returncode()
    return printer.stdout
