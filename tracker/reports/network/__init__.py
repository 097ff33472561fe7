"""The 24/7 network: what is asked through its contact points, how soon something is done, what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.figures import Figure
from tracker.casework.filtering.preserved import Preserving
from tracker.casework.filters import spells_of
from tracker.reports import words
from tracker.reports.base import About, Question, Report, Result
from tracker.reports.charts.intervals import Intervals
from tracker.reports.dimensions import DIMENSIONS, Dimension, GroupBy, Values
from tracker.reports.network.counting import Side, anomalies, sides_of
from tracker.reports.network.definitions import DEFINITIONS
from tracker.reports.network.tables import NETWORK, key_of, side_table
from tracker.reports.parts import AS_OF, GROUPING, LEAST, SENT, filters_without
from tracker.reports.rows import dots_by
from tracker.reports.urgent_requests.counting import without_hours
from workflows import registry
from workflows.vocabulary import Direction, Disposition, OutcomeGroup

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

KINDS: Final = (
    GroupBy.ITEM_TYPE,
    GroupBy.JURISDICTION,
    GroupBy.REGION,
    GroupBy.RELATIONSHIP,
    GroupBy.AUTHORITY,
    GroupBy.OFFICE,
    GroupBy.INSTRUMENT,
    GroupBy.URGENCY,
    GroupBy.OFFENCE,
    GroupBy.YEAR,
)
BY: Final[Mapping[GroupBy, Dimension]] = {key: DIMENSIONS[key] for key in KINDS}
CARRIED: Final = frozenset(
    kind.value for law in registry.INSTRUMENTS.values() for kind in law.channels.get(NETWORK, ())
)
"""What some instrument lets travel there: kinds of which a row says that there was none."""


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. One query, and one for names."""
    dimension = question.rows_by(BY)
    spells = spells_of(requests, question.narrowed(channel=NETWORK), at=question.at)
    sides = sides_of(spells, dimension, question)
    ranked = {side.direction: _ranked(side, dimension) for side in sides}
    return Result(
        headline=_headline(sides, question),
        sentence=_sentence(sides),
        figures=tuple(_figures(sides, question)),
        tables=tuple(side_table(side, ranked[side.direction], dimension, question) for side in sides),
        charts=tuple(
            chart for side in sides for chart in _charts(side, ranked[side.direction], dimension, question)
        ),
        notes=tuple(_notes(sides, dimension)),
        anomalies=tuple(anomalies(sides, dimension)),
    )


def _ranked(side: Side, dimension: Dimension) -> list[Values]:
    """Those with most requests first; ordered ones in their own order, kinds of assistance also where none was."""
    if dimension.is_ordered:
        carried = CARRIED if dimension.key is GroupBy.ITEM_TYPE else ()
        found = {*side.rows, *filter(dimension.has, ((kind,) for kind in carried))}
        return sorted(found, key=dimension.rank_of)
    return sorted(side.rows, key=lambda values: (-side.rows[values].sent, dimension.label_of(values)))


def _headline(sides: list[Side], question: Question) -> str:
    sent = sum(side.whole.sent for side in sides)
    return words.share(sum(side.whole.answered for side in sides) / sent) if sent >= question.minimum else ""


def _sent(sides: list[Side], way: Direction) -> int:
    return sum(side.whole.sent for side in sides if side.direction is way)


def _sentence(sides: list[Side]) -> str:
    def together(of: Preserving) -> str:
        return words.count(sum(side.whole.kept[of] for side in sides))

    return gettext(
        "answered so far, %(answered)s of %(all)s requests through the network (%(sent)s sent, %(received)s received);"
        " still open: %(open)s. Of those with preserved data, a request for it followed: %(followed)s of %(kept)s."
    ) % {
        "answered": words.count(sum(side.whole.answered for side in sides)),
        "all": words.count(sum(side.whole.sent for side in sides)),
        "sent": words.count(_sent(sides, Direction.OUTGOING)),
        "received": words.count(_sent(sides, Direction.INCOMING)),
        "open": words.count(sum(side.whole.open for side in sides)),
        "kept": together(Preserving.HELD),
        "followed": together(Preserving.FOLLOWED),
    }


def _figures(sides: list[Side], question: Question) -> Iterator[Figure]:
    answered, pending = OutcomeGroup.ANSWERED.value, Disposition.PENDING.value
    for key, label, value, kept in (
        ("sent", gettext("Sent"), _sent(sides, Direction.OUTGOING), {"direction": Direction.OUTGOING.value}),
        (
            "received",
            gettext("Received"),
            _sent(sides, Direction.INCOMING),
            {"direction": Direction.INCOMING.value},
        ),
        ("answered", gettext("Answered"), sum(s.whole.answered for s in sides), {"outcome_group": answered}),
        ("open", gettext("Still open"), sum(s.whole.open for s in sides), {"disposition": pending}),
        *(
            (one.value, label, sum(side.whole.kept[one] for side in sides), {"preservation": one.value})
            for one, label in (
                (Preserving.HELD, gettext("Data preserved")),
                (Preserving.FOLLOWED, gettext("Followed by a request")),
            )
        ),
    ):
        yield Figure(key=key, label=label, value=value, rows=question.narrowed(channel=NETWORK, **kept))


def _charts(
    side: Side, ranked: list[Values], dimension: Dimension, question: Question
) -> Iterator[Intervals]:
    found = [(values, side.rows[values]) for values in ranked if values in side.rows]
    dots = dots_by(
        dimension,
        found,
        lambda row: (row.answered, row.sent),
        question,
        channel=NETWORK,
        direction=side.direction.value,
    )
    if dots:
        title = gettext("Share answered so far, with its 95 % interval")
        yield Intervals(title=title, table=key_of(side), dots=dots)


def _notes(sides: list[Side], dimension: Dimension) -> Iterator[str]:
    both = sum(
        side.whole.kept[Preserving.FOLLOWED]
        + side.whole.kept[Preserving.UNFOLLOWED]
        - side.whole.kept[Preserving.HELD]
        for side in sides
    )
    if both:
        yield ngettext(
            "%(both)s request keeps several things, some followed up and some not: it stands in both columns.",
            "%(both)s requests keep several things, some followed up and some not: they stand in both columns.",
            both,
        ) % {"both": words.count(both)}
    yield from without_hours(side.whole.urgent for side in sides)
    if dimension.is_multiple and sides:
        yield from words.several_rows(
            sum(row.sent for side in sides for row in side.rows.values()),
            once=sum(side.whole.sent for side in sides),
        )


REPORT = Report(
    slug="network-24-7",
    title=_("The 24/7 network"),
    summary=_(
        "What is asked through the contact points, by kind and in both directions, after how many hours something is"
        " done, what is answered, and whether preserved data is followed by a request for it."
    ),
    definitions=DEFINITIONS,
    asks=(GROUPING, SENT, AS_OF, LEAST, filters_without("channel")),
    answer=answer,
    dimensions=tuple(BY.values()),
    about=About.PARTNERS,
)
