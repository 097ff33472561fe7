"""What can be done now: allowed actions as links, the nearest forbidden ones with every reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tracker.casework.case import Case
from tracker.casework.likely import LIKELY, rank, situation_of
from tracker.casework.models import AssistanceRequest
from tracker.casework.standing import holder_words
from workflows.engine import Action, Move, Offer
from workflows.following import BY_KIND
from workflows.messages import Message, message
from workflows.vocabulary import Direction, EventKind, Flag, LinkKind, Stage

# The main line of a request's life; what leads away from it is not "next".
LINE: Final = (
    frozenset({Stage.DRAFT}),
    frozenset({Stage.APPROVAL}),
    frozenset({Stage.READY}),
    frozenset({Stage.UNDERWAY, Stage.EXECUTION}),
    frozenset({Stage.ANSWERED}),
    frozenset({Stage.CLOSED}),
)

SHOWN: Final = 6
"""Allowed actions beyond these are folded away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One action as the page prints it; ``likely`` is the one that is recorded most often from here."""

    label: Message
    allowed: bool
    url: str
    note: Message | str | None
    reasons: tuple[Message, ...]
    likely: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Doable:
    """Likeliest first; ``more`` is folded. ``next`` is what would lead on and cannot yet, ``forbidden`` lacks something
    here; ``earlier`` can only have happened earlier."""

    first: tuple[Card, ...]
    more: tuple[Card, ...]
    next: tuple[Card, ...]
    forbidden: tuple[Card, ...]
    earlier: tuple[Card, ...]


def doable(case: Case) -> Doable:
    """All offers of the request, sorted for the page."""
    situation = situation_of(case.snapshot, case.procedure)
    ranked = sorted(case.offers, key=lambda offer: rank(offer.action, situation))
    possible = [offer for offer in ranked if offer.allowed]
    follow = list(_production(case))
    allowed = follow + [
        _card(case, offer, likely=not (place or follow) and offer.action.kind in LIKELY)
        for place, offer in enumerate(possible)
    ]
    refused = [offer for offer in case.offers if not offer.allowed]
    near = _leading_on(refused, case.snapshot.stage)
    here = [offer for offer in refused if offer.here and offer not in near]
    far = [offer for offer in refused if not offer.here and offer.action.roles & case.roles]
    return Doable(
        first=tuple(allowed[:SHOWN]),
        more=tuple(allowed[SHOWN:]),
        next=tuple(_card(case, offer) for offer in near),
        forbidden=tuple(_card(case, offer) for offer in here),
        earlier=tuple(_card(case, offer) for offer in far if _may_have_happened(offer)),
    )


def _production(case: Case) -> Iterator[Card]:
    """What is kept for us is to be asked for, by a request of its own."""
    kept = Flag.PRESERVATION_RUNNING in case.snapshot.flags and case.row.direction == Direction.OUTGOING
    if kept and not case.productions and case.roles:
        yield Card(
            label=BY_KIND[LinkKind.PRODUCTION_OF].label,
            allowed=True,
            url=following_url(case.row, LinkKind.PRODUCTION_OF),
            note=message("once whoever keeps the data has received that request, it is held beyond its date"),
            reasons=(),
            likely=True,
        )


def following_url(row: AssistanceRequest, kind: LinkKind) -> str:
    """Where a new request begins that follows from this one."""
    return f"{reverse('request_new')}?{urlencode({'follows': str(row.uuid), 'following': kind.value})}"


def _card(case: Case, offer: Offer, *, likely: bool = False) -> Card:
    return Card(
        label=offer.action.label,
        allowed=offer.allowed,
        url=reverse("request_action", args=[case.row.uuid, offer.action.key]),
        note=hint_of(case, offer.action),
        reasons=offer.reasons,
        likely=likely,
    )


def hint_of(case: Case, action: Action) -> Message | str | None:
    """What the table says about the action; of one that hands the paper on, into whose hands."""
    stop = case.procedure.next_stop(case.snapshot.holder.stop) if action.move is Move.NEXT else None
    if stop is None:
        return action.hint
    return _("next stop: %(holder)s") % {"holder": holder_words(case.row, stop, None)}


def _leading_on(refused: list[Offer], stage: Stage) -> list[Offer]:
    """Before the paper has left: the very next step where something is missing. Otherwise the step after it."""
    missing = [offer for offer in refused if offer.here and _leads_out(offer, stage)]
    return missing or [offer for offer in refused if _is_next(offer, stage)]


def _leads_out(offer: Offer, stage: Stage) -> bool:
    target = {Stage.DRAFT: Stage.APPROVAL, Stage.APPROVAL: Stage.READY, Stage.READY: Stage.UNDERWAY}.get(
        stage
    )
    return target is not None and offer.action.target is target


def _is_next(offer: Offer, stage: Stage) -> bool:
    """Whether the action waits one stage further on and leads forward from there."""
    target = offer.action.target
    index = next((index for index, group in enumerate(LINE) if stage in group), len(LINE))
    if target is None or index + 1 >= len(LINE):
        return False
    beyond = set(chain.from_iterable(LINE[index + 2 :]))
    return not offer.here and bool(LINE[index + 1] & offer.action.sources) and target in beyond


def _may_have_happened(offer: Offer) -> bool:
    return offer.action.kind is not EventKind.REOPENED
