"""The filters of the register, as parameters of an address."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from tracker.api.errors import WrongParameter
from tracker.api.paging import AFTER, PAGE
from tracker.api.shaping import EXPAND, FIELDS
from tracker.casework import labels
from tracker.casework.filters import LATE_BUCKETS, CaseFilter, Owing, State
from tracker.casework.sorting import SORTS, Sort
from workflows import registry

OTHERS: Final = frozenset({AFTER, PAGE, FIELDS, EXPAND, "sort"})
"""Parameters beside the filters."""


SORTING: Final = OpenApiParameter(
    "sort", enum=[sort.key for sort in SORTS], default=SORTS[0].key, description="As the register sorts."
)


class FilterInput(serializers.Serializer[Any]):
    """Every filter by its name; an empty one keeps everything, ``-`` those that have no such thing."""

    q = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="References, title, persons, identifiers."
    )
    state = serializers.ChoiceField(choices=[entry.value for entry in State], required=False)
    late = serializers.ChoiceField(
        choices=[bucket.key for bucket in LATE_BUCKETS], required=False, help_text="Days late."
    )
    owing = serializers.ChoiceField(choices=[entry.value for entry in Owing], required=False)
    owing_days = serializers.IntegerField(min_value=0, max_value=3650, required=False)
    waits_on = serializers.ChoiceField(choices=labels.choices(labels.PARTY), required=False)
    stage = serializers.ChoiceField(choices=labels.choices(labels.STAGE), required=False)
    direction = serializers.ChoiceField(choices=labels.choices(labels.DIRECTION), required=False)
    channel = serializers.ChoiceField(choices=sorted(registry.CHANNELS), required=False)
    instrument = serializers.ChoiceField(choices=sorted(registry.INSTRUMENTS), required=False)
    jurisdiction = serializers.CharField(max_length=20, required=False)
    region = serializers.CharField(max_length=60, required=False)
    relationship = serializers.CharField(max_length=40, required=False)
    office = serializers.CharField(max_length=12, required=False)
    officer = serializers.UUIDField(required=False)
    authority = serializers.UUIDField(required=False)
    offence = serializers.ChoiceField(
        choices=["-", *(key for key, _words in labels.choices(labels.OFFENCE_CATEGORY))], required=False
    )
    item_type = serializers.ChoiceField(choices=labels.choices(labels.ITEM_TYPE), required=False)
    urgency = serializers.ChoiceField(choices=labels.choices(labels.URGENCY), required=False)
    outcome = serializers.ChoiceField(choices=labels.choices(labels.OUTCOME), required=False)
    adopted = serializers.ChoiceField(choices=["yes", "no"], required=False)
    outcome_group = serializers.ChoiceField(choices=labels.choices(labels.OUTCOME_GROUP), required=False)
    year = serializers.IntegerField(min_value=1900, max_value=2999, required=False)
    sent_from = serializers.DateField(required=False)
    sent_until = serializers.DateField(required=False)
    as_of = serializers.DateField(required=False)


FORM: Final = FilterInput().fields
"""Made once: of the thirty fields a call fills in one or two, and they remember nothing of it."""


def wanted(request: Request) -> CaseFilter:
    """The filters of the call; raises WrongParameter for one that is unknown or cannot be read."""
    given = {
        name: value for name, value in request.query_params.items() if value != "" and name not in OTHERS
    }
    unknown = [name for name in given if name not in FORM]
    if unknown:
        raise WrongParameter({name[:60]: [_("There is no such filter.")] for name in unknown})
    understood, faults = {}, {}
    for name, value in given.items():
        try:
            understood[name] = FORM[name].run_validation(value)
        except serializers.ValidationError as error:
            faults[name] = error.detail
    if faults:
        raise WrongParameter(faults)
    for name in {"officer", "authority"} & understood.keys():
        understood[name] = str(understood[name])
    return CaseFilter(**understood)


def sort_of(request: Request) -> Sort:
    """How the call sorts; newest first where it does not say."""
    key = request.query_params.get("sort", SORTS[0].key)
    found = next((sort for sort in SORTS if sort.key == key), None)
    if found is None:
        raise WrongParameter(
            {"sort": [_("Choose one of: %(keys)s.") % {"keys": ", ".join(sort.key for sort in SORTS)}]}
        )
    return found
