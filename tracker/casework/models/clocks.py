"""Deadlines: immutable versions of computed dates, with everything needed to explain them years later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.models.known import Known
from tracker.casework.models.request import AssistanceRequest
from workflows.deadlines import LONG_AFTER, level_at, long_from
from workflows.vocabulary import DeadlineKind, DeadlineState, Level

OPEN = Q(state=DeadlineState.OPEN.value)
OWED = OPEN & Q(is_chore=False)
"""Open, and no chore of ours: what makes a request late."""
CHORE = OPEN & Q(is_chore=True)


def _or_none(column: str) -> Coalesce:
    """The column with 0, which is nobody's id, for NULL: neither database would find two NULLs the same."""
    return Coalesce(column, Value(0), output_field=models.BigIntegerField())


def long_late(at: datetime) -> Q:
    """Late for as long as the table of its kind says."""
    return reduce(or_, (Q(kind=kind.value, late_from__lte=at - after) for kind, after in LONG_AFTER.items()))


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Open, due soon, overdue and long overdue, for deadlines: the moments of ``workflows.deadlines.levels``."""

    def open(self) -> DeadlineQuerySet:
        return self.filter(OPEN)

    def owed(self) -> DeadlineQuerySet:
        return self.filter(OWED)

    def overdue(self, at: datetime) -> DeadlineQuerySet:
        return self.open().filter(late_from__lte=at)

    def long_overdue(self, at: datetime) -> DeadlineQuerySet:
        return self.open().filter(long_late(at))

    def due_soon(self, at: datetime) -> DeadlineQuerySet:
        return self.open().filter(soon_from__lte=at, late_from__gt=at)

    def to_remind(self, at: datetime) -> DeadlineQuerySet:
        """Open ones whose next reminder step has come, of requests that remind at all."""
        return self.open().filter(remind_at__lte=at, request__is_adopted=True)


def last_day(kind: str, due_on: date) -> date:
    """The last day on which to act; what expires may be lost from the start of ``due_on`` on."""
    return due_on - timedelta(days=1) if kind == DeadlineKind.EXPIRY else due_on


class Deadline(models.Model):
    """One version of a deadline. Its date never changes: a moved date supersedes the row and adds the next.

    ``version`` counts moves in the history, ``revision`` counts recomputations after a correction or a calendar edit.
    """

    request = models.ForeignKey(AssistanceRequest, on_delete=models.CASCADE, related_name="deadlines")
    rule = models.CharField(max_length=60)
    rule_version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=labels.choices(labels.DEADLINE_KIND))
    item = models.ForeignKey(
        "tracker.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines"
    )
    authority = models.ForeignKey(
        "tracker.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=0)
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="successors"
    )
    state = models.CharField(max_length=12, choices=labels.choices(labels.DEADLINE_STATE))
    reason = models.JSONField(default=dict, blank=True)
    # An obligation of ours inside what we ask others: shown and reminded, not counted as lateness of the request.
    is_chore = models.BooleanField(default=False)
    # Whose the request is, as long as the deadline is open: dashboards need not read requests beside it.
    office = models.ForeignKey(
        "tracker.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    officer = models.ForeignKey(
        "tracker.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    start_sequence = models.PositiveIntegerField()
    start_on = models.DateField()
    # The entry that moved the date there by hand.
    moved_by = models.PositiveIntegerField(null=True, blank=True)
    due_on = models.DateField(_("date"))
    lower_on = models.DateField(null=True, blank=True)
    zone = models.CharField(max_length=64)
    soon_from = models.DateTimeField()
    due_from = models.DateTimeField()
    late_from = models.DateTimeField()
    explanation = models.JSONField(default=list, blank=True)
    closed_by = models.PositiveIntegerField(null=True, blank=True)
    # The moment of the next reminder step without a mark; the sweep moves it on. None: no further step.
    remind_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        app_label = "tracker"
        ordering = ("late_from", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "request",
                "rule",
                _or_none("item"),
                _or_none("authority"),
                "version",
                "revision",
                name="deadline_version_once",
            ),
            models.UniqueConstraint(
                "request",
                "rule",
                _or_none("item"),
                _or_none("authority"),
                condition=OPEN,
                name="deadline_open_once",
            ),
            Known(condition=Q(state__in=labels.values(labels.DEADLINE_STATE)), name="deadline_state_known"),
            models.CheckConstraint(
                condition=(OPEN & Q(office__isnull=False))
                | (~OPEN & Q(office__isnull=True, officer__isnull=True)),
                name="deadline_of_office_while_open",
            ),
            models.CheckConstraint(
                condition=Q(soon_from__lte=F("due_from"), due_from__lte=F("late_from")),
                name="deadline_moments_in_order",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # The sweep: what to remind of next.
            models.Index(
                fields=("remind_at", "id"),
                condition=OPEN & Q(remind_at__isnull=False),
                name="deadline_remind",
            ),
            # The dashboard and the filter by rule: what is late by which rule. The worklist: what somebody has to see
            # to, the most pressing first. Beside it all that is asked of them, so that nothing but the index is read.
            models.Index(
                fields=("office", "late_from"),
                include=("rule", "request"),
                condition=OWED,
                name="deadline_owed_in_office",
            ),
            models.Index(
                fields=("officer", "late_from", "id"),
                include=("kind", "soon_from", "office", "request"),
                condition=OWED,
                name="deadline_owed_of_officer",
            ),
            models.Index(
                fields=("officer", "late_from", "id"),
                include=("soon_from", "office", "request"),
                condition=CHORE,
                name="deadline_chores_of_officer",
            ),
            models.Index(fields=("request", "kind", "late_from"), condition=OWED, name="deadline_owed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on}"

    @property
    def subject(self) -> tuple[str, int | None, int | None]:
        """Rule, item, authority: what it is of in its request, whatever its date and version."""
        return self.rule, self.item_id, self.authority_id

    @property
    def is_alive(self) -> bool:
        """Open, or standing still until a question is answered."""
        return self.state in (DeadlineState.OPEN, DeadlineState.PAUSED)

    @property
    def counts_hours(self) -> bool:
        """Days are late only after their end, expiries at the start of a day; what is late at once has an hour."""
        return self.due_from == self.late_from and self.kind != DeadlineKind.EXPIRY

    @property
    def last_day(self) -> date:
        """The last day on which to act, as people are told it: what expires is lost from the start of its day."""
        return last_day(self.kind, self.due_on)

    def level(self, at: datetime) -> Level | None:
        """How pressing it is; None for what no longer runs."""
        if self.state != DeadlineState.OPEN:
            return None
        after = long_from(DeadlineKind(self.kind), self.late_from)
        return level_at(at, soon_from=self.soon_from, late_from=self.late_from, long_from=after)
