"""Asking for letters, writing them in the background, and recording which were sent."""

from tracker.enquiries.services.asking import MOST, ask
from tracker.enquiries.services.forgetting import forget_letters
from tracker.enquiries.services.retrying import try_again
from tracker.enquiries.services.sending import Marked, Sending, mark_sent
from tracker.enquiries.services.writing import write_waiting

__all__ = [
    "MOST",
    "Marked",
    "Sending",
    "ask",
    "forget_letters",
    "mark_sent",
    "try_again",
    "write_waiting",
]
