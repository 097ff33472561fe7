"""What may be done in which stage by whom, drawn as a grid that a lawyer could read.

Each cell names the roles that may act: ``O`` an officer, ``S`` a supervisor; ``.`` nobody. What an action needs beside
stage and role (an open question, a running preservation) is taken as given.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

from tests.workflows.story import NOW
from workflows.deadlines import Due
from workflows.engine import (
    Channel,
    Deadline,
    Definition,
    Facts,
    Holder,
    Hop,
    ItemState,
    Procedure,
    Snapshot,
    Spell,
    available_actions,
)
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineKind, Flag, ItemOutcome, ItemType, Party, Role, Stage

LETTERS = {Role.OFFICER: "O", Role.SUPERVISOR: "S", Role.ADMINISTRATOR: "A", Role.AUDITOR: "U"}
DAY = Occurred(on=date(2024, 1, 1))
RUNNING = Deadline(
    rule="any",
    rule_version=1,
    kind=DeadlineKind.REPLY,
    due=Due(due_on=date(2024, 2, 1), zone="UTC", soon_from=NOW, due_from=NOW, late_from=NOW),
    start=DAY,
    start_sequence=1,
    limit=date(2024, 2, 1),
)


def favourable(procedure: Procedure, stage: Stage) -> Iterator[Snapshot]:
    """Requests in ``stage`` that between them meet every need."""
    holder = Holder(stop=procedure.route[0].key, party=Party.US, since=DAY)
    flags = frozenset(Flag)
    quiet = flags - {Flag.PRESERVATION_RUNNING, Flag.UNAPPROVED}
    open_item = ItemState(type=ItemType.SUBSCRIBER)
    data = ItemState(type=ItemType.PRESERVATION)
    information = ItemState(type=ItemType.SPONTANEOUS)
    done = ItemState(type=ItemType.SUBSCRIBER, outcome=ItemOutcome.EXECUTED)
    for item, raised, sent in (
        (open_item, flags, None),
        (data, flags, None),
        (information, quiet, DAY),
        (done, flags, DAY),
        (done, quiet, DAY),
    ):
        yield Snapshot(
            stage=stage,
            holder=holder,
            last=DAY,
            sequence=1,
            flags=raised,
            items={"item": item},
            deadlines=(RUNNING,),
            spells=(Spell(number=1, opened=DAY, sent=sent),),
            hops=(Hop(holder=holder, sequence=1),),
        )


def allowed(procedure: Procedure, stage: Stage) -> dict[str, str]:
    """For each action that can be done in ``stage`` the letters of the roles that may."""
    definition = Definition(procedure=procedure)
    found: dict[str, str] = {}
    for (role, letter), snapshot in product(LETTERS.items(), favourable(procedure, stage)):
        facts = Facts(by=1, roles=frozenset({role}), now=NOW)
        for offer in available_actions(snapshot, facts, definition):
            if offer.allowed and letter not in found.get(offer.action.key, ""):
                found[offer.action.key] = found.get(offer.action.key, "") + letter
    return found


def grid(procedure: Procedure) -> str:
    """One direction of a channel: a line for each action, a column for each stage."""
    shown = replace(procedure, actions=tuple(replace(action, offered=True) for action in procedure.actions))
    columns = {state.stage: allowed(shown, state.stage) for state in procedure.states}
    keys = sorted(action.key for action in procedure.actions if action.key != procedure.create)
    head = ("", *columns)
    rows = [head, *((key, *(column.get(key, ".") for column in columns.values())) for key in keys)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def matrix(channel: Channel) -> str:
    """All directions of a channel."""
    return "\n\n".join(f"{procedure.direction}\n{grid(procedure)}" for procedure in channel.procedures) + "\n"
