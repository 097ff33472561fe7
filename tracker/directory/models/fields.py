"""What several reference tables share: a source, dates of unequal precision, a code, a zone."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.directory.dates import DatePrecision, PartialDate

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrOrPromise

    _Date = models.DateField[date | str | None, date | None]
    _Precision = models.CharField[str, str]

code_validator = RegexValidator(
    r"\A[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*\Z",
    _("Use letters without accents, digits and single hyphens only, such as us-oia."),
)


@cache
def _zones() -> frozenset[str]:
    """Walk through the database of zones once: it takes a thirtieth of a second."""
    return frozenset(available_timezones())


def validate_zone(name: str) -> None:
    """Refuse a name that is not an IANA time zone."""
    if name not in _zones():
        raise ValidationError(
            _("%(name)s is not a time zone. Use one such as Asia/Shanghai."), params={"name": name}
        )


class Sourced(models.Model):
    """A row of reference data says where it was read, and what date that source describes."""

    source = models.TextField(_("source"), help_text=_("Title and address of what was read."))
    as_of = models.DateField(_("as of"), help_text=_("The date whose state the source describes."))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True


def date_field(name: StrOrPromise) -> _Date:
    """Make a column for a date that may be unknown; of a month or a year it holds the first day."""
    return models.DateField(name, null=True, blank=True)


def bound_field(name: StrOrPromise) -> _Date:
    """Make a column for the latest day of something whose own date is unknown."""
    return models.DateField(
        name, null=True, blank=True, help_text=_("Only where the date itself is unknown.")
    )


def precision_field(name: StrOrPromise) -> _Precision:
    """Make a column that says how much is known of the date beside it."""
    return models.CharField(name, max_length=5, choices=DatePrecision, default=DatePrecision.DAY)


def whole_days(*precisions: str) -> models.Q:
    """Return the condition that all these dates are exact, so that the database can compare them."""
    return models.Q(**dict.fromkeys(precisions, DatePrecision.DAY))


def refuse_wrong_order(*steps: tuple[str, PartialDate | None]) -> None:
    """Raise ValidationError where a step certainly lies before the step that must precede it."""
    known = [(field, value) for field, value in steps if value is not None]
    for (_before, earlier), (field, later) in pairwise(known):
        if later.certainly_before(earlier):
            reason = ValidationError(
                _("%(later)s lies before %(earlier)s, which must come first. Check both dates."),
                code="order",
                params={"later": str(later), "earlier": str(earlier)},
            )
            raise ValidationError({field: reason})
