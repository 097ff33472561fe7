"""Processes that kill themselves at a chosen point: a file names it, and is gone once one has died there."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tracker.reminders.services import sweeping

BEFORE: Final = "before"
AFTER: Final = "after"

PLACES: Final = (
    "tracker.enquiries.services.writing:_keep",
    "tracker.enquiries.services.writing:_store",
    "tracker.enquiries.services.writing:_worded",
    "tracker.outbox.services.mail:_handed_over",
    "tracker.outbox.services.mail:transmit",
    "tracker.outbox.services.outgoing:accepted",
    "tracker.outbox.services:seal",
    "tracker.packs.services.making:_content",
    "tracker.packs.services.making:filled",
    "tracker.packs.services.making:sight_of",
    "tracker.reminders.services.digests:_close",
    "tracker.reminders.services.digests:_made",
    "tracker.reminders.services.digests:_take_back",
    "tracker.reminders.services.digests:_take_over",
    "tracker.reminders.services.digests:gathering",
    "tracker.reminders.services.digests:prepare",
    "tracker.reminders.services.marking:_say",
    "tracker.reminders.services.marking:skip",
    "tracker.reminders.services.marking:tell",
    "tracker.reminders.services.sweeping:_claimed",
    "tracker.reminders.services.sweeping:_move_on",
    "tracker.saved.services.mailing:_queued",
    "tracker.saved.services.mailing:_wanted",
    "tracker.saved.services:prepare",
)
"""Every function in whose calls a worker may die."""
PLACES_OF_PAGES: Final = (
    "tracker.bulk.services:_each",
    "tracker.bulk.services:_one",
    "tracker.web.bulk.pages:_lines_told",
)
"""The same for whoever answers a page."""

_calls: Counter[str] = Counter()


TOGETHER: Final = 4
"""So few deadlines are swept in one transaction, so that a sweep has many."""


def arm(places: Iterable[str] = PLACES) -> None:
    """Let every place be one where this process and its children may die."""
    sweeping.TOGETHER = TOGETHER  # type: ignore[misc]  # for these tests alone
    for place in places:
        module, name = place.split(":")
        target = import_module(module)
        setattr(target, name, _deadly(place, getattr(target, name)))


def _deadly(place: str, real: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(real)
    def call(*args: Any, **kwargs: Any) -> Any:
        _die_if_chosen(f"{place} {BEFORE}")
        result = real(*args, **kwargs)
        _die_if_chosen(f"{place} {AFTER}")
        return result

    return call


def _die_if_chosen(point: str) -> None:
    file = Path(os.environ["FAULTS_DIES_AT"])
    chosen = file.read_text() if file.exists() else ""
    if not chosen.startswith(f"{point} "):
        return
    _calls[chosen] += 1
    if _calls[chosen] >= int(chosen.split()[2]):
        file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
