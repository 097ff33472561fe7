"""Rows of the directory for its tests."""

from datetime import date, datetime
from typing import Any

from tests import factories
from tracker.directory import services
from tracker.directory.models import RegisterKind, TreatyRegister, TreatyStatus

SOURCED = {"source": "Made for a test", "as_of": date(2020, 1, 1)}
RECORDED_AT: datetime = factories.RECORDED_AT


def register(instrument: str = "treaty", **columns: Any) -> TreatyRegister:
    """Return a register of that instrument."""
    values = {"name": instrument.title(), "kind": RegisterKind.TREATY, **SOURCED, **columns}
    return services.save_treaty_register(instrument, by=None, recorded_at=RECORDED_AT, **values).row


def status(code: str, instrument: str = "treaty", **columns: Any) -> TreatyStatus:
    """Return the steps of a jurisdiction towards an instrument."""
    return services.save_treaty_status(
        factories.jurisdiction(code), instrument, by=None, recorded_at=RECORDED_AT, **SOURCED | columns
    ).row
