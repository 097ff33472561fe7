"""Which requests are at work, and by which indexes lists, dashboards and figures find them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from workflows.engine.tables import FINAL
from workflows.vocabulary import Party, Stage

FINAL_STAGES = sorted(stage.value for stage in FINAL)
OPEN = ~Q(stage__in=FINAL_STAGES)
OUR_TURN = OPEN & Q(waits_on=Party.US.value)
AWAITS_APPROVAL = Q(stage=Stage.APPROVAL.value)
FILTERED = (
    "office", "direction", "channel", "instrument", "jurisdiction", "officer", "requested_authority", "urgency",
    "stage", "outcome", "waits_on", "is_adopted",
)  # fmt: skip
"""Columns by which the register is filtered."""
SORTED = ("late_from", "sent_on", "holder_since", "last_event_on")
"""Columns by which it is sorted, but for the day of opening."""
OWING = ("answers_late_from", "ours_late_from", "expiries_late_from")
"""From when each sort of what is owed is late."""

INDEXES: list[models.Index] = [
    # The register in each of its orders, by keyset. Beside the order of each stands whose the requests are, so
    # that one reads on in the index until a page is full; in that of the newest everything that the register
    # filters and sorts by: whatever is wanted of a million requests is found in a fifth of a second, for which
    # the table itself takes seconds.
    models.Index(fields=("-opened_on", "-id"), include=(*FILTERED, *SORTED), name="request_opened"),
    models.Index(fields=("late_from", "id"), include=("office",), name="request_late"),
    models.Index(fields=("-sent_on", "-id"), include=("office",), name="request_sent"),
    models.Index(fields=("holder_since", "id"), include=("office",), name="request_held"),
    models.Index(fields=("-last_event_on", "-id"), include=("office",), name="request_moved"),
    # The newest of one office, whose requests may all lie far back.
    models.Index(fields=("office", "-opened_on", "-id"), name="request_opened_in_office"),
    # Worklist, overdue dashboard and its drill-downs read open work only, and nothing but these indexes.
    models.Index(
        fields=("office", "late_from", "id"),
        include=("officer", "jurisdiction", "channel", *OWING),
        condition=OPEN,
        name="request_open_work",
    ),
    models.Index(
        fields=("officer", "late_from", "id"),
        include=("office", "waits_on", *OWING),
        condition=OPEN,
        name="request_open_of_officer",
    ),
    # What is lost soon, and what was lost already: few of those that are open.
    models.Index(
        fields=("expiries_late_from", "id"),
        include=("office", "late_from", "due_kind"),
        condition=OPEN & Q(expiries_late_from__isnull=False),
        name="request_expiring",
    ),
    models.Index(
        fields=("officer", "last_event_on", "id"),
        include=("office", "stage"),
        condition=OUR_TURN,
        name="request_our_turn",
    ),
    models.Index(
        fields=("last_event_on", "id"),
        include=("office",),
        condition=AWAITS_APPROVAL,
        name="request_awaits_approval",
    ),
    # Who has how much that is open, came lately or was closed lately, and how long it has stood still. Sorted by
    # whoever has it, with nothing beside: equal entries are kept as one, and 600,000 are counted in 30 ms; with the
    # columns of request_open_work beside them it takes three times as long.
    models.Index(
        fields=("office", "officer", "last_event_on"), condition=OPEN, name="request_open_by_holder"
    ),
    models.Index(fields=("office", "officer", "opened_on"), name="request_opened_by_holder"),
    models.Index(
        fields=("office", "officer", "closed_on"),
        condition=Q(closed_on__isnull=False),
        name="request_closed_by_holder",
    ),
    # Which jurisdictions and officers the filters offer: asked of the index one by one, in 0.3 ms; read off
    # the requests of an office it takes 1.8 seconds, on each page of the register.
    models.Index(fields=("jurisdiction", "office"), name="request_place_office"),
    models.Index(fields=("officer", "office"), name="request_officer_office"),
]
