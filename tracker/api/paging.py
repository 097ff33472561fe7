"""Lists by key: page 5,000 costs what the first one costs, and a page has an end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.utils.urls import replace_query_param

from tracker.api.errors import WrongParameter
from tracker.paging import Cursor, Order, page_of

PAGE: Final = "page_size"
AFTER: Final = "after"
USUAL: Final = 50
MOST: Final = 200


def paged(
    request: Request,
    rows: QuerySet[Any],
    order: Order,
    serializer: type[BaseSerializer[Any]],
    context: dict[str, Any],
    *,
    parts: Sequence[QuerySet[Any]] = (),
    related: Sequence[str] = (),
) -> Response:
    """One page of ``rows`` as ``{results, next, previous}``; the addresses carry the filters on.

    ``parts`` and ``related`` as `page_of` takes them.
    """
    listed: Any = serializer(many=True, context=context)
    listed.child.fields  # noqa: B018  # what the caller asks for is checked, be there rows or none
    page = page_of(rows, order, _cursor(request), size=_size(request), parts=parts, related=related)
    return Response(
        {
            "results": listed.to_representation(page.rows),
            "next": _address(request, page.after),
            "previous": _address(request, page.before),
        }
    )


def whole(rows: Any) -> Response:
    """A short list, as a serializer of many rows prints it, in the shape of a page."""
    return Response({"results": rows, "next": None, "previous": None})


def _address(request: Request, cursor: Cursor | None) -> str | None:
    if cursor is None:
        return None
    return replace_query_param(request.build_absolute_uri(), AFTER, str(cursor))


def _cursor(request: Request) -> Cursor | None:
    text = request.query_params.get(AFTER, "")
    cursor = Cursor.parse(text) if text else None
    if text and cursor is None:
        raise WrongParameter({AFTER: [_("This is no cursor. Take it from `next` or `previous` of a page.")]})
    return cursor


def _size(request: Request) -> int:
    text = request.query_params.get(PAGE, str(USUAL))
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= MOST):
        raise WrongParameter({PAGE: [_("Choose a number from 1 to %(most)d.") % {"most": MOST}]})
    return int(text)
