"""Codes of closed lists as answers print them; in the document each list is described once, under its own name."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_basic_type
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers


class CodeField(serializers.Field[Any, Any, Any, Any]):
    """A member of ``words``, or its stored value, by its code. What it means ``GET vocabulary/`` says."""

    def __init__(self, words: type[Enum], **kwargs: Any) -> None:
        self.words = words
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        """The code."""
        return str(value.value if isinstance(value, Enum) else value)


class CodesField(serializers.ListField):
    """Some members of ``words`` by their codes, in the order of the list."""

    def __init__(self, words: type[Enum], **kwargs: Any) -> None:
        self.words = words
        super().__init__(child=CodeField(words), read_only=True, **kwargs)

    def to_representation(self, data: Iterable[Any]) -> list[str]:
        """The codes."""
        chosen = set(data)
        return [str(member.value) for member in self.words if member in chosen]


class CodeScheme(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]  # registers itself
    """One named list in the document for one closed list of the program."""

    target_class = "tracker.api.codes.CodeField"

    def get_name(self) -> str:
        """Told apart from what serializers are called."""
        return f"{self.target.words.__name__}Code"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:  # noqa: ARG002
        """A text out of the list."""
        text = build_basic_type(OpenApiTypes.STR) or {}
        return {**text, "enum": [member.value for member in self.target.words]}
