"""The events that every channel shares, written once; a channel takes a procedure and adds or leaves out."""

from workflows.procedures.assembly import incoming, outgoing
from workflows.procedures.carriage import serve
from workflows.procedures.execution import APPEALS, CONDITIONS
from workflows.procedures.preparation import VALIDATED, VALIDATED_AFTERWARDS, formal_confirmation, formality
from workflows.procedures.preservation import LAPSED, preservation

__all__ = [
    "APPEALS",
    "CONDITIONS",
    "LAPSED",
    "VALIDATED",
    "VALIDATED_AFTERWARDS",
    "formal_confirmation",
    "formality",
    "incoming",
    "outgoing",
    "preservation",
    "serve",
]
