"""What a table of fixtures is: a form for its rows, a key, what comes before it, and how a row is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from tracker.directory.dates import DatePrecision
from tracker.loading.fields import DayColumn, PartialDateColumn, TextColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.directory.models import ChangeKind
    from tracker.loading.values import Loading

    Keep = Callable[[Mapping[str, Any], Loading], ChangeKind]


class RowForm(forms.Form):
    """Checks one row. Its fields are the table's columns; a column that a file lacks is left as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("The cell is empty. Fill it in.")

    def values(self, given: frozenset[str]) -> dict[str, Any]:
        """Return the checked values of the columns that the file has, a partial date as its two columns."""
        values: dict[str, Any] = {}
        for name in (name for name in self.fields if name in given):
            if isinstance(self.fields[name], PartialDateColumn):
                values |= _two_columns(name, self.cleaned_data[name])
            else:
                values[name] = self.cleaned_data[name]
        return values


class SourcedForm(RowForm):
    """Reference data: every row says where it was read, and as of when."""

    source = TextColumn(required=True)
    as_of = DayColumn(required=True)
    note = TextColumn()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table.

    `parent` names the column in which a row may refer to another row of the same table. Reference data is
    for administrators; tables of cases say that they are none, and leave rights to the services they call.
    """

    name: str
    form: type[RowForm]
    key: tuple[str, ...]
    keep: Keep
    after: tuple[str, ...] = ()
    parent: str = ""
    is_reference: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the table knows."""
        return tuple(self.form.base_fields)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that no file may lack."""
        return tuple(name for name, field in self.form.base_fields.items() if field.required)

    def column_of(self, field: str) -> str:
        """Return the column that a complaint about a field of the row belongs to; empty for the whole row."""
        column = field.replace("_precision", "_on")
        return column if field != NON_FIELD_ERRORS and column in self.form.base_fields else ""


def _two_columns(name: str, value: Any) -> dict[str, Any]:
    precision = f"{name.removesuffix('_on')}_precision"
    if value is None:
        return {name: None, precision: DatePrecision.DAY}
    return {name: value.first, precision: value.precision}
