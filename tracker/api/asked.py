"""A field that an action asks for: the same for one request and in the table of its channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from rest_framework import serializers

from tracker.api.codes import CodeField
from tracker.api.fields import MessageOut
from workflows.engine import Extension, Field, FieldName
from workflows.engine.fields import FIELD_WORDS
from workflows.vocabulary import Ground, Transmission

Codes = Iterable[str]


class ExtensionSerializer(serializers.Serializer[Extension]):
    """To which date a law lets a running deadline be moved."""

    deadline = serializers.CharField(source="rule", help_text="The rule of the deadline.")
    until = serializers.DateField()
    article = serializers.CharField()


class AskedSerializer(serializers.Serializer[Any]):
    """A field that an action asks for; ``choices`` where only some codes can be given."""

    name = CodeField(FieldName)
    title = MessageOut()
    is_required = serializers.BooleanField()
    choices = serializers.ListField(child=serializers.CharField(), allow_null=True)
    defaults = ExtensionSerializer(
        many=True,
        help_text="What holds where nothing is given: the extensions that laws let a deadline have.",
    )


def asked(
    entry: Field, *, stops: Codes, deadlines: Codes, extensions: Iterable[Extension] = ()
) -> dict[str, Any]:
    """One declared field of an action, with the codes that may be given: ``stops`` and ``deadlines`` as they apply."""
    choose = _CHOICES.get(entry.name)
    return {
        "name": entry.name.value,
        "title": MessageOut(FIELD_WORDS[entry.name]).data,
        "is_required": entry.required,
        "choices": choose(entry, list(stops), sorted(set(deadlines))) if choose else None,
        "defaults": [ExtensionSerializer(entry).data for entry in extensions],
    }


_CHOICES: Final[dict[FieldName, Callable[[Field, list[str], list[str]], list[str]]]] = {
    FieldName.GROUND: lambda entry, stops, deadlines: [
        ground.value for ground in Ground if not entry.grounds or ground.kind in entry.grounds
    ],
    FieldName.MODE: lambda entry, stops, deadlines: [mode.value for mode in Transmission],
    FieldName.STOP: lambda entry, stops, deadlines: stops,
    FieldName.DEADLINE: lambda entry, stops, deadlines: deadlines,
}
