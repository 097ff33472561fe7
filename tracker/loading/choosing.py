"""How much is taken at once where somebody waits for the answer. What is in the files the loader judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from tracker.loading.reading.limits import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_FILES: Final = 50
MAX_BYTES: Final = 20 * MEGABYTE
MAX_ROWS: Final = 5_000
"""A check writes, and takes it back: for as long as it lasts nobody else writes to an embedded database."""


def require_takeable(names: Sequence[str], sizes: Mapping[str, int]) -> None:
    """Refuse files of one name, and a set that is too many or too much; ``sizes`` by name are those of the whole set.

    Raises ValidationError with what to do.
    """
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValidationError(
            gettext("Two files are called %(name)s. Rename one of them, then choose the files again.")
            % {"name": twice[0]}
        )
    if len(sizes) > MAX_FILES:
        raise ValidationError(
            gettext("These are more than %(limit)s files. Choose fewer, and load them set by set.")
            % {"limit": MAX_FILES}
        )
    if sum(sizes.values()) > MAX_BYTES:
        raise ValidationError(
            gettext(
                "Together the files hold more than %(limit)s MB. Choose fewer, or load them on the command line."
            )
            % {"limit": MAX_BYTES // MEGABYTE}
        )
