"""Preserved data written straight into the tables, as awkward as wanted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.tracker.reports.facts import fact
from tracker.accounts.models import Office
from tracker.casework.models import AssistanceRequest, Item, PreservationSpell
from tracker.casework.services.carried import kept_with

CONFIRMED = dt.date(2026, 1, 10)
EXPIRES = dt.date(2026, 3, 11)


def kept(office: Office, until: dt.date | None = EXPIRES, **more: Any) -> AssistanceRequest:
    """Return a request of which one item is kept since 10 January. Columns of the stretch as given."""
    columns = {name: more.pop(name) for name in list(more) if name in COLUMNS}
    row = fact(office, dt.date(2026, 1, 5), channel="network_24_7", **more)
    stretch(row, until, **columns)
    return row


def stretch(
    row: AssistanceRequest, until: dt.date | None, *, item: int = 1, **columns: Any
) -> PreservationSpell:
    thing, _made = Item.objects.get_or_create(request=row, number=item, type="PRES")
    return PreservationSpell.objects.create(
        request=row,
        item=thing,
        **kept_with(row),
        **{"number": 1, "begun_on": CONFIRMED, "stated_on": CONFIRMED, "until_on": until, **columns},
    )


CARRIED = {"direction", "office", "jurisdiction", "authority", "channel", "sent_on"}
COLUMNS = {one.name for one in PreservationSpell._meta.concrete_fields} - CARRIED
