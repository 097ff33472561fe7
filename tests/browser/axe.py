"""What axe-core takes for serious on a page.

Axe writes styles into the page to measure it, so whoever asks it goes past the content security policy.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Page

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = (360, 1440)
GRAVE = {"serious", "critical"}
CONTRAST = {"runOnly": ["color-contrast", "link-in-text-block"]}
UNFOLD = "document.querySelectorAll('main details').forEach(fold => { fold.open = true })"


def findings(page: Page, **options: Any) -> list[str]:
    """What axe takes for serious, each with the elements that it means."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **options})
    return [
        f"{page.url} {violation['id']}: {node['html']} {node['failureSummary']}"
        for violation in found["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def findings_in_both_themes(page: Page) -> list[str]:
    """All rules in light; in dark those that look at colours, since nothing else differs."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(UNFOLD)
    found = findings(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return found + [f"dark: {words}" for words in findings(page, **CONTRAST)]


def findings_on_both_screens(page: Page) -> list[str]:
    """In both themes on a phone and on a laptop: one loaded page that is resized, since loading it costs most."""
    found = []
    for width in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {words}" for words in findings_in_both_themes(page)]
    return found
