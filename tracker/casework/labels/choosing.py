"""Words as choices of forms and columns."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Labels = Mapping[Enum, "StrPromise"]


def choices(labels: Labels) -> list[tuple[str, StrPromise]]:
    """``labels`` as Django's choices: stored value, words."""
    return [(str(member.value), words) for member, words in labels.items()]


def values(labels: Labels) -> list[str]:
    """The stored values, for check constraints."""
    return [str(member.value) for member in labels]
