"""What every body that is sent has in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.signs import hidden_in

KINDS: Final[tuple[tuple[tuple[type[Any], ...], tuple[type, ...]], ...]] = (
    ((serializers.BooleanField,), (bool,)),
    ((serializers.IntegerField, serializers.FloatField), (int, float)),
    ((serializers.DecimalField,), (str, int, float)),
    ((serializers.FileField, serializers.ListField, serializers.DictField, serializers.JSONField), ()),
    ((serializers.BaseSerializer, serializers.ManyRelatedField, serializers.MultipleChoiceField), ()),
    ((serializers.Field,), (str,)),
)
"""What JSON has for each kind of field, the first that fits; none where the field itself is strict."""

NOT_ASKED: Final = _("This is not asked for here.")
WRONG_KIND: Final = _("This is of the wrong kind: %(kinds)s is meant.")
WORDS: Final = {bool: _("true or false"), int: _("a number"), str: _("text")}
REQUIRED: Final = _("Fill this in; it is needed now.")


def listed(
    child: serializers.BaseSerializer[Any], *, max_length: int, min_length: int = 0, required: bool = True
) -> serializers.ListSerializer[Any]:
    """So many rows of one kind."""
    return serializers.ListSerializer(
        child=child, required=required, min_length=min_length or None, max_length=max_length
    )


class Strict(serializers.Serializer[Any]):
    """Refuses names that are not asked for, values of another kind and signs that nobody sees: what is misspelt must
    not be lost in silence.

    ``always`` names what is needed even where only a part is sent.
    """

    always: ClassVar[frozenset[str]] = frozenset()

    def to_internal_value(self, data: Any) -> Any:
        """The declared values; raises ValidationError for any other name, and for a number where text is meant."""
        faults = dict(self._faults(data)) if isinstance(data, Mapping) else {}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**_by_name(error.detail), **faults}) from None
        if faults:
            raise serializers.ValidationError(faults)
        return value

    def _faults(self, data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        fields = {name: field for name, field in self.fields.items() if not field.read_only}
        yield from ((str(name)[:60], [NOT_ASKED]) for name in data if name not in fields)
        yield from ((name, [REQUIRED]) for name in self.always if name not in data)
        if not isinstance(data, QueryDict):  # a form has nothing but text
            for name in (name for name in data if name in fields):
                if fault := _fault(fields[name], data[name]):
                    yield name, fault


def _by_name(detail: Any) -> dict[str, Any]:
    return detail if isinstance(detail, dict) else {"non_field_errors": detail}


def _fault(field: Any, value: Any) -> Any:
    """What is wrong with the value; for a list by position, as its field says it."""
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        found = {index: fault for index, entry in enumerate(value) if (fault := _fault(field.child, entry))}
        return found or None
    if isinstance(field, serializers.CharField) and isinstance(value, str):
        hidden = hidden_in(value)
        return hidden.messages if hidden else None
    expected = next(kinds for classes, kinds in KINDS if isinstance(field, classes))
    if (
        value is None
        or not expected
        or (isinstance(value, expected) and not _is_wrong_truth(value, expected))
    ):
        return None
    return [WRONG_KIND % {"kinds": WORDS[expected[0]]}]


def _is_wrong_truth(value: Any, expected: tuple[type, ...]) -> bool:
    """Python takes true for the number one."""
    return isinstance(value, bool) and bool not in expected


def require_nothing(data: Any) -> None:
    """Refuse what is sent along with a call that asks for nothing."""
    Strict(data=data).is_valid(raise_exception=True)


class Versioned(Strict):
    """A write on the version of the request that the caller has read."""

    always: ClassVar[frozenset[str]] = frozenset({"seen_version"})

    seen_version = serializers.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        help_text="The `version` that was read; 409 where somebody was quicker.",
    )
