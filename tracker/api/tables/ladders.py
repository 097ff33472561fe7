"""Reminder ladders as data: when whom to remind, by the tables and as an office has tightened them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.accounts.ladders import OfficeLadders
from tracker.accounts.models import Office
from tracker.api.codes import CodeField, CodesField
from tracker.api.errors import WrongParameter
from tracker.api.fields import MessageOut
from tracker.casework.viewer import Viewer
from workflows.deadlines import Anchor, DeadlineRule, Step, ladder_of
from workflows.registry import RULES
from workflows.vocabulary import Audience, DeadlineKind


class LadderParameters(serializers.Serializer[Any]):
    """Whose ladders."""

    office = serializers.CharField(
        max_length=12,
        required=False,
        help_text=gettext_lazy(
            "The code of an office in which the caller has a role; without it the tables are told."
        ),
    )


class RungSerializer(serializers.Serializer[Step]):
    """So many days after a moment of the deadline, these people are told."""

    key = serializers.CharField()
    anchor = CodeField(Anchor)
    days = serializers.IntegerField(help_text="Days after that moment; below zero, before it.")
    audience = CodesField(Audience)
    proposes_enquiry = serializers.BooleanField(
        source="chase", help_text="By then the other side should be asked how things stand."
    )
    is_tightened = serializers.SerializerMethodField()

    def get_is_tightened(self, step: Step) -> bool:
        """Whether an office has it earlier, for more people, or has added it."""
        return step not in self.context["table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The ladder of one rule, as one kind of deadline, in one office or by the tables."""

    rule: DeadlineRule
    kind: DeadlineKind
    steps: tuple[Step, ...]
    table: tuple[Step, ...]


class LadderSerializer(serializers.Serializer[Any]):
    """When whom to remind of the deadlines of one rule; what they owe us in one direction, we owe in the other."""

    rule = serializers.CharField(source="rule.key")
    title = MessageOut(source="rule.label")
    kind = CodeField(DeadlineKind)
    rungs = serializers.SerializerMethodField()

    @extend_schema_field(RungSerializer(many=True))
    def get_rungs(self, ladder: Ladder) -> list[Any]:
        """In rising severity."""
        context = {"table": ladder.table}
        return [RungSerializer(step, context=context).data for step in ladder.steps]


def office_named(viewer: Viewer, code: str) -> Office | None:
    """The office of that code among those of the viewer; None where none is named. Raises WrongParameter."""
    if not code:
        return None
    office = Office.objects.filter(code=code, pk__in=viewer.scope.everywhere).first()
    if office is None:
        raise WrongParameter({"office": [_("Choose one of your own offices.")]})
    return office


def ladders_in(office: Office | None, ladders: OfficeLadders) -> Iterator[Ladder]:
    """The ladder of every rule, once for each kind of deadline that it can be."""
    for rule in RULES.values():
        for kind in sorted({rule.kind_for(direction) for direction in rule.directions}):
            table = ladder_of(rule, kind)
            steps = ladders.ladder(office.pk, rule.key, kind, rule) if office else table
            yield Ladder(rule=rule, kind=kind, steps=steps, table=table)
