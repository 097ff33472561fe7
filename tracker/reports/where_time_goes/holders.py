"""Tables and picture of holders: each way with its stops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from django.utils.translation import gettext

from tracker.casework import labels
from tracker.casework.filtering.stretched import YES
from tracker.casework.filters import CaseFilter
from tracker.reports.base import Cell, Column, Question, Row, Table
from tracker.reports.cells import count, mean, part, too_few, unknown, word
from tracker.reports.charts.route_lines import RouteLine, RouteLines, StopMark
from tracker.reports.stays import Days, Stay, Way, together
from tracker.words import spoken
from workflows import registry
from workflows.vocabulary import Direction, Party

WAYS: Final = "ways"
STOPS: Final = "stops"


def in_order(way: Way, stays: Iterable[Stay]) -> list[Stay]:
    """The stops of a way as its route has them; those off it, or that it no longer knows, last."""
    keys = list(_route_of(way))
    mine = [stay for stay in stays if stay.way == way]
    return sorted(
        mine, key=lambda one: (keys.index(one.place) if one.place in keys else len(keys), one.place)
    )


def _route_of(way: Way) -> dict[str, str]:
    """The names of its stops by their keys."""
    channel = registry.CHANNELS.get(way[0])
    found = [one for one in channel.procedures if one.direction == way[1]] if channel else []
    return {stop.key: spoken(stop.label) for one in found for stop in one.route}


def stop_name(stay: Stay) -> str:
    """What the stop is called; a picture says by its place whether the paper goes out or comes back."""
    known = _route_of(stay.way).get(stay.place)
    return known or (spoken(registry.STOPS[stay.place]) if stay.place in registry.STOPS else stay.place)


def stop_label(stay: Stay) -> str:
    """The same in words alone: most stops are passed twice."""
    route, name = _route_of(stay.way), stop_name(stay)
    first = next((key for key, label in route.items() if label == name), stay.place)
    return name if first == stay.place else gettext("%(stop)s, on the way back") % {"stop": name}


def way_label(way: Way) -> str:
    """Channel and direction in words."""
    channel = registry.CHANNELS.get(way[0])
    name = spoken(channel.label) if channel else way[0]
    return f"{name} · {labels.DIRECTION[Direction(way[1])]}"


def _narrowed(question: Question, way: Way, **more: object) -> CaseFilter:
    return question.narrowed(channel=way[0], direction=way[1], **more)


def ways_table(days: Days, stops: list[Stay], question: Question) -> Table:
    """Each way: days on both sides of the border."""
    everything = _way_cells(stops, days.sent(), question, question.wanted)
    return Table(
        key=WAYS,
        title=gettext("Ours against theirs"),
        heading=gettext("Way"),
        columns=(
            Column(label=gettext("Requests"), keys=("requests",)),
            Column(label=gettext("Still open"), keys=("open",)),
            Column(label=gettext("Days with us"), keys=("days_us",)),
            Column(label=gettext("Days with them"), keys=("days_them",)),
            Column(label=gettext("Days with a third"), keys=("days_third",)),
            Column(label=gettext("Share with them"), keys=("share_them",)),
            Column(label=gettext("Each: with us"), keys=("mean_us",)),
            Column(label=gettext("Each: with them"), keys=("mean_them",)),
        ),
        rows=tuple(_way_row(days, way, stops, question) for way in days.ways()),
        totals=(Row(label=gettext("All"), cells=everything),),
    )


def _way_row(days: Days, way: Way, stops: list[Stay], question: Question) -> Row:
    stays = [stay for stay in stops if stay.way == way]
    number = days.sent(way=way)
    return Row(label=way_label(way), cells=_way_cells(stays, number, question, _narrowed(question, way)))


def _way_cells(stays: list[Stay], number: int, question: Question, wanted: CaseFilter) -> tuple[Cell, ...]:
    rows = question.narrowed(channel=wanted.channel, direction=wanted.direction)
    lasting = question.narrowed(channel=wanted.channel, direction=wanted.direction, still=YES)
    all_days, theirs = together(stays), together(stays, Party.THEM)
    return (
        count(number, rows),
        count(sum(stay.still for stay in stays), lasting),
        *(count(together(stays, party)) for party in (Party.US, Party.THEM, Party.THIRD)),
        _share(theirs, all_days, number, question),
        mean(together(stays, Party.US), number, minimum=question.minimum),
        mean(theirs, number, minimum=question.minimum),
    )


def stops_table(days: Days, stops: list[Stay], question: Question) -> Table:
    """Each stop: of one way in its order, of several those first that took most days."""
    alone = len({stay.way for stay in stops}) == 1
    ranked = stops if alone else sorted(stops, key=lambda stay: -stay.days)
    whole, number = together(stops), days.sent()
    return Table(
        key=STOPS,
        title=gettext("Days by holder"),
        heading=gettext("Stop"),
        columns=(
            Column(label=gettext("With"), keys=("party",), is_worded=True),
            Column(label=gettext("Requests"), keys=("requests",)),
            Column(label=gettext("Still there"), keys=("still",)),
            Column(label=gettext("Days"), keys=("days",)),
            Column(label=gettext("Share of all days"), keys=("share",)),
            Column(label=gettext("Days each"), keys=("mean_days",)),
        ),
        rows=tuple(
            _stop_row(stay, _share(stay.days, whole, number, question), question, alone=alone)
            for stay in ranked
        ),
    )


def _share(taken: int, all_days: int, number: int, question: Question) -> Cell:
    """Of all days of so many requests; not given where these are too few."""
    if number < question.minimum:
        return unknown(too_few(number, question.minimum))
    return part(taken, all_days)


def _stop_row(stay: Stay, share: Cell, question: Question, *, alone: bool) -> Row:
    label = stop_label(stay)
    party = str(labels.PARTY[stay.party])
    here = _narrowed(question, stay.way, stop=stay.place)
    return Row(
        label=label if alone else f"{label} · {way_label(stay.way)}",
        cells=(
            word(party),
            count(stay.requests, here),
            count(stay.still, _narrowed(question, stay.way, stop=stay.place, still=YES)),
            count(stay.days),
            share,
            mean(stay.days, stay.requests, minimum=question.minimum),
        ),
    )


def routes(stops: list[Stay], question: Question) -> Iterator[RouteLines]:
    """The line of each way, if there is any."""
    lines = tuple(
        RouteLine(label=way_label(way), stops=tuple(_mark(stay, question) for stay in found if stay.requests))
        for way, found in groupby(stops, key=lambda stay: stay.way)
    )
    if lines:
        yield RouteLines(title=gettext("Days at each stop of the way"), table=STOPS, lines=lines)


def _mark(stay: Stay, question: Question) -> StopMark:
    few = stay.requests < question.minimum
    return StopMark(
        label=stop_name(stay),
        party=stay.party,
        requests=stay.requests,
        days=None if few else stay.days / stay.requests,
        rows=_narrowed(question, stay.way, stop=stay.place),
    )
