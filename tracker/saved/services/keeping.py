"""Keeping a view, naming and sharing it, and forgetting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tracker.accounts.models import Office, User
from tracker.casework.columns import KEYS
from tracker.casework.errors import Refused
from tracker.casework.filters import CaseFilter
from tracker.casework.viewer import Viewer
from tracker.saved.models import SavedView
from tracker.signs import require_visible
from workflows.messages import message

MOST: Final = 100
"""So many views a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a view asks: which requests, in which order, by which columns. Empty: all, newest first, as usual."""

    rows: CaseFilter
    sort: str = ""
    columns: Sequence[str] = ()

    @property
    def query(self) -> str:
        """As after the question mark of the register's address."""
        columns = urlencode([("column", key) for key in KEYS if key in self.columns])
        return "&".join(part for part in (self.rows.query(sort=self.sort), columns) if part)


@transaction.atomic
def save_view(viewer: Viewer, name: str, question: Question, *, office: Office | None) -> SavedView:
    """Keep the question under the name, in place of the one that bore it; share it with ``office``, if there is one.

    Whoever it is shared with reads its search words. Raises Refused for an office in which the viewer does not work,
    and ValidationError for what is too long or holds signs that nobody sees.
    """
    _require_works(viewer, office)
    require_visible(name=name)
    _wait_for_others(viewer)
    view = SavedView.objects.filter(owner=viewer.user, name=name).first()
    if view is None:
        if SavedView.objects.filter(owner=viewer.user).count() >= MOST:
            raise Refused(message("You have as many views as can be kept. Forget one first."))
        view = SavedView(owner=viewer.user, name=name, created_at=viewer.at)
    view.query, view.office = question.query, office
    if len(view.query) > 2_000:
        raise ValidationError(_("This is too long a question to be kept. Shorten its search words."))
    view.full_clean()
    view.save()
    return view


@transaction.atomic
def change_view(viewer: Viewer, view: SavedView, *, name: str, office: Office | None) -> SavedView | None:
    """Give the viewer's own view another name, or share it with others: what it asks and whom it is mailed to stay.

    None where it was forgotten meanwhile. Raises as `save_view`, and Refused for a name that another of theirs bears.
    """
    require_visible(name=name)
    _wait_for_others(viewer)
    found = SavedView.objects.select_for_update().filter(pk=view.pk, owner=viewer.user).first()
    if found is None:
        return None
    if office is None or office.pk != found.office_id:
        _require_works(viewer, office)
    if SavedView.objects.filter(owner=viewer.user, name=name).exclude(pk=found.pk).exists():
        raise Refused(
            message("Another view of yours has this name. Choose another, or forget that one first.")
        )
    found.name, found.office = name, office
    found.full_clean()
    found.save()
    return found


@transaction.atomic
def forget_view(view: SavedView) -> None:
    """Nobody finds it any more. It was a question, so nothing is lost with it."""
    # Locked first: whoever is about to mail it finds it gone, and marks that were made before are seen.
    for found in SavedView.objects.select_for_update().filter(pk=view.pk):
        found.delete()


def _require_works(viewer: Viewer, office: Office | None) -> None:
    if office is not None and office.pk not in viewer.scope.working:
        raise Refused(message("You can share a view with offices in which you work."))


def _wait_for_others(viewer: Viewer) -> None:
    """Two forms at once make one view of a name, and no more than there may be: of the same person the second waits."""
    User.objects.select_for_update(no_key=True).get(pk=viewer.user.pk)
