"""What every body that is sent has in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

NOT_ASKED: Final = _("This is not asked for here.")
REQUIRED: Final = _("Fill this in; it is needed now.")


def listed(
    child: serializers.BaseSerializer[Any], *, max_length: int, min_length: int = 0, required: bool = True
) -> serializers.ListSerializer[Any]:
    """So many rows of one kind."""
    return serializers.ListSerializer(
        child=child, required=required, min_length=min_length or None, max_length=max_length
    )


class Strict(serializers.Serializer[Any]):
    """Refuses names that are not asked for: what is misspelt must not be lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        """The declared values; raises ValidationError for any other name."""
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise serializers.ValidationError({str(name)[:60]: [NOT_ASKED] for name in unknown})
        return super().to_internal_value(data)


def require_nothing(data: Any) -> None:
    """Refuse what is sent along with a call that asks for nothing."""
    Strict(data=data).is_valid(raise_exception=True)


class Versioned(Strict):
    """A write on the version of the request that the caller has read."""

    seen_version = serializers.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        help_text="The `version` that was read; 409 where somebody was quicker.",
    )
