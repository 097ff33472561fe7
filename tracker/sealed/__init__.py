"""PDF sealed against change (PDF/A-3a, PDF/UA-1). What it says comes to the template as data, never as markup."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import typst

from tracker.sealed.plex import FAMILIES, FOLDER

logger = logging.getLogger(__name__)

ROOT: Final = Path(__file__).resolve().parents[1]
"""The folder in which templates lie, and what they share."""
SEALED: Final[list[Literal["a-3a", "ua-1"]]] = ["a-3a", "ua-1"]


def pdf_from(template: Path, data: Mapping[str, Any]) -> bytes:
    """The template filled in. Where no font has a sign of it, without the seal of an archive, which asks for all."""
    given = {"data": json.dumps(data), "fonts": json.dumps(FAMILIES)}
    source, root, fonts = str(template), str(ROOT), [str(FOLDER)]
    try:
        return typst.compile(source, root=root, font_paths=fonts, sys_inputs=given, pdf_standards=[*SEALED])
    except typst.TypstError:
        logger.warning("a document is no PDF/A: install fonts for its script (Noto)", exc_info=True)
        return typst.compile(source, root=root, font_paths=fonts, sys_inputs=given)
