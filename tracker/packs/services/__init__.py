"""Asking for a pack, putting it together in the background, taking it as a file, forgetting it."""

from tracker.packs.services.asking import MOST, ask, ask_again, try_again
from tracker.packs.services.downloading import record_taken
from tracker.packs.services.forgetting import forget_packs
from tracker.packs.services.making import make_next

__all__ = [
    "MOST",
    "ask",
    "ask_again",
    "forget_packs",
    "make_next",
    "record_taken",
    "try_again",
]
