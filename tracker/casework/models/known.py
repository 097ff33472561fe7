"""What the database holds to, though nobody has to ask it."""

from __future__ import annotations

from typing import Any

from django.db import models


class Known(models.CheckConstraint):
    """A column holds one of its choices.

    The field of the column tells people so, in its own words, whenever a row is checked. To put the same question to
    the database each time costs three statements and gives the same answer.
    """

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Leave it to the field."""

    def deconstruct(self) -> Any:
        """For migrations it is a check like any other."""
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs
