"""What callers send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser


class StrictJSONParser(JSONParser):
    """A JSON object; no other value, no NaN, no text that is not Unicode, no nesting beyond what Python reads."""

    strict = True

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The object; raises ParseError with what to do, TooLarge before anything is read."""
        context = parser_context or {}
        if _length(context.get("request")) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
            raise TooLarge
        try:
            found = super().parse(stream, media_type, parser_context)
            # An escaped half of a surrogate pair is read as text, which neither database nor answer can write.
            json.dumps(found, ensure_ascii=False).encode()
        except RecursionError:
            raise ParseError(_("The body is nested too deeply.")) from None
        except UnicodeEncodeError:
            raise ParseError(_("The body holds half of a character (\\ud800 to \\udfff alone).")) from None
        if not isinstance(found, dict):
            raise ParseError(_("The body must be a JSON object."))
        return found


class TooLarge(APIException):
    """More than the program takes into memory."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = gettext_lazy("Send less at once; documents go one by one, as multipart form data.")


def _length(request: Any) -> int:
    stated = request.META.get("CONTENT_LENGTH", "") if request is not None else ""
    return int(stated) if stated.isdecimal() else 0
