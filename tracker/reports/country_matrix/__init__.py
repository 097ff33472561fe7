"""Country matrix: what we asked of each and each of us, what came of it, and both rates side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.figures import Figure
from tracker.casework.filters import spells_of
from tracker.reports import words
from tracker.reports.base import About, Question, Report, Result, Table
from tracker.reports.charts.pairs import Pairs, Series, mark
from tracker.reports.counting import check_once
from tracker.reports.country_matrix.counting import Asked, Pair, anomalies, pairs_by, together
from tracker.reports.country_matrix.definitions import DEFINITIONS
from tracker.reports.country_matrix.tables import RECIPROCITY, Ranked, direction_table, reciprocity_table
from tracker.reports.dimensions import DIMENSIONS, Dimension, GroupBy, Values
from tracker.reports.parts import AS_OF, GROUPING, LEAST, SENT, filters_without
from tracker.reports.statistics import wilson
from workflows.vocabulary import Direction, Disposition

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

BY: Final = (GroupBy.JURISDICTION, GroupBy.REGION, GroupBy.RELATIONSHIP)


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. Two queries, and one for names."""
    dimension = DIMENSIONS[question.by]
    spells = spells_of(requests, question.narrowed(), at=question.at)
    found, sent = pairs_by(spells, dimension, question.on)
    whole = together(found.values())
    ranked = _ranked(found, dimension)
    return Result(
        headline=_share(whole.made, question),
        sentence=_sentence(whole, question),
        figures=tuple(_figures(whole, question)),
        tables=tuple(_tables(ranked, whole, dimension, question)),
        charts=tuple(_charts(ranked, dimension, question)),
        notes=(
            gettext(
                "The two directions differ in what is asked and by which channel: neither rate measures good will."
            ),
        ),
        anomalies=tuple(anomalies(found, check_once(spells, sent), dimension)),
    )


def _ranked(found: Mapping[Values, Pair], dimension: Dimension) -> Ranked:
    """Most requests first; what we only pass on makes no row."""
    rows = [one for one in found.items() if one[1].number]
    return sorted(rows, key=lambda one: (-one[1].number, dimension.label_of(one[0])))


def _tables(ranked: Ranked, whole: Pair, dimension: Dimension, question: Question) -> Iterator[Table]:
    yield reciprocity_table(ranked, whole, dimension, question)
    for direction in (Direction.OUTGOING, Direction.INCOMING):
        yield direction_table(direction, ranked, whole, dimension, question)


def _share(asked: Asked, question: Question) -> str:
    answered, sent = asked.tally.answers
    return words.share(answered / sent) if sent >= question.minimum else ""


def _sentence(whole: Pair, question: Question) -> str:
    """It goes on from the headline, their rate, where there is one."""
    received = (_share(whole.received, question), _told(whole.received, question))
    numbers = {"made": _told(whole.made, question), "received": ", ".join(filter(None, received))}
    if whole.made.tally.sent < question.minimum:
        return (
            gettext("Of what we asked they answered %(made)s; of what they asked we answered %(received)s.")
            % numbers
        )
    return (
        gettext("of what we asked they answered, %(made)s; of what they asked we answered %(received)s.")
        % numbers
    )


def _told(asked: Asked, question: Question) -> str:
    answered, sent = asked.tally.answers
    told = {
        "answered": words.count(answered),
        "sent": words.count(sent),
        "pending": words.count(asked.dispositions[Disposition.PENDING]),
        "minimum": question.minimum,
    }
    if sent < question.minimum:
        return (
            gettext("%(answered)s of %(sent)s, %(pending)s pending (fewer than %(minimum)s: no rate)") % told
        )
    told["interval"] = words.interval(wilson(answered, sent))
    return gettext("%(answered)s of %(sent)s (95 %% interval %(interval)s), %(pending)s pending") % told


def _figures(whole: Pair, question: Question) -> Iterator[Figure]:
    named = (
        (Direction.OUTGOING, "made", gettext("Made"), gettext("Pending with them")),
        (Direction.INCOMING, "received", gettext("Received"), gettext("Pending with us")),
    )
    for direction, key, label, pending in named:
        asked = whole.asked[direction]
        yield Figure(
            key=key, label=label, value=asked.tally.sent, rows=question.narrowed(direction=direction.value)
        )
        yield Figure(
            key=f"{key}_pending",
            label=pending,
            value=asked.dispositions[Disposition.PENDING],
            rows=question.narrowed(direction=direction.value, disposition=Disposition.PENDING.value),
        )
    passed_on = whole.asked[Direction.TRANSIT].tally.sent
    if passed_on:
        yield Figure(
            key="transit",
            label=gettext("Only passed on, in no row"),
            value=passed_on,
            rows=question.narrowed(direction=Direction.TRANSIT.value),
        )


def _charts(ranked: Ranked, dimension: Dimension, question: Question) -> Iterator[Pairs]:
    named = (
        (Direction.OUTGOING, gettext("They answer us"), "with-them"),
        (Direction.INCOMING, gettext("We answer them"), "with-us"),
    )
    theirs, ours = (
        Series(
            label=label,
            colour=colour,
            marks=tuple(
                mark(
                    *pair.asked[direction].tally.answers,
                    rows=question.narrowed(direction=direction.value, **dimension.filter_of(values)),
                    minimum=question.minimum,
                )
                for values, pair in ranked
            ),
        )
        for direction, label, colour in named
    )
    chart = Pairs(
        title=gettext("Share answered so far in both directions, with 95 % intervals"),
        table=RECIPROCITY,
        labels=tuple(dimension.label_of(values) for values, _pair in ranked),
        series=(theirs, ours),
    )
    if chart.has_any:
        yield chart


REPORT = Report(
    slug="country-matrix",
    title=_("Country matrix and reciprocity"),
    summary=_(
        "What we asked of each jurisdiction and each of us: executed, refused, withdrawn, pending; how long it took;"
        " and their response rate to us beside ours to them."
    ),
    definitions=DEFINITIONS,
    asks=(GROUPING, SENT, AS_OF, LEAST, filters_without("direction")),
    answer=answer,
    dimensions=tuple(DIMENSIONS[key] for key in BY),
    about=About.PARTNERS,
)
