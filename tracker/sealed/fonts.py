"""Whether this machine has fonts for the letters and reports that it may have to write."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

CORE: Final = "fonts-noto-core"
CJK: Final = "fonts-noto-cjk"

SAMPLES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "Arabic": ("وزارة العدل", CORE),
        "Armenian": ("Հայաստան", CORE),
        "Chinese": ("司法部", CJK),
        "Devanagari": ("न्याय मंत्रालय", CORE),
        "Georgian": ("საქართველო", CORE),
        "Hebrew": ("משרד המשפטים", CORE),
        "Japanese": ("法務省ひらがな", CJK),
        "Korean": ("법무부", CJK),
        "Thai": ("กระทรวงยุติธรรม", CORE),
    }
)
"""A name in each script that ministries write theirs in beside Latin, Greek and Cyrillic, and the package for it."""

PROJECT: Final = Path(__file__).resolve().parents[2]


@cache
def missing() -> Mapping[str, str]:
    """Scripts of which a sealed PDF cannot be written here, each with Debian's package that has a font for it."""
    names = {script: text for script, (text, _package) in SAMPLES.items()}
    return {script: SAMPLES[script][1] for script in unwritable(names)}


def unwritable(names: Mapping[str, str]) -> list[str]:
    """Keys of the texts that no sealed PDF can hold here.

    Asked of a process of its own: typst begins threads that a fork does not take along, and a worker forked after the
    start-up checks would wait for them for ever with its first letter.
    """
    program = [sys.executable, "-m", "tracker.sealed.writable"]
    asked = subprocess.run(  # noqa: S603  # our own module
        program, input=json.dumps(names), cwd=PROJECT, capture_output=True, text=True, check=True
    )
    found: list[str] = json.loads(asked.stdout)
    return found
