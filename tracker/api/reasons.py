"""Reasons as answers print them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class ReasonSerializer(serializers.Serializer[Any]):
    """One reason against something, for people and for programs."""

    detail = serializers.CharField()
    pointer = serializers.CharField(required=False, help_text="Where in the body (RFC 6901).")
    parameter = serializers.CharField(required=False, help_text="Which part of the address.")
    message = serializers.DictField(required=False, help_text="Key and parameters of the sentence.")
