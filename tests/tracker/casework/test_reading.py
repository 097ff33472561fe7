"""An address of another version of the program is read as far as it is known, and says how far that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import cast

import pytest
from django import forms
from django.http import QueryDict
from rest_framework import serializers

from tests import factories
from tracker.api.requests.filters import FilterInput
from tracker.casework.filters import CaseFilter
from tracker.casework.reading import CHOICES, understood
from tracker.casework.viewer import Viewer
from tracker.web.lists.filter_form import FilterForm, KnownOrNot
from workflows.vocabulary import Role


def test_pages_and_api_take_the_same_values() -> None:
    told = {
        name: set(field.choices)
        for name, field in FilterInput().fields.items()
        if isinstance(field, serializers.ChoiceField)
    }
    assert told == CHOICES


@pytest.mark.django_db
def test_the_form_offers_the_same_values() -> None:
    officer = factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ"))
    form = FilterForm(QueryDict(), viewer=Viewer(user=officer, at=factories.moment(dt.date(2026, 3, 2))))
    offered = {
        name: {key for key, _words in cast(Iterable[tuple[str, str]], field.choices) if key}
        for name, field in form.fields.items()
        if isinstance(field, forms.ChoiceField) and not isinstance(field, KnownOrNot)
    }
    assert offered == CHOICES


@pytest.mark.parametrize("name", CHOICES)
def test_a_value_that_is_none_is_not_known(name: str) -> None:
    for value in CHOICES[name]:
        told = understood({name: value})
        assert (told.rows.active, told.unknown) == ({name: value}, ())
    told = understood({name: "pigeon", "q": "letter"})
    assert (told.rows, told.unknown) == (CaseFilter(q="letter"), (name,))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "red"),
        ("still_days", "many"),
        ("sent_from", "2026-02-30"),
        ("officer", "Ann"),
        ("authority", ""),
    ],
)
def test_what_cannot_be_read_is_not_known(name: str, value: str) -> None:
    assert understood({name: value}).unknown == (name,)


def test_places_are_taken_as_they_are_named() -> None:
    """Of one that is not there any more a list is empty, never longer."""
    assert understood({"jurisdiction": "ZZ", "office": "OLD", "officer": "-"}).rows == CaseFilter(
        jurisdiction="ZZ", office="OLD", officer="-"
    )
