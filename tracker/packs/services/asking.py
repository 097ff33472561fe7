"""Asking for a pack: the question and all that it counts are kept, and it is put together in the background."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import User
from tracker.accounts.services import append
from tracker.casework.models.sight import Sight
from tracker.casework.viewer import Viewer
from tracker.packs.models import PackOffice, PackRequest, PackRun, PackState
from tracker.packs.registry import PACKS
from tracker.reports.asking import QuestionForm
from tracker.wakeups import Wakeup, wake_on_commit

MOST: Final = 5
"""So many packs may wait for one person."""
DAY: Final = "as_of"
"""The part of the question that is kept only where it was a past day."""


@transaction.atomic
def ask(form: QuestionForm) -> PackRun:
    """Have the pack of a form without errors put together over what its viewer counts now.

    The same asked again while it waits is the pack that waits, however often and wherever at once. Raises
    ValidationError where too many wait.
    """
    viewer = form.viewer
    _one_after_the_other(viewer.user)
    sight = viewer.counted.sight or Sight(offices=frozenset())
    run = _run(form, sight)
    waiting = _waiting(viewer.user)
    same = waiting.filter(fingerprint=run.fingerprint).first()
    if same is not None:
        return same
    _require_room(waiting)
    run.save()
    PackOffice.objects.bulk_create(PackOffice(run=run, office_id=pk) for pk in sorted(sight.offices))
    PackRequest.objects.bulk_create(PackRequest(run=run, request_id=pk) for pk in sight.single or ())
    told = {**run.question, DAY: run.as_of.isoformat(), "which": run.pack, "pack": str(run.uuid)}
    append(AccountEventKind.PACK_ASKED, by=viewer.user, at=viewer.at, about=viewer.user, data=told)
    wake_on_commit(Wakeup.MAKE_PACKS)
    return run


def ask_again(run: PackRun, viewer: Viewer) -> PackRun:
    """The same question asked once more: as of the past day that was chosen, or of today where it was that day's.

    Raises ValidationError where it cannot be asked any more, or too many packs wait.
    """
    form = QuestionForm(run.question, report=PACKS[run.pack].question, viewer=viewer, offered={})
    if not form.is_valid():
        raise ValidationError([fault for faults in form.errors.as_data().values() for fault in faults])
    return ask(form)


@transaction.atomic
def try_again(run: PackRun) -> bool:
    """Have a pack that could not be put together tried again; False where there is nothing to try.

    Where the same waits already, that is the one. Raises ValidationError where too many wait.
    """
    _one_after_the_other(run.asked_by)
    waiting = _waiting(run.asked_by)
    if waiting.filter(fingerprint=run.fingerprint).exists():
        return False
    failed = PackRun.objects.filter(pk=run.pk, state=PackState.FAILED)
    if failed.exists():
        _require_room(waiting)
    changed = failed.update(state=PackState.QUEUED, attempts=0, leased_until=None)
    wake_on_commit(Wakeup.MAKE_PACKS)
    return bool(changed)


def _require_room(waiting: QuerySet[PackRun]) -> None:
    if waiting.count() >= MOST:
        raise ValidationError(
            _("%(most)d packs are being put together for you. Wait for one of them."), params={"most": MOST}
        )


def _run(form: QuestionForm, sight: Sight) -> PackRun:
    asked = {name: _written(form, name) for name in form.fields if form.data.get(name)}
    on = form.question().on
    chosen = {name: value for name, value in asked.items() if name != DAY or on != form.viewer.today}
    run = PackRun(
        pack=form.report.slug,
        question=chosen,
        as_of=on,
        language=get_language() or "en",
        asked_by=form.viewer.user,
        asked_at=form.viewer.at,
    )
    counted = [sorted(sight.offices), sorted(sight.single or ())]
    run.fingerprint = _digest([run.pack, asked, run.language, counted])
    return run


def _waiting(user: User) -> QuerySet[PackRun]:
    return PackRun.objects.filter(asked_by=user, state=PackState.QUEUED)


def _written(form: QuestionForm, name: str) -> str:
    """A day or a number in the one way in which it is read again, though forms take it in several."""
    value = form.cleaned_data[name]
    return str(value) if isinstance(value, date | int) else str(form.data[name]).strip()


def _one_after_the_other(user: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _digest(said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
