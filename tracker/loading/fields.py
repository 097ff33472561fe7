"""Columns of fixtures: text cells become values, and codes become the rows that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tracker.directory.dates import PartialDate
from tracker.directory.models import Authority, Jurisdiction, RelationshipGroup
from workflows.registry import CHANNELS

if TYPE_CHECKING:
    from django.db.models import Choices, Model

Row = TypeVar("Row", bound="Model")


class TextColumn(forms.CharField):
    """Text of any length that the cell limit allows."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(required=required)


class DayColumn(forms.DateField):
    """A whole date."""

    default_error_messages = {"invalid": _("This is not a date. Write it as 2024-06-20.")}

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(required=required, input_formats=["%Y-%m-%d"])


class PartialDateColumn(forms.CharField):
    """A date, a month or a year; fills both the date and the precision beside it."""

    def clean(self, value: Any) -> PartialDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise ValidationError(_("This is not a date. Write 2024-06-20, 2024-06 or 2024.")) from error

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(required=required)


class NumberColumn(forms.IntegerField):
    """A whole number, not below zero."""

    default_error_messages = {"invalid": _("This is not a whole number.")}

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(required=required, min_value=0)


class YesNoColumn(forms.CharField):
    """Yes or no; empty means no."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> bool:
        text = str(super().clean(value)).casefold()
        if text not in {"", "yes", "no"}:
            raise ValidationError(_("Write yes or no."))
        return text == "yes"


class ListColumn(forms.CharField):
    """Words separated by spaces."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(required=required)

    def clean(self, value: Any) -> list[str]:
        return str(super().clean(value)).split()


class ChannelsColumn(ListColumn):
    """Keys of channels, separated by spaces."""

    def clean(self, value: Any) -> list[str]:
        keys = super().clean(value)
        for key in keys:
            if key not in CHANNELS:
                raise ValidationError(
                    _("%(value)s is not known. Use one of: %(codes)s."),
                    params={"value": key, "codes": ", ".join(CHANNELS)},
                )
        return keys


class CodeColumn(forms.CharField):
    """One code of a closed list."""

    def __init__(self, choices: type[Choices], *, required: bool = True, initial: str = "") -> None:
        super().__init__(required=required)
        self.codes = choices.values
        self.otherwise = initial

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)) or self.otherwise
        if text and text not in self.codes:
            raise ValidationError(
                _("%(value)s is not known. Use one of: %(codes)s."),
                params={"value": text, "codes": ", ".join(self.codes)},
            )
        return text


class RowColumn(forms.CharField, Generic[Row]):
    """The natural key of a row of another table, which stands in the database or earlier in the same set."""

    def __init__(self, model: type[Row], *, key: str = "code", required: bool = False) -> None:
        super().__init__(required=required)
        self.model = model
        self.key = key

    def clean(self, value: Any) -> Row | None:
        text = super().clean(value)
        if not text:
            return None
        row = self.model._default_manager.filter(**{self.key: text}).order_by("pk").first()
        if row is None:
            raise ValidationError(
                _("No %(table)s has the code %(value)s. Correct it, or add the row that is missing."),
                params={"table": self.model._meta.verbose_name, "value": text},
            )
        return row


def jurisdiction_column(*, required: bool = False) -> RowColumn[Jurisdiction]:
    """Return a column that holds the code of a jurisdiction."""
    return RowColumn(Jurisdiction, required=required)


def authority_column(*, required: bool = False) -> RowColumn[Authority]:
    """Return a column that holds the code of an authority."""
    return RowColumn(Authority, required=required)


def relationship_group_column() -> RowColumn[RelationshipGroup]:
    """Return a column that holds the code of a relationship group."""
    return RowColumn(RelationshipGroup, required=True)
