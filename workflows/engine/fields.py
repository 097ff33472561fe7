"""Whether what was filled in fits what the action asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from workflows.deadlines import DeadlineRule, Period, Places, due_on
from workflows.engine.procedure import Action, Field, FieldName, Procedure
from workflows.engine.proposal import Proposal
from workflows.engine.replay import Definition
from workflows.engine.snapshot import Deadline, Snapshot
from workflows.messages import Message, message
from workflows.occurrence import Occurred
from workflows.vocabulary import Ground

# Nothing holds longer; later dates, all slips of the pen, could not be counted on from.
LAST_YEAR = 2999

FIELD_WORDS: Mapping[FieldName, Message] = MappingProxyType(
    {
        FieldName.ITEMS: message("the items it is about"),
        FieldName.GROUND: message("the ground"),
        FieldName.REASON: message("the reason"),
        FieldName.NOTE: message("a note"),
        FieldName.THEIR_REFERENCE: message("their reference"),
        FieldName.STOP: message("the stop"),
        FieldName.AUTHORITY: message("the authority"),
        FieldName.UNTIL: message("the date until which it holds"),
        FieldName.MODE: message("how it was transmitted"),
        FieldName.DEADLINE: message("the deadline"),
        FieldName.OFFICER: message("the officer"),
    }
)


def reasons_of_data(
    action: Action, proposal: Proposal, before: Snapshot | None, definition: Definition
) -> Iterator[Message]:
    """Every field that is missing or cannot be as it is; ``before`` is the request just before."""
    for entry in action.fields:
        present = entry.name in proposal.given or bool(_value(entry.name, proposal))
        if entry.required and not present:
            yield message(
                "“%(action)s” needs: %(field)s.", action=action.label, field=FIELD_WORDS[entry.name]
            )
        elif present:
            yield from _reasons_of_value(entry, proposal, before, definition)


def _value(name: FieldName, proposal: Proposal) -> object:
    return proposal.items if name is FieldName.ITEMS else proposal.data.get(name.value)


def _reasons_of_value(
    entry: Field, proposal: Proposal, before: Snapshot | None, definition: Definition
) -> Iterator[Message]:
    checks: Mapping[FieldName, Callable[[], Iterable[Message]]] = {
        FieldName.GROUND: lambda: _wrong_ground(entry, proposal),
        FieldName.STOP: lambda: _wrong_stop(proposal, definition.procedure),
        FieldName.AUTHORITY: lambda: _wrong_authority(proposal),
        FieldName.UNTIL: lambda: _wrong_until(proposal),
        FieldName.DEADLINE: lambda: _wrong_deadline(proposal, before, definition),
    }
    yield from checks.get(entry.name, tuple)()


def _wrong_ground(entry: Field, proposal: Proposal) -> Iterator[Message]:
    ground = next((ground for ground in Ground if ground.value == proposal.data.get("ground")), None)
    if ground is None or ground.kind not in entry.grounds:
        yield message("This ground cannot be given here. Choose one of the listed grounds.")


def _wrong_stop(proposal: Proposal, procedure: Procedure) -> Iterator[Message]:
    if proposal.data.get("stop") not in {stop.key for stop in procedure.route}:
        yield message("This stop is not on the route of the channel. Choose one of the listed stops.")


def _wrong_authority(proposal: Proposal) -> Iterator[Message]:
    if not isinstance(proposal.data.get("authority"), int):
        yield message("This authority is not known. Choose one of the directory.")


def _until(proposal: Proposal) -> date | None:
    try:
        until = date.fromisoformat(str(proposal.data.get("until")))
    except ValueError:
        return None
    return until if until.year <= LAST_YEAR else None


def _wrong_until(proposal: Proposal) -> Iterator[Message]:
    until = _until(proposal)
    if until is None:
        yield message("The date “until” is no date. Write it as 2026-03-12.")
    elif until <= proposal.occurred.on:
        yield message(
            "The date “until” (%(until)s) must lie after %(on)s.", until=until, on=proposal.occurred.on
        )


def _wrong_deadline(proposal: Proposal, before: Snapshot | None, definition: Definition) -> Iterator[Message]:
    """It must run, and where its law says how far it may be moved, no further."""
    key = proposal.data.get("deadline")
    running = [deadline for deadline in before.open_deadlines if deadline.rule == key] if before else []
    if not running:
        yield message("This deadline is not running. Choose one of the running deadlines.")
        return
    rule = next(rule for rule in definition.rules if rule.key == key)
    until = _until(proposal)
    if rule.extension is None or until is None:
        return
    limit = min(_limit(rule, rule.extension, deadline, definition.places) for deadline in running)
    if until > limit:
        yield message(
            "By %(article)s this can be moved to %(limit)s at the latest.",
            article=rule.citation.article,
            limit=limit,
        )


def _limit(rule: DeadlineRule, extension: Period, deadline: Deadline, places: Places) -> date:
    """The end that the law gives, and the extension counted from there."""
    end = due_on(rule, deadline.start, kind=deadline.kind, places=places)
    longer = replace(rule, period=extension)
    return due_on(longer, Occurred(on=end.due_on, zone=end.zone), kind=deadline.kind, places=places).due_on
