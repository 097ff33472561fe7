"""What the caller leaves out or wants besides: ``?fields=`` and ``?expand=``, checked by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from tracker.api.errors import WrongParameter

FIELDS = "fields"
EXPAND = "expand"


class Shaped(serializers.Serializer[Any]):
    """A serializer that prints only the ``fields`` asked for, and of ``expandable`` only what ``expand`` names."""

    expandable: ClassVar[frozenset[str]] = frozenset()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The declared fields as the call shapes them; raises WrongParameter for a name that is none."""
        fields = super().get_fields()
        request = self.context.get("request")
        if not isinstance(request, Request) or _is_for_document(request):
            return fields
        wanted = named(request, FIELDS, known=fields)
        more = named(request, EXPAND, known=self.expandable) or frozenset()
        return {
            name: field
            for name, field in fields.items()
            if (name in more if name in self.expandable else wanted is None or name in wanted)
        }


def _is_for_document(request: Request) -> bool:
    """Whether nobody asks: the document describes all fields."""
    return bool(getattr(request.parser_context.get("view"), "swagger_fake_view", False))


def named(request: Request, parameter: str, *, known: Iterable[str]) -> frozenset[str] | None:
    """The names that a parameter lists with commas between them; None where it is not given."""
    text = request.query_params.get(parameter)
    if text is None:
        return None
    names = frozenset(name.strip() for name in text.split(",") if name.strip())
    unknown = sorted(names - set(known))
    if unknown:
        listed = {"name": unknown[0][:60], "known": ", ".join(sorted(known))}
        raise WrongParameter({parameter: [_("There is no %(name)s here. Use: %(known)s.") % listed]})
    return names
