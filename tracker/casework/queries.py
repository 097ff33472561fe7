"""What pages and services ask of one request's history."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from django.db.models import Count

from tracker.accounts.models import User
from tracker.accounts.policy import OfficeScope
from tracker.accounts.queries import local_date
from tracker.casework.models import AssistanceRequest, Deadline, Event
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.policy import roles_on
from tracker.directory.models import Jurisdiction
from tracker.directory.queries import side_of, working_calendar
from workflows import registry
from workflows.deadlines import DeadlineRule, Places
from workflows.engine import (
    Counted,
    Definition,
    Facts,
    Instrument,
    Need,
    Offer,
    Procedure,
    Snapshot,
    available_actions,
    replay,
)
from workflows.engine import Event as HistoryEvent
from workflows.following import Following, followings
from workflows.messages import Message, message
from workflows.occurrence import Occurred
from workflows.routing import Side, objections
from workflows.vocabulary import DeadlineState, Direction, ItemType, Source

# Calendars are asked for from the first event to so many years after the last one.
YEARS_AHEAD = 3

ANY_STATE = frozenset(state.value for state in DeadlineState)
OVER = ANY_STATE - {DeadlineState.OPEN, DeadlineState.PAUSED}

LISTED = ("office", "jurisdiction", "officer", "holder_authority", "executing_authority")
"""What a line of a list prints of other tables, to be read with it."""


def open_with(requests: AssistanceRequestQuerySet) -> Mapping[int, int]:
    """How many of ``requests`` are open, by the id of the jurisdiction on the other side. One query."""
    counted = requests.open().order_by().values("jurisdiction").annotate(n=Count("pk"))
    return dict(counted.values_list("jurisdiction", "n"))


def procedure_of(assistance_request: AssistanceRequest) -> Procedure:
    """The table that decides about this request: its channel in its direction."""
    return registry.channel(assistance_request.channel).procedure(Direction(assistance_request.direction))


def followings_of(assistance_request: AssistanceRequest) -> tuple[Following, ...]:
    """The ways to follow the request up. One query, none where its items are at hand."""
    items = frozenset(ItemType(item.type) for item in assistance_request.items.all())
    went_out = assistance_request.sent_on is not None
    return tuple(followings(Direction(assistance_request.direction), items, went_out=went_out))


def history_of(assistance_request: AssistanceRequest) -> list[HistoryEvent]:
    """All events as recorded, corrections among them. One query."""
    rows = Event.objects.filter(request=assistance_request).order_by("sequence")
    return [row.value() for row in rows]


def definition_of(
    assistance_request: AssistanceRequest, *, years: range, states: frozenset[str] = ANY_STATE
) -> Definition:
    """Channel, rules and the calendars of both sides for ``years``.

    Deadlines that stand in one of ``states`` are counted by the version of their rule by which they were counted when
    they began, as far as the tables still have it. One query, beside the calendars.
    """
    office = assistance_request.office
    today = registry.definition(
        assistance_request.channel,
        assistance_request.instrument or None,
        Direction(assistance_request.direction),
        Places(
            us=working_calendar(office.own_jurisdiction, years),
            them=working_calendar(assistance_request.jurisdiction, years),
        ),
    )
    replaced = [rule.key for rule in today.rules if rule.before]
    return replace(today, counted=_counted(assistance_request, replaced, states)) if replaced else today


def _counted(
    assistance_request: AssistanceRequest, rules: Collection[str], states: frozenset[str]
) -> dict[Counted, int]:
    """By which version what each event began was counted, as its latest row says."""
    rows = Deadline.objects.filter(request=assistance_request, rule__in=rules).order_by("version", "revision")
    found = rows.values_list(
        "rule", "item__number", "authority_id", "start_sequence", "rule_version", "state"
    )
    latest = {
        (rule, str(item) if item else None, authority, start): (version, state)
        for rule, item, authority, start, version, state in found
    }
    return {begun: version for begun, (version, state) in latest.items() if state in states}


def years_of(history: list[HistoryEvent], *also: date) -> range:
    """The years in which a deadline of this history may fall."""
    days = [day for event in history for day in days_of(event.occurred, event.data)] + list(also)
    return range(min(days).year, max(days).year + YEARS_AHEAD + 1)


def days_of(occurred: Occurred, data: Mapping[str, object]) -> Iterator[date]:
    """The day on which something happened and, for a correction, the day that it gives to the corrected entry."""
    yield occurred.on
    amended = data.get("occurred")
    if isinstance(amended, Mapping):
        yield Occurred.from_data(cast("Mapping[str, str | None]", amended)).on


def snapshot_of(assistance_request: AssistanceRequest, history: list[HistoryEvent] | None = None) -> Snapshot:
    """The request rebuilt from its events, deadlines included."""
    events = history_of(assistance_request) if history is None else history
    return replay(events, definition_of(assistance_request, years=years_of(events)))


def facts_of(
    assistance_request: AssistanceRequest,
    *,
    by: User | None,
    at: datetime,
    source: Source = Source.HUMAN,
    scope: OfficeScope | None = None,
    objections: tuple[Message, ...] = (),
) -> Facts:
    """Who asks, in which roles, and what the dossier can show. ``scope`` as for `roles_on`."""
    on = local_date(assistance_request.office, at)
    return Facts(
        by=by.pk if by else None,
        roles=roles_on(assistance_request, by, on, scope=scope) if by else frozenset(),
        now=at,
        source=source,
        legal_basis=has_legal_basis(assistance_request),
        objections=objections,
        counterpart=assistance_request.jurisdiction_id is not None,
    )


def has_legal_basis(assistance_request: AssistanceRequest) -> bool:
    """Whether the dossier says on what the request rests: an instrument, another basis, or what to fall back on."""
    return any(
        (assistance_request.instrument, assistance_request.legal_basis, assistance_request.fallback_basis)
    )


def objections_to(assistance_request: AssistanceRequest, on: date) -> tuple[Message, ...]:
    """What is known to speak against the treaty or law that the request rests on, on that day.

    In transit it is the authority's State that asks, not ours. Four queries, none where no register decides.
    """
    law = registry.INSTRUMENTS.get(assistance_request.instrument)
    if law is None:
        return ()
    asking: Jurisdiction | None = assistance_request.office.own_jurisdiction
    if assistance_request.direction == Direction.TRANSIT:
        authority = assistance_request.requesting_authority
        asking = authority.jurisdiction if authority else None
    sides = [_side(row, law, on) for row in (asking, assistance_request.jurisdiction)]
    return tuple(objections(law, asking=sides[0], asked=sides[1], on=on))


def _side(jurisdiction: Jurisdiction | None, law: Instrument, on: date) -> Side:
    if jurisdiction is None:
        return Side(code="", name="")
    if law.register is None:
        return Side(code=jurisdiction.code, name=jurisdiction.name)
    return side_of(jurisdiction, on)


def offers(
    assistance_request: AssistanceRequest,
    snapshot: Snapshot,
    *,
    by: User,
    at: datetime,
    scope: OfficeScope | None = None,
) -> tuple[Offer, ...]:
    """Every action that the page may show, with ``allowed`` and all ``reasons``. ``scope`` as for `roles_on`."""
    procedure = procedure_of(assistance_request)
    rests = any(Need.LEGAL_BASIS in action.needs for action in procedure.actions_from(snapshot.stage))
    on = local_date(assistance_request.office, at)
    against = objections_to(assistance_request, on) if rests else ()
    facts = facts_of(assistance_request, by=by, at=at, scope=scope, objections=against)
    return available_actions(snapshot, facts, Definition(procedure=procedure))


def rules_of(assistance_request: AssistanceRequest) -> dict[str, DeadlineRule]:
    """The rules of its channel and instrument by key, as today's tables have them; a rule of old may be missing."""
    definition = registry.definition(
        assistance_request.channel,
        assistance_request.instrument or None,
        Direction(assistance_request.direction),
    )
    return {rule.key: rule for rule in definition.rules}


