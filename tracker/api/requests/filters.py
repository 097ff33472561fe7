"""The filters of the register, as parameters of an address."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from tracker.api.errors import WrongParameter
from tracker.api.parameters import PAGES, SHAPES, understood
from tracker.casework import labels
from tracker.casework.filtering.asked import GIVEN
from tracker.casework.filtering.flow import Flow
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.filtering.preserved import Preserving
from tracker.casework.filtering.reached import Acknowledged, Completed
from tracker.casework.filtering.recorded import ANY
from tracker.casework.filtering.refused import Refused
from tracker.casework.filtering.stretched import NO, QUESTIONS, STILL, YES
from tracker.casework.filtering.urgent import Acted
from tracker.casework.filters import CaseFilter, State
from tracker.casework.lateness import LATE_BUCKETS, Owing
from tracker.casework.models.particulars import Contradiction, Particular
from tracker.casework.sorting import SORTS, Sort
from workflows import registry
from workflows.vocabulary import DataType, ItemGroup, PreservationGroup, Resumption

OTHERS: Final = SHAPES | PAGES | {"sort"}
"""Parameters beside the filters."""

UUID_PATTERN: Final = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

SORTING: Final = OpenApiParameter(
    "sort", enum=[sort.key for sort in SORTS], default=SORTS[0].key, description="As the register sorts."
)


@extend_schema_field({"type": "string", "pattern": f"^({ABSENT}|{UUID_PATTERN})$"})
class UUIDOrNone(serializers.UUIDField):
    """A UUID, or the sign for those that have no such thing."""

    def to_internal_value(self, data: Any) -> Any:
        """The UUID or the sign."""
        return data if data == ABSENT else super().to_internal_value(data)


class FilterInput(serializers.Serializer[Any]):
    """Every filter by its name; ``-`` keeps those that have no such thing."""

    q = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="References, title, persons, identifiers."
    )
    state = serializers.ChoiceField(choices=[entry.value for entry in State], required=False)
    late = serializers.ChoiceField(
        choices=[bucket.key for bucket in LATE_BUCKETS], required=False, help_text="Days late."
    )
    owing = serializers.ChoiceField(choices=[entry.value for entry in Owing], required=False)
    owing_days = serializers.IntegerField(min_value=0, max_value=3650, required=False)
    rule = serializers.ChoiceField(
        choices=sorted(registry.RULES), required=False, help_text="Something is late by this rule."
    )
    still_days = serializers.IntegerField(
        min_value=0,
        max_value=36500,
        required=False,
        help_text="Without movement for so many days, or for more.",
    )
    waits_on = serializers.ChoiceField(choices=labels.choices(labels.PARTY), required=False)
    stage = serializers.ChoiceField(choices=labels.choices(labels.STAGE), required=False)
    direction = serializers.ChoiceField(choices=labels.choices(labels.DIRECTION), required=False)
    channel = serializers.ChoiceField(choices=sorted(registry.CHANNELS), required=False)
    instrument = serializers.ChoiceField(choices=[ABSENT, *sorted(registry.INSTRUMENTS)], required=False)
    jurisdiction = serializers.CharField(max_length=20, required=False)
    region = serializers.CharField(max_length=60, required=False)
    relationship = serializers.CharField(max_length=40, required=False)
    office = serializers.CharField(max_length=12, required=False)
    officer = UUIDOrNone(required=False)
    authority = UUIDOrNone(required=False)
    offence = serializers.ChoiceField(
        choices=[ABSENT, *(key for key, _words in labels.choices(labels.OFFENCE_CATEGORY))], required=False
    )
    item_type = serializers.ChoiceField(
        choices=[ABSENT, *(key for key, _words in labels.choices(labels.ITEM_TYPE))],
        required=False,
        help_text="`-`: nothing asked for is recorded.",
    )
    data_type = serializers.ChoiceField(
        choices=[ABSENT, *(entry.value for entry in DataType)],
        required=False,
        help_text="By the category of an item or, without one, by its type; `-`: nothing asked for is recorded.",
    )
    item_group = serializers.ChoiceField(
        choices=[GIVEN, *(entry.value for entry in ItemGroup)],
        required=False,
        help_text="What had become by `as_of` of the same item that the other filters of items keep.",
    )
    decided_from = serializers.DateField(
        required=False, help_text="The same item, decided on this day or later."
    )
    decided_until = serializers.DateField(
        required=False, help_text="The same item, decided on this day or earlier."
    )
    result = serializers.ChoiceField(
        choices=labels.choices(labels.RESULT_KIND), required=False, help_text="Led to such a result."
    )
    currency = serializers.CharField(
        max_length=3, required=False, help_text="The same result, an amount in this currency."
    )
    result_from = serializers.DateField(required=False, help_text="The same result, on this day or later.")
    result_until = serializers.DateField(required=False, help_text="The same result, on this day or earlier.")
    urgency = serializers.ChoiceField(choices=labels.choices(labels.URGENCY), required=False)
    outcome = serializers.ChoiceField(choices=labels.choices(labels.OUTCOME), required=False)
    adopted = serializers.ChoiceField(choices=["yes", "no"], required=False)
    outcome_group = serializers.ChoiceField(choices=labels.choices(labels.OUTCOME_GROUP), required=False)
    disposition = serializers.ChoiceField(
        choices=labels.choices(labels.DISPOSITION),
        required=False,
        help_text="What had come of it by `as_of`.",
    )
    answered_within = serializers.IntegerField(
        min_value=0, max_value=36500, required=False, help_text="Answered at most so many days after sending."
    )
    first_type = serializers.ChoiceField(
        choices=[ABSENT, *(key for key, _words in labels.choices(labels.ITEM_TYPE))],
        required=False,
        help_text="The type of the first item.",
    )
    opened_from = serializers.DateField(required=False)
    opened_until = serializers.DateField(required=False)
    closed_from = serializers.DateField(required=False)
    closed_until = serializers.DateField(required=False)
    preservation = serializers.ChoiceField(
        choices=[entry.value for entry in (*Preserving, *PreservationGroup)],
        required=False,
        help_text="What became of preserved data by `as_of`.",
    )
    renewals = serializers.IntegerField(min_value=0, max_value=999, required=False)
    expiry_from = serializers.DateField(required=False, help_text="Data preserved until this day or later.")
    expiry_until = serializers.DateField(
        required=False, help_text="Data preserved until this day or earlier."
    )
    acknowledged = serializers.ChoiceField(
        choices=[entry.value for entry in Acknowledged],
        required=False,
        help_text="Whether it was acknowledged by `as_of`, and within its limit.",
    )
    completed = serializers.ChoiceField(
        choices=[entry.value for entry in Completed],
        required=False,
        help_text="Whether nothing asked for was open any more on `as_of`.",
    )
    year = serializers.IntegerField(min_value=1900, max_value=2999, required=False)
    sent_from = serializers.DateField(required=False)
    sent_until = serializers.DateField(required=False)
    as_of = serializers.DateField(required=False)
    flow = serializers.ChoiceField(
        choices=[entry.value for entry in Flow], required=False, help_text="Between flow_from and flow_until."
    )
    flow_from = serializers.DateField(required=False)
    flow_until = serializers.DateField(required=False)
    ended_as = serializers.ChoiceField(
        choices=labels.choices(labels.OUTCOME), required=False, help_text="Of those closed between the days."
    )
    known_on = serializers.DateField(
        required=False, help_text="As it was known at the end of the day (UTC), whatever was recorded later."
    )
    stop = serializers.ChoiceField(
        choices=sorted(registry.STOPS),
        required=False,
        help_text="Was held there by the as-of day; -us, -them and -third: by an authority off the route.",
    )
    still = serializers.ChoiceField(choices=[YES], required=False, help_text="With stop: and is still there.")
    questions = serializers.ChoiceField(
        choices=list(QUESTIONS), required=False, help_text="How often further information was asked for."
    )
    returned = serializers.ChoiceField(choices=[YES], required=False, help_text="Returned as deficient.")
    ground = serializers.ChoiceField(
        choices=labels.choices(labels.GROUND),
        required=False,
        help_text="Refused, returned or postponed on it; with `refused`, `returned` or `postponed` that alone.",
    )
    consulted = serializers.ChoiceField(
        choices=[YES, NO], required=False, help_text="Refused after a consultation, or without."
    )
    postponed = serializers.ChoiceField(
        choices=[YES, STILL, *(entry.value for entry in Resumption)],
        required=False,
        help_text="Postponed by the as-of day, still so, or what had ended it by then; with `ground` on that one.",
    )
    lacking = serializers.ChoiceField(
        choices=[entry.value for entry in Particular],
        required=False,
        help_text="What is asked of a record and not recorded.",
    )
    contrary = serializers.ChoiceField(
        choices=[ANY, *(entry.value for entry in Contradiction)],
        required=False,
        help_text="What cannot be true.",
    )
    entered_late = serializers.IntegerField(
        min_value=0,
        max_value=36500,
        required=False,
        help_text="Something was entered more than so many days after it happened, by `as_of`.",
    )
    corrected = serializers.ChoiceField(
        choices=[YES], required=False, help_text="An entry was corrected by `as_of`."
    )
    refused = serializers.ChoiceField(
        choices=[entry.value for entry in Refused],
        required=False,
        help_text="Refused by the as-of day: with nothing given, or only in part.",
    )
    closed = serializers.ChoiceField(
        choices=[YES, NO], required=False, help_text="Whether it was closed by the as-of day."
    )
    acted = serializers.ChoiceField(
        choices=[entry.value for entry in Acted],
        required=False,
        help_text="Urgent ones by what the side that is asked had done by the as-of day; timed: with hours.",
    )


def wanted(request: Request, *, beside: frozenset[str] = OTHERS) -> CaseFilter:
    """The filters of the call; raises WrongParameter for one that is unknown or cannot be read."""
    given = understood(request, FilterInput, beside=beside)
    for name in {"officer", "authority"} & given.keys():
        given[name] = str(given[name])
    return CaseFilter(**given)


def sort_of(request: Request) -> Sort:
    """How the call sorts; newest first where it does not say."""
    key = request.query_params.get("sort", SORTS[0].key)
    found = next((sort for sort in SORTS if sort.key == key), None)
    if found is None:
        raise WrongParameter(
            {"sort": [_("Choose one of: %(keys)s.") % {"keys": ", ".join(sort.key for sort in SORTS)}]}
        )
    return found
