"""Signs that nobody sees: refused where somebody types or loads a text, left out of files where an old one has them."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HIDDEN: Final = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff"
"""Control characters but tab and line breaks, and what is no character, as a class of Python and of JSON Schema alike.

No workbook and no drawing may hold the most of them, and PostgreSQL keeps no NUL.
"""
SHOWN: Final = 30
"""So much of the text before such a sign says where it stands."""
FOLLOWS: Final = _(
    "After “%(before)s” stands a sign that cannot be seen (%(sign)s). Delete it there, or type the text again."
)
BEGINS: Final = _(
    "The text begins with a sign that cannot be seen (%(sign)s). Delete it, or type the text again."
)

_HIDDEN: Final = re.compile(f"[{HIDDEN}]")


def hidden_in(text: str) -> ValidationError | None:
    """Where the first of them stands, and what to do about it."""
    found = _HIDDEN.search(text)
    if found is None:
        return None
    before = " ".join(text[: found.start()].split())[-SHOWN:].lstrip()
    params = {"before": before, "sign": f"U+{ord(found[0]):04X}"}
    return ValidationError(FOLLOWS if before else BEGINS, params=params)


def require_visible(**texts: str) -> None:
    """Raise ValidationError for each of the texts, by its name, that holds one."""
    faults = {name: fault for name, text in texts.items() if (fault := hidden_in(text))}
    if faults:
        raise ValidationError(faults)


def validate_visible(value: object) -> None:
    """The same for a field of a form, of which some that take text make something else of it."""
    if isinstance(value, str) and (fault := hidden_in(value)):
        raise fault


def visible(text: str) -> str:
    """The text without them."""
    return _HIDDEN.sub("", text)
