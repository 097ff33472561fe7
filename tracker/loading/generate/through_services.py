"""Writes plans as people would: one service call for each entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tracker.casework import services
from tracker.loading.generate.diary import ADOPT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.casework.models import AssistanceRequest
    from tracker.loading.generate.plans import Plan


def write(plans: Iterable[Plan]) -> int:
    """Write all plans in one transaction and return how many there were."""
    with transaction.atomic():
        return len([_write(plan) for plan in plans])


def _write(plan: Plan) -> AssistanceRequest:
    row = services.open_request(
        office=plan.office,
        direction=plan.direction,
        channel=plan.channel,
        dossier=plan.dossier,
        by=plan.first.by,
        occurred=plan.first.occurred,
        recorded_at=plan.first.recorded_at,
        source=plan.first.source,
    )
    for step in plan.steps:
        if step.action == ADOPT:
            row = services.adopt(row, by=step.by, recorded_at=step.recorded_at, seen_version=row.version)
            continue
        row = services.perform(
            row,
            step.action,
            by=step.by,
            occurred=step.occurred,
            recorded_at=step.recorded_at,
            seen_version=row.version,
            items=step.items,
            data=step.data,
            texts=step.texts,
            source=step.source,
        )
    return row
