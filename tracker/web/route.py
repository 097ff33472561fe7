"""What the route line shows, as plain values: filled from a request by the pages, drawn by a template tag."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.vocabulary import Party


class StopStatus(StrEnum):
    """How a stop relates to the present holder."""

    PASSED = "passed"
    HERE = "here"
    AHEAD = "ahead"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStop:
    """One holder of the request on its way out or back.

    ``days`` is how long it stayed (or has stayed) there, ``since`` the formatted date of its arrival, ``note`` one
    short line such as its clock against the deadline, ``tone`` one of the tone names or "".
    """

    label: str
    party: Party
    status: StopStatus
    days: int | None = None
    since: str | None = None
    note: str = ""
    documents: int = 0
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The whole line, or a part of a long one; ``description`` is its text alternative in one sentence.

    ``places`` is how many stops its longest part has: the stops of all parts then stand below each other.
    """

    stops: tuple[RouteStop, ...]
    tone: str
    description: str
    places: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """The same line in a list row: ``position`` is the index of the present holder, -1 before the first."""

    parties: tuple[Party, ...]
    position: int
    tone: str
    description: str
