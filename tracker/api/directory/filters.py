"""The filters of the directory, as parameters of an address; an empty one keeps everything."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tracker.api.parameters import DayParameter
from tracker.directory.models import AuthorityKind, EngagementKind, JurisdictionKind, Network, PostKind


def _code(help_text: str) -> serializers.CharField:
    return serializers.CharField(max_length=60, required=False, help_text=help_text)


class JurisdictionFilter(DayParameter):
    """Which jurisdictions, as the page asks."""

    q = serializers.CharField(
        max_length=100, required=False, allow_blank=True, help_text="A part of the name, or a code."
    )
    kind = serializers.ChoiceField(choices=JurisdictionKind.choices, required=False)
    region = serializers.CharField(max_length=60, required=False)
    relationship = _code("The code of a group.")


class AuthorityFilter(DayParameter):
    """Which authorities, as the page asks; those that were closed by the day are left out."""

    q = serializers.CharField(
        max_length=100,
        required=False,
        allow_blank=True,
        help_text="A part of its name or code, or of its jurisdiction's.",
    )
    kind = serializers.ChoiceField(choices=AuthorityKind.choices, required=False)
    jurisdiction = _code("The code of a jurisdiction.")


class ContactPointFilter(DayParameter):
    """Which contact points."""

    network = serializers.ChoiceField(choices=Network.choices, required=False)
    jurisdiction = _code("The code of a jurisdiction.")


class PostFilter(serializers.Serializer[Any]):
    """Which liaison posts."""

    kind = serializers.ChoiceField(choices=PostKind.choices, required=False)
    host = _code("The code of the jurisdiction where it stands.")
    sending = _code("The code of the jurisdiction that keeps it.")


class EngagementFilter(serializers.Serializer[Any]):
    """Which engagements."""

    kind = serializers.ChoiceField(choices=EngagementKind.choices, required=False)
    jurisdiction = _code("The code of a jurisdiction.")


class RollFilter(DayParameter):
    """Which instrument's roll; all where none is named."""

    instrument = _code("The key of an instrument that the directory has a register for.")
