"""What the database holds to in silence, the fields say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from tracker.casework.models.known import Known


def known() -> Iterator[tuple[type[models.Model], Known]]:
    for model in apps.get_app_config("tracker").get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, Known):
                yield model, constraint


KNOWN = tuple(known())


def test_there_are_such() -> None:
    assert len(KNOWN) == 9


@pytest.mark.parametrize(
    ("model", "constraint"), KNOWN, ids=[constraint.name for _model, constraint in KNOWN]
)
def test_the_field_of_the_column_refuses_whatever_the_database_would(
    model: type[models.Model], constraint: Known
) -> None:
    assert isinstance(constraint.condition, Q)
    (condition,) = constraint.condition.children
    assert isinstance(condition, tuple)
    column, values = condition[0].removesuffix("__in"), condition[1]
    field = model._meta.get_field(column)
    assert isinstance(field, models.Field)
    assert [*empty(field), *(value for value, _label in field.flatchoices)] == values
    with pytest.raises(ValidationError):
        field.clean("nonsense", None)
    if not field.blank:
        with pytest.raises(ValidationError):
            field.clean("", None)


def empty(field: models.Field[Any, Any]) -> list[str]:
    """What a column may hold that need not say anything."""
    return [""] if field.blank else []
