"""The parts of a question as parameters of an address: read off the form that checks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from django import forms
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from tracker.reports.asking import QuestionForm, defaults
from tracker.reports.base import Report
from tracker.reports.dimensions import GroupBy
from tracker.reports.parts import OpenChoiceField
from tracker.reports.registry import REPORTS
from workflows import registry

KNOWN: Final = {
    "by": [key.value for key in GroupBy],
    "channel": sorted(registry.CHANNELS),
    "instrument": sorted(registry.INSTRUMENTS),
}
"""Closed lists that the form fills in later."""


def documented(reports: Iterable[Report] = REPORTS.values()) -> list[OpenApiParameter]:
    """Every part that some report asks, as the document declares it: which report asks which, the list of them says."""
    asked = {name: field for report in reports for name, field in report.fields.items()}
    return [
        OpenApiParameter(name, _type(name, field), OpenApiParameter.QUERY, description=str(field.label))
        for name, field in asked.items()
    ]


def told(form: QuestionForm) -> Iterator[dict[str, Any]]:
    """Every part with its default and the values that the caller can choose from."""
    usual = defaults(form.report, form.viewer)
    for name, field in form.fields.items():
        yield {
            "name": name,
            "title": str(field.label),
            "default": usual.get(name),
            "choices": _choices(field) if isinstance(field, forms.ChoiceField) else None,
        }


def _type(name: str, field: forms.Field) -> Any:
    if isinstance(field, forms.DateField):
        return OpenApiTypes.DATE
    if isinstance(field, forms.IntegerField):
        return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    if isinstance(field, OpenChoiceField) or not isinstance(field, forms.ChoiceField):
        return OpenApiTypes.STR
    values = KNOWN.get(name) or [choice["value"] for choice in _choices(field)]
    return {"type": "string", "enum": values} if values else OpenApiTypes.STR


def _choices(field: forms.Field) -> list[dict[str, str]]:
    choices: Any = cast(forms.ChoiceField, field).choices
    return [{"value": str(value), "title": str(title)} for value, title in choices if value != ""]
