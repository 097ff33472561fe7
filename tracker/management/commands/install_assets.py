"""Copies the style sheets, fonts and scripts of the pages, and the shapes of maps, to `tracker/static/vendor`.

They come from `node_modules`, those that draw the document of the API from a Python package.
"""

import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._n_a_m_e import NameRecord, makeName

from tracker.sealed import plex

# Only what is used: the packages hold hundreds of other files, and point at source maps not shipped.
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler/tabler.min.css",
    "@tabler/core/dist/css/tabler.rtl.min.css": "tabler/tabler.rtl.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler/tabler.min.js",
    "tom-select/dist/css/tom-select.bootstrap5.min.css": "tom-select/tom-select.bootstrap5.min.css",
    "tom-select/dist/js/tom-select.complete.min.js": "tom-select/tom-select.complete.min.js",
    "tom-select/LICENSE": "tom-select/LICENSE",
    "world-atlas/countries-110m.json": "world/countries-110m.json",
    "world-atlas/LICENSE": "world/LICENSE",
    "@fontsource/ibm-plex-sans/LICENSE": "plex/LICENSE",
}
# The package holds nine megabytes, ReDoc among them, which asks another host.
SWAGGER = ("swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "LICENSE")
FONTS = {
    "ibm-plex-sans": ("400", "400-italic", "500", "600"),
    "ibm-plex-serif": ("400", "400-italic", "500", "600"),
    "ibm-plex-mono": ("400", "500"),
}
SOURCE_MAP = re.compile(rb"(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*")
OLD_FORMAT = re.compile(r",\s*url\([^)]*\.woff\)\s*format\('woff'\)")
FONT_FILE = re.compile(r"url\(\./(files/[^)]*\.woff2)\)")
WINDOWS = (3, 1, 0x409)
"""Names in UTF-16, in English."""


class Command(BaseCommand):
    """Replaces the whole folder, so that no file of an earlier version stays behind."""

    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        packages = settings.BASE_DIR / "node_modules"
        if not packages.exists():
            raise CommandError(
                "node_modules is missing: run `npm ci` first, or `make setup`, which does it all."
            )
        vendor = settings.BASE_DIR / "tracker" / "static" / "vendor"
        shutil.rmtree(vendor, ignore_errors=True)
        for source, target in FILES.items():
            _write(vendor / target, SOURCE_MAP.sub(b"", (packages / source).read_bytes()))
        sidecar = files("drf_spectacular_sidecar") / "static" / "drf_spectacular_sidecar" / "swagger-ui-dist"
        for name in SWAGGER:
            _write(vendor / "swagger-ui" / name, SOURCE_MAP.sub(b"", (sidecar / name).read_bytes()))
        _write(vendor / "plex" / "plex.css", "\n".join(_fonts(packages, vendor)).encode())
        for kind, parts in plex.PARTS.items():
            for part in parts:
                _for_paper(packages, kind, part)


def _fonts(packages: Path, vendor: Path) -> Iterator[str]:
    """The style sheet of each weight in use, and beside it the font files that it names."""
    for family, weights in FONTS.items():
        folder = packages / "@fontsource" / family
        for weight in weights:
            sheet = OLD_FORMAT.sub("", (folder / f"{weight}.css").read_text())
            for file in FONT_FILE.findall(sheet):
                _write(vendor / "plex" / file, (folder / file).read_bytes())
            yield sheet


def _for_paper(packages: Path, kind: str, part: str) -> None:
    """One part of a family in each weight, as programs read fonts that write no pages of the web."""
    for weight in plex.WEIGHTS:
        name = f"ibm-plex-{kind}-{part}-{weight}-normal"
        source = packages / "@fontsource" / f"ibm-plex-{kind}" / "files" / f"{name}.woff"
        font = TTFont(source, recalcTimestamp=False)
        font.flavor = None
        font["name"].names = _names(plex.family(kind, part))
        plex.FOLDER.mkdir(parents=True, exist_ok=True)
        font.save(plex.FOLDER / f"{name}.ttf")


def _names(family: str) -> list[NameRecord]:
    """A family of its own: the web tells the parts of one apart by the signs that they hold, others by name.

    By the numbers of OpenType: family, style (its weight stands elsewhere), whole name, name in documents.
    """
    texts = {1: family, 2: "Regular", 4: family, 6: family.replace(" ", "-")}
    return [makeName(text, number, *WINDOWS) for number, text in texts.items()]


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
