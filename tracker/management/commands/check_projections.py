"""Compares every request with what its history amounts to."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from tracker import clock
from tracker.casework.models import AssistanceRequest, Deadline, Item, PreservationSpell, Spell, Stretch
from tracker.casework.queries import snapshot_of
from tracker.casework.services import projection
from tracker.casework.services.timetable import row_for
from workflows.engine import Deadline as DeadlineValue
from workflows.engine import Snapshot
from workflows.errors import WorkflowError

Rows = Mapping[str, Mapping[str, object]]
Identity = tuple[str, str | None, int | None, int]

# Made by the sweep, or when the row was written: no history tells them.
NOT_PROJECTED: Final = frozenset({"id", "remind_at", "created_at"})


class Command(BaseCommand):
    """`manage.py check_projections [REFERENCE ...]`."""

    help = "Replays every request and compares the stored rows. Prints every difference, and fails if there is one."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Ask for what to compare."""
        parser.add_argument("references", nargs="*", metavar="REFERENCE", help="requests; all, unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, print every difference, and fail if there is one."""
        requests = AssistanceRequest.objects.order_by("pk")
        if options["references"]:
            requests = requests.filter(reference__in=options["references"])
        count = 0
        for pk in list(requests.values_list("pk", flat=True)):
            for line in differences(pk, at=clock.now()):
                count += 1
                self.stdout.write(self.style.ERROR(line))
        if count:
            raise CommandError(f"{count} differences between the history and the rows.")
        self.stdout.write(self.style.SUCCESS("Every row equals its history."))


@transaction.atomic
def differences(pk: int, *, at: datetime) -> list[str]:
    """Return how the rows of one request differ from its replay.

    The projection itself is asked what it would write; then everything is rolled back.
    """
    row = AssistanceRequest.objects.select_related("office__own_jurisdiction", "jurisdiction").get(pk=pk)
    before = _rows(row)
    try:
        snapshot = snapshot_of(row)
    except (WorkflowError, LookupError, ValueError) as error:
        return [f"{row.reference}: its history cannot be replayed: {error}"]
    projection.project(row, snapshot, at=at)
    found = [*_changes(before, _rows(row)), *_miscounted(row, snapshot)]
    transaction.set_rollback(True)
    return [f"{row.reference}: {line}" for line in found]


def _rows(row: AssistanceRequest) -> Rows:
    """Everything that is projected, by a name that survives a rewriting."""
    stored = {"request": _columns(AssistanceRequest.objects.get(pk=row.pk))}
    for item in Item.objects.filter(request=row):
        stored[f"item {item.number}"] = _columns(item)
    for deadline in Deadline.objects.filter(request=row):
        stored[_name(deadline)] = _columns(deadline)
    for spell in Spell.objects.filter(request=row):
        stored[f"spell {spell.number}"] = _columns(spell)
    for stretch in Stretch.objects.filter(request=row):
        stored[f"stretch {stretch.number}"] = _columns(stretch)
    for kept in PreservationSpell.objects.filter(request=row):
        stored[f"preservation {kept.item_id} spell {kept.number}"] = _columns(kept)
    return stored


def _name(row: Deadline) -> str:
    subject = " ".join(
        f"{word} {pk}" for word, pk in (("item", row.item_id), ("authority", row.authority_id)) if pk
    )
    return " ".join(filter(None, ("deadline", row.rule, subject, f"version {row.version}.{row.revision}")))


def _columns(row: models.Model) -> dict[str, object]:
    names = (field.attname for field in row._meta.concrete_fields)
    return {name: getattr(row, name) for name in names if name not in NOT_PROJECTED}


def _changes(before: Rows, after: Rows) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield f"{name} is missing"
        elif name not in after:
            yield f"{name} is too many"
        else:
            yield from _column_changes(name, before[name], after[name])


def _column_changes(name: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    for column, value in before.items():
        if value != after[column]:
            yield f"{name}: {column} is {value!r}, by its history {after[column]!r}"


def _miscounted(row: AssistanceRequest, snapshot: Snapshot) -> Iterator[str]:
    """What a deadline keeps as long as its date: the projection does not write it twice, so it is compared here."""
    numbers = {pk: str(number) for pk, number in row.items.values_list("pk", "number")}
    stored: dict[Identity, list[Deadline]] = {}
    for one in row.deadlines.order_by("revision"):
        stored.setdefault(_identity(one, numbers), []).append(one)
    for value in snapshot.deadlines:
        deadline = row_for(value, stored[value.identity])
        if deadline is None:
            yield f"{value.identity} is missing"
        elif deadline.due_on == value.due.due_on and deadline.late_from == value.due.late_from:
            wanted = _kept_with_its_date(value)
            yield from _column_changes(
                _name(deadline), {name: getattr(deadline, name) for name in wanted}, wanted
            )


def _kept_with_its_date(value: DeadlineValue) -> dict[str, object]:
    return {
        "kind": value.kind.value,
        "start_on": value.start.on,
        "start_sequence": value.start_sequence,
        "moved_by": value.moved_by,
        "zone": value.due.zone,
        "due_from": value.due.due_from,
        "lower_on": value.due.lower_on,
    }


def _identity(row: Deadline, numbers: Mapping[int, str]) -> Identity:
    return row.rule, numbers[row.item_id] if row.item_id else None, row.authority_id, row.version
