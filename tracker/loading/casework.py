"""What the tables of cases share: their columns, who records them, and refusals told like any other problem."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import User
from tracker.accounts.queries import local_date
from tracker.casework.models import AssistanceRequest
from tracker.casework.policy import roles_on
from tracker.loading.fields import CodeColumn
from workflows.errors import WorkflowError
from workflows.occurrence import Occurred, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.loading.values import Loading

FORMATS: Final = (
    ("%Y-%m-%dT%H:%M", Precision.MOMENT),
    ("%Y-%m-%d", Precision.DAY),
    ("%Y-%m", Precision.MONTH),
    ("%Y", Precision.YEAR),
)


class WordColumn(CodeColumn):
    """One word of a closed list, by its stored value."""

    def __init__(self, words: Iterable[str], *, required: bool = True, initial: str = "") -> None:
        forms.CharField.__init__(self, required=required)
        self.codes = [str(word) for word in words]
        self.otherwise = initial


class WordsColumn(forms.CharField):
    """Words of a closed list, separated by spaces; one may stand there several times."""

    def __init__(self, words: Iterable[str], *, required: bool = False) -> None:
        super().__init__(required=required)
        self.codes = [str(word) for word in words]

    def clean(self, value: Any) -> tuple[str, ...]:
        found = tuple(str(super().clean(value)).split())
        for word in found:
            if word not in self.codes:
                raise ValidationError(
                    _("%(value)s is not known. Use one of: %(codes)s."),
                    params={"value": word, "codes": ", ".join(self.codes)},
                )
        return found


class TextsColumn(forms.CharField):
    """Texts separated by semicolons."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> tuple[str, ...]:
        text = str(super().clean(value))
        return tuple(part.strip() for part in text.split(";")) if text else ()


class OccurredColumn(forms.CharField):
    """When something happened, as precisely as it is known: a moment, a day, a month or a year."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(required=required)

    def clean(self, value: Any) -> Occurred | None:
        text = str(super().clean(value))
        if not text:
            return None
        for pattern, precision in FORMATS:
            try:
                # The zone stands in a column of its own: here a local date and time are read.
                read = dt.datetime.strptime(text, pattern)  # noqa: DTZ007
            except ValueError:
                continue
            at = read.time() if precision is Precision.MOMENT else None
            return Occurred(on=read.date(), at=at, precision=precision)
        raise ValidationError(_("This is not a date. Write 2024-06-20T22:30, 2024-06-20, 2024-06 or 2024."))


class ZoneColumn(forms.CharField):
    """A zone of the IANA database; empty means that of the office."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            ZoneInfo(text or "UTC")
        except (KeyError, ValueError, OSError) as error:
            raise ValidationError(_("This is not a time zone. Write one such as Asia/Shanghai.")) from error
        return text


class PersonColumn(forms.CharField):
    """Somebody who can sign in, by e-mail address."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> User | None:
        text = str(super().clean(value)).lower()
        if not text:
            return None
        found = User.objects.people().filter(email=text).first()
        if found is None:
            raise ValidationError(
                _("No active user has the address %(value)s. Correct it, or ask an administrator."),
                params={"value": text},
            )
        return found


def in_zone(occurred: Occurred, zone: str) -> Occurred:
    """Return the same date or moment, read as one of that zone."""
    return Occurred(on=occurred.on, at=occurred.at, zone=zone, precision=occurred.precision)


def recorder(loading: Loading, officer: User | None) -> User:
    """Return who answers for a row: whoever loads or, on the command line, the officer of the case."""
    by = loading.by or officer
    if by is None:
        raise ValidationError({"officer": _("Nobody answers for this row. Name an officer.")})
    return by


def case_named(reference: str, loading: Loading, *, column: str = "case") -> tuple[AssistanceRequest, User]:
    """Return the case with whoever answers for the row; what one may not work on is as good as not there."""
    case = AssistanceRequest.objects.select_related("office", "officer").filter(reference=reference).first()
    if case is not None:
        by = recorder(loading, case.officer)
        is_theirs = roles_on(case, by, local_date(case.office, loading.recorded_at))
        if is_theirs and loading.reaches(case.office_id):
            return case, by
    raise ValidationError(
        {
            column: ValidationError(
                _("There is no request %(value)s that you may work on. Correct it, or add its row to cases."),
                params={"value": reference},
            )
        }
    )


@contextmanager
def refusals_told(column: str = NON_FIELD_ERRORS) -> Iterator[None]:
    """Turn every reason of a refusal by the tables of ``workflows`` into a problem of the row."""
    try:
        yield
    except WorkflowError as refusal:
        reasons = [ValidationError(reason.msgid, params=dict(reason.params)) for reason in refusal.reasons]
        raise ValidationError({column: reasons}) from refusal
