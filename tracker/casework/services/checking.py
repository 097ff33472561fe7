"""Whatever is typed is refused with words, never by a crash: it is checked before the database sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from operator import and_
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from tracker.casework.models.known import Known
from tracker.chain import JSON
from tracker.signs import hidden_in

TEXT_LIMIT: Final = 50_000
"""Characters of one free text: some twenty pages. What is longer is a document."""

NUL: Final = "\x00"
"""What PostgreSQL keeps in no text."""
TOO_LONG: Final = _("The text is longer than %(limit)s characters. Shorten it, or add it as a document.")
NOT_STORABLE: Final = _("The text holds signs that cannot be stored. Type it again without them.")
WRONG_KIND: Final = _("This value is of another kind than what is asked for here.")
UNKNOWN: Final = _("%(name)s is not asked for here.")


def assign(row: models.Model, columns: Mapping[str, Any], *, allowed: Collection[str]) -> None:
    """Set columns by name; raises ValidationError for a column or a kind of row that does not belong here, and for
    each text that is not right, unless it stood there already."""
    faults: dict[str, list[ValidationError]] = {}
    for name, value in columns.items():
        if name not in allowed:
            raise ValidationError(UNKNOWN, params={"name": name})
        if isinstance(value, str) and value != getattr(row, name, None):
            faults[name] = list(faults_of(value, limit=TEXT_LIMIT))
        try:
            setattr(row, name, value)
        except ValueError:
            raise ValidationError({name: WRONG_KIND}) from None
    if wrong := {name: found for name, found in faults.items() if found}:
        raise ValidationError(wrong)


def require_valid(row: models.Model) -> None:
    """Check every column and constraint of the row; raises ValidationError."""
    faults = dict(_faults_of_texts(row))
    if faults:
        raise ValidationError(faults)
    try:
        row.clean_fields(exclude=_read_already(row))
        row.clean()
        row.validate_unique()
    except TypeError:  # some of Django's own fields take only text or their own type
        raise ValidationError(WRONG_KIND) from None
    except ValidationError:
        row.full_clean()  # tells whatever else is wrong
    if not _keeps_checks(row):
        row.validate_constraints()
    for constraint in row._meta.constraints:
        if not isinstance(constraint, models.CheckConstraint):
            constraint.validate(type(row), row)


def save(row: models.Model) -> None:
    """Write a row that is right; raises ValidationError."""
    require_valid(row)
    row.save()


def filled(texts: Mapping[str, JSON], *, names: Collection[str]) -> dict[str, JSON]:
    """The texts that say something; raises ValidationError for what is no text, or not of these names."""
    for name, text in texts.items():
        if name not in names:
            raise ValidationError(UNKNOWN, params={"name": name})
        if not isinstance(text, str | None):
            raise ValidationError({name: WRONG_KIND})
        for fault in faults_of(text or "", limit=TEXT_LIMIT):
            raise ValidationError({name: fault})
    return {name: text for name, text in texts.items() if text}


def faults_of(text: str, *, limit: int) -> Iterator[ValidationError]:
    """Why a text that is typed or loaded should not be kept, or could be kept by neither database."""
    hidden = hidden_in(text)
    if hidden and len(text) <= limit:
        yield hidden
    else:
        yield from _unstorable(text, limit=limit)


def _unstorable(text: str, *, limit: int) -> Iterator[ValidationError]:
    if len(text) > limit:
        yield ValidationError(TOO_LONG, params={"limit": limit})
    elif NUL in text or not _is_unicode(text):
        yield ValidationError(NOT_STORABLE)


def _read_already(row: models.Model) -> set[str]:
    """Columns that refer to rows which are at hand: nobody has to ask whether there are such."""
    fields = [field for field in row._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return {field.name for field in fields if field.get_cached_value(row, default=None) is not None}


def _keeps_checks(row: models.Model) -> bool:
    """Whether the row passes every check of its table, put as one question: asked one by one each takes a savepoint."""
    checks = [entry for entry in row._meta.constraints if isinstance(entry, models.CheckConstraint)]
    wanted = reduce(and_, (check.condition for check in checks if not isinstance(check, Known)), Q())
    values = {field.name: Value(getattr(row, field.attname), field) for field in row._meta.concrete_fields}
    return not wanted or wanted.check(values)


def _faults_of_texts(row: models.Model) -> Iterator[tuple[str, ValidationError]]:
    """Of a row that stands already only what no database keeps: a sign from before it was refused stops nobody who
    records something else."""
    judged = faults_of if row.pk is None else _unstorable
    for field in row._meta.concrete_fields:
        text = getattr(row, field.attname)
        if isinstance(text, str) and isinstance(field, models.CharField | models.TextField):
            for fault in judged(text, limit=TEXT_LIMIT):
                yield field.name, fault


def _is_unicode(text: str) -> bool:
    """Half a surrogate pair is no character: no database takes it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
