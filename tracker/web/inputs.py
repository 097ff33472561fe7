"""Fields of the browser that Django leaves as plain text."""

from __future__ import annotations

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The browser's own calendar; the value is always written year first."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock, to the minute."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SuggestingInput(forms.TextInput):
    """Text of one's own, or one of a list that the browser offers."""

    template_name = "components/_suggesting.html"

    def __init__(self, suggestions: list[str]) -> None:
        super().__init__()
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the list, tied to the field by its id."""
        context = super().get_context(name, value, attrs)
        ident = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = ident
        return context | {"list_id": ident, "suggestions": self.suggestions}
