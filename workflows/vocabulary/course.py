"""What happens to a request, and where it stands meanwhile."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a request stands in the procedure; who holds it and what came of it are kept apart from this."""

    DRAFT = "draft"
    APPROVAL = "approval"
    READY = "ready"
    UNDERWAY = "underway"
    EXECUTION = "execution"
    RETURNED = "returned"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Flag(StrEnum):
    """Conditions that hold beside the stage, several at once."""

    INFORMATION_ASKED = "information_asked"
    CONSULTATION = "consultation"
    POSTPONED = "postponed"
    CONDITIONAL = "conditional"
    APPEAL = "appeal"
    URGENT = "urgent"
    CONFIDENTIAL = "confidential"
    PRESERVATION_RUNNING = "preservation_running"
    DELIVERY_FAILED = "delivery_failed"
    UNAPPROVED = "unapproved"


class StretchKind(StrEnum):
    """What takes days: somebody has the paper, or a question, a consultation, a return or a postponement is open.

    A refusal takes none.
    """

    HELD = "held"
    QUESTION = "question"
    CONSULTATION = "consultation"
    RETURN = "return"
    REFUSAL = "refusal"
    POSTPONEMENT = "postponement"


class Resumption(StrEnum):
    """What ended a postponement: that it was ended, an answer or a refusal in spite of it, an ending, a further one."""

    RESUMED = "resumed"
    ANSWERED = "answered"
    REFUSED = "refused"
    ENDED = "ended"
    AGAIN = "again"


class Counts(StrEnum):
    """What an event counts as in every figure."""

    NOTHING = "nothing"
    ACKNOWLEDGEMENT = "acknowledgement"
    ANSWER = "answer"
    ENDING = "ending"


class EventKind(StrEnum):
    """What happened. Instruments' rules trigger on these, never on a channel's action names."""

    counts: Counts

    def __new__(cls, value: str, counts: Counts = Counts.NOTHING) -> "EventKind":
        member = str.__new__(cls, value)
        member._value_ = value
        member.counts = counts
        return member

    DRAFTED = "drafted"
    EDITED = "edited"
    SUBMITTED = "submitted"
    RETURNED_TO_DRAFTER = "returned_to_drafter"
    APPROVED = "approved"
    APPROVED_AFTERWARDS = "approved_afterwards"
    TRANSLATED = "translated"
    LEGALISED = "legalised"
    VALIDATED = "validated"
    SENT = "sent"
    RECEIVED = "received"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    DELIVERY_FAILED = "delivery_failed"
    MISADDRESSED = "misaddressed"
    ACKNOWLEDGED = "acknowledged", Counts.ACKNOWLEDGEMENT
    ACCEPTED = "accepted"
    SERVED = "served"
    INFORMATION_ASKED = "information_asked"
    INFORMATION_GIVEN = "information_given"
    CONSULTATION_OPENED = "consultation_opened"
    CONSULTATION_CLOSED = "consultation_closed"
    CONDITION_PROPOSED = "condition_proposed"
    CONDITION_ACCEPTED = "condition_accepted"
    APPEAL_LODGED = "appeal_lodged"
    APPEAL_DECIDED = "appeal_decided"
    POSTPONED = "postponed"
    RESUMED = "resumed"
    DELAY_NOTIFIED = "delay_notified"
    STATUS_ENQUIRY_SENT = "status_enquiry_sent"
    STATUS_ANSWERED = "status_answered"
    PRESERVATION_CONFIRMED = "preservation_confirmed", Counts.ANSWER  # it executes the preservation item
    PRESERVATION_RENEWED = "preservation_renewed"
    PRESERVATION_ENDED = "preservation_ended"
    PRODUCTION_REQUESTED = "production_requested"
    PARTLY_EXECUTED = "partly_executed", Counts.ANSWER
    EXECUTED = "executed", Counts.ANSWER
    NIL_RETURN = "nil_return", Counts.ANSWER
    REFUSED = "refused", Counts.ANSWER
    RETURNED_DEFICIENT = "returned_deficient"
    SENT_AGAIN = "sent_again"
    FORMALLY_CONFIRMED = "formally_confirmed"
    WITHDRAWN = "withdrawn", Counts.ENDING
    LAPSED = "lapsed", Counts.ENDING
    CLOSED = "closed"
    CLOSED_WITHOUT_ANSWER = "closed_without_answer", Counts.ENDING
    REFERRED = "referred", Counts.ENDING  # elsewhere, so that it ends here
    REOPENED = "reopened"
    CORRECTED = "corrected"
    DEADLINE_EXTENDED = "deadline_extended"
    DEADLINE_RECOUNTED = "deadline_recounted"
    REASSIGNED = "reassigned"
    RESULT_RECORDED = "result_recorded"
    DOCUMENT_ADDED = "document_added"
    LINKED = "linked"
    ACCESS_GRANTED = "access_granted"
    ACCESS_REVOKED = "access_revoked"
    ADOPTED = "adopted"
    NOTED = "noted"


ANSWERS = frozenset(kind for kind in EventKind if kind.counts is Counts.ANSWER)
ACTS = ANSWERS | {EventKind.ACKNOWLEDGED, EventKind.ACCEPTED}
"""What the side that is asked does about a request; a question or a return puts it back to the other."""
ENDINGS = frozenset(kind for kind in EventKind if kind.counts is Counts.ENDING)


def resumption(kind: EventKind) -> Resumption:
    """As what an event of this kind ends a postponement."""
    named = {
        EventKind.RESUMED: Resumption.RESUMED,
        EventKind.REFUSED: Resumption.REFUSED,
        EventKind.POSTPONED: Resumption.AGAIN,
    }
    return named.get(kind, Resumption.ANSWERED if kind in ANSWERS else Resumption.ENDED)
