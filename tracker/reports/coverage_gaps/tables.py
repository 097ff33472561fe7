"""The gaps as rows: by kind, by jurisdiction, channels without anybody to write to, contact points not verified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext

from tracker.directory.models import ContactPoint
from tracker.directory.queries import Answer
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.cells import count, day, days, unknown, word
from tracker.reports.coverage_gaps.gathering import GAPS, Coverage, Gap, Gathered, place_of
from tracker.reports.dimensions import DIMENSIONS, GroupBy
from workflows.routing import Between
from workflows.vocabulary import Direction, OutcomeGroup

OUTGOING = Direction.OUTGOING.value


def by_kind(found: Gathered) -> Table:
    """How many jurisdictions have each gap."""
    return Table(
        key="kinds",
        title=gettext("Jurisdictions by gap"),
        heading=gettext("Gap"),
        columns=(
            Column(label=gettext("Jurisdictions"), keys=("jurisdictions",)),
            Column(label=gettext("Not known"), keys=("unknown",)),
            Column(label=gettext("Of all asked"), keys=("asked",)),
        ),
        rows=tuple(
            Row(
                label=str(label),
                cells=(
                    count(len(found.with_gap(gap))),
                    count(len(found.with_gap(gap, Answer.UNKNOWN))),
                    count(len(found.asked)),
                ),
            )
            for gap, label in GAPS.items()
        ),
    )


def by_jurisdiction(found: Gathered, question: Question) -> Table:
    """Those with a gap, known or not, the most gaps first."""
    with_gaps = [one for one in found.asked if any(one.has(gap) is not Answer.NO for gap in Gap)]
    ranked = sorted(with_gaps, key=lambda one: (-gaps_of(one), -one.sent.total(), one.jurisdiction.name))
    return Table(
        key="jurisdictions",
        title=gettext("Jurisdictions with gaps"),
        heading=gettext("Jurisdiction"),
        columns=(
            Column(label=gettext("Gaps"), keys=("gaps",)),
            Column(label=gettext("Sent"), keys=("sent",)),
            Column(label=gettext("Answered"), keys=("answered",)),
            Column(label=gettext("No instrument chosen"), keys=("unchosen",)),
            Column(label=gettext("Instruments between us"), keys=("instruments",)),
            Column(label=gettext("Channels without anybody"), keys=("unreached",)),
            Column(label=gettext("Contact points"), keys=("points",)),
            Column(label=gettext("Not verified"), keys=("stale",)),
        ),
        rows=tuple(_jurisdiction(one, question) for one in ranked),
    )


def gaps_of(one: Coverage) -> int:
    """How many gaps are known of it."""
    return sum(one.has(gap) is Answer.YES for gap in Gap)


def _jurisdiction(one: Coverage, question: Question) -> Row:
    code = one.jurisdiction.code
    rows = question.narrowed(jurisdiction=code, direction=OUTGOING)
    answered = question.narrowed(
        jurisdiction=code, direction=OUTGOING, outcome_group=OutcomeGroup.ANSWERED.value
    )
    unchosen = question.narrowed(jurisdiction=code, direction=OUTGOING, lacking="instrument")
    return Row(
        label=one.jurisdiction.name,
        code=code,
        jurisdiction=code,
        cells=(
            count(gaps_of(one)),
            count(one.sent.total(), rows),
            count(one.answered, answered),
            count(one.unchosen, unchosen),
            _instruments(one),
            _unreached(one),
            count(len(one.points)),
            count(len(one.stale)),
        ),
    )


def _instruments(one: Coverage) -> Cell:
    """How many; of several of our own jurisdictions each, and the fewest for programs."""
    if one.has(Gap.INSTRUMENT) is Answer.UNKNOWN:
        return unknown(gettext("not known"))
    fewest = min(len(link.certain) for link in one.links.values())
    if len(one.links) == 1:
        return count(fewest)
    return Cell(
        text=", ".join(_with(code, link) for code, link in sorted(one.links.items())), values=(fewest,)
    )


def _with(code: str, link: Between) -> str:
    told = gettext("not known") if link.perhaps and not link.certain else str(len(link.certain))
    return f"{code} {told}"


def _unreached(one: Coverage) -> Cell:
    if one.has(Gap.ADDRESSEE) is Answer.UNKNOWN:
        return unknown(gettext("not known"))
    return count(sum(takes is Answer.NO for takes in one.takes.values()))


def unreached(found: Gathered, question: Question) -> Table:
    """Each channel in use by which nobody over there is said to be reached."""
    return Table(
        key="channels",
        title=gettext("Channels in use without anybody to write to"),
        heading=gettext("Jurisdiction"),
        columns=(
            Column(label=gettext("Channel"), keys=("channel",), is_worded=True),
            Column(label=gettext("Addressee"), keys=("addressee",), is_worded=True),
            Column(label=gettext("Sent"), keys=("sent",)),
        ),
        rows=tuple(_channel_rows(found, question)),
    )


def _channel_rows(found: Gathered, question: Question) -> Iterator[Row]:
    told = {Answer.NO: gettext("nobody"), Answer.UNKNOWN: gettext("not known")}
    for one in found.asked:
        code = one.jurisdiction.code
        for channel, takes in sorted(one.takes.items()):
            if takes in told:
                label = DIMENSIONS[GroupBy.CHANNEL].label_of((channel,))
                rows = question.narrowed(jurisdiction=code, channel=channel, direction=OUTGOING)
                yield Row(
                    label=one.jurisdiction.name,
                    code=code,
                    jurisdiction=code,
                    cells=(
                        word(label),
                        word(told[takes]),
                        count(one.sent[channel], rows),
                    ),
                )


def unverified(found: Gathered, on: date) -> Table:
    """The contact points, those never tried first, then the longest ago."""
    points = [point for one in found.asked for point in one.stale]
    return Table(
        key="points",
        title=gettext("Contact points not verified"),
        heading=gettext("Contact point"),
        columns=(
            Column(label=gettext("Jurisdiction"), keys=("jurisdiction",), is_worded=True),
            Column(label=gettext("Network"), keys=("network",), is_worded=True),
            Column(label=gettext("Last verified"), keys=("last_verified_on",), is_worded=True),
            Column(label=gettext("Days ago"), keys=("days",)),
        ),
        rows=tuple(_point(point, on) for point in sorted(points, key=_tried)),
    )


def _tried(point: ContactPoint) -> tuple[date, str]:
    return point.last_verified_on or date.min, point.name


def _point(point: ContactPoint, on: date) -> Row:
    place, network, tried = place_of(point), point.get_network_display(), point.last_verified_on
    never = gettext("never")
    return Row(
        label=point.name,
        jurisdiction=place.code,
        cells=(
            word(place.name),
            word(network),
            day(tried, never),
            days((on - tried).days if tried else None, never),
        ),
    )
