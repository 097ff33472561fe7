"""The filters of the register as a form: what the address says, checked, as a ``CaseFilter``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tracker.accounts.models import Office, User
from tracker.casework import labels
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.filtering.stretched import NO, QUESTIONS, YES
from tracker.casework.filters import CaseFilter
from tracker.casework.lateness import LATE_BUCKETS
from tracker.casework.overdue import BUCKET_WORDS
from tracker.casework.viewer import Viewer
from tracker.directory.models import Jurisdiction, RelationshipGroup
from tracker.web.inputs import DayInput
from tracker.web.lists.filter_choices import (
    ACKNOWLEDGED,
    ACTED,
    BECAME,
    COMPLETED,
    CONTRADICTIONS,
    EMPTY,
    FLOWS,
    LACKING,
    NONE,
    OWINGS,
    POSTPONED,
    PRESERVING,
    REFUSED,
    STATES,
)
from tracker.words import spoken
from workflows import registry


class KnownOrNot(forms.ChoiceField):
    """Offers what is known here and takes any other code too: a figure of nothing leads to a list of nothing."""

    def valid_value(self, value: object) -> bool:
        # PostgreSQL cannot even be asked for a text with a NUL in it.
        return "\x00" not in str(value)


class KnownPerson(KnownOrNot):
    """The same for a person, who is named by a UUID, or for nobody."""

    def validate(self, value: object) -> None:
        super().validate(value)
        if value and value != ABSENT:
            forms.UUIDField().clean(value)


MAIN = ("q", "state", "waits_on", "direction", "channel", "jurisdiction", "office", "officer")


class AuthorityField(forms.UUIDField):
    """An authority's id, or the sign for requests that name none."""

    def to_python(self, value: Any) -> Any:
        return value if value == ABSENT else super().to_python(value)


