"""How a request moves: tables checked when built, history replayed to a snapshot, one step decided with all reasons."""

from workflows.engine.decision import Decision, Offer, available_actions, step
from workflows.engine.history import Event, effective, ordered
from workflows.engine.instrument import ANYTHING, Instrument
from workflows.engine.moving import Extension, extensions
from workflows.engine.proposal import Facts, Proposal
from workflows.engine.replay import Definition, replay
from workflows.engine.snapshot import (
    Deadline,
    HandMove,
    Holder,
    Hop,
    ItemState,
    PreservationSpell,
    Snapshot,
    Spell,
)
from workflows.engine.stretches import Stretch, off_route, stretches
from workflows.engine.subjects import Counted
from workflows.engine.tables import (
    Action,
    Admissibility,
    Channel,
    Court,
    Expectation,
    Field,
    FieldName,
    Move,
    Need,
    Procedure,
    State,
    Stop,
    WaitsOn,
)

__all__ = [
    "ANYTHING",
    "Action",
    "Admissibility",
    "Channel",
    "Counted",
    "Court",
    "Deadline",
    "Decision",
    "Definition",
    "Event",
    "Expectation",
    "Extension",
    "Facts",
    "Field",
    "FieldName",
    "HandMove",
    "Holder",
    "Hop",
    "Instrument",
    "ItemState",
    "Move",
    "Need",
    "Offer",
    "PreservationSpell",
    "Procedure",
    "Proposal",
    "Snapshot",
    "Spell",
    "State",
    "Stop",
    "Stretch",
    "WaitsOn",
    "available_actions",
    "effective",
    "extensions",
    "off_route",
    "ordered",
    "replay",
    "step",
    "stretches",
]
