"""What an address asks of the register, in words: the filters that are set, and what of it was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from tracker.casework.filtering.narrowing import ABSENT
from tracker.directory.models import Authority
from tracker.saved.queries import BESIDE
from tracker.web.lists.filter_choices import NONE
from tracker.web.lists.filter_form import FilterForm

PLACED: Final = BESIDE | {"after"}
"""What stands in the address of a list and is no filter."""
SHOWN: Final = 60
"""So many signs of a name that is none."""
MOST: Final = 20
"""So many of them are told: an address may hold thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One filter that is set, with the address of the list without it."""

    name: str
    value: str
    url: str


def chips(form: FilterForm, query: QueryDict) -> Iterator[Chip]:
    """The filters that are set, each removable by itself."""
    for name, value in form.wanted().active.items():
        yield Chip(
            name=str(form.fields[name].label), value=_shown(form, name, value), url=_without(query, name)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """A part of the address that narrows nothing, with the address of the list without it."""

    name: str
    why: str
    url: str


def not_understood(form: FilterForm, query: QueryDict) -> Iterator[NotUnderstood]:
    """Names that are no filter, or none any more, and values that cannot be read."""
    strange = (name for name in query if query[name] and name not in form.fields and name not in PLACED)
    for name in islice(strange, MOST):
        why = _("There is no such filter, or none any more.")
        yield NotUnderstood(name=name[:SHOWN], why=why, url=_without(query, name))
    for name, errors in form.errors.items():
        label = str(form.fields[name].label)
        yield NotUnderstood(name=label, why=" ".join(map(str, errors)), url=_without(query, name))


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    rest.pop(name, None)
    rest.pop("after", None)
    return f"?{rest.urlencode()}"


def _shown(form: FilterForm, name: str, value: object) -> str:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        offered = cast(Iterable[tuple[str, str]], field.choices)
        return str(dict(offered).get(str(value), value))
    if value == ABSENT:
        return str(NONE[1])
    if name == "authority":
        return Authority.objects.filter(uuid=str(value)).values_list("name", flat=True).first() or str(value)
    return str(value)
