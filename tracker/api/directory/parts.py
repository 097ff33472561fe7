"""What rows of the directory have in common: where they were read, and dates no more precise than their source."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from rest_framework import serializers

from tracker.api.codes import CodeField
from tracker.directory.dates import DatePrecision, PartialDate

SOURCED: Final = ("source", "as_of", "note")
"""Where a row was read, and the date whose state that source describes."""


class KnownDate(serializers.Serializer[Any]):
    """What is known of a date: it lies from `earliest` to `latest`, both included.

    `on` is written as precisely as it is known: `2004-05-18`, `2004-05` or `2004`. Where a source gives only a later
    bound, `on`, `precision` and `earliest` are null.
    """

    on = serializers.CharField(allow_null=True)
    precision = CodeField(DatePrecision, allow_null=True)
    earliest = serializers.DateField(allow_null=True)
    latest = serializers.DateField()


def known(date: PartialDate | None, bound: dt.date | None = None) -> dict[str, Any] | None:
    """The date, else its bound; None where nothing is known."""
    if date is not None:
        values = {
            "on": str(date),
            "precision": date.precision,
            "earliest": date.first,
            "latest": date.last,
        }
        return dict(KnownDate(values).data)
    if bound is None:
        return None
    return dict(KnownDate({"on": None, "precision": None, "earliest": None, "latest": bound}).data)
