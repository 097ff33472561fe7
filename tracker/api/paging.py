"""Lists by key: page 5,000 costs what the first one costs, and a page has an end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.utils.urls import replace_query_param

from tracker.api.errors import WrongParameter
from tracker.api.fields import rows_of
from tracker.paging import Cursor, Order, Page, page_of

PAGE: Final = "page_size"
AFTER: Final = "after"
USUAL: Final = 50
MOST: Final = 200
DIGITS: Final = len(str(MOST))
CURSOR: Final = r"^[ab][0-9]{1,18}_[-+.:0-9TZ]{0,40}$"


def paged(
    request: Request,
    rows: QuerySet[Any],
    order: Order,
    serializer: type[BaseSerializer[Any]],
    context: dict[str, Any],
) -> Response:
    """One page of ``rows`` as ``{results, next, previous}``, each printed by ``serializer``."""
    return paged_as(
        request, rows, order, lambda found: rows_of(serializer(found, many=True, context=context))
    )


def paged_as(
    request: Request,
    rows: QuerySet[Any],
    order: Order,
    printed: Callable[[Sequence[Any]], list[Any]],
    **how: Any,
) -> Response:
    """One page of ``rows`` as ``{results, next, previous}``; the addresses carry the filters on.

    ``printed`` says what a page of them looks like; ``how`` as for `page_of`.
    """
    page = page_asked_for(request, rows, order, **how)
    return Response({"results": printed(page.rows), **neighbours(request, page)})


def page_asked_for(request: Request, rows: QuerySet[Any], order: Order, **how: Any) -> Page[Any]:
    """The page of ``rows`` that the call names by its cursor and size, ``how`` as for `page_of`.

    Raises WrongParameter.
    """
    return page_of(rows, order, _cursor(request, rows, order), size=_size(request), **how)


def neighbours(request: Request, page: Page[Any]) -> dict[str, str | None]:
    """The addresses of the pages beside it, with everything else that the call asks for."""
    return {"next": _address(request, page.after), "previous": _address(request, page.before)}


def whole(rows: Any) -> Response:
    """A short list, as a serializer of many rows prints it, in the shape of a page."""
    return Response({"results": rows, "next": None, "previous": None})


def _address(request: Request, cursor: Cursor | None) -> str | None:
    if cursor is None:
        return None
    return replace_query_param(request.build_absolute_uri(), AFTER, str(cursor))


def _cursor(request: Request, rows: QuerySet[Any], order: Order) -> Cursor | None:
    text = request.query_params.get(AFTER)
    if text is None:
        return None
    cursor = Cursor.parse(text) if re.fullmatch(CURSOR, text) else None
    if cursor is None or not _is_of(cursor, rows.model, order):
        raise WrongParameter({AFTER: [_("This is no cursor. Take it from `next` or `previous` of a page.")]})
    return cursor


def _is_of(cursor: Cursor, model: type[models.Model], order: Order) -> bool:
    """Whether it is one of this list: a moment for a column of moments, a day for one of days, none for ids alone."""
    if cursor.value is None:
        return True
    if not order.column:
        return False
    is_moment = isinstance(model._meta.get_field(order.column), models.DateTimeField)
    return isinstance(cursor.value, datetime) is is_moment


def _size(request: Request) -> int:
    text = request.query_params.get(PAGE, str(USUAL))
    # By its length first: int() takes no text of any length.
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS and 1 <= int(text) <= MOST):
        raise WrongParameter({PAGE: [_("Choose a number from 1 to %(most)d.") % {"most": MOST}]})
    return int(text)
