"""The only writers of reference data: each saves one row by its natural key and logs who did it.

Every function takes the key, then keyword-only `by` (None for the system, from the command line only),
`recorded_at` and the columns to set; columns not named keep their value. It returns the row and what was
changed; a row that already says so is left alone. A row that cannot be is refused with ValidationError.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tracker.directory.models import (
    Authority,
    ChangeKind,
    ContactPoint,
    DirectoryChange,
    Engagement,
    Holiday,
    Jurisdiction,
    LiaisonPost,
    RelationshipGroup,
    TreatyRegister,
    TreatyStatus,
)
from tracker.directory.text import normalise
from tracker.signs import require_visible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from django.contrib.auth.base_user import AbstractBaseUser

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved(Generic[Row]):
    """A row, and what the write did to it."""

    row: Row
    change: ChangeKind
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Who writes, and when that is recorded."""

    by: AbstractBaseUser | None
    recorded_at: datetime


def save_relationship_group(
    code: str, *, by: AbstractBaseUser | None, recorded_at: datetime, **columns: Any
) -> Saved[RelationshipGroup]:
    """Save a relationship group."""
    return _save(RelationshipGroup, {"code": code}, columns, Writing(by=by, recorded_at=recorded_at))


def save_jurisdiction(
    code: str, *, by: AbstractBaseUser | None, recorded_at: datetime, **columns: Any
) -> Saved[Jurisdiction]:
    """Save a jurisdiction; refuses a circle of parts."""
    return _save(Jurisdiction, {"code": code}, columns, Writing(by=by, recorded_at=recorded_at))


def save_holiday(
    jurisdiction: Jurisdiction,
    on: date,
    *,
    by: AbstractBaseUser | None,
    recorded_at: datetime,
    **columns: Any,
) -> Saved[Holiday]:
    """Save a correction of the published holiday calendar.

    Whoever calls this recomputes the open deadlines of that jurisdiction in the same transaction.
    """
    key = {"jurisdiction": jurisdiction, "on": on}
    return _save(Holiday, key, columns, Writing(by=by, recorded_at=recorded_at))


def save_treaty_register(
    instrument: str, *, by: AbstractBaseUser | None, recorded_at: datetime, **columns: Any
) -> Saved[TreatyRegister]:
    """Save what is known of an instrument as a whole."""
    return _save(TreatyRegister, {"instrument": instrument}, columns, Writing(by=by, recorded_at=recorded_at))


def save_treaty_status(
    jurisdiction: Jurisdiction,
    instrument: str,
    *,
    by: AbstractBaseUser | None,
    recorded_at: datetime,
    **columns: Any,
) -> Saved[TreatyStatus]:
    """Save the steps of a jurisdiction towards an instrument; refuses steps in the wrong order."""
    key = {"jurisdiction": jurisdiction, "instrument": instrument}
    return _save(TreatyStatus, key, columns, Writing(by=by, recorded_at=recorded_at))


def save_authority(
    code: str, *, by: AbstractBaseUser | None, recorded_at: datetime, **columns: Any
) -> Saved[Authority]:
    """Save an authority; refuses a circle of units."""
    return _save(Authority, {"code": code}, columns, Writing(by=by, recorded_at=recorded_at))


def save_contact_point(
    authority: Authority,
    network: str,
    name: str,
    *,
    by: AbstractBaseUser | None,
    recorded_at: datetime,
    **columns: Any,
) -> Saved[ContactPoint]:
    """Save a contact point of an authority in a network."""
    key = {"authority": authority, "network": network, "name": name}
    return _save(ContactPoint, key, columns, Writing(by=by, recorded_at=recorded_at))


def save_liaison_post(
    code: str, *, by: AbstractBaseUser | None, recorded_at: datetime, **columns: Any
) -> Saved[LiaisonPost]:
    """Save a post abroad."""
    return _save(LiaisonPost, {"code": code}, columns, Writing(by=by, recorded_at=recorded_at))


def save_engagement(
    code: str, *, by: AbstractBaseUser | None, recorded_at: datetime, **columns: Any
) -> Saved[Engagement]:
    """Save something done together with a jurisdiction."""
    return _save(Engagement, {"code": code}, columns, Writing(by=by, recorded_at=recorded_at))


@transaction.atomic
def _save(
    model: type[Row], key: Mapping[str, Any], columns: Mapping[str, Any], writing: Writing
) -> Saved[Row]:
    """Lock the row of that key or begin one; set the columns; check and write only what differs."""
    row = model._default_manager.select_for_update().filter(**key).order_by("pk").first()
    kind = ChangeKind.ADDED if row is None else ChangeKind.CHANGED
    row = model(**key) if row is None else row
    fields = _set(row, columns)
    if kind == ChangeKind.CHANGED and not fields:
        return Saved(row=row, change=ChangeKind.UNCHANGED)
    _refuse_circle(row)
    _refuse_hidden(row, (*key, *fields) if kind == ChangeKind.ADDED else fields)
    _write(row)
    _log(row, kind, fields, writing)
    return Saved(row=row, change=kind, fields=fields)


def _write(row: Model) -> None:
    """Write a row that was checked whole.

    What is unique and what is constrained is left to the database, which checks it anyway; only where it
    refuses is each asked, with a query of its own, for the words of the refusal.
    """
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.validate_unique()
        row.validate_constraints()
        raise


def _set(row: Model, columns: Mapping[str, Any]) -> tuple[str, ...]:
    """Set the columns, and the searched form of the name; return the names of those that changed."""
    before = _stored(row, columns)
    for name, value in columns.items():
        setattr(row, name, value)
    if isinstance(row, Jurisdiction):
        row.search_name = normalise(row.name)
    if isinstance(row, Authority):
        row.search_name = normalise(f"{row.name} {row.code}")
    after = _stored(row, columns)
    return tuple(sorted(name for name in columns if before[name] != after[name]))


def _stored(row: Model, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the database holds for each column: of a related row its id, without fetching it."""
    attributes = {field.name: field.attname for field in row._meta.concrete_fields}
    return {name: getattr(row, attributes[name]) for name in columns}


def _refuse_circle(row: Model) -> None:
    """Refuse a row that is, over its parents, a part of itself."""
    if not isinstance(row, Jurisdiction | Authority) or row.pk is None:
        return
    above: Jurisdiction | Authority | None = row.parent
    while above is not None:
        if above.pk == row.pk:
            raise ValidationError(
                {"parent": _("This would make it a part of itself. Choose another parent.")}
            )
        above = above.parent


def _refuse_hidden(row: Model, fields: tuple[str, ...]) -> None:
    """Of what is typed or loaded now; what stood there before is left alone."""
    typed = {name: getattr(row, name) for name in fields}
    require_visible(**{name: value for name, value in typed.items() if isinstance(value, str)})


def _log(row: Model, kind: ChangeKind, fields: tuple[str, ...], writing: Writing) -> None:
    DirectoryChange.objects.create(
        model=row._meta.label_lower.partition(".")[2],
        key=str(row),
        kind=kind,
        fields=list(fields),
        by_id=writing.by.pk if writing.by else None,
        recorded_at=writing.recorded_at,
    )
