"""Which views somebody finds."""

from __future__ import annotations

from typing import Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict

from tracker.casework.reading import Understood, understood
from tracker.casework.viewer import Viewer
from tracker.saved.models import SavedView, ViewMail

BESIDE: Final = frozenset({"sort", "column"})
"""What a question holds beside its filter: it changes how rows are shown, never which."""


def views_of(viewer: Viewer) -> QuerySet[SavedView]:
    """Their own, and those shared with an office in which they work; by name.

    By a token that is bound to an office: those shared with it or an office below, for its person's own are not its.
    """
    shared = Q(office__in=viewer.scope.working)
    mine = shared if viewer.bound_to else shared | Q(owner=viewer.user)
    return SavedView.objects.filter(mine).select_related("owner", "office")


def asked_by(view: SavedView) -> Understood:
    """The filter that its question holds, and what of it is not known any more."""
    given = QueryDict(view.query).dict()
    return understood({name: str(value) for name, value in given.items() if value and name not in BESIDE})


def mailed_to(viewer: Viewer) -> QuerySet[SavedView]:
    """The views that they find, each with the day on which it is mailed to them, or None (``mailed_on``)."""
    asked = ViewMail.objects.filter(view=OuterRef("pk"), reader=viewer.user).values("weekday")
    return views_of(viewer).annotate(mailed_on=Subquery(asked))


def own(viewer: Viewer) -> QuerySet[SavedView]:
    """Those of them that they made: nobody else names one or shares it with others."""
    return views_of(viewer).filter(owner=viewer.user)


def forgettable(viewer: Viewer) -> QuerySet[SavedView]:
    """Those of them that they may forget: their own, and what somebody who has left shares with an office they head.

    A shared view stays when the account of whoever made it is closed: colleagues work by it.
    """
    left = Q(office__in=viewer.scope.supervisor, owner__is_active=False)
    return views_of(viewer).filter(Q(owner=viewer.user) | left)
