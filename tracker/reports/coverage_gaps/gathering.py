"""What the register and the directory know of each jurisdiction that we asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tracker.casework.filtering.speaking import group_on
from tracker.casework.models import Spell
from tracker.directory.models import ContactPoint, Jurisdiction, JurisdictionKind
from tracker.directory.queries import Answer, addressees_of, contact_points_within, sides_of
from workflows import registry
from workflows.routing import Between, Side, between
from workflows.vocabulary import OutcomeGroup

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

BY_TELEPHONE: Final = "network_24_7"
"""The channel that needs a contact point, not only an authority."""


class Gap(StrEnum):
    """What is missing between us and a jurisdiction."""

    INSTRUMENT = "instrument"
    ADDRESSEE = "addressee"
    ANSWER = "answer"
    CHOICE = "choice"
    VERIFIED = "verified"


GAPS: Final[Mapping[Gap, StrPromise]] = {
    Gap.INSTRUMENT: _("No instrument between us"),
    Gap.ADDRESSEE: _("Nobody to write to, by a channel in use"),
    Gap.ANSWER: _("No answer so far"),
    Gap.CHOICE: _("No instrument chosen"),
    Gap.VERIFIED: _("Contact points not verified"),
}


@dataclass(slots=True, kw_only=True)
class Coverage:
    """One jurisdiction: what we sent there by channel, and what there is to send it on.

    ``links`` are the instruments with each of our own jurisdictions that asked, by its code; ``takes`` says of each
    channel in use whether somebody takes it.
    """

    jurisdiction: Jurisdiction
    sent: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    unchosen: int = 0
    links: dict[str, Between] = field(default_factory=dict)
    takes: dict[str, Answer] = field(default_factory=dict)
    points: list[ContactPoint] = field(default_factory=list)
    stale: list[ContactPoint] = field(default_factory=list)

    def has(self, gap: Gap) -> Answer:
        """Whether it has the gap; what no list says stays unknown."""
        if gap is Gap.INSTRUMENT:
            return min((_unlinked(link) for link in self.links.values()), key=WORST.index)
        if gap is Gap.ADDRESSEE:
            return min((OPPOSITE[takes] for takes in self.takes.values()), key=WORST.index)
        number = {
            Gap.ANSWER: not self.answered,
            Gap.CHOICE: self.unchosen,
            Gap.VERIFIED: len(self.stale),
        }[gap]
        return Answer.YES if number else Answer.NO


WORST: Final = (Answer.YES, Answer.UNKNOWN, Answer.NO)
OPPOSITE: Final = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Every jurisdiction that we asked; how many States we never did, and with how many of them nothing binds us."""

    asked: tuple[Coverage, ...]
    unasked: int
    unlinked: int

    def with_gap(self, gap: Gap, answer: Answer = Answer.YES) -> list[Coverage]:
        return [one for one in self.asked if one.has(gap) is answer]


def gathered(spells: QuerySet[Spell], *, on: date, stale_days: int) -> Gathered:
    """All of it. Six queries: requests, jurisdictions, two of what binds them, authorities, contact points."""
    lines = list(_lines(spells, on))
    rows = {row.pk: row for row in _involved(lines)}
    sides = sides_of(rows.values(), on)
    found = _counted(lines, rows, sides, on)
    _add_addressees(found, on)
    _add_points(found, on, stale_days)
    ours = {line.own for line in lines}
    others = [
        pk for pk, row in rows.items() if row.kind == JurisdictionKind.STATE and pk not in {*found, *ours}
    ]
    return Gathered(
        asked=tuple(sorted(found.values(), key=lambda one: one.jurisdiction.name)),
        unasked=len(others),
        unlinked=sum(not _is_linked(sides, ours, pk, on) for pk in others),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many requests from one of our own jurisdictions to one other by one channel."""

    own: int
    to: int
    channel: str
    sent: int
    answered: int
    unchosen: int


def _lines(spells: QuerySet[Spell], on: date) -> Iterator[Line]:
    counted = spells.order_by().values_list("office__own_jurisdiction", "jurisdiction", "channel")
    for own, to, channel, sent, answered, unchosen in counted.annotate(
        sent=Count("pk"),
        answered=Count("pk", filter=group_on(OutcomeGroup.ANSWERED, on)),
        unchosen=Count("pk", filter=Q(instrument="")),
    ):
        yield Line(own=own, to=to, channel=channel, sent=sent, answered=answered, unchosen=unchosen)


def _involved(lines: Iterable[Line]) -> QuerySet[Jurisdiction]:
    """Those of the lines, and every State of the directory."""
    named = {pk for line in lines for pk in (line.own, line.to)}
    return Jurisdiction.objects.filter(Q(pk__in=named) | Q(kind=JurisdictionKind.STATE))


def _counted(
    lines: Iterable[Line], rows: Mapping[int, Jurisdiction], sides: Mapping[int, Side], on: date
) -> dict[int, Coverage]:
    found: dict[int, Coverage] = {}
    for line in lines:
        one = found.setdefault(line.to, Coverage(jurisdiction=rows[line.to]))
        one.sent[line.channel] += line.sent
        one.answered += line.answered
        one.unchosen += line.unchosen
        one.links[rows[line.own].code] = _between(sides[line.own], sides[line.to], on)
    return found


def _add_addressees(found: Mapping[int, Coverage], on: date) -> None:
    taken: dict[int | None, set[str]] = defaultdict(set)
    silent: set[int | None] = set()
    for authority in addressees_of(found, on):
        taken[authority.jurisdiction_id].update(authority.channels)
        if not authority.channels and authority.jurisdiction_id:
            silent.add(authority.jurisdiction_id)
    for pk, one in found.items():
        for channel in one.sent:
            if channel in taken[pk] | taken[None]:
                one.takes[channel] = Answer.YES
            else:
                one.takes[channel] = Answer.UNKNOWN if pk in silent else Answer.NO


def _add_points(found: Mapping[int, Coverage], on: date, stale_days: int) -> None:
    for point in contact_points_within(found):
        one = found[place_of(point).pk]
        one.points.append(point)
        if point.last_verified_on is None or (on - point.last_verified_on).days > stale_days:
            one.stale.append(point)
    for one in found.values():
        if BY_TELEPHONE in one.sent:
            one.takes[BY_TELEPHONE] = Answer.YES if one.points else Answer.NO


def place_of(point: ContactPoint) -> Jurisdiction:
    """The jurisdiction of its authority; it was looked for by that."""
    place = point.authority.jurisdiction
    if place is None:
        raise ValueError(f"{point} belongs to no jurisdiction")
    return place


def _between(ours: Side, theirs: Side, on: date) -> Between:
    return between(asking=ours, asked=theirs, on=on, instruments=registry.INSTRUMENTS)


def _unlinked(link: Between) -> Answer:
    if link.certain:
        return Answer.NO
    return Answer.UNKNOWN if link.perhaps else Answer.YES


def _is_linked(sides: Mapping[int, Side], ours: Iterable[int], pk: int, on: date) -> bool:
    return any(_between(sides[own], sides[pk], on).certain for own in ours)