class FilterForm(forms.Form):
    """Every filter by its name in the address. A value that cannot be read is reported and narrows nothing."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=EMPTY + STATES)
    late = forms.ChoiceField(
        label=_("Days late"),
        required=False,
        choices=EMPTY + [(bucket.key, BUCKET_WORDS[bucket.key]) for bucket in LATE_BUCKETS],
    )
    owing = forms.ChoiceField(label=_("Late by kind"), required=False, choices=EMPTY + OWINGS)
    owing_days = forms.IntegerField(label=_("or within days"), required=False, min_value=0, max_value=3650)
    rule = forms.ChoiceField(label=_("Late by rule"), required=False)
    still_days = forms.IntegerField(
        label=_("Days without movement, at least"), required=False, min_value=0, max_value=36500
    )
    waits_on = forms.ChoiceField(
        label=_("Waits on"), required=False, choices=EMPTY + labels.choices(labels.PARTY)
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=EMPTY + labels.choices(labels.STAGE))
    direction = forms.ChoiceField(
        label=_("Direction"), required=False, choices=EMPTY + labels.choices(labels.DIRECTION)
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    instrument = forms.ChoiceField(label=_("Instrument"), required=False)
    jurisdiction = KnownOrNot(label=_("Jurisdiction"), required=False)
    region = KnownOrNot(label=_("Region"), required=False)
    relationship = KnownOrNot(label=_("Relationship"), required=False)
    office = KnownOrNot(label=_("Office"), required=False)
    officer = KnownPerson(label=_("Officer"), required=False)
    authority = AuthorityField(label=_("Authority"), required=False)
    offence = forms.ChoiceField(
        label=_("Offence"), required=False, choices=[*EMPTY, NONE, *labels.choices(labels.OFFENCE_CATEGORY)]
    )
    item_type = forms.ChoiceField(
        label=_("Assistance"), required=False, choices=[*EMPTY, NONE, *labels.choices(labels.ITEM_TYPE)]
    )
    data_type = forms.ChoiceField(
        label=_("Type of data"), required=False, choices=[*EMPTY, NONE, *labels.choices(labels.DATA_TYPE)]
    )
    item_group = forms.ChoiceField(label=_("What became of it"), required=False, choices=[*EMPTY, *BECAME])
    decided_from = forms.DateField(label=_("Decided from"), required=False, widget=DayInput())
    decided_until = forms.DateField(label=_("Decided until"), required=False, widget=DayInput())
    result = forms.ChoiceField(
        label=_("Led to"), required=False, choices=EMPTY + labels.choices(labels.RESULT_KIND)
    )
    currency = forms.CharField(label=_("Amount in (such as EUR)"), required=False, max_length=3)
    result_from = forms.DateField(label=_("Result from"), required=False, widget=DayInput())
    result_until = forms.DateField(label=_("Result until"), required=False, widget=DayInput())
    urgency = forms.ChoiceField(
        label=_("Urgency"), required=False, choices=EMPTY + labels.choices(labels.URGENCY)
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=EMPTY + labels.choices(labels.OUTCOME)
    )
    adopted = forms.ChoiceField(
        label=_("Taken over"),
        required=False,
        choices=[*EMPTY, ("yes", _("yes")), ("no", _("imported history only"))],
    )
    outcome_group = forms.ChoiceField(
        label=_("Group in the reports"), required=False, choices=EMPTY + labels.choices(labels.OUTCOME_GROUP)
    )
    disposition = forms.ChoiceField(
        label=_("Disposition"), required=False, choices=EMPTY + labels.choices(labels.DISPOSITION)
    )
    answered_within = forms.IntegerField(
        label=_("Answered within days"), required=False, min_value=0, max_value=36500
    )
    first_type = forms.ChoiceField(
        label=_("Asked for first"), required=False, choices=[*EMPTY, NONE, *labels.choices(labels.ITEM_TYPE)]
    )
    acknowledged = forms.ChoiceField(label=_("Acknowledgement"), required=False, choices=EMPTY + ACKNOWLEDGED)
    completed = forms.ChoiceField(label=_("Full execution"), required=False, choices=EMPTY + COMPLETED)
    opened_from = forms.DateField(label=_("Opened from"), required=False, widget=DayInput())
    opened_until = forms.DateField(label=_("Opened until"), required=False, widget=DayInput())
    closed_from = forms.DateField(label=_("Closed from"), required=False, widget=DayInput())
    closed_until = forms.DateField(label=_("Closed until"), required=False, widget=DayInput())
    preservation = forms.ChoiceField(label=_("Preserved data"), required=False, choices=EMPTY + PRESERVING)
    renewals = forms.IntegerField(
        label=_("Renewals of a preservation"), required=False, min_value=0, max_value=999
    )
    expiry_from = forms.DateField(label=_("Preserved until: from"), required=False, widget=DayInput())
    expiry_until = forms.DateField(label=_("Preserved until: to"), required=False, widget=DayInput())
    year = forms.IntegerField(label=_("Year sent"), required=False, min_value=1900, max_value=2999)
    sent_from = forms.DateField(label=_("Sent from"), required=False, widget=DayInput())
    sent_until = forms.DateField(label=_("Sent until"), required=False, widget=DayInput())
    as_of = forms.DateField(label=_("As of"), required=False, widget=DayInput())
    flow = forms.ChoiceField(label=_("Movement"), required=False, choices=EMPTY + FLOWS)
    flow_from = forms.DateField(label=_("moved from"), required=False, widget=DayInput())
    flow_until = forms.DateField(label=_("moved until"), required=False, widget=DayInput())
    ended_as = forms.ChoiceField(
        label=_("Closed then as"), required=False, choices=EMPTY + labels.choices(labels.OUTCOME)
    )
    known_on = forms.DateField(label=_("As known on"), required=False, widget=DayInput())
    stop = forms.ChoiceField(label=_("Was held at"), required=False)
    still = forms.ChoiceField(label=_("Still there"), required=False, choices=[*EMPTY, (YES, _("yes"))])
    questions = forms.ChoiceField(
        label=_("Questions asked"), required=False, choices=EMPTY + [(key, key) for key in QUESTIONS]
    )
    returned = forms.ChoiceField(
        label=_("Returned as deficient"), required=False, choices=[*EMPTY, (YES, _("yes"))]
    )
    ground = forms.ChoiceField(
        label=_("Ground given"), required=False, choices=EMPTY + labels.choices(labels.GROUND)
    )
    consulted = forms.ChoiceField(
        label=_("Consulted before refusing"),
        required=False,
        choices=[*EMPTY, (YES, _("yes")), (NO, _("no"))],
    )
    postponed = forms.ChoiceField(label=_("Postponement"), required=False, choices=EMPTY + POSTPONED)
    lacking = forms.ChoiceField(label=_("Not recorded"), required=False, choices=EMPTY + LACKING)
    contrary = forms.ChoiceField(label=_("Contradiction"), required=False, choices=EMPTY + CONTRADICTIONS)
    entered_late = forms.IntegerField(
        label=_("Something entered later than, days"), required=False, min_value=0, max_value=36500
    )
    corrected = forms.ChoiceField(
        label=_("Something corrected"), required=False, choices=[*EMPTY, (YES, _("yes"))]
    )
    refused = forms.ChoiceField(
        label=_("Refused"),
        required=False,
        choices=EMPTY + REFUSED,
    )
    closed = forms.ChoiceField(
        label=_("Closed by the as-of day"),
        required=False,
        choices=[*EMPTY, (YES, _("yes")), (NO, _("no"))],
    )
    acted = forms.ChoiceField(label=_("Urgent"), required=False, choices=EMPTY + ACTED)

    def __init__(self, data: QueryDict, *, viewer: Viewer) -> None:
        super().__init__(data, auto_id="filter_%s")
        self._offer("channel", ((key, spoken(channel.label)) for key, channel in registry.CHANNELS.items()))
        laws = ((key, spoken(entry.label)) for key, entry in registry.INSTRUMENTS.items())
        self._offer("instrument", [NONE, *laws])
        self._offer("rule", ((key, spoken(rule.label)) for key, rule in registry.RULES.items()))
        self._offer("stop", ((key, spoken(label)) for key, label in registry.STOPS.items()))
        jurisdictions = _used(viewer, Jurisdiction.objects.order_by("name"), "jurisdiction")
        self._offer("jurisdiction", jurisdictions.values_list("code", "name"))
        self._offer(
            "region",
            [
                NONE,
                *sorted(
                    {(region, region) for region in jurisdictions.values_list("region", flat=True) if region}
                ),
            ],
        )
        self._offer("relationship", [NONE, *RelationshipGroup.objects.values_list("code", "name")])
        self._offer(
            "office", _used(viewer, Office.objects.order_by("code"), "office").values_list("code", "name")
        )
        officers = _used(viewer, User.objects.order_by("name"), "officer")
        names = [(str(uuid), name) for uuid, name in officers.values_list("uuid", "name")]
        self._offer("officer", [(ABSENT, _("nobody")), *names])

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [*EMPTY, *choices]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What officers filter by every day."""
        return [self[name] for name in MAIN]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in MAIN]

    @property
    def narrows_further(self) -> bool:
        """Whether one of the folded filters is set, so that they must be seen."""
        return any(name not in MAIN for name in self.wanted().active)

    def wanted(self) -> CaseFilter:
        """What was understood; what was not is left out and stands in ``errors``."""
        self.is_valid()
        understood = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        if "authority" in understood:
            understood["authority"] = str(understood["authority"])
        return CaseFilter(**understood)


def _used(viewer: Viewer, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    """Only what some visible request has: a list must not tell of requests that one may not see."""
    return rows.filter(pk__in=viewer.requests.values(column))
