"""What narrows a log, as parameters of an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from rest_framework import serializers
from rest_framework.request import Request

from tracker.accounts.choices import AccountEventKind
from tracker.api.parameters import PAGES, understood
from tracker.directory.models import ChangeKind
from workflows.vocabulary import EventKind


class LogInput(serializers.Serializer[Any]):
    """When it was recorded, and by whom."""

    from_ = serializers.DateField(required=False, help_text="The first day, in UTC.")
    until = serializers.DateField(required=False, help_text="The last day, in UTC.")
    user = serializers.UUIDField(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``from`` under its own name, which Python uses otherwise."""
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}


class OfficeInput(serializers.Serializer[Any]):
    """Of one of the offices that the caller audits."""

    office = serializers.CharField(max_length=12, required=False, help_text="By code.")


class AccountLogInput(OfficeInput, LogInput):
    """The filters of the log of accounts; ``user`` is who did it or whom it was about."""

    kind = serializers.ChoiceField(choices=AccountEventKind.choices, required=False)


class DirectoryLogInput(LogInput):
    """The filters of the log of reference data."""

    kind = serializers.ChoiceField(choices=ChangeKind.choices, required=False)
    table = serializers.CharField(max_length=40, required=False)


class EventLogInput(OfficeInput, LogInput):
    """The filters of the logs of requests."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in EventKind], required=False)
    request = serializers.UUIDField(required=False)


class TokenLogInput(OfficeInput, LogInput):
    """The filters of the uses of tokens; ``user`` is for whom the program acts."""

    token = serializers.UUIDField(required=False)
    status = serializers.IntegerField(min_value=100, max_value=599, required=False)


class FeedLogInput(OfficeInput, LogInput):
    """The filters of the uses of calendar feeds; ``user`` is who made the feed."""

    feed = serializers.UUIDField(required=False)
    status = serializers.IntegerField(min_value=100, max_value=599, required=False)


class VerificationInput(OfficeInput):
    """Which part of the logs is verified."""

    line = serializers.IntegerField(
        min_value=1,
        max_value=2**53,
        required=False,
        help_text="The first line of the log of accounts; the newest are verified if it is left out.",
    )


def asked(request: Request, form: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The filters of the call; raises WrongParameter for one that is unknown or cannot be read."""
    return understood(request, form, beside=PAGES)


def between(given: Mapping[str, Any], column: str) -> Q:
    """Days from the first to the last, both included, in UTC."""
    kept = Q()
    if "from" in given:
        kept &= Q(**{f"{column}__gte": dt.datetime.combine(given["from"], dt.time.min, dt.UTC)})
    if "until" in given:
        kept &= Q(**{f"{column}__lte": dt.datetime.combine(given["until"], dt.time.max, dt.UTC)})
    return kept


def exactly(given: Mapping[str, Any], **columns: str) -> Q:
    """What equals the given values; ``columns`` are looked up by the name of the parameter."""
    return Q(**{column: given[name] for name, column in columns.items() if name in given})
