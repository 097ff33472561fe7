"""What is known of instruments, and the steps of jurisdictions towards them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tracker.directory import services
from tracker.directory.models import Capacity, RegisterKind, TreatyRegister
from tracker.loading.fields import (
    CodeColumn,
    DayColumn,
    NumberColumn,
    PartialDateColumn,
    TextColumn,
    YesNoColumn,
    jurisdiction_column,
)
from tracker.loading.tables.base import SourcedForm, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.directory.models import ChangeKind
    from tracker.loading.values import Loading


class TreatyRegisterForm(SourcedForm):
    """A row of treaty_registers."""

    instrument = TextColumn(required=True)
    name = TextColumn(required=True)
    kind = CodeColumn(RegisterKind)
    complete_on = DayColumn()
    in_force_on = DayColumn()
    not_in_force_on = DayColumn()
    months_to_force = NumberColumn()
    in_force_rule = TextColumn()


class TreatyStatusForm(SourcedForm):
    """A row of treaty_statuses."""

    jurisdiction = jurisdiction_column(required=True)
    instrument = TextColumn(required=True)
    capacity = CodeColumn(Capacity, required=False, initial=Capacity.OWN)
    signed_on = PartialDateColumn()
    signed_by = DayColumn()
    signed_source = TextColumn()
    deposited_on = PartialDateColumn()
    deposited_by = DayColumn()
    deposited_source = TextColumn()
    in_force_on = PartialDateColumn()
    in_force_by = DayColumn()
    in_force_source = TextColumn()
    left_on = PartialDateColumn()
    left_by = DayColumn()
    left_source = TextColumn()
    declarations = TextColumn()
    verified = YesNoColumn()

    def clean_instrument(self) -> str:
        """Refuse an instrument that has no register: its completeness would not be known."""
        instrument: str = self.cleaned_data["instrument"]
        if not TreatyRegister.objects.filter(instrument=instrument).exists():
            raise ValidationError(
                _("%(value)s has no row in treaty_registers. Correct it, or add the row that is missing."),
                params={"value": instrument},
            )
        return instrument


def _keep_register(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    return services.save_treaty_register(**row, by=loading.by, recorded_at=loading.recorded_at).change


def _keep_status(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    return services.save_treaty_status(**row, by=loading.by, recorded_at=loading.recorded_at).change


TREATY_REGISTERS = Table(
    name="treaty_registers", form=TreatyRegisterForm, key=("instrument",), keep=_keep_register
)
TREATY_STATUSES = Table(
    name="treaty_statuses",
    form=TreatyStatusForm,
    key=("jurisdiction", "instrument"),
    keep=_keep_status,
    after=("jurisdictions", "treaty_registers"),
)
