"""Whether this machine has fonts for the letters and reports that it may have to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import typst

from tracker.sealed import SEALED

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


@cache
def missing() -> Mapping[str, str]:
    """Scripts of which a sealed PDF cannot be written here, each with Debian's package that has a font for it."""
    if _writes(" ".join(text for text, _package in SAMPLES.values())):
        return {}
    return dict(_missing())


def _missing() -> Iterator[tuple[str, str]]:
    for script, (text, package) in SAMPLES.items():
        if not _writes(text):
            yield script, package


def _writes(text: str) -> bool:
    source = f'#set document(title: "Fonts")\n#set text(lang: "en")\n{text}'
    try:
        typst.compile(source.encode(), pdf_standards=[*SEALED])
    except typst.TypstError:
        return False
    return True
