"""What can be done now: allowed actions as links, the nearest forbidden ones with every reason."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Final

from django.urls import reverse

from tracker.casework.case import Case
from tracker.web.likely import rank, standing_of
from workflows.engine import Offer
from workflows.messages import Message
from workflows.vocabulary import EventKind, Stage

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
    """One action as the page prints it."""

    label: Message
    allowed: bool
    url: str
    note: Message | None
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doable:
    """Likeliest first; ``more`` is folded. ``next`` waits further along the line, ``forbidden`` lacks something here;
    ``earlier`` can only have happened earlier."""

    first: tuple[Card, ...]
    more: tuple[Card, ...]
    next: tuple[Card, ...]
    forbidden: tuple[Card, ...]
    earlier: tuple[Card, ...]


def doable(case: Case) -> Doable:
    """All offers of the request, sorted for the page."""
    standing = standing_of(case.snapshot, case.procedure)
    ranked = sorted(case.offers, key=lambda offer: rank(offer.action, standing))
    allowed = [_card(case, offer) for offer in ranked if offer.allowed]
    refused = [offer for offer in case.offers if not offer.allowed]
    near = [offer for offer in refused if _is_next(offer, case.snapshot.stage)]
    here = [offer for offer in refused if offer.here and offer not in near]
    far = [offer for offer in refused if not offer.here and offer.action.roles & case.roles]
    return Doable(
        first=tuple(allowed[:SHOWN]),
        more=tuple(allowed[SHOWN:]),
        next=tuple(_card(case, offer) for offer in near),
        forbidden=tuple(_card(case, offer) for offer in here),
        earlier=tuple(_card(case, offer) for offer in far if _may_have_happened(offer)),
    )


def _card(case: Case, offer: Offer) -> Card:
    return Card(
        label=offer.action.label,
        allowed=offer.allowed,
        url=reverse("request_action", args=[case.row.uuid, offer.action.key]),
        note=offer.action.hint,
        reasons=offer.reasons,
    )


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
