"""What callers send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class StrictJSONParser(JSONParser):
    """A JSON object; no other value, no NaN, no text that is not Unicode, no nesting beyond what Python reads."""

    strict = True

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The object; raises ParseError with what to do."""
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
