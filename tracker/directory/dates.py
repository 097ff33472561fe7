"""Calendar dates of which only the month or the year may be known."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

_WRITTEN = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?", re.ASCII)


class DatePrecision(models.TextChoices):
    """How much of a date the source gives."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A day, a month or a year: ``first`` is its first day, and is what a database column holds."""

    first: date
    precision: DatePrecision = DatePrecision.DAY

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2002``, ``2002-05`` or ``2002-05-18``; raises ValueError on anything else."""
        written = _WRITTEN.fullmatch(text.strip())
        if written is None:
            fault = f"not a date of the form 2002, 2002-05 or 2002-05-18: {text!r}"
            raise ValueError(fault)
        year, month, day = (
            int(written[part]) if written[part] else None for part in ("year", "month", "day")
        )
        precision = DatePrecision.DAY if day else DatePrecision.MONTH if month else DatePrecision.YEAR
        return cls(first=date(year or 0, month or 1, day or 1), precision=precision)

    @classmethod
    def of(cls, first: date | None, precision: str) -> Self | None:
        """Build the value from two columns of a row; None where the date is unknown."""
        return None if first is None else cls(first=first, precision=DatePrecision(precision))

    @property
    def last(self) -> date:
        """The last day that the date can mean."""
        match self.precision:
            case DatePrecision.YEAR:
                return self.first.replace(month=12, day=31)
            case DatePrecision.MONTH:
                return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])
            case _:
                return self.first

    def certainly_before(self, other: Self) -> bool:
        """Whether every day meant by this date lies before every day meant by the other."""
        return self.last < other.first

    def __str__(self) -> str:
        shown = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}
        return self.first.isoformat()[: shown[self.precision]]
