"""The fonts of the pages, for paper: made of those of the web by `manage.py install_assets`, as programs read fonts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "static/vendor/plex/paper"
WEIGHTS: Final = ("400", "600")
PARTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "sans": ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "vietnamese"),
        "serif": ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "vietnamese"),
    }
)
"""The scripts that each is cut into for the web."""


def family(kind: str, part: str) -> str:
    """What one part is called on paper; the first part bears the name itself."""
    name = f"IBM Plex {kind.title()}"
    return name if part == PARTS[kind][0] else f"{name} {part}"


FAMILIES: Final = {kind: [family(kind, part) for part in parts] for kind, parts in PARTS.items()}
"""What a template asks for, in that order; where they are not installed, it has fonts of its own."""
