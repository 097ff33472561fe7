"""The words that channels, instruments, pages and reports share.

Members are stored by value: a value, once released, is never renamed or given another meaning.
"""

from enum import Enum, StrEnum


class Role(StrEnum):
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Direction(StrEnum):
    """Seen from our office: we ask, they ask, or we only pass on."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"
    TRANSIT = "transit"


class Party(StrEnum):
    US = "us"
    THEM = "them"
    THIRD = "third"


class Source(StrEnum):
    """Who entered an event: a person at work, a file of history, or the program itself."""

    HUMAN = "human"
    IMPORT = "import"
    SYSTEM = "system"


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
    REOPENED = "reopened"
    CORRECTED = "corrected"
    DEADLINE_EXTENDED = "deadline_extended"
    REASSIGNED = "reassigned"
    RESULT_RECORDED = "result_recorded"
    DOCUMENT_ADDED = "document_added"
    LINKED = "linked"
    ACCESS_GRANTED = "access_granted"
    ACCESS_REVOKED = "access_revoked"
    ADOPTED = "adopted"
    NOTED = "noted"


ANSWERS = frozenset(kind for kind in EventKind if kind.counts is Counts.ANSWER)
ENDINGS = frozenset(kind for kind in EventKind if kind.counts is Counts.ENDING)


class ItemOutcome(StrEnum):
    """What came of one thing asked for. ``OPEN`` until an event says otherwise."""

    OPEN = "open"
    EXECUTED = "executed"
    PARTLY_EXECUTED = "partly_executed"
    NIL = "nil"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    NO_ANSWER = "no_answer"


class Outcome(StrEnum):
    """What came of a request: derived from its items and its ending, never set by hand."""

    OPEN = "open"
    EXECUTED = "executed"
    PARTLY_EXECUTED = "partly_executed"
    NIL = "nil"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    NO_ANSWER = "no_answer"


class OutcomeGroup(StrEnum):
    """The partition that every rate is printed with."""

    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    ENDED_WITHOUT_ANSWER = "ended_without_answer"
    OPEN_NOT_DUE = "open_not_due"
    OPEN_OVERDUE = "open_overdue"


class ItemType(StrEnum):
    """Kinds of assistance (domain list 1.2, merged from UNTOC 18(3), the ABA list and the UNODC tool)."""

    PRESERVATION = "PRES"
    PARTIAL_DISCLOSURE = "PTDIS"
    SUBSCRIBER = "SUBS"
    TRAFFIC = "TRAF"
    CONTENT = "CONT"
    REAL_TIME_TRAFFIC = "RTTD"
    INTERCEPTION = "INTC"
    DOMAIN_REGISTRATION = "DOMR"
    EMERGENCY_DISCLOSURE = "EMRG"
    BANK = "BANK"
    DOCUMENTS = "DOCS"
    SEARCH = "SRCH"
    WITNESS = "WITN"
    VIDEO_HEARING = "VIDEO"
    SERVICE = "SERV"
    LOCATE = "LOCA"
    FREEZE = "FREZ"
    CONFISCATION = "CONF"
    ASSET_SHARING = "SHAR"
    PRISONER_TRANSFER = "PRIS"
    CONTROLLED_DELIVERY = "CTRL"
    UNDERCOVER = "UNDC"
    JOINT_TEAM = "JITF"
    TRANSFER_OF_PROCEEDINGS = "TRPR"
    SPONTANEOUS = "SPON"
    STATUS_ENQUIRY = "STAT"
    SUPPLEMENTARY = "SUPP"
    OTHER = "OTHR"


class DataCategory(StrEnum):
    """Budapest Convention's three categories."""

    SUBSCRIBER = "subscriber"
    TRAFFIC = "traffic"
    CONTENT = "content"


class EvidenceDataCategory(StrEnum):
    """The e-Evidence Regulation's four categories (Art. 3): mapped to the three, never merged with them."""

    SUBSCRIBER = "subscriber"
    IDENTIFICATION = "identification"
    TRAFFIC = "traffic"
    CONTENT = "content"


class GroundKind(StrEnum):
    REFUSAL = "refusal"
    DEFICIENCY = "deficiency"
    POSTPONEMENT = "postponement"
    NO_DATA = "no_data"


