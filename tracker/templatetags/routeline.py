"""The route line, large and as a thumbnail: geometry and words put together, drawn by two small templates."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.utils.translation import get_language_bidi, ngettext, pgettext
from django.utils.translation import gettext as _

from tracker.web import route_geometry as geometry
from tracker.web.route import Route, RouteStop, StopStatus, Thumbnail
from workflows.vocabulary import Party

register = template.Library()

LINE_Y = 58
LABEL_Y = 92
LABEL_STEP = 16
NOTE_STEP = 15
BORDER_GAP = 6
THUMBNAIL_WIDTH = 112
THUMBNAIL_INSET = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text below a stop."""

    text: str
    y: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnStop:
    """A stop with its place, its words and whether the line that leaves it has been travelled."""

    x: str
    status: StopStatus
    tone: str
    label: str
    party: str
    crossing: str
    days: str
    since: str
    note: str
    documents: str
    leads_done: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """A border mark with the names of both sides, reading along the route."""

    x: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A stop of a thumbnail."""

    x: str
    status: StopStatus
    radius: str


@register.inclusion_tag("components/_route_line.html")
def route_line(route: Route) -> dict[str, object]:
    """The large line: an SVG where there is room, otherwise the same stops upright beside their dates."""
    mirrored = get_language_bidi()
    count = max(route.places, len(route.stops))
    places = geometry.centres(len(route.stops), among=count, mirrored=mirrored)
    stops = _drawn_stops(route, places)
    bottom = max((line.y for stop in stops for line in stop.lines), default=LABEL_Y)
    return {
        "route": route,
        "stops": stops,
        "borders": _borders(_parties(route.stops), places),
        "fits": geometry.width_needed(count),
        "height": bottom + 10,
        "border_y": bottom - NOTE_STEP,
        "line_y": LINE_Y,
        "start": _percent(places[0]) if places else "",
        "reached": _percent(places[_reached(route.stops)]) if places else "",
        "end": _percent(places[-1]) if places else "",
        "description": " ".join([route.description, *(f"{_sentence(stop)}." for stop in stops)]),
        "before_gap": BORDER_GAP if mirrored else -BORDER_GAP,
        "after_gap": -BORDER_GAP if mirrored else BORDER_GAP,
    }


@register.inclusion_tag("components/_route_thumbnail.html")
def route_thumbnail(thumbnail: Thumbnail) -> dict[str, object]:
    """The line of a list row: where the request is, on whose side, and by its tone whether it is stuck."""
    places = geometry.thumbnail_centres(
        len(thumbnail.parties), width=THUMBNAIL_WIDTH, inset=THUMBNAIL_INSET, mirrored=get_language_bidi()
    )
    crossings = geometry.border_indexes(thumbnail.parties)
    return {
        "thumbnail": thumbnail,
        "dots": [_dot(place, index, thumbnail.position) for index, place in enumerate(places)],
        "borders": [_pixels((places[index] + places[index + 1]) / 2) for index in crossings],
        "start": _pixels(places[0]) if places else "",
        "reached": _pixels(places[max(thumbnail.position, 0)]) if places else "",
        "end": _pixels(places[-1]) if places else "",
    }


def _drawn_stops(route: Route, places: Sequence[float]) -> list[DrawnStop]:
    crossings = set(geometry.border_indexes(_parties(route.stops)))
    reached = _reached(route.stops)
    return [
        DrawnStop(
            x=_percent(places[index]),
            status=stop.status,
            tone=stop.tone or (route.tone if stop.status is StopStatus.HERE else ""),
            label=stop.label,
            party=_side(stop.party),
            crossing=_side(route.stops[index + 1].party) if index in crossings else "",
            days=_days(stop),
            since=_since(stop),
            note=stop.note,
            documents=_documents(stop),
            leads_done=index < reached,
            lines=_lines(stop, max(route.places, len(route.stops))),
        )
        for index, stop in enumerate(route.stops)
    ]


def _lines(stop: RouteStop, count: int) -> tuple[Line, ...]:
    """The words below a stop, from the top: its name, its date, its note, its documents."""
    label_width = geometry.label_width(count, pixels=geometry.LABEL_PIXELS)
    note_width = geometry.label_width(count, pixels=geometry.NOTE_PIXELS)
    labels = geometry.wrap(stop.label, width=label_width, lines=3)
    notes = geometry.wrap(stop.note, width=note_width, lines=2)
    words = [("since", _since(stop)), *(("note", note) for note in notes), ("documents", _documents(stop))]
    start = LABEL_Y + LABEL_STEP * (len(labels) - 1) + NOTE_STEP + 3
    return (
        *(Line(text=text, y=LABEL_Y + LABEL_STEP * row, kind="label") for row, text in enumerate(labels)),
        *(
            Line(text=text, y=start + NOTE_STEP * row, kind=kind)
            for row, (kind, text) in enumerate(word for word in words if word[1])
        ),
    )


def _borders(parties: Sequence[Party], places: Sequence[float]) -> list[Border]:
    """Each side is named once where two borders follow each other closely: there is no room for both words."""
    indexes = geometry.border_indexes(parties)
    return [
        Border(
            x=_percent((places[index] + places[index + 1]) / 2),
            before="" if index - 1 in indexes else _side(parties[index]),
            after=_side(parties[index + 1]),
        )
        for index in indexes
    ]


def _dot(place: float, index: int, position: int) -> Dot:
    if index == position:
        return Dot(x=_pixels(place), status=StopStatus.HERE, radius="4.5")
    status = StopStatus.PASSED if index < position else StopStatus.AHEAD
    return Dot(x=_pixels(place), status=status, radius="2.5")


def _parties(stops: Sequence[RouteStop]) -> tuple[Party, ...]:
    return tuple(stop.party for stop in stops)


def _reached(stops: Sequence[RouteStop]) -> int:
    """The index up to which the line has been travelled: the holder's, or the last passed stop's."""
    been = (StopStatus.PASSED, StopStatus.HERE)
    return max((index for index, stop in enumerate(stops) if stop.status in been), default=0)


def _side(party: Party) -> str:
    match party:
        case Party.US:
            return pgettext("side of the border", "ours")
        case Party.THEM:
            return pgettext("side of the border", "theirs")
        case Party.THIRD:
            return pgettext("side of the border", "third")


def _days(stop: RouteStop) -> str:
    if stop.days is None:
        return ""
    if not stop.days:
        return _("here since today") if stop.status is StopStatus.HERE else _("the same day")
    if stop.status is StopStatus.HERE:
        return ngettext("%(days)d day here", "%(days)d days here", stop.days) % {"days": stop.days}
    return ngettext("%(days)d day", "%(days)d days", stop.days) % {"days": stop.days}


def _since(stop: RouteStop) -> str:
    return _("from %(date)s") % {"date": stop.since} if stop.since else ""


def _documents(stop: RouteStop) -> str:
    if not stop.documents:
        return ""
    return ngettext("%(count)d document", "%(count)d documents", stop.documents) % {"count": stop.documents}


def _sentence(stop: DrawnStop) -> str:
    """What the picture says about one stop, for those who hear it."""
    skipped = _("passed over") if stop.status is StopStatus.SKIPPED else ""
    ahead = _("still ahead") if stop.status is StopStatus.AHEAD else ""
    parts = (stop.label, stop.party, skipped, ahead, stop.since, stop.days, stop.note, stop.documents)
    return ", ".join(part for part in parts if part)


def _percent(value: float) -> str:
    return f"{value:.3f}%"


def _pixels(value: float) -> str:
    return f"{value:g}" if value == round(value) else f"{value:.1f}"
