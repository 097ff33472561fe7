"""Whose requests are looked at: a condition on requests, and on the rows of theirs that carry the office."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """All requests of ``offices``, and ``single`` ones elsewhere; either may be a question to the database."""

    offices: Collection[int] | QuerySet[Any, Any]
    single: Collection[int] | QuerySet[Any, Any] | None = None

    def of(self, key: str = "pk", office: str = "office") -> Q:
        """The condition; ``key`` is the column that names the request, and ``office`` that of its office."""
        inside = Q(**{f"{office}__in": self.offices})
        return inside if self.single is None else inside | Q(**{f"{key}__in": self.single})
