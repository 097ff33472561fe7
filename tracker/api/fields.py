"""Values that many answers have in common."""

from __future__ import annotations

import re
from datetime import time
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.accounts.models import Office, User
from tracker.api.codes import CodeField
from tracker.directory.models import Authority
from tracker.words import spoken
from workflows.deadlines import Mark
from workflows.messages import Message, as_data
from workflows.occurrence import Precision


def rows_of(serializer: Any) -> list[Any]:
    """What a serializer of many rows says; what the caller asks for is checked, be there rows or none."""
    serializer.child.fields  # noqa: B018  # a list without rows would not look at them
    rows: list[Any] = serializer.data
    return rows


class PersonRef(serializers.ModelSerializer[User]):
    """A user, by name and identity."""

    class Meta:
        model = User
        fields = ("uuid", "name")


class AuthorityRef(serializers.ModelSerializer[Authority]):
    """An authority of the directory, by name and identity."""

    class Meta:
        model = Authority
        fields = ("uuid", "name")


class PlaceRef(serializers.Serializer[Any]):
    """A jurisdiction, by code and name."""

    code = serializers.CharField()
    name = serializers.CharField()


def worded(message: Message) -> dict[str, Any]:
    """What `MessageOut` describes, without making one: a request offers some forty actions, each with its words."""
    data = as_data(message)
    return {"text": spoken(message), "key": data["msgid"], "params": data["params"]}


class MessageOut(serializers.Serializer[Any]):
    """A sentence for people, and the key with its parameters for programs."""

    text = serializers.CharField(help_text="In the language of the caller (Accept-Language).")
    key = serializers.CharField()
    params = serializers.DictField()

    def to_representation(self, instance: Message) -> dict[str, Any]:
        """The message in words and as data."""
        return worded(instance)


class CitationSerializer(serializers.Serializer[Any]):
    """The article that says so, or that it is a house rule; and how sure we are of its text."""

    article = serializers.CharField()
    mark = CodeField(Mark)
    read_at = serializers.CharField()


class OccurredOut(serializers.Serializer[Any]):
    """When something happened: a day of the calendar in a zone, a time only where one is known."""

    on = serializers.DateField()
    at = serializers.TimeField(allow_null=True)
    zone = serializers.CharField()
    precision = serializers.ChoiceField(choices=[entry.value for entry in Precision])


class ClockField(serializers.TimeField):
    """A time of the clock; one that brings a zone is refused, since the zone would be lost in silence."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "zone": _("Give the time without a zone, as the clock there showed it: 14:05.")
    }

    def to_internal_value(self, value: Any) -> time:
        """The time; no other sign of it is a plus, a minus or a Z."""
        found: time = super().to_internal_value(value)
        if re.search(r"[-+Z]", str(value)):
            self.fail("zone")
        return found


class UserField(serializers.SlugRelatedField[User]):
    """An active user by UUID; programs are named nowhere, since nobody answers for them."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {"does_not_exist": _("There is no such user."), "invalid": _("This is no UUID.")}
        kwargs.setdefault("error_messages", errors)
        super().__init__(slug_field="uuid", queryset=User.objects.people(), **kwargs)


class ByCode(serializers.SlugRelatedField[Any]):
    """A row by its code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="code", **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """The row; PostgreSQL cannot be asked for a text with NUL, and there is none."""
        if "\0" in str(data):
            self.fail("does_not_exist")
        return super().to_internal_value(data)


class OwnOfficeField(ByCode):
    """An office in which the caller works, by code: of those whose ids the context has as ``offices``."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {"does_not_exist": _("Choose one of your own offices.")}
        kwargs.setdefault("error_messages", errors)
        super().__init__(queryset=Office.objects.none(), **kwargs)

    def get_queryset(self) -> QuerySet[Office]:
        """None where nobody calls: then the document is made."""
        return Office.objects.filter(pk__in=self.context.get("offices", ())).select_related(
            "own_jurisdiction"
        )


class AuthorityField(serializers.SlugRelatedField[Authority]):
    """An authority of the directory by UUID."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {
            "does_not_exist": _("There is no such authority. An administrator can add it to the directory."),
            "invalid": _("This is no UUID."),
        }
        kwargs.setdefault("error_messages", errors)
        super().__init__(slug_field="uuid", queryset=Authority.objects.all(), **kwargs)
