"""What took the days of a request: who had the paper, questions, returns, consultations, refusals, postponements."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from types import MappingProxyType

from workflows.engine.history import Event
from workflows.engine.snapshot import Holder, Snapshot, Wait
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind, Flag, Party, Resumption, Stage, StretchKind, resumption

_BEGUN: Mapping[EventKind, StretchKind] = MappingProxyType(
    {
        EventKind.INFORMATION_ASKED: StretchKind.QUESTION,
        EventKind.CONSULTATION_OPENED: StretchKind.CONSULTATION,
        EventKind.RETURNED_DEFICIENT: StretchKind.RETURN,
        EventKind.REFUSED: StretchKind.REFUSAL,
        EventKind.POSTPONED: StretchKind.POSTPONEMENT,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days of one kind within the spell ``spell``; ``until`` None: still running.

    ``place`` of a holder is the key of a stop, or names the party of one off the route; ``ground`` is that of a return,
    a refusal or a postponement, ``ending`` what ended the last. ``turn`` counts those of the same kind and place: 2
    where the paper came there again.
    """

    kind: StretchKind
    spell: int
    since: date
    until: date | None
    place: str = ""
    party: Party | None = None
    ground: str = ""
    ending: Resumption | None = None
    turn: int = 1


def waits_after(before: tuple[Wait, ...], after: Snapshot, event: Event) -> tuple[Wait, ...]:
    """``before`` with what ``event`` ended and began. A second question goes on where the first one stood."""
    begun = _BEGUN.get(event.kind)
    ended = tuple(
        _ended_by(wait, event)
        if wait.until is None and (wait.kind is begun or not _goes_on(wait.kind, after))
        else wait
        for wait in before
    )
    if begun is None:
        return ended
    fresh = Wait(kind=begun, spell=len(after.spells), since=event.occurred, ground=event.text("ground") or "")
    return (*ended, fresh if _goes_on(begun, after) else replace(fresh, until=event.occurred))


def _ended_by(wait: Wait, event: Event) -> Wait:
    ending = resumption(event.kind) if wait.kind is StretchKind.POSTPONEMENT else None
    return replace(wait, until=event.occurred, ending=ending)


def stretches(snapshot: Snapshot) -> Iterator[Stretch]:
    """Everything that took days, holders first. A spell ends its stretches; between two spells nothing counts."""
    turns: Counter[tuple[StretchKind, str]] = Counter()
    for one in chain(_held(snapshot), _waited(snapshot)):
        same = (one.kind, one.place)
        turns[same] += 1
        yield replace(one, turn=turns[same])


def off_route(party: Party) -> str:
    """The place of a holder that is no stop."""
    return f"-{party}"


def _waited(snapshot: Snapshot) -> Iterator[Stretch]:
    for wait in snapshot.waits:
        yield Stretch(
            kind=wait.kind,
            spell=wait.spell,
            since=wait.since.on,
            until=_ended(wait.since, wait.until),
            ground=wait.ground,
            ending=wait.ending,
        )


def _goes_on(kind: StretchKind, after: Snapshot) -> bool:
    match kind:
        case StretchKind.QUESTION:
            return Flag.INFORMATION_ASKED in after.flags
        case StretchKind.CONSULTATION:
            return Flag.CONSULTATION in after.flags
        case StretchKind.RETURN:
            return after.stage is Stage.RETURNED
        case StretchKind.POSTPONEMENT:
            return Flag.POSTPONED in after.flags
    return False


def _held(snapshot: Snapshot) -> Iterator[Stretch]:
    for hop in snapshot.hops:
        pieces = list(_pieces(snapshot, hop.holder, _ended(hop.holder.since, hop.until)))
        # One that only touches the end of a spell is no stay there, unless it never was anywhere else.
        yield from [piece for piece in pieces if piece.until != piece.since] or pieces[:1]


def _pieces(snapshot: Snapshot, holder: Holder, left: date | None) -> Iterator[Stretch]:
    for spell in snapshot.spells:
        since = max(holder.since.on, spell.opened.on)
        until = _first([left, spell.closed.on if spell.closed else None])
        if until is None or since <= until:
            yield Stretch(
                kind=StretchKind.HELD,
                spell=spell.number,
                since=since,
                until=until,
                place=holder.stop or off_route(holder.party),
                party=holder.party,
            )


def _ended(since: Occurred, until: Occurred | None) -> date | None:
    """The last day; one known to the month only may seem to lie before the first."""
    return max(since.on, until.on) if until else None


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)
