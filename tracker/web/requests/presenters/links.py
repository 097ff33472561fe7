"""What a request hangs together with: a list that says everything, and a drawing of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language_bidi

from tracker.casework import labels
from tracker.casework.case import Case
from tracker.casework.linked import Linked, linked_to
from tracker.casework.models import AssistanceRequest, Link
from tracker.casework.standing import Standing, standing
from tracker.web import link_geometry as geometry
from tracker.web.route_geometry import wrap
from workflows.vocabulary import LinkKind

KIND_PIXELS = 11.5
KIND_LINES = 2
LINE_STEP = 13
ABOVE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """One link of the request: what it is, and the other end with where that stands."""

    words: str
    target: AssistanceRequest
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherView:
    """A link between two other requests."""

    request: AssistanceRequest
    words: str
    target: AssistanceRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A request in the drawing; it leads to its page, ``here`` is the page itself."""

    row: AssistanceRequest
    standing: Standing
    x: float
    y: float
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of the name of a link."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A link in the drawing, from what is something of the other to that other."""

    name: str
    line: str
    head: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Boxes and arrows; ``columns`` says how wide it is."""

    width: float
    height: float
    columns: int
    mirrored: bool
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksView:
    """Both; no drawing of nothing. ``near`` are the first of so ``many``."""

    many: int
    near: tuple[LinkView, ...]
    further: tuple[FurtherView, ...]
    drawing: Drawing | None


def links_of(case: Case, most: int | None) -> LinksView:
    """The links of the request, so many at most, and of what they lead to, as the viewer may know them."""
    linked = linked_to(case)
    at = case.viewer.at
    return LinksView(
        many=len(linked.near),
        near=tuple(_near(linked, link, at) for link in linked.near[:most]),
        further=tuple(
            FurtherView(request=link.request, words=_kind(link).lower(), target=link.target)
            for link in linked.further
        ),
        drawing=_drawing(linked, at) if linked.near else None,
    )


def _kind(link: Link) -> str:
    return str(labels.LINK_KIND[LinkKind(link.kind)])


def _near(linked: Linked, link: Link, at: datetime) -> LinkView:
    target = linked.other(link)
    kinds = labels.LINK_KIND_BACK if target.pk == link.request_id else labels.LINK_KIND
    return LinkView(words=str(kinds[LinkKind(link.kind)]), target=target, standing=standing(target, at))


def _drawing(linked: Linked, at: datetime) -> Drawing:
    links = (*linked.near, *linked.further)
    rows = {linked.row.pk: linked.row} | {
        row.pk: row for link in links for row in (link.request, link.target) if row.pk != linked.row.pk
    }
    places = geometry.places_of(linked.row.pk, _pairs(linked.near), _pairs(linked.further))
    width, height = geometry.size(places.values())
    mirrored = get_language_bidi()
    return Drawing(
        width=width,
        height=height,
        columns=max(place.column for place in places.values()) + 1,
        mirrored=mirrored,
        boxes=tuple(
            Box(
                row=rows[pk],
                standing=standing(rows[pk], at),
                x=_across(geometry.left(place) + geometry.BOX_WIDTH / 2, width, mirrored=mirrored),
                y=place.y,
                here=pk == linked.row.pk,
            )
            for pk, place in places.items()
        ),
        arrows=tuple(_arrows(links, places, width, mirrored=mirrored)),
    )


def _pairs(links: tuple[Link, ...]) -> list[geometry.Pair]:
    return [(link.request_id, link.target_id) for link in links]


def _across(x: float, width: float, *, mirrored: bool) -> float:
    return width - x if mirrored else x


def _arrows(
    links: tuple[Link, ...], places: dict[int, geometry.Place], width: float, *, mirrored: bool
) -> Iterator[Arrow]:
    for link in links:
        curve = geometry.curve((link.request_id, link.target_id), places)
        if curve is not None:
            words = tuple(_words(_kind(link), curve, width, mirrored=mirrored))
            yield Arrow(name=_kind(link), line=curve.line, head=curve.head, words=words)


def _words(kind: str, curve: geometry.Curve, width: float, *, mirrored: bool) -> Iterator[Words]:
    """Above the line, where nothing crosses it."""
    if curve.words_at is None:
        return
    x, y = curve.words_at
    room = (geometry.GAP - geometry.BEND - 2 * geometry.HEAD) / KIND_PIXELS
    lines = wrap(kind, width=room, lines=KIND_LINES)
    for index, text in enumerate(lines):
        below = len(lines) - 1 - index
        yield Words(text=text, x=_across(x, width, mirrored=mirrored), y=y - ABOVE - below * LINE_STEP)