def rule_label(deadline: Deadline) -> Message:
    """The name of the deadline's rule; its key where today's tables no longer know it."""
    rule = rules_of(deadline.request).get(deadline.rule)
    return rule.label if rule else message(deadline.rule)


def rule_named(key: str) -> Message:
    """The name of a rule of any request; the key where today's tables no longer know it."""
    return registry.RULES[key].label if key in registry.RULES else message(key)


def unknown_to_tables(*, using: str = "default") -> Iterator[str]:
    """Stored instruments, stages, stops and running rules that today's tables do not know, in words. Four queries."""
    requests = AssistanceRequest.objects.using(using).order_by()
    for instrument in requests.exclude(instrument="").values_list("instrument", flat=True).distinct():
        if instrument not in registry.INSTRUMENTS:
            yield f"the instrument {instrument}"
    for channel, direction, stage in requests.values_list("channel", "direction", "stage").distinct():
        procedure = _procedure_named(channel, direction)
        if procedure is None or stage not in {state.stage for state in procedure.states}:
            yield f"the stage {stage} of {channel}, {direction}"
    held = requests.exclude(holder_stop="").values_list("channel", "direction", "holder_stop").distinct()
    for channel, direction, stop in held:
        procedure = _procedure_named(channel, direction)
        if procedure is not None and stop not in {entry.key for entry in procedure.route}:
            yield f"the stop {stop} of {channel}, {direction}"
    running = Deadline.objects.using(using).open().order_by()
    used = running.values_list("request__channel", "request__instrument", "rule").distinct()
    for channel, instrument, rule in used:
        if rule not in _rules_named(channel, instrument):
            yield f"the rule {rule} of {channel}, {instrument or 'no instrument'}"


def _procedure_named(channel: str, direction: str) -> Procedure | None:
    table = registry.CHANNELS.get(channel)
    known = table is not None and direction in table.directions
    return table.procedure(Direction(direction)) if table is not None and known else None


def _rules_named(channel: str, instrument: str) -> set[str]:
    table, law = registry.CHANNELS.get(channel), registry.INSTRUMENTS.get(instrument)
    rules = (*(table.rules if table else ()), *(registry.rules_of(law, channel) if law else ()))
    return {rule.key for rule in rules}
