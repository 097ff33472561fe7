"""The whole request page, gathered with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.casework import labels
from tracker.casework.ages import age_of_request
from tracker.casework.case import Case
from tracker.casework.models import Document, Grant, Item
from tracker.casework.standing import Standing, standing
from tracker.reports.chances import awaits_answer
from tracker.web.requests.presenters.actions import Doable, doable, following_url
from tracker.web.requests.presenters.channel import About, about
from tracker.web.requests.presenters.deadlines import DeadlineView, age_words, deadlines_of
from tracker.web.requests.presenters.facts import Fact, facts_of
from tracker.web.requests.presenters.links import LinksView, links_of
from tracker.web.requests.presenters.routes import routes_of
from tracker.web.requests.presenters.timeline import Entry, timeline_of
from tracker.web.route import Route
from workflows.engine.preservation import Preserved
from workflows.following import followings
from workflows.messages import Message
from workflows.vocabulary import (
    DeadlineState,
    Direction,
    Flag,
    ItemOutcome,
    ItemType,
    LinkKind,
    Outcome,
    Party,
    Tone,
    Urgency,
)

SHOWN_BY_MARKING: Final = frozenset({Flag.CONFIDENTIAL, Flag.URGENT})
"""Flags that stand beside the reference as markings, not among the others."""

ITEM_TONES: Final = {
    ItemOutcome.EXECUTED: Tone.ANSWERED,
    ItemOutcome.PARTLY_EXECUTED: Tone.ANSWERED,
    ItemOutcome.NIL: Tone.ANSWERED,
    ItemOutcome.REFUSED: Tone.REFUSED,
    ItemOutcome.WITHDRAWN: Tone.CLOSED,
    ItemOutcome.LAPSED: Tone.CLOSED,
    ItemOutcome.RETURNED: Tone.CLOSED,
    ItemOutcome.REFERRED: Tone.CLOSED,
    ItemOutcome.NO_ANSWER: Tone.CLOSED,
}


KEPT_STATE: Final = {
    DeadlineState.MET: gettext_lazy("held for the production request"),
    DeadlineState.LAPSED: gettext_lazy("lapsed"),
    DeadlineState.CANCELLED: gettext_lazy("ended"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    item: Item
    tone: str
    words: str
    decided_on: date | None
    preserved: Preserved | None
    preserved_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Something to do about the file rather than to the request."""

    key: str
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A new request that may follow from this one."""

    label: Message
    url: str


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """Everything that the template prints; ``urgency`` is empty where there is none."""

    case: Case
    standing: Standing
    urgency: str
    flags: tuple[str, ...]
    holder: str
    holder_since: date
    questions: str
    routes: tuple[Route, ...]
    items: tuple[ItemView, ...]
    timeline: tuple[Entry, ...]
    facts: tuple[Fact, ...]
    documents: tuple[Document, ...]
    links: LinksView
    followings: tuple[FollowUp, ...]
    grants: tuple[Grant, ...]
    deadlines: tuple[DeadlineView, ...]
    age: str
    actions: Doable | None
    awaits_answer: bool
    about: About
    tools: dict[str, Tool]


def request_page(case: Case, links: int | None) -> RequestPage:
    """Gather the page of ``case``, with so many of its links at most."""
    row = case.row
    items = tuple(row.items.prefetch_related("identifiers"))
    documents = tuple(row.documents.select_related("event", "uploaded_by"))
    return RequestPage(
        case=case,
        standing=standing(row, case.viewer.at),
        urgency="" if row.urgency == Urgency.ROUTINE else str(labels.URGENCY[Urgency(row.urgency)]),
        flags=tuple(
            str(labels.FLAG[flag]) for flag in Flag if flag in case.snapshot.flags - SHOWN_BY_MARKING
        ),
        holder=case.holder_name(case.snapshot.holder),
        holder_since=case.snapshot.holder.since.on,
        questions=_questions(case),
        routes=routes_of(case, documents),
        items=tuple(_item(case, item) for item in items),
        timeline=timeline_of(case, items),
        facts=facts_of(row),
        documents=documents,
        links=links_of(case, links),
        followings=tuple(_followings(case, items)),
        grants=case.grants,
        deadlines=deadlines_of(case),
        age=age_words(age_of_request(case)),
        actions=doable(case) if case.roles else None,
        awaits_answer=awaits_answer(case),
        about=about(case.channel),
        tools={tool.key: tool for tool in _tools(case)},
    )


def _questions(case: Case) -> str:
    """How often information was asked for, over all stretches of being open; nothing where it never was."""
    loops = sum(spell.loops for spell in case.snapshot.spells)
    words = ngettext("information asked for %(times)d time", "information asked for %(times)d times", loops)
    return words % {"times": loops} if loops else ""


def _item(case: Case, item: Item) -> ItemView:
    outcome = ItemOutcome(item.outcome)
    if outcome is ItemOutcome.OPEN:
        tone, words = _open_item(case)
    else:
        tone, words = ITEM_TONES[outcome], str(labels.OUTCOME[Outcome(outcome.value)])
    preserved = case.preserved.get(str(item.number))
    return ItemView(
        item=item,
        tone=tone.value,
        words=words,
        decided_on=item.decided_on,
        preserved=preserved,
        preserved_state=_kept_state(preserved),
    )


def _kept_state(preserved: Preserved | None) -> str:
    state = preserved.state if preserved else None
    return str(KEPT_STATE.get(state, "")) if state else ""


def _open_item(case: Case) -> tuple[Tone, str]:
    if case.snapshot.spell.sent is None:
        return Tone.DRAFT, _("not sent yet")
    match case.snapshot.waits_on(case.procedure):
        case Party.US:
            return Tone.WITH_US, _("with us")
        case Party.THEM:
            return Tone.WITH_THEM, _("with them")
        case Party.THIRD:
            return Tone.WITH_THEM, _("with a third")
        case _:
            return Tone.CLOSED, _("open")


def _followings(case: Case, items: tuple[Item, ...]) -> Iterator[FollowUp]:
    if not case.viewer.scope.working:
        return
    asked = frozenset(ItemType(item.type) for item in items)
    for entry in followings(Direction(case.row.direction), asked, went_out=case.row.sent_on is not None):
        if entry.kind is LinkKind.PRODUCTION_OF and not case.roles:
            continue  # it would end dates of a request that the viewer only reads
        yield FollowUp(label=entry.label, url=following_url(case.row, entry.kind))


def _tools(case: Case) -> list[Tool]:
    offered = (
        ("edit", "edit", _("Change the dossier")),
        ("document", "add_document", _("Add a document")),
        ("result", "record_result", _("Record a result")),
        ("link", "link", _("Link to another request")),
        ("access", "grant_access", _("Give access")),
        ("revoke", "revoke_access", ""),
        ("reassign", "reassign", _("Reassign")),
        ("adopt", "adopt", _("Adopt this history")),
    )
    return [
        Tool(
            key=key,
            label=label,
            url="" if key == "revoke" else reverse(f"request_{key}", args=[case.row.uuid]),
        )
        for key, action, label in offered
        if case.may(action) and not (key == "adopt" and case.row.is_adopted)
    ]
