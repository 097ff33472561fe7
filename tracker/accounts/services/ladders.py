"""Tightening the reminders of an office, never loosening them: for administrators to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import OfficeRung, User
from tracker.accounts.services.checks import require_administrator
from tracker.accounts.services.log import append
from tracker.chain import JSON
from tracker.signs import require_visible
from tracker.words import spoken
from workflows import registry
from workflows.deadlines import LADDERS, Step, ladder_of
from workflows.vocabulary import DeadlineKind


@transaction.atomic
def tighten(rung: OfficeRung, *, by: User | None, at: datetime) -> OfficeRung:
    """Keep a rung that is not saved yet; raises ValidationError where it does not tighten the tables' ladder.

    Open deadlines are reminded by it once they are looked at again: whoever calls this lets them be.
    """
    require_administrator(by, at)
    rung.reason, rung.added_by, rung.added_at = rung.reason.strip(), by, at
    require_visible(reason=rung.reason)
    rung.full_clean()
    faults = [fault for ladder in _ladders(rung) for fault in rung.tightening.faults(ladder)]
    if faults:
        raise ValidationError({"days" if rung.anchor else "step": spoken(faults[0])})
    rung.save(force_insert=True)
    _log(AccountEventKind.LADDER_TIGHTENED, rung, by=by, at=at)
    return rung


@transaction.atomic
def take_back(rung: OfficeRung, *, by: User | None, at: datetime) -> bool:
    """Return to what the tables say. False where somebody has done so already; the row stays, with its reason."""
    require_administrator(by, at)
    changed = OfficeRung.objects.in_force().filter(pk=rung.pk).update(ended_at=at)
    if changed:
        _log(AccountEventKind.LADDER_TAKEN_BACK, rung, by=by, at=at)
    return bool(changed)


def _ladders(rung: OfficeRung) -> Iterator[tuple[Step, ...]]:
    """What it must tighten: that of the kind, or of the rule in each direction in which it runs."""
    if rung.kind:
        yield LADDERS[DeadlineKind(rung.kind)]
        return
    rule = registry.RULES.get(rung.rule)
    if rule is None:
        raise ValidationError({"rule": _("The tables know no such rule.")})
    for direction in rule.directions:
        yield ladder_of(rule, rule.kind_for(direction))


def _log(kind: AccountEventKind, rung: OfficeRung, *, by: User | None, at: datetime) -> None:
    asked = rung.tightening
    codes: dict[str, JSON] = {
        "rung": rung.pk,
        "of": rung.rule or rung.kind,
        "step": asked.step,
        "days": asked.days,
        "audience": sorted(audience.value for audience in asked.audience),
    }
    append(kind, by=by, at=at, office=rung.office, data=codes)
