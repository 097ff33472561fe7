"""How our forms are laid out: sections, rows and folds, every field by the one field template."""

from __future__ import annotations

from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout

FIELD: Final = "components/_field.html"
Part = Any  # a field's name, a row of names, or a layout object: crispy forms declares no type of its own


def helper(*parts: Part) -> FormHelper:
    """A layout without the form element, its token and its buttons: the page writes these itself."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.form_show_errors = False  # the page prints one summary, and the field template its own error
    made.field_template = FIELD
    made.layout = Layout(*(_part(part) for part in parts))
    return made


def section(legend: str, *parts: Part, css_id: str = "") -> Fieldset:
    """A titled group of fields; a tuple of names stands side by side."""
    return Fieldset(legend, *(_part(part) for part in parts), css_class="form-section", css_id=css_id or None)


class Fold(Fieldset):  # type: ignore[misc]  # crispy forms ships no types
    """A section that comes folded, unless something in it is filled in or wrong."""

    template = "requests/_fold.html"

    def __init__(self, legend: str, *parts: Part) -> None:
        super().__init__(legend, *(_part(part) for part in parts))
        self.names = [pointer.name for pointer in Layout(*self.fields).get_field_names()]
        self.is_open = False

    def render(self, form: Any, context: Any, **kwargs: Any) -> Any:
        """Decide about the fold, then print as any section."""
        self.is_open = any(_is_touched(form, name) for name in self.names)
        return super().render(form, context, **kwargs)


def _is_touched(form: Any, name: str) -> bool:
    bound = form[name]
    default = bound.field.initial
    return bool(bound.errors) or bound.value() not in (None, "", False, [], default)


def _part(part: Part) -> Part:
    return Div(*part, css_class="field-row") if isinstance(part, tuple) else part
