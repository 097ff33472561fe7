"""Django's complaints, as messages."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import lazystr

from tracker.loading.messages import messages_of
from workflows.messages import Message


def test_a_complaint_about_no_field_is_about_the_row() -> None:
    [(field, said)] = messages_of(ValidationError(lazystr("Choose %(one)s."), params={"one": lazystr("a")}))
    assert (field, said) == (NON_FIELD_ERRORS, Message("Choose %(one)s.", (("one", "a"),)))
    assert str(said) == "Choose a."


def test_a_complaint_without_parameters_is_its_own_key() -> None:
    assert list(messages_of(ValidationError({"code": ["100 % wrong."]}))) == [
        ("code", Message("100 % wrong."))
    ]
