"""The request: its dossier, and the projection of its history that lists are made of."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.models.indexes import FINAL_STAGES, INDEXES, OPEN
from tracker.casework.models.known import Known
from tracker.casework.models.sight import Sight
from workflows.deadlines import level_at
from workflows.engine.tables import FINAL
from workflows.vocabulary import Level, Outcome, Stage, TranslationState, Urgency

USER = "tracker.User"
AUTHORITY = "tracker.Authority"


class ReferenceCounter(models.Model):
    """The last number given out by an office in a year; locked while a reference is made."""

    office = models.ForeignKey("tracker.Office", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "tracker"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("office", "year"), name="reference_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.office_id}/{self.year}: {self.last}"

    @property
    def reference(self) -> str:
        """The reference that the last number makes."""
        return f"{self.office.code}-{self.year}-{self.last:04d}"


def late_at(at: datetime) -> Q:
    """Something is late at ``at`` that the request itself waits for or owes (our own chores not counted)."""
    return Q(late_from__lte=at)


class AssistanceRequestQuerySet(models.QuerySet["AssistanceRequest"]):
    """The levels of ``workflows.deadlines.levels`` as queries: each request at that of its most pressing deadline.

    ``sight`` tells whose requests these are, as long as nothing narrows them further.
    """

    sight: Sight | None = None

    def seen(self, sight: Sight) -> AssistanceRequestQuerySet:
        """Those of a sight."""
        found = self.filter(sight.of())
        found.sight = sight
        return found

    def open(self) -> AssistanceRequestQuerySet:
        return self.filter(OPEN)

    def overdue(self, at: datetime) -> AssistanceRequestQuerySet:
        """Late or long late at ``at``."""
        return self.filter(late_at(at))

    def long_overdue(self, at: datetime) -> AssistanceRequestQuerySet:
        return self.filter(long_from__lte=at)

    def due_soon(self, at: datetime) -> AssistanceRequestQuerySet:
        """Amber at ``at``: nothing is late yet, something soon will be."""
        return self.filter(Q(late_from__gt=at), soon_from__lte=at)


class AssistanceRequest(models.Model):
    """One request for assistance. Stage, holder, outcome and due moments are projections of its events:
    only ``casework.services`` writes them, and a replay must give the same."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    reference = models.CharField(_("our reference"), max_length=40, unique=True)
    their_reference = models.CharField(_("their reference"), max_length=120, blank=True)
    office = models.ForeignKey(
        "tracker.Office", verbose_name=_("office"), on_delete=models.PROTECT, related_name="requests"
    )
    direction = models.CharField(_("direction"), max_length=10, choices=labels.choices(labels.DIRECTION))
    officer = models.ForeignKey(
        USER,
        verbose_name=_("responsible officer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests",
        db_index=False,  # the index by officer and office begins with it
    )
    deputy = models.ForeignKey(
        USER, verbose_name=_("deputy"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supervisor = models.ForeignKey(
        USER, verbose_name=_("supervisor"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    country_desk = models.CharField(_("country desk"), max_length=80, blank=True)

    channel = models.CharField(_("channel"), max_length=40)
    channel_version = models.PositiveSmallIntegerField()
    instrument = models.CharField(_("instrument"), max_length=40, blank=True)
    legal_basis = models.CharField(_("articles relied on"), max_length=300, blank=True)
    fallback_basis = models.CharField(_("fallback: reciprocity or comity"), max_length=300, blank=True)

    jurisdiction = models.ForeignKey(
        "tracker.Jurisdiction",
        verbose_name=_("jurisdiction"),
        on_delete=models.PROTECT,
        related_name="requests",
        db_index=False,  # likewise
    )
    requesting_authority = models.ForeignKey(
        AUTHORITY,
        verbose_name=_("requesting authority"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    investigating_authority = models.CharField(
        _("investigating authority, if another"), max_length=200, blank=True
    )
    requested_authority = models.ForeignKey(
        AUTHORITY,
        verbose_name=_("requested authority"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests",
    )
    central_authority = models.ForeignKey(
        AUTHORITY,
        verbose_name=_("central authority"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    executing_authority = models.ForeignKey(
        AUTHORITY,
        verbose_name=_("executing authority"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    title = models.CharField(_("title"), max_length=200)
    proceeding = models.CharField(
        _("nature of the proceeding"), max_length=20, blank=True, choices=labels.choices(labels.PROCEEDING)
    )
    case_number = models.CharField(_("domestic case number"), max_length=120, blank=True)
    facts = models.TextField(_("facts, with date and place of the offence"), blank=True)
    purpose = models.TextField(_("purpose: how the evidence bears on the offence"), blank=True)
    urgency = models.CharField(
        _("urgency"), max_length=10, choices=labels.choices(labels.URGENCY), default=Urgency.ROUTINE.value
    )
    urgency_reason = models.TextField(_("reasons for the urgency"), blank=True)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    is_confidential = models.BooleanField(_("confidentiality asked"), default=False)
    no_notification = models.BooleanField(_("account holder not to be told"), default=False)
    use_limitation = models.TextField(_("limitation of use imposed or accepted"), blank=True)
    use_accepted_by = models.CharField(_("limitation accepted by"), max_length=150, blank=True)
    use_accepted_on = models.DateField(_("limitation accepted on"), null=True, blank=True)
    language = models.CharField(_("language of the original"), max_length=80, blank=True)
    languages_required = models.CharField(_("languages required"), max_length=200, blank=True)
    translation = models.CharField(
        _("translation"),
        max_length=12,
        choices=labels.choices(labels.TRANSLATION),
        default=TranslationState.NOT_NEEDED.value,
    )
    translator = models.CharField(_("translator"), max_length=200, blank=True, db_default="")
    translation_cost = models.CharField(
        _("cost of the translation"), max_length=60, blank=True, db_default="", help_text=_("such as 420 EUR")
    )
    earlier_contacts = models.TextField(_("earlier contacts"), blank=True)
    illustrative = models.BooleanField(_("invented for the demonstration"), default=False)

    stage = models.CharField(_("stage"), max_length=12, choices=labels.choices(labels.STAGE))
    holder_stop = models.CharField(max_length=40, blank=True)
    holder_party = models.CharField(max_length=8, choices=labels.choices(labels.PARTY))
    holder_authority = models.ForeignKey(
        AUTHORITY, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    holder_since = models.DateField()
    waits_on = models.CharField(max_length=8, blank=True, choices=labels.choices(labels.PARTY))
    flags = models.JSONField(default=list, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=16, choices=labels.choices(labels.OUTCOME), default=Outcome.OPEN.value
    )
    opened_on = models.DateField(_("opened"))
    sent_on = models.DateField(_("sent or received"), null=True, blank=True)
    acknowledged_on = models.DateField(_("acknowledged"), null=True, blank=True)
    answered_on = models.DateField(_("first answer"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    last_event_on = models.DateField(_("last movement"))
    due_on = models.DateField(_("next date"), null=True, blank=True)
    due_kind = models.CharField(max_length=12, blank=True, choices=labels.choices(labels.DEADLINE_KIND))
    soon_from = models.DateTimeField(null=True, blank=True)
    late_from = models.DateTimeField(null=True, blank=True)
    long_from = models.DateTimeField(null=True, blank=True)
    # The same as late_from of each sort of thing that can be owed: figures and filters need not look at deadlines.
    answers_late_from = models.DateTimeField(null=True, blank=True)
    ours_late_from = models.DateTimeField(null=True, blank=True)
    expiries_late_from = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    log_head = models.CharField(max_length=64, blank=True)
    # Keyed, outside the database: a log cut short cannot be made to look whole.
    log_seal = models.CharField(max_length=100, blank=True)
    # False for imported history until somebody takes it over: it reminds nobody.
    is_adopted = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = AssistanceRequestQuerySet.as_manager()

    class Meta:
        app_label = "tracker"
        ordering = ("-opened_on", "-id")
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            Known(condition=Q(stage__in=labels.values(labels.STAGE)), name="request_stage_known"),
            Known(condition=Q(outcome__in=labels.values(labels.OUTCOME)), name="request_outcome_known"),
            Known(condition=Q(direction__in=labels.values(labels.DIRECTION)), name="request_direction_known"),
            models.CheckConstraint(
                condition=Q(urgency=Urgency.ROUTINE.value) | ~Q(urgency_reason=""),
                name="request_urgency_has_reason",
                violation_error_message=_("Say why it is urgent."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, stage__in=[s.value for s in Stage if s not in FINAL])
                | Q(closed_on__isnull=False, stage__in=FINAL_STAGES),
                name="request_closed_exactly_when_final",
            ),
            models.CheckConstraint(
                condition=Q(late_from__isnull=True, soon_from__isnull=True, due_on__isnull=True)
                | Q(
                    late_from__isnull=False,
                    soon_from__isnull=False,
                    due_on__isnull=False,
                    soon_from__lte=F("late_from"),
                ),
                name="request_due_moments_together",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = INDEXES

    def __str__(self) -> str:
        return self.reference

    @property
    def is_final(self) -> bool:
        return self.stage in FINAL_STAGES

    def level(self, at: datetime) -> Level | None:
        """How pressing its most pressing deadline is; None where none runs."""
        if self.is_final or self.soon_from is None or self.late_from is None or self.long_from is None:
            return None
        return level_at(at, soon_from=self.soon_from, late_from=self.late_from, long_from=self.long_from)


class SearchEntry(models.Model):
    """What quick search looks in: references, title, persons, identifiers; casefolded, without accents.

    A side table, so that writing it does not touch the indexes of the request. On PostgreSQL a trigram index finds
    the words; a migration of its own makes it, since Django's SQLite would index the whole text for nothing.
    """

    request = models.OneToOneField(
        AssistanceRequest, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    text = models.TextField()

    class Meta:
        app_label = "tracker"

    def __str__(self) -> str:
        return self.text[:60]
