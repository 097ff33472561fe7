"""All dimensions, one line each, used by every report."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.models.packing import unpacked_types
from tracker.reports.dimensions.dimension import GROUP, OUTCOME, Dimension, GroupBy, Values
from workflows import registry
from workflows.vocabulary import Direction, ItemType, OffenceCategory, Outcome, OutcomeGroup, Urgency


def _channel(values: Values) -> str:
    channel = registry.CHANNELS.get(str(values[0]))
    return gettext(channel.label.msgid) if channel else str(values[0])


def _instrument(values: Values) -> str:
    law = registry.INSTRUMENTS.get(str(values[0]))
    return gettext(law.label.msgid) if law else str(values[0])


def _last(values: Values) -> str:
    return str(values[-1])


def _authority(values: Values) -> str:
    _uuid, name, jurisdiction = values
    return f"{name} ({jurisdiction})" if jurisdiction else str(name)


DIMENSIONS: Mapping[GroupBy, Dimension] = {
    dimension.key: dimension
    for dimension in (
        Dimension(
            key=GroupBy.CHANNEL,
            label=_("Channel"),
            columns=("channel",),
            absent=_("No channel"),
            named=_channel,
        ),
        Dimension(
            key=GroupBy.INSTRUMENT,
            label=_("Instrument"),
            columns=("instrument",),
            absent=_("No instrument"),
            named=_instrument,
        ),
        Dimension(
            key=GroupBy.JURISDICTION,
            label=_("Jurisdiction"),
            columns=("jurisdiction__code", "jurisdiction__name"),
            absent=_("No jurisdiction"),
            named=_last,
            refers="jurisdiction",
        ),
        Dimension(
            key=GroupBy.REGION,
            label=_("Region"),
            columns=("jurisdiction__region",),
            absent=_("No region recorded"),
            named=_last,
            refers="jurisdiction",
        ),
        Dimension(
            key=GroupBy.RELATIONSHIP,
            label=_("Relationship group"),
            columns=("jurisdiction__relationship_group__code", "jurisdiction__relationship_group__name"),
            absent=_("In no relationship group"),
            named=_last,
            refers="jurisdiction",
        ),
        Dimension(
            key=GroupBy.AUTHORITY,
            label=_("Requested authority"),
            columns=("authority__uuid", "authority__name", "authority__jurisdiction__code"),
            absent=_("No authority named"),
            named=_authority,
            refers="authority",
        ),
        Dimension(
            key=GroupBy.OFFICE,
            label=_("Office"),
            columns=("office__code", "office__name"),
            absent=_("No office"),
            named=_last,
            refers="office",
        ),
        Dimension(
            key=GroupBy.YEAR,
            label=_("Year of sending"),
            columns=("sent_on__year",),
            absent=_("No year"),
            named=_last,
            is_ordered=True,
        ),
        Dimension(
            key=GroupBy.DIRECTION,
            label=_("Direction"),
            columns=("direction",),
            absent=_("No direction"),
            named=lambda values: str(labels.DIRECTION[Direction(str(values[0]))]),
        ),
        Dimension(
            key=GroupBy.URGENCY,
            label=_("Urgency"),
            columns=("urgency",),
            absent=_("No urgency"),
            named=lambda values: str(labels.URGENCY[Urgency(str(values[0]))]),
            is_ordered=True,
            order=tuple(Urgency),
        ),
        Dimension(
            key=GroupBy.OFFENCE,
            label=_("Offence"),
            columns=("request__offences__category",),
            absent=_("No offence recorded"),
            named=lambda values: str(labels.OFFENCE_CATEGORY[OffenceCategory(str(values[0]))]),
            is_multiple=True,
            packed="offences",
        ),
        Dimension(
            key=GroupBy.ITEM_TYPE,
            label=_("Assistance"),
            columns=("request__items__type",),
            absent=_("Nothing recorded"),
            named=lambda values: str(labels.ITEM_TYPE[ItemType(str(values[0]))]),
            is_multiple=True,
            is_ordered=True,
            order=tuple(ItemType),
            packed="asked",
            unpack=unpacked_types,
        ),
        Dimension(
            key=GroupBy.OUTCOME,
            label=_("Outcome"),
            columns=(OUTCOME,),
            absent=_("No outcome"),
            named=lambda values: str(labels.OUTCOME[Outcome(str(values[0]))]),
            is_ordered=True,
            order=tuple(Outcome),
            is_result=True,
        ),
        Dimension(
            key=GroupBy.OUTCOME_GROUP,
            label=_("Outcome group"),
            columns=(GROUP,),
            absent=_("In no group"),
            named=lambda values: str(labels.OUTCOME_GROUP[OutcomeGroup(str(values[0]))]),
            is_ordered=True,
            order=tuple(OutcomeGroup),
            is_result=True,
        ),
    )
}
