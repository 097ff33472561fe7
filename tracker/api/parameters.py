"""What stands after the question mark of an address: understood, or refused by its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request

from tracker.api.errors import WrongParameter
from tracker.api.paging import AFTER, PAGE
from tracker.api.shaping import EXPAND, FIELDS

SHAPES: Final = frozenset({FIELDS, EXPAND})
"""Which parts of a row are wanted."""
PAGES: Final = frozenset({AFTER, PAGE})
"""Which rows of a list are wanted."""


class DayParameter(serializers.Serializer[Any]):
    """The day whose state is asked for."""

    on = serializers.DateField(
        required=False, help_text=gettext_lazy("Today, where the caller is, if it is left out.")
    )


def understood(
    request: Request, form: type[serializers.Serializer[Any]], *, beside: frozenset[str]
) -> dict[str, Any]:
    """The parameters that ``form`` declares; raises WrongParameter for one that is unknown or cannot be read.

    ``beside``: what others read (``SHAPES``, ``PAGES``).
    """
    given = given_beside(request, beside)
    asked = form(data=given)
    require_known(given, asked.fields)
    if not asked.is_valid():
        raise WrongParameter(asked.errors)
    return dict(asked.validated_data)


def given_beside(request: Request, beside: Collection[str] = ()) -> dict[str, str]:
    """What the call gives that is not for others to read."""
    given: dict[str, Any] = dict(request.query_params.items())
    return {name: value for name, value in given.items() if name not in beside}


def require_known(given: Collection[str], known: Collection[str]) -> None:
    """Raise WrongParameter for every name that is none."""
    unknown = [name for name in given if name not in known]
    if unknown:
        raise WrongParameter({name[:60]: [_("There is no such filter.")] for name in unknown})


def require_only(request: Request, known: Collection[str] = ()) -> None:
    """Raise WrongParameter for every parameter of the call that is none of ``known``."""
    require_known(given_beside(request), known)


def require_values(given: Mapping[str, str]) -> None:
    """Raise WrongParameter for every one that says nothing: whoever means none leaves it out."""
    empty = [name for name, value in given.items() if value == ""]
    if empty:
        raise WrongParameter({name[:60]: [_("Leave this out, or say what is wanted.")] for name in empty})
