"""Values that many answers have in common."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.accounts.models import User
from tracker.directory.models import Authority
from tracker.words import spoken
from workflows.messages import Message, as_data


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


class OccurredOut(serializers.Serializer[Any]):
    """When something happened: a day of the calendar in a zone, a time only where one is known."""

    on = serializers.DateField()
    at = serializers.TimeField(allow_null=True)
    zone = serializers.CharField()
    precision = serializers.ChoiceField(choices=["moment", "day", "month", "year"])


class UserField(serializers.SlugRelatedField[User]):
    """An active user by UUID."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {"does_not_exist": _("There is no such user."), "invalid": _("This is no UUID.")}
        kwargs.setdefault("error_messages", errors)
        super().__init__(slug_field="uuid", queryset=User.objects.filter(is_active=True), **kwargs)


class AuthorityField(serializers.SlugRelatedField[Authority]):
    """An authority of the directory by UUID."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {
            "does_not_exist": _("There is no such authority. An administrator can add it to the directory."),
            "invalid": _("This is no UUID."),
        }
        kwargs.setdefault("error_messages", errors)
        super().__init__(slug_field="uuid", queryset=Authority.objects.all(), **kwargs)
