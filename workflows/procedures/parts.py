"""Fields, roles and stages that the shared actions are made of."""

from workflows.engine.tables import Field, FieldName, State, WaitsOn
from workflows.messages import message
from workflows.vocabulary import GroundKind, Role, Stage

OFFICER = frozenset({Role.OFFICER, Role.SUPERVISOR})
SUPERVISOR = frozenset({Role.SUPERVISOR})

WAITING = frozenset({Stage.UNDERWAY, Stage.EXECUTION})
PREPARING = frozenset({Stage.DRAFT, Stage.APPROVAL, Stage.READY})

REASON = Field(name=FieldName.REASON)
REASON_IF_FURTHER = Field(name=FieldName.REASON, required=False)
NOTE = Field(name=FieldName.NOTE, required=False)
ITEMS = Field(name=FieldName.ITEMS)
UNTIL_IF_KNOWN = Field(name=FieldName.UNTIL, required=False)
MODE = Field(name=FieldName.MODE, required=False)
THEIR_REFERENCE = Field(name=FieldName.THEIR_REFERENCE, required=False)
STOP = Field(name=FieldName.STOP)
AUTHORITY = Field(name=FieldName.AUTHORITY)
DEADLINE = Field(name=FieldName.DEADLINE)
OWED_BY = Field(name=FieldName.AUTHORITY, required=False)
GRANTED_BY = Field(name=FieldName.GRANTED_BY, required=False)
GRANTOR = Field(name=FieldName.GRANTOR, required=False)


def ground(*kinds: GroundKind) -> Field:
    return Field(name=FieldName.GROUND, grounds=frozenset(kinds))


OUTGOING_STATES = (
    State(stage=Stage.DRAFT, label=message("draft"), waits_on=WaitsOn.US),
    State(stage=Stage.APPROVAL, label=message("awaiting approval"), waits_on=WaitsOn.US),
    State(stage=Stage.READY, label=message("approved, to be sent"), waits_on=WaitsOn.US),
    State(stage=Stage.UNDERWAY, label=message("under way"), waits_on=WaitsOn.HOLDER),
    State(stage=Stage.EXECUTION, label=message("being executed"), waits_on=WaitsOn.HOLDER),
    State(stage=Stage.RETURNED, label=message("returned as deficient"), waits_on=WaitsOn.US),
    State(stage=Stage.ANSWERED, label=message("answered"), waits_on=WaitsOn.US),
    State(stage=Stage.CLOSED, label=message("closed"), waits_on=WaitsOn.NOBODY),
    State(stage=Stage.WITHDRAWN, label=message("withdrawn"), waits_on=WaitsOn.NOBODY),
)

INCOMING_STATES = (
    State(stage=Stage.UNDERWAY, label=message("received"), waits_on=WaitsOn.HOLDER),
    State(stage=Stage.EXECUTION, label=message("being executed"), waits_on=WaitsOn.HOLDER),
    State(stage=Stage.RETURNED, label=message("returned to them as deficient"), waits_on=WaitsOn.THEM),
    State(stage=Stage.ANSWERED, label=message("answered"), waits_on=WaitsOn.US),
    State(stage=Stage.CLOSED, label=message("closed"), waits_on=WaitsOn.NOBODY),
    State(stage=Stage.WITHDRAWN, label=message("withdrawn by them"), waits_on=WaitsOn.NOBODY),
)
