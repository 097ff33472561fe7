"""One request as its viewer meets it: found by the one visibility, its history read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypedDict
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from tracker.accounts.models import User
from tracker.accounts.policy import OfficeScope
from tracker.accounts.queries import local_date
from tracker.casework.models import AssistanceRequest, Deadline, Event, Grant, Link
from tracker.casework.policy import roles_on
from tracker.casework.queries import history_of, offers, procedure_of, rules_of, snapshot_of
from tracker.casework.standing import holder_words
from tracker.casework.viewer import Viewer
from tracker.directory.models import Authority
from workflows import registry
from workflows.deadlines import DeadlineRule
from workflows.engine import Channel, Extension, Holder, Offer, Procedure, Snapshot, effective, extensions
from workflows.engine import Deadline as DeadlineValue
from workflows.engine import Event as HistoryEvent
from workflows.engine.preservation import Preserved, preserved
from workflows.vocabulary import LinkKind, Role

RELATED = (
    "office__own_jurisdiction",
    "jurisdiction",
    "officer",
    "deputy",
    "supervisor",
    "requesting_authority",
    "requested_authority",
    "central_authority",
    "executing_authority",
)


ENDS = ("request__office", "request__jurisdiction", "target__office", "target__jurisdiction")
"""What is printed of a linked request."""


class Stamp(TypedDict):
    """Who writes, when, and what they had seen: the part that every service call has in common."""

    by: User
    recorded_at: datetime
    seen_version: int


@dataclass(frozen=True)
class Case:
    """A request that its viewer may see, with what the page asks of its history."""

    row: AssistanceRequest
    viewer: Viewer

    @property
    def url(self) -> str:
        return reverse("request", args=[self.row.uuid])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.row.office.time_zone)

    @property
    def today(self) -> date:
        """The day of the calendar at the office."""
        return local_date(self.row.office, self.viewer.at)

    @cached_property
    def roles(self) -> frozenset[Role]:
        return roles_on(self.row, self.viewer.user, self.today, scope=self.scope)

    @property
    def scope(self) -> OfficeScope:
        """The offices where the viewer has each role on the day at the office of the request."""
        return self.viewer.scope_on(self.today)

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Every action of the channel, with whether the viewer may do it now and every reason why not."""
        who = self.viewer
        return offers(self.row, self.snapshot, by=who.user, at=who.at, scope=self.scope)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """All entries with their words and authors, as recorded."""
        rows = Event.objects.filter(request=self.row).select_related("content", "by")
        return tuple(rows.order_by("sequence"))

    @cached_property
    def history(self) -> list[HistoryEvent]:
        loaded = self.__dict__.get("events")
        return [row.value() for row in loaded] if loaded is not None else history_of(self.row)

    @cached_property
    def standing(self) -> tuple[HistoryEvent, ...]:
        """The entries that corrections let stand, as they left them."""
        return tuple(effective(self.history))

    def texts(self, sequence: int) -> Mapping[str, object]:
        """The free words beside an entry; none once they are erased."""
        row = next((event for event in self.events if event.sequence == sequence), None)
        content = getattr(row, "content", None)
        return content.texts if content else {}

    @cached_property
    def snapshot(self) -> Snapshot:
        return snapshot_of(self.row, self.history)

    def value_of(self, row: Deadline) -> DeadlineValue | None:
        """The deadline of ``row`` in the history; None for what a correction took away."""
        item = str(row.item.number) if row.item else None
        return self._values.get((row.rule, item, row.authority_id, row.version))

    @cached_property
    def _values(self) -> dict[tuple[str, str | None, int | None, int], DeadlineValue]:
        return {value.identity: value for value in self.snapshot.deadlines}

    @cached_property
    def preserved(self) -> dict[str, Preserved]:
        """By the number of the item how long its data is or was kept."""
        return preserved(self.standing, self.snapshot)

    @cached_property
    def productions(self) -> dict[int, AssistanceRequest]:
        """The linked production requests that the viewer may see, by id."""
        of_it = (link for link in self.links if link.target_id == self.row.pk)
        return {link.request_id: link.request for link in of_it if link.kind == LinkKind.PRODUCTION_OF}

    @cached_property
    def procedure(self) -> Procedure:
        return procedure_of(self.row)

    @property
    def channel(self) -> Channel:
        return registry.channel(self.row.channel)

    @cached_property
    def rules(self) -> dict[str, DeadlineRule]:
        """The rules of channel and instrument by key: for words, not for counting."""
        return rules_of(self.row)

    @cached_property
    def extensions(self) -> tuple[Extension, ...]:
        """How far the laws of the running deadlines let them be moved."""
        return extensions(self.snapshot.deadlines, self.rules.values())

    @cached_property
    def authorities(self) -> dict[int, Authority]:
        """The authorities that the history names, by id. One query."""
        named = {event.number(name) for event in self.history for name in ("authority", "granted_by")}
        return Authority.objects.in_bulk([key for key in named if key is not None])

    @cached_property
    def people(self) -> dict[int, User]:
        """The users that the history names, by id. One query."""
        named = {event.number(name) for event in self.history for name in ("officer", "user")}
        return User.objects.in_bulk([key for key in named if key is not None])

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Every version of every deadline, the soonest first. One query."""
        rows = self.row.deadlines.select_related("item", "authority")
        return tuple(rows.order_by("late_from", "version", "revision", "pk"))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Both ends of every link, as far as the viewer may see the other end. One query."""
        row, sees = self.row, self.viewer.sees
        rows = Link.objects.filter(Q(sees("target"), request=row) | Q(sees("request"), target=row))
        return tuple(rows.select_related(*ENDS).order_by("pk"))

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """Who may see it beyond the office, today. One query."""
        return tuple(self.row.grants.held_on(self.today).select_related("user", "given_by"))

    def may(self, action: str) -> bool:
        """Whether the viewer's role and the stage allow ``action``, whatever else it may need."""
        table = self.procedure.action(action)
        return bool(table.roles & self.roles) and self.row.stage in table.sources

    def holder_name(self, holder: Holder) -> str:
        """The authority that holds it where one was named, otherwise the stop of the route."""
        stop = self.procedure.stop(holder.stop) if holder.stop else None
        return holder_words(self.row, stop, self.authorities.get(holder.authority or 0))

    def stamp(self, seen_version: int) -> Stamp:
        """What every service call says about who writes, on which version."""
        return {"by": self.viewer.user, "recorded_at": self.viewer.at, "seen_version": seen_version}


def found_by(viewer: Viewer, uuid: UUID) -> Case:
    """The request of that identity; Http404 for whoever may not see it, as for one that does not exist."""
    return Case(row=get_object_or_404(viewer.requests.select_related(*RELATED), uuid=uuid), viewer=viewer)
