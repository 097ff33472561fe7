"""What figures are made of: one row per spell of being open, and what assistance led to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels, table_labels
from tracker.casework.models.known import Known
from tracker.casework.models.request import AssistanceRequest
from workflows.vocabulary import ResultKind, StretchKind

SPOKE = ("opened_on", "superseded_on", "answered_on", "closed_on", "outcome", "answer_due_on")
"""Columns that tell whether a spell spoke for its request on a day, and what for."""


class Spell(models.Model):
    """One stretch of being open, with the dimensions that reports group by.

    Written with the events in one transaction, rebuildable from them. A reopened request has two; the earlier one is
    ``superseded_on`` the day of the reopening, so that on any day exactly one spell speaks for the request.
    """

    request = models.ForeignKey(
        AssistanceRequest, on_delete=models.CASCADE, related_name="spells", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    direction = models.CharField(max_length=10)
    office = models.ForeignKey("tracker.Office", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        "tracker.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    jurisdiction = models.ForeignKey("tracker.Jurisdiction", on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(
        "tracker.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(max_length=40)
    instrument = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(max_length=10)
    # The categories of its offences, `packing.packed`: each request is counted once for each, the offences unread.
    offences = models.CharField(max_length=400, blank=True, db_default="")
    # What it asks for, `packing.packed_things`, and the type of the first of it: a million items are not joined.
    asked = models.TextField(blank=True, db_default="")
    first_type = models.CharField(max_length=6, blank=True, db_default="")
    # The first and the last day on which anything that the request asks for was decided, as its items tell it today,
    # also while others are open; None: nothing was. Where the two differ, the day of each thing, in the order of these.
    first_decided_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_days = models.TextField(blank=True, db_default="")
    # Which particulars are asked of it and missing, and what contradicts itself: `particulars.Record.flags`.
    record = models.PositiveIntegerField(db_default=0)
    # How many entries its history has.
    entries = models.PositiveIntegerField(db_default=0)
    opened_on = models.DateField()
    sent_on = models.DateField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    # When the last item was decided, by the history of this stretch; None while one is open.
    completed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=labels.choices(labels.OUTCOME))
    # The last day on which an answer is in time, by the latest version of the answer's deadline; None: no limit.
    answer_due_on = models.DateField(null=True, blank=True)
    # The same of the acknowledgement.
    acknowledge_due_on = models.DateField(null=True, blank=True)
    loops = models.PositiveSmallIntegerField(default=0)
    # Of urgent requests alone, whose hours count: when it was sent or received, and the first act of the side that is
    # asked. A moment is there where its hour is recorded.
    sent_at = models.DateTimeField(null=True, blank=True)
    acted_on = models.DateField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("request", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("request", "number"), name="spell_number_once"),
            Known(condition=Q(outcome__in=labels.values(labels.OUTCOME)), name="spell_outcome_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("office", "sent_on"), name="spell_office_sent"),
            # What spoke for a request on a day, read off the index alone: of one request, or of all sent in a period.
            models.Index(fields=("request",), include=("sent_on", *SPOKE), name="spell_spoke"),
            models.Index(fields=("sent_on", "request"), include=SPOKE, name="spell_sent"),
            # Those that a reopening began are few: whether one is counted beside an earlier one of its request.
            models.Index(fields=("request", "number"), condition=Q(number__gt=1), name="spell_again"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}#{self.number}"


class Stretch(models.Model):
    """Days of one kind in the life of a request: somebody had the paper, or a question, return, postponement lasted.

    Written with the events in one transaction, rebuildable from them; ``since_on`` to ``until_on``, None: running. Its
    office, channel, direction and ``sent_on`` are those of the request, and ``turn`` is 1 once for each request, kind
    and place: those of a million requests are counted without joining or comparing these. ``spot`` is kind, channel,
    direction, place and party as `packing.spot_of` has them: numbers are grouped in half the time of five texts.
    """

    request = models.ForeignKey(
        AssistanceRequest, on_delete=models.CASCADE, related_name="stretches", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    spell = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=labels.choices(labels.STRETCH_KIND))
    office = models.ForeignKey("tracker.Office", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=40)
    direction = models.CharField(max_length=10)
    sent_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=40, blank=True)
    party = models.CharField(max_length=8, blank=True)
    spot = models.BigIntegerField(db_default=0)
    ground = models.CharField(max_length=8, blank=True)
    # What ended a postponement; of the others the kind says it.
    ending = models.CharField(
        max_length=10, blank=True, db_default="", choices=labels.choices(table_labels.RESUMPTION)
    )
    turn = models.PositiveSmallIntegerField()
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("request", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("request", "number"), name="stretch_number_once"),
            Known(condition=Q(kind__in=[kind.value for kind in StretchKind]), name="stretch_kind_known"),
            Known(
                condition=Q(ending__in=["", *labels.values(table_labels.RESUMPTION)]),
                name="stretch_ending_known",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                name="stretch_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Questions, returns and refusals are few among the stays, of which all are read anyway.
            models.Index(
                fields=("kind", "since_on"),
                include=("request", "number", "until_on", "ground", "turn"),
                condition=~Q(kind=StretchKind.HELD.value),
                name="stretch_waited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}~{self.number} {self.kind}"


class PreservationSpell(models.Model):
    """One stretch of keeping the data of one item until one day, as that day was known since ``stated_on``.

    Written with the events in one transaction, rebuildable from them. A renewal supersedes it with the next one, so
    that on any day exactly one speaks for the item. The production request may be another one: its days stand here
    as soon as they stand there. What it is grouped by is that of its request, and so is ``sent_on``.
    """

    request = models.ForeignKey(
        AssistanceRequest, on_delete=models.CASCADE, related_name="preservations", db_index=False
    )
    item = models.ForeignKey(
        "tracker.Item", on_delete=models.CASCADE, related_name="preservations", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    direction = models.CharField(max_length=10)
    office = models.ForeignKey("tracker.Office", on_delete=models.PROTECT, related_name="+", db_index=False)
    jurisdiction = models.ForeignKey(
        "tracker.Jurisdiction", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    authority = models.ForeignKey(
        "tracker.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=40)
    sent_on = models.DateField(null=True, blank=True)
    begun_on = models.DateField()
    stated_on = models.DateField()
    superseded_on = models.DateField(null=True, blank=True)
    # The day on which the data may be lost; None: nobody says.
    until_on = models.DateField(null=True, blank=True)
    renewals = models.PositiveSmallIntegerField(default=0)
    production_sent_on = models.DateField(null=True, blank=True)
    production_received_on = models.DateField(null=True, blank=True)
    lapsed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("request", "item", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("item", "number"), name="preservation_spell_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Whether a request keeps something, and what stands of it on a day.
            models.Index(fields=("request", "stated_on"), name="preservation_spell_spoke"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.item_id}#{self.number}"


class Result(models.Model):
    """What came of the assistance in the end: arrests, devices, victims, or an amount in one currency."""

    request = models.ForeignKey(AssistanceRequest, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(_("kind"), max_length=12, choices=labels.choices(labels.RESULT_KIND))
    quantity = models.DecimalField(_("number or amount"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    occurred_on = models.DateField(_("date"))
    at_least = models.BooleanField(_("at least"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        app_label = "tracker"
        ordering = ("occurred_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(Q(kind=ResultKind.AMOUNT.value) & ~Q(currency=""))
                | (~Q(kind=ResultKind.AMOUNT.value) & Q(currency="")),
                name="result_currency_exactly_for_amounts",
                violation_error_message=_("Give a currency for an amount, and none for anything else."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="result_quantity_positive",
                violation_error_message=_("Give a number above zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.quantity} {self.currency}".strip()