class Ground(Enum):
    """Why something was not given (domain list 3.5). Only grounds of kind ``REFUSAL`` can refuse."""

    kind: GroundKind

    def __new__(cls, value: str, kind: GroundKind = GroundKind.REFUSAL) -> "Ground":
        member = object.__new__(cls)
        member._value_ = value
        member.kind = kind
        return member

    POLITICAL = "POL"
    SOVEREIGNTY = "SOV"
    DUAL_CRIMINALITY = "DC"
    FISCAL = "FISC"
    IMMUNITY = "IMM"
    NATIONAL_SECURITY = "NSEC"
    NE_BIS_IN_IDEM = "NBI"
    TERRITORIALITY = "TERR"
    FUNDAMENTAL_RIGHTS = "FR"
    NOT_AN_OFFENCE_EIO = "DC-EIO"
    RESTRICTED_MEASURE = "RESTR"
    NO_DOMESTIC_MEASURE = "NODOM"
    DEATH_PENALTY = "DP"
    DISCRIMINATION = "DISC"
    DE_MINIMIS = "MINOR"
    RECIPROCITY = "RECIP"
    POLITICALLY_MOTIVATED = "POLMOT"
    CONFIDENTIALITY = "CONF"
    INSUFFICIENT_FACTS = "INSUF", GroundKind.DEFICIENCY
    LANGUAGE = "LANG", GroundKind.DEFICIENCY
    WRONG_CHANNEL = "CHAN", GroundKind.DEFICIENCY
    PENDING_PROCEEDINGS = "PEND", GroundKind.POSTPONEMENT
    NO_DATA = "NODATA", GroundKind.NO_DATA


class DeadlineKind(StrEnum):
    """Who loses what when it passes: they owe us, we owe, something is lost, or custom only."""

    REPLY = "reply"
    OBLIGATION = "obligation"
    EXPIRY = "expiry"
    EXPECTATION = "expectation"


class DeadlineState(StrEnum):
    OPEN = "open"
    MET = "met"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class Audience(StrEnum):
    OFFICER = "officer"
    SUPERVISOR = "supervisor"


class LinkKind(StrEnum):
    PRODUCTION_OF = "production_of"
    RENEWAL_OF = "renewal_of"
    SUPPLEMENTARY_TO = "supplementary_to"
    REPLACEMENT_OF = "replacement_of"
    DUPLICATE_OF = "duplicate_of"
    PRECURSOR_OF = "precursor_of"
    PARALLEL_TO = "parallel_to"
    SPONTANEOUS_FOR = "spontaneous_for"
    COUNTER_REQUEST_TO = "counter_request_to"
    DISCOVERED_PROVIDER = "discovered_provider"


class Tone(StrEnum):
    """One vocabulary of tones; the value is the CSS class."""

    DRAFT = "draft"
    WITH_THEM = "with-them"
    WITH_US = "with-us"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    REFUSED = "refused"
    CLOSED = "closed"


class Urgency(StrEnum):
    ROUTINE = "routine"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class Proceeding(StrEnum):
    INVESTIGATION = "investigation"
    PROSECUTION = "prosecution"
    TRIAL = "trial"
    ENFORCEMENT = "enforcement"
    CONFISCATION = "confiscation"


class TranslationState(StrEnum):
    NOT_NEEDED = "not_needed"
    NONE = "none"
    ORDERED = "ordered"
    DONE = "done"
    CERTIFIED = "certified"
    RETURNED = "returned"


class OffenceCategory(StrEnum):
    """Tags for figures; one request may carry several, so their totals exceed the number of requests."""

    ILLEGAL_ACCESS = "illegal_access"
    COMPUTER_FRAUD = "computer_fraud"
    CHILD_ABUSE = "child_abuse"
    FRAUD = "fraud"
    MONEY_LAUNDERING = "money_laundering"
    CORRUPTION = "corruption"
    DRUGS = "drugs"
    THEFT = "theft"
    VIOLENCE = "violence"
    ORGANISED_CRIME = "organised_crime"
    INSIDER_TRADING = "insider_trading"
    COUNTERFEITING = "counterfeiting"
    KIDNAPPING = "kidnapping"
    TERRORISM = "terrorism"
    TRAFFICKING = "trafficking"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    TAX = "tax"
    OTHER = "other"


class PersonRole(StrEnum):
    SUSPECT = "suspect"
    ACCUSED = "accused"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    EXPERT = "expert"
    ACCOUNT_HOLDER = "account_holder"
    OTHER = "other"


class ResultKind(StrEnum):
    ARRESTS = "arrests"
    CONVICTIONS = "convictions"
    VICTIMS = "victims"
    DEVICES = "devices"
    AMOUNT = "amount"


class Transmission(StrEnum):
    """How one hop was travelled (domain 1.1 row 18)."""

    DIPLOMATIC_BAG = "bag"
    COURIER = "courier"
    POST = "post"
    EMAIL = "email"
    ENCRYPTED_EMAIL = "encrypted_email"
    PORTAL = "portal"
    INTERPOL = "i24_7"
    ECODEX = "e_codex"
    PHONE = "phone"
    FAX = "fax"
    BY_HAND = "by_hand"
