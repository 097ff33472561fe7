"""Words for what the tables of channels and instruments say beside the vocabulary, and for kinds of events.

An event is named as what has happened; neutral between who asks and who is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from workflows import vocabulary as v
from workflows.calendars import Roll
from workflows.deadlines import Mark
from workflows.engine import Court, Move, WaitsOn
from workflows.vocabulary import EventKind

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

HAPPENED: Final[Mapping[EventKind, StrPromise]] = {
    EventKind.DRAFTED: _("Drafted"),
    EventKind.EDITED: _("Dossier changed"),
    EventKind.SUBMITTED: _("Submitted for approval"),
    EventKind.RETURNED_TO_DRAFTER: _("Returned to the drafter"),
    EventKind.APPROVED: _("Approved"),
    EventKind.APPROVED_AFTERWARDS: _("Urgent sending approved afterwards"),
    EventKind.TRANSLATED: _("Translation in hand"),
    EventKind.LEGALISED: _("Sealed, signed or authenticated"),
    EventKind.VALIDATED: _("Validated by a judge, court or prosecutor"),
    EventKind.SENT: _("Sent"),
    EventKind.RECEIVED: _("Received"),
    EventKind.HANDED_OVER: _("Handed over"),
    EventKind.DELIVERED: _("Delivered"),
    EventKind.DELIVERY_FAILED: _("Delivery failed"),
    EventKind.MISADDRESSED: _("Went to the wrong authority, passed on"),
    EventKind.ACKNOWLEDGED: _("Acknowledged"),
    EventKind.ACCEPTED: _("Accepted for execution"),
    EventKind.SERVED: _("Order served"),
    EventKind.INFORMATION_ASKED: _("Further information asked for"),
    EventKind.INFORMATION_GIVEN: _("Further information given"),
    EventKind.CONSULTATION_OPENED: _("Consultation opened"),
    EventKind.CONSULTATION_CLOSED: _("Consultation closed"),
    EventKind.CONDITION_PROPOSED: _("Condition proposed"),
    EventKind.CONDITION_ACCEPTED: _("Condition accepted"),
    EventKind.APPEAL_LODGED: _("Appeal lodged"),
    EventKind.APPEAL_DECIDED: _("Appeal decided"),
    EventKind.POSTPONED: _("Postponed"),
    EventKind.RESUMED: _("Postponement ended"),
    EventKind.DELAY_NOTIFIED: _("Delay notified"),
    EventKind.STATUS_ENQUIRY_SENT: _("Status enquiry sent"),
    EventKind.STATUS_ANSWERED: _("Status enquiry answered"),
    EventKind.PRESERVATION_CONFIRMED: _("Data preserved"),
    EventKind.PRESERVATION_RENEWED: _("Preservation renewed"),
    EventKind.PRESERVATION_ENDED: _("Preservation ended"),
    EventKind.PRODUCTION_REQUESTED: _("Production request received"),
    EventKind.PARTLY_EXECUTED: _("Executed in part"),
    EventKind.EXECUTED: _("Executed"),
    EventKind.NIL_RETURN: _("Answered: nothing found"),
    EventKind.REFUSED: _("Refused"),
    EventKind.RETURNED_DEFICIENT: _("Returned as deficient"),
    EventKind.SENT_AGAIN: _("Sent again, mended"),
    EventKind.FORMALLY_CONFIRMED: _("Formally confirmed"),
    EventKind.WITHDRAWN: _("Withdrawn"),
    EventKind.LAPSED: _("Lapsed"),
    EventKind.CLOSED: _("Closed"),
    EventKind.CLOSED_WITHOUT_ANSWER: _("Closed without an answer"),
    EventKind.REFERRED: _("Referred elsewhere"),
    EventKind.REOPENED: _("Reopened"),
    EventKind.CORRECTED: _("Corrected"),
    EventKind.DEADLINE_EXTENDED: _("Deadline moved"),
    EventKind.REASSIGNED: _("Reassigned"),
    EventKind.RESULT_RECORDED: _("Result recorded"),
    EventKind.DOCUMENT_ADDED: _("Document added"),
    EventKind.LINKED: _("Linked to another request"),
    EventKind.ACCESS_GRANTED: _("Access given"),
    EventKind.ACCESS_REVOKED: _("Access taken away"),
    EventKind.ADOPTED: _("Imported history adopted"),
    EventKind.NOTED: _("Note"),
}

COUNTS: Final[Mapping[v.Counts, StrPromise]] = {
    v.Counts.NOTHING: _("Nothing"),
    v.Counts.ACKNOWLEDGEMENT: _("Acknowledgement"),
    v.Counts.ANSWER: _("Substantive answer"),
    v.Counts.ENDING: _("Ending without answer"),
}
GROUND_KIND: Final[Mapping[v.GroundKind, StrPromise]] = {
    v.GroundKind.REFUSAL: _("Refusal"),
    v.GroundKind.DEFICIENCY: _("Deficiency"),
    v.GroundKind.POSTPONEMENT: _("Postponement"),
    v.GroundKind.NO_DATA: _("No data"),
}
SOURCE: Final[Mapping[v.Source, StrPromise]] = {
    v.Source.HUMAN: _("Entered by somebody"),
    v.Source.IMPORT: _("Imported history"),
    v.Source.SYSTEM: _("Entered by the program"),
}
MARK: Final[Mapping[Mark, StrPromise]] = {
    Mark.VERIFIED: _("text verified"),
    Mark.TO_VERIFY: _("to be verified"),
    Mark.HOUSE: _("house rule"),
}

COURT: Final[Mapping[Court, StrPromise]] = {
    Court.YES: _("Can be used in court"),
    Court.NO: _("Not for use in court"),
    Court.DEPENDS: _("Use in court depends"),
}
WAITS_ON: Final[Mapping[WaitsOn, StrPromise]] = {
    WaitsOn.US: _("us"),
    WaitsOn.THEM: _("them"),
    WaitsOn.HOLDER: _("whoever has the paper"),
    WaitsOn.NOBODY: _("nobody"),
}
MOVE: Final[Mapping[Move, StrPromise]] = {
    Move.STAY: _("Stays where it is"),
    Move.NEXT: _("To the next stop of the route"),
    Move.STOP: _("To the stop that is chosen"),
    Move.AUTHORITY: _("To the authority that is chosen"),
    Move.ADDRESSEE: _("To the stop that has to act"),
    Move.START: _("To our first stop of the route"),
    Move.HOME: _("Home, to our last stop of the route"),
    Move.BACK: _("To the end of the route"),
}
ROLL: Final[Mapping[Roll, StrPromise]] = {
    Roll.NONE: _("Ends on the day itself"),
    Roll.EU1182: _("Moves by Regulation 1182/71"),
}
