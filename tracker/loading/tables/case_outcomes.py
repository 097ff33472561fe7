"""What requests led to, and how they hang together."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from tracker.casework import services
from tracker.casework.models import Link, Result
from tracker.directory.models import ChangeKind
from tracker.loading.casework import WordColumn, case_named, refusals_told
from tracker.loading.fields import DayColumn, TextColumn, YesNoColumn
from tracker.loading.tables.base import RowForm, Table
from workflows.vocabulary import LinkKind, ResultKind, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.loading.values import Loading


class CaseResultForm(RowForm):
    """A row of case_results."""

    case = TextColumn(required=True)
    kind = WordColumn(ResultKind)
    quantity = forms.DecimalField(max_digits=18, decimal_places=2, min_value=Decimal("0.01"))
    currency = TextColumn()
    at_least = YesNoColumn()
    on = DayColumn(required=True)
    note = TextColumn()


class CaseLinkForm(RowForm):
    """A row of case_links: the case is (kind) the target."""

    case = TextColumn(required=True)
    target = TextColumn(required=True)
    kind = WordColumn(LinkKind)


def _keep_result(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    case, by = case_named(row["case"], loading)
    draft = services.ResultDraft(
        kind=row["kind"],
        quantity=row["quantity"],
        occurred_on=row["on"],
        currency=row.get("currency", ""),
        at_least=row.get("at_least", False),
        note=row.get("note", ""),
    )
    stored = Result.objects.filter(
        request=case,
        kind=draft.kind,
        quantity=draft.quantity,
        currency=draft.currency,
        occurred_on=draft.occurred_on,
        at_least=draft.at_least,
    )
    if stored.exists():
        return ChangeKind.UNCHANGED
    with refusals_told():
        services.record_result(
            case,
            draft,
            by=by,
            recorded_at=loading.recorded_at,
            seen_version=case.version,
            source=Source.IMPORT,
        )
    return ChangeKind.ADDED


def _keep_link(row: Mapping[str, Any], loading: Loading) -> ChangeKind:
    case, by = case_named(row["case"], loading)
    target, _by = case_named(row["target"], loading, column="target")
    if Link.objects.filter(request=case, target=target, kind=row["kind"]).exists():
        return ChangeKind.UNCHANGED
    with refusals_told():
        services.link(
            case,
            target,
            LinkKind(row["kind"]),
            by=by,
            recorded_at=loading.recorded_at,
            seen_version=case.version,
        )
    return ChangeKind.ADDED


CASE_RESULTS = Table(
    name="case_results",
    form=CaseResultForm,
    key=("case", "kind", "quantity", "currency", "on"),
    keep=_keep_result,
    # The numbers of entries stand in case_events: what numbers itself comes after them.
    after=("case_events",),
    is_reference=False,
)
CASE_LINKS = Table(
    name="case_links",
    form=CaseLinkForm,
    key=("case", "target", "kind"),
    keep=_keep_link,
    after=("case_results",),
    is_reference=False,
)
