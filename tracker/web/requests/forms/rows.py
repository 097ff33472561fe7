"""The rows under a request: items, persons, offences, references; a row is added with or without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.casework.models import AssistanceRequest
from tracker.casework.services import Dossier, ItemDraft
from tracker.casework.services import dossier_of as stored_dossier
from tracker.web.requests.forms.dossier import DossierForm
from tracker.web.requests.forms.row_forms import ItemForm, OffenceForm, PersonForm, ReferenceForm, RowForm

MAX_ROWS: Final = 200
COUNTED: Final = re.compile(r"[0-9]{1,6}")
"""A number of rows as the page writes it; any other is for the formset to refuse."""


class Rows(BaseFormSet):  # type: ignore[type-arg]  # the form differs by formset
    """Rows of one kind; those ticked for removal and those left blank are not counted."""

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """Name the tick in plain words."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take this row away")

    def without_errors(self) -> None:
        """Show what was typed and no errors."""
        for form in self.forms:
            form.without_errors()
        self._errors = [form.errors for form in self.forms]
        self._non_form_errors = self.error_class()

    @property
    def given(self) -> list[Mapping[str, Any]]:
        """The rows that stay, as column → value."""
        rows = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        return [{name: value for name, value in row.items() if name != "DELETE"} for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of row: the name of its button, its words, its form, and how many there must be."""

    name: str
    title: Any
    add: Any
    form: type[RowForm]
    minimum: int = 0
    blank: int = 0

    def formset(self, **kwargs: Any) -> Rows:
        made = formset_factory(
            self.form,
            formset=Rows,
            extra=self.blank if "initial" not in kwargs else 0,
            min_num=self.minimum,
            validate_min=bool(self.minimum),
            max_num=MAX_ROWS,
            absolute_max=MAX_ROWS + 1,
            validate_max=True,
            can_delete=True,
        )
        return cast(Rows, made(prefix=self.name, error_messages=WORDS, **kwargs))


WORDS: Final[dict[str, Any]] = {
    "too_few_forms": gettext_lazy("Say what is asked for: fill in at least one item."),
    "missing_management_form": gettext_lazy(
        "These rows did not arrive whole. Reload the page and enter them again."
    ),
}
KINDS: Final = {
    "item": Kind(
        name="item",
        title=gettext_lazy("What is asked for"),
        add=gettext_lazy("Add an item"),
        form=ItemForm,
        minimum=1,
    ),
    "offence": Kind(
        name="offence",
        title=gettext_lazy("Offences"),
        add=gettext_lazy("Add an offence"),
        form=OffenceForm,
        blank=1,
    ),
    "person": Kind(
        name="person", title=gettext_lazy("Persons"), add=gettext_lazy("Add a person"), form=PersonForm
    ),
    "reference": Kind(
        name="reference",
        title=gettext_lazy("References of authorities on the way"),
        add=gettext_lazy("Add a reference"),
        form=ReferenceForm,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One kind of row as the page prints it."""

    kind: Kind
    rows: Rows


def sections(
    data: QueryDict | None,
    *,
    today: date,
    dossier: Dossier | None = None,
    items: bool = True,
) -> list[Section]:
    """All kinds of rows: as typed, as the ``dossier`` has them, or blank."""
    kinds = [kind for kind in KINDS.values() if items or kind.name != "item"]
    return [Section(kind=kind, rows=_rows(kind, data, dossier, today)) for kind in kinds]


def _rows(kind: Kind, data: QueryDict | None, dossier: Dossier | None, today: date) -> Rows:
    given: dict[str, Any] = {"form_kwargs": {"today": today}}
    if data is not None:
        return kind.formset(data=_with_asked_row(kind, data), **given)
    return kind.formset(**given) if dossier is None else kind.formset(initial=_told(kind, dossier), **given)


def _with_asked_row(kind: Kind, data: QueryDict) -> QueryDict:
    """One more row where its button was pressed."""
    total = f"{kind.name}-TOTAL_FORMS"
    if f"add_{kind.name}" not in data or not COUNTED.fullmatch(data.get(total, "")):
        return data
    grown = data.copy()
    grown[total] = str(min(int(data.get(total, "0")) + 1, MAX_ROWS))
    return grown


def are_valid(parts: Sequence[Section]) -> bool:
    """Whether every row that was sent is right; all are looked at, so that all mistakes are marked at once."""
    found = [part.rows.is_valid() for part in parts if part.rows.is_bound]
    return all(found)


def asked_for_row(data: QueryDict) -> bool:
    """Whether a button for another row was pressed, instead of saving."""
    return any(f"add_{name}" in data for name in KINDS)


def _told(kind: Kind, dossier: Dossier) -> list[dict[str, Any]]:
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = {
        "item": [_values(item) for item in dossier.items],
        "offence": dossier.offences,
        "person": dossier.persons,
        "reference": dossier.references,
    }
    return [dict(row) for row in rows[kind.name]]


def _values(item: ItemDraft) -> dict[str, Any]:
    lines = "\n".join(f"{kind}: {value}" for kind, value in item.identifiers)
    return {**item.columns(), "number": item.number, "identifiers": lines}


def dossier_of(
    form: DossierForm, parts: Sequence[Section], *, row: AssistanceRequest | None = None
) -> Dossier:
    """What form and rows say together; ``row`` keeps its items where they may no longer change."""
    given = {part.kind.name: part.rows.given for part in parts}
    items = given.get("item")
    return Dossier(
        columns=form.columns,
        items=stored_dossier(row).items if items is None and row is not None else _drafts(items or []),
        persons=tuple(given["person"]),
        offences=tuple(given["offence"]),
        references=tuple(given["reference"]),
    )


def _drafts(rows: Sequence[Mapping[str, Any]]) -> tuple[ItemDraft, ...]:
    return tuple(ItemDraft(**row) for row in rows)
