"""Headers that calls and answers of the API have in common."""

from __future__ import annotations

from typing import Final

KEY_HEADER: Final = "Idempotency-Key"
REPLAYED_HEADER: Final = "Idempotent-Replayed"
LONGEST_KEY: Final = 200
KEY: Final = r"^[!-~]+$"
"""Visible signs of ASCII, as a header carries them everywhere."""
