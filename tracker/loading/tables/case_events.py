"""What happened to requests, entry by entry, as the tables of their channels allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tracker.casework import services
from tracker.casework.models import AssistanceRequest, Event
from tracker.directory.models import ChangeKind
from tracker.loading.casework import (
    OccurredColumn,
    WordColumn,
    ZoneColumn,
    case_named,
    in_zone,
    refusals_told,
)
from tracker.loading.fields import DayColumn, ListColumn, NumberColumn, TextColumn, authority_column
from tracker.loading.tables.base import RowForm, Table
from workflows.vocabulary import EventKind, Ground, Source, Transmission

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.accounts.models import User
    from tracker.chain import JSON
    from tracker.loading.values import Loading
    from workflows.occurrence import Occurred

ADOPT: Final = "adopt"
TEXTS: Final = ("reason", "note", "their_reference", "grantor")


class CaseEventForm(RowForm):
    """A row of case_events. Its number is the entry's in the log of the request; the first stands in cases."""

    case = TextColumn(required=True)
    number = NumberColumn(required=True)
    action = TextColumn(required=True)
    on = OccurredColumn(required=False)
    zone = ZoneColumn()
    items = ListColumn()
    stop = TextColumn()
    authority = authority_column()
    until = DayColumn()
    ground = WordColumn([ground.value for ground in Ground], required=False)
    mode = WordColumn(Transmission, required=False)
    deadline = TextColumn()
    reason = TextColumn()
    note = TextColumn()
    their_reference = TextColumn()
    granted_by = authority_column()
    grantor = TextColumn()
    source = TextColumn()

    def clean(self) -> dict[str, Any]:
        """Ask for the date of everything but an adoption, which happens when it is loaded."""
        row: dict[str, Any] = super().clean() or {}
        if row.get("action") != ADOPT and row.get("on") is None and "on" not in self.errors:
            self.add_error("on", _("The cell is empty. Fill it in."))
        return row


def _keep(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    """Record the entry as the next of its request, or find it in its place."""
    case, by = case_named(row["case"], loading)
    if row["number"] <= case.version:
        _require_same(case, row)
        return ChangeKind.UNCHANGED
    _require_loaded(case)
    if row["number"] > case.version + 1:
        raise ValidationError(
            {
                "number": ValidationError(
                    _("Entry %(missing)s is not there: add its row before this one, or mend it."),
                    params={"missing": case.version + 1},
                )
            }
        )
    with refusals_told():
        _record(case, row, by, loading)
    return ChangeKind.ADDED


def _require_loaded(case: AssistanceRequest) -> None:
    """A file goes on with the history that files brought, and with no other: nobody approves their own by a file.

    Links are left out: the table of links makes them as any page does.
    """
    done_here = Event.objects.filter(request=case, source=Source.HUMAN).exclude(kind=EventKind.LINKED)
    if done_here.exists():
        raise ValidationError(
            {
                "case": ValidationError(
                    _("%(case)s is worked on here. Record on its page what happened to it since."),
                    params={"case": case.reference},
                )
            }
        )


def _record(case: AssistanceRequest, row: Mapping[str, Any], by: User, loading: Loading) -> None:
    if row["action"] == ADOPT:
        services.adopt(case, by=by, recorded_at=loading.recorded_at, seen_version=case.version)
        return
    services.perform(
        case,
        row["action"],
        by=by,
        occurred=_occurred(case, row),
        recorded_at=loading.recorded_at,
        seen_version=case.version,
        items=tuple(row.get("items", ())),
        data=_codes(row),
        texts={name: row[name] for name in TEXTS if row.get(name)},
        source=Source.IMPORT,
    )


def _occurred(case: AssistanceRequest, row: Mapping[str, Any]) -> Occurred:
    return in_zone(row["on"], row.get("zone") or case.office.time_zone)


def _codes(row: Mapping[str, Any]) -> dict[str, JSON]:
    codes: dict[str, JSON] = {
        name: row[name] for name in ("stop", "ground", "mode", "deadline") if row.get(name)
    }
    for name in ("authority", "granted_by"):
        if row.get(name):
            codes[name] = row[name].pk
    if row.get("until"):
        codes["until"] = row["until"].isoformat()
    return codes


def _require_same(case: AssistanceRequest, row: Mapping[str, Any]) -> None:
    """An entry of the log stays what it is: a file adds to it and never changes it."""
    event = Event.objects.get(request=case, sequence=row["number"])
    same_day = row["action"] == ADOPT or event.occurred == _occurred(case, row)
    if event.action != row["action"] or not same_day:
        raise ValidationError(
            {
                "number": ValidationError(
                    _(
                        "Entry %(number)s of %(case)s is another one: %(action)s on %(on)s. Correct it on its page."
                    ),
                    params={
                        "number": event.sequence,
                        "case": case.reference,
                        "action": event.action,
                        "on": event.occurred_on,
                    },
                )
            }
        )


CASE_EVENTS = Table(
    name="case_events",
    form=CaseEventForm,
    key=("case", "number"),
    keep=_keep,
    after=("cases", "authorities"),
    is_reference=False,
)
