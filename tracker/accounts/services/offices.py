"""Offices and their tree."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tracker.accounts import policy, queries
from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import Office, User
from tracker.accounts.services.checks import require_administrator
from tracker.accounts.services.log import append
from tracker.directory.models import Jurisdiction
from tracker.signs import require_visible


@transaction.atomic
def create_office(
    *,
    code: str,
    name: str,
    time_zone: str,
    host_jurisdiction: Jurisdiction,
    own_jurisdiction: Jurisdiction,
    parent: Office | None = None,
    by: User | None,
    at: datetime,
) -> Office:
    """Found an office. Its code stands in the references of its requests and never changes."""
    require_administrator(by, at)
    office = Office(
        code=code.strip().upper(),
        name=name.strip(),
        time_zone=time_zone,
        host_jurisdiction=host_jurisdiction,
        own_jurisdiction=own_jurisdiction,
        parent=parent,
    )
    require_visible(name=office.name)
    office.full_clean()
    office.save()
    append(
        AccountEventKind.OFFICE_CREATED,
        by=by,
        at=at,
        office=office,
        data={"parent": parent.pk if parent else None},
    )
    return office


@transaction.atomic
def change_office(
    office: Office,
    *,
    name: str,
    time_zone: str,
    host_jurisdiction: Jurisdiction,
    own_jurisdiction: Jurisdiction,
    is_active: bool,
    by: User | None,
    at: datetime,
) -> Office:
    """Change an office in its place; the log keeps which fields changed."""
    require_administrator(by, at)
    office = Office.objects.select_for_update().get(pk=office.pk)
    wanted = {
        "name": name.strip(),
        "time_zone": time_zone,
        "host_jurisdiction": host_jurisdiction,
        "own_jurisdiction": own_jurisdiction,
        "is_active": is_active,
    }
    changed = sorted(field for field, value in wanted.items() if getattr(office, field) != value)
    if changed:
        for field in changed:
            setattr(office, field, wanted[field])
        if "name" in changed:
            require_visible(name=office.name)
        office.full_clean()
        office.save(update_fields=changed)
        append(AccountEventKind.OFFICE_CHANGED, by=by, at=at, office=office, data={"fields": changed})
    return office


@transaction.atomic
def move_office(office: Office, *, parent: Office | None, by: User | None, at: datetime) -> Office:
    """Put an office under another parent, with all the offices below it.

    The supervisors above gain or lose its requests. So it is refused where it would close a circle, and where
    it would change the rights of the one who does it.
    """
    require_administrator(by, at)
    parents = _locked_tree()
    new_parent_id = parent.pk if parent else None
    if parents[office.pk] == new_parent_id:
        return office
    if policy.makes_cycle(office.pk, new_parent_id=new_parent_id, parents=parents):
        raise ValidationError({"parent": _("An office cannot stand below itself.")})
    _refuse_own_change(by, parents, {**parents, office.pk: new_parent_id}, at=at)
    data = {"from": parents[office.pk], "to": new_parent_id}
    office.parent = parent
    office.save(update_fields=["parent"])
    append(AccountEventKind.OFFICE_MOVED, by=by, at=at, office=office, data=data)
    return office


def _locked_tree() -> dict[int, int | None]:
    """Lock all offices, in one order: two moves at a time could close a circle that neither sees."""
    rows = Office.objects.select_for_update().order_by("pk").values_list("pk", "parent_id")
    return dict(rows)


def _refuse_own_change(
    by: User | None, before: dict[int, int | None], after: dict[int, int | None], *, at: datetime
) -> None:
    if by is None:
        return
    held = queries.roles_held(by, queries.local_date(by, at))
    if policy.scope(held, parents=before) != policy.scope(held, parents=after):
        raise ValidationError({"parent": _("This would change your own rights. Ask another administrator.")})
