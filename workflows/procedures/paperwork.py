"""What may be recorded at any time and moves nothing."""

from dataclasses import replace

from workflows.engine.tables import FINAL, Action, Field, FieldName, Need
from workflows.messages import Message, message
from workflows.procedures.parts import (
    DEADLINE,
    GRANTED_BY,
    GRANTOR,
    NOTE,
    OFFICER,
    OWED_BY,
    REASON,
    SUPERVISOR,
    UNTIL_IF_KNOWN,
)
from workflows.vocabulary import EventKind, Stage


def paperwork(stages: frozenset[Stage]) -> tuple[Action, ...]:
    """Notes and moved dates as actions of the page; the rest belongs to its own places on the page."""
    alive = stages - FINAL
    note = _record("note", message("Write a note"), EventKind.NOTED, stages, Field(name=FieldName.NOTE))
    move = _record(
        "extend_deadline",
        message("Move a deadline"),
        EventKind.DEADLINE_EXTENDED,
        alive,
        DEADLINE,
        Field(name=FieldName.ITEMS, required=False),
        OWED_BY,
        UNTIL_IF_KNOWN,
        REASON,
        GRANTED_BY,
        GRANTOR,
    )
    move = replace(
        move,
        needs=frozenset({Need.RUNNING}),
        hint=message("extended, shortened or set by hand; its law's own extension is proposed"),
    )
    officer = Field(name=FieldName.OFFICER)
    access = (
        _record("grant_access", message("Give access"), EventKind.ACCESS_GRANTED, stages),
        _record("revoke_access", message("Take access away"), EventKind.ACCESS_REVOKED, stages),
    )
    elsewhere = (
        # What awaits approval or is approved stands still: otherwise something else goes out than was approved.
        _record(
            "edit", message("Change the dossier"), EventKind.EDITED, alive - {Stage.APPROVAL, Stage.READY}
        ),
        _record("reassign", message("Reassign"), EventKind.REASSIGNED, alive, officer, NOTE),
        _record("correct", message("Correct an entry"), EventKind.CORRECTED, stages, REASON),
        _record("add_document", message("Add a document"), EventKind.DOCUMENT_ADDED, stages),
        _record("record_result", message("Record a result"), EventKind.RESULT_RECORDED, stages),
        _record("link", message("Link to another request"), EventKind.LINKED, stages),
        *(replace(action, roles=SUPERVISOR) for action in access),
        _record("take_back", message("Take back what the program recorded"), EventKind.CORRECTED, stages),
        _record("recount", message("Count a deadline anew"), EventKind.DEADLINE_RECOUNTED, stages),
        _record("adopt", message("Adopt imported history"), EventKind.ADOPTED, stages),
    )
    return (note, move, *(replace(action, offered=False) for action in elsewhere))


def _record(key: str, label: Message, kind: EventKind, sources: frozenset[Stage], *fields: Field) -> Action:
    return Action(key=key, label=label, kind=kind, sources=sources, roles=OFFICER, fields=fields)
