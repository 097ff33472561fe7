"""What a value must look like, as far as a schema can say it: limits, patterns, what is always there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from rest_framework import serializers

from tracker.api.inputs import Strict, Versioned
from tracker.api.shaping import Shaped
from tracker.signs import HIDDEN

Schema = dict[str, Any]

NUL: Final = r"\u0000"
"""What PostgreSQL cannot be asked for; in what is to be kept nothing is taken that nobody sees."""
CLOCK: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"
"""A time of the clock, without a zone: of the day beside it, at the place of the office."""
OF_COLUMNS: Final = ("maximum", "format")
"""What a column of integers says differs between databases; what is read needs no limit."""
PLAIN: Final = (serializers.CharField, serializers.SlugRelatedField)


def described(serializer: serializers.Serializer[Any], schema: Schema, *, sent: bool) -> Schema:
    """The schema of a body, or of an answer, with what the fields guarantee."""
    properties = schema.get("properties", {})
    without = HIDDEN if isinstance(serializer, Strict) else NUL
    for name in properties:
        field: Any = serializer.fields[name]
        properties[name] = (
            _sent(field, properties[name], without) if sent else _answered(field, properties[name])
        )
    needed = _needed(serializer, schema) if sent else _always(serializer, properties)
    schema.pop("required", None)
    if needed:
        schema["required"] = sorted(needed)
    if sent and isinstance(serializer, Strict):
        schema["additionalProperties"] = False
    return schema


def _needed(serializer: serializers.Serializer[Any], schema: Schema) -> set[str]:
    """What must be sent; of a part of something only the version that was read."""
    if not serializer.partial:
        return set(schema.get("required", ()))
    return set(Versioned.always) if isinstance(serializer, Versioned) else set()


def _always(serializer: serializers.Serializer[Any], properties: Mapping[str, Any]) -> set[str]:
    """What every answer has: all of it, but for what the caller or the declaration leaves out."""
    if isinstance(serializer, Shaped):
        return set()
    # What a model brings is always printed; what is declared says whether it is.
    of_model = isinstance(serializer, serializers.ModelSerializer)
    told = set(getattr(serializer, "_declared_fields", {}) if of_model else properties)
    fields = serializer.fields
    return {
        name for name in properties if name not in told or fields[name].required or fields[name].read_only
    }


def _answered(field: Any, schema: Schema) -> Schema:
    schema.pop("readOnly", None)
    schema.pop("default", None)
    if isinstance(field, serializers.IntegerField):
        for name in OF_COLUMNS:
            schema.pop(name, None)
        if schema.get("minimum", 0) < 0:
            schema.pop("minimum")
    if isinstance(field, serializers.TimeField):
        _as_clock(schema)
    return schema


def _sent(field: Any, schema: Schema, without: str) -> Schema:
    if isinstance(field, serializers.ListSerializer):
        rows: Any = field
        limits = {"minItems": rows.min_length, "maxItems": rows.max_length}
        schema.update({name: limit for name, limit in limits.items() if limit is not None})
    elif isinstance(field, serializers.ListField) and "items" in schema:
        schema["items"] = _sent(field.child, schema["items"], without)
    elif isinstance(field, serializers.TimeField):
        _as_clock(schema)
    elif isinstance(field, serializers.DecimalField):
        schema["type"] = ["string", "number"]
    elif isinstance(field, PLAIN):
        _as_text(field, schema, without)
    return schema


def _as_clock(schema: Schema) -> None:
    schema["format"] = "time-local"
    schema["pattern"] = CLOCK


def _as_text(field: Any, schema: Schema, without: str) -> None:
    """Text: as long as it may be, with a visible sign where it is needed, and ``without`` a class of signs."""
    if "oneOf" in schema or "enum" in schema or "format" in schema:
        return
    if hasattr(field, "slug_field"):
        column = field.queryset.model._meta.get_field(field.slug_field)
        schema["minLength"] = 1
        schema["maxLength"] = column.max_length
    if "pattern" not in schema or re.search(schema["pattern"], "\0"):
        others = f"[^{without}]*"
        schema["pattern"] = f"^{others}[^\\s{without}]{others}$" if schema.get("minLength") else f"^{others}$"
