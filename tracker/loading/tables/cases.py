"""Requests with what is asked in them: how one begins, its history being a table of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import Office
from tracker.casework import services
from tracker.casework.models import AssistanceRequest, Event
from tracker.directory.models import ChangeKind
from tracker.loading.casework import (
    OccurredColumn,
    PersonColumn,
    TextsColumn,
    WordColumn,
    WordsColumn,
    ZoneColumn,
    case_named,
    in_zone,
    recorder,
    refusals_told,
)
from tracker.loading.fields import (
    DayColumn,
    ListColumn,
    RowColumn,
    TextColumn,
    YesNoColumn,
    authority_column,
    jurisdiction_column,
)
from tracker.loading.tables.base import RowForm, Table
from workflows import registry
from workflows.vocabulary import (
    Direction,
    ItemType,
    OffenceCategory,
    Proceeding,
    Source,
    TranslationState,
    Urgency,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.accounts.models import User
    from tracker.loading.values import Loading

# Columns of the file that are columns of the request under the same name.
SAME: Final = (
    "their_reference", "officer", "deputy", "country_desk", "instrument", "legal_basis", "fallback_basis",
    "jurisdiction", "requesting_authority", "investigating_authority", "requested_authority", "central_authority",
    "title", "proceeding", "case_number", "purpose", "urgency", "urgency_reason", "needed_by", "no_notification",
    "use_limitation", "use_accepted_by", "use_accepted_on", "language", "languages_required", "translation",
    "translator", "translation_cost", "earlier_contacts", "illustrative",
)  # fmt: skip
# What the history of a request moves on: a second load does not compare it.
MOVING: Final = frozenset({"their_reference", "officer"})


class CaseForm(RowForm):
    """A row of cases. Its reference is kept as it is."""

    reference = TextColumn(required=True)
    office = RowColumn(Office, required=True)
    direction = WordColumn(Direction)
    channel = WordColumn(registry.CHANNELS)
    instrument = WordColumn(registry.INSTRUMENTS, required=False)
    legal_basis = TextColumn()
    fallback_basis = TextColumn()
    jurisdiction = jurisdiction_column(required=True)
    requesting_authority = authority_column()
    investigating_authority = TextColumn()
    requested_authority = authority_column()
    central_authority = authority_column()
    title = TextColumn(required=True)
    items = WordsColumn(ItemType, required=True)
    asked = TextsColumn()
    identifiers = ListColumn()
    offences = WordsColumn(OffenceCategory)
    provision = TextColumn()
    foreign_equivalent = TextColumn()
    opened_on = OccurredColumn()
    zone = ZoneColumn()
    officer = PersonColumn()
    deputy = PersonColumn()
    country_desk = TextColumn()
    proceeding = WordColumn(Proceeding, required=False)
    case_number = TextColumn()
    facts = TextColumn()
    purpose = TextColumn()
    urgency = WordColumn(Urgency, required=False, initial=Urgency.ROUTINE)
    urgency_reason = TextColumn()
    needed_by = DayColumn()
    confidential = YesNoColumn()
    no_notification = YesNoColumn()
    use_limitation = TextColumn()
    use_accepted_by = TextColumn()
    use_accepted_on = DayColumn()
    language = TextColumn()
    languages_required = TextColumn()
    translation = WordColumn(TranslationState, required=False, initial=TranslationState.NOT_NEEDED)
    translator = TextColumn()
    translation_cost = TextColumn()
    earlier_contacts = TextColumn()
    their_reference = TextColumn()
    illustrative = YesNoColumn()
    source = TextColumn(required=True)

    def clean_identifiers(self) -> tuple[tuple[str, str], ...]:
        """Read `kind:value` pairs, which belong to the first item."""
        pairs = [text.partition(":") for text in self.cleaned_data["identifiers"]]
        if not all(kind and value for kind, _colon, value in pairs):
            raise ValidationError(_("Write kind and value as ip:203.0.113.7, several separated by spaces."))
        return tuple((kind, value) for kind, _colon, value in pairs)


def _keep(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    """Log the request, or find it as it is; what differs is changed on its page, not by a file."""
    stored = AssistanceRequest.objects.filter(reference=row["reference"]).first()
    if stored is not None:
        case, _by = case_named(row["reference"], loading, column="reference")
        _require_same(case, row)
        return ChangeKind.UNCHANGED
    by = recorder(loading, row.get("officer"))
    office = row["office"]
    if not loading.reaches(office.pk):
        raise ValidationError({"office": _("This program is bound to other offices. Choose one of them.")})
    with refusals_told():
        services.open_request(
            office=office,
            direction=Direction(row["direction"]),
            channel=row["channel"],
            dossier=_dossier(row, by),
            by=by,
            occurred=in_zone(row["opened_on"], row.get("zone") or office.time_zone),
            recorded_at=loading.recorded_at,
            source=Source.IMPORT,
            reference=row["reference"],
        )
    return ChangeKind.ADDED


def _dossier(row: Mapping[str, Any], by: User) -> services.Dossier:
    columns = _columns(row)
    columns["officer"] = columns.get("officer") or services.in_charge_by(by)
    texts = row.get("asked", ())
    items = tuple(
        services.ItemDraft(
            type=kind,
            description=texts[index] if index < len(texts) else "",
            identifiers=row.get("identifiers", ()) if index == 0 else (),
        )
        for index, kind in enumerate(row["items"])
    )
    return services.Dossier(columns=columns, items=items, offences=_offences(row))


def _columns(row: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: row[name] for name in SAME if name in row}
    columns["is_confidential"] = row.get("confidential", False)
    # A request has no column for where its data was read: the facts end with it.
    columns["facts"] = "\n\n".join(part for part in (row.get("facts", ""), row["source"]) if part)
    return columns


def _offences(row: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    said = {name: row.get(name, "") for name in ("provision", "foreign_equivalent")}
    return tuple({"category": category, **said} for category in row.get("offences", ()))


def _require_same(case: AssistanceRequest, row: Mapping[str, Any]) -> None:
    """Refuse a row that says something else than what is stored."""
    first = Event.objects.filter(request=case, sequence=1).get()
    found: dict[str, tuple[object, object]] = {
        name: (getattr(case, name), value) for name, value in _columns(row).items() if name not in MOVING
    }
    found |= {
        "office": (case.office, row["office"]),
        "direction": (case.direction, row["direction"]),
        "channel": (case.channel, row["channel"]),
        "opened_on": (first.occurred_on, row["opened_on"].on),
        "items": (tuple(case.items.values_list("type", flat=True)), row["items"]),
        "offences": (
            sorted(case.offences.values_list("category", flat=True)),
            sorted(row.get("offences", ())),
        ),
    }
    differing = [name for name, (stored, given) in found.items() if stored != given]
    if differing:
        raise ValidationError(
            _("This request is here already, with other values of: %(columns)s. Change them on its page."),
            params={"columns": ", ".join(differing)},
        )


CASES = Table(
    name="cases",
    form=CaseForm,
    key=("reference",),
    keep=_keep,
    after=("offices", "authorities"),
    is_reference=False,
)
