"""Words for the shared vocabulary, for choices and pages; the values are the vocabulary's own."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from workflows import vocabulary as v

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Labels = Mapping[Enum, "StrPromise"]

DIRECTION: Labels = {
    v.Direction.OUTGOING: _("Outgoing: we ask"),
    v.Direction.INCOMING: _("Incoming: they ask"),
    v.Direction.TRANSIT: _("Transit: we pass on"),
}
PARTY: Labels = {v.Party.US: _("us"), v.Party.THEM: _("them"), v.Party.THIRD: _("a third")}
STAGE: Labels = {
    v.Stage.DRAFT: _("Draft"),
    v.Stage.APPROVAL: _("Awaiting approval"),
    v.Stage.READY: _("Approved, to be sent"),
    v.Stage.UNDERWAY: _("Under way"),
    v.Stage.EXECUTION: _("Being executed"),
    v.Stage.RETURNED: _("Returned as deficient"),
    v.Stage.ANSWERED: _("Answered"),
    v.Stage.CLOSED: _("Closed"),
    v.Stage.WITHDRAWN: _("Withdrawn"),
    v.Stage.LAPSED: _("Lapsed"),
}
FLAG: Labels = {
    v.Flag.INFORMATION_ASKED: _("Information asked"),
    v.Flag.CONSULTATION: _("In consultation"),
    v.Flag.POSTPONED: _("Postponed"),
    v.Flag.CONDITIONAL: _("With a condition"),
    v.Flag.APPEAL: _("Appeal pending"),
    v.Flag.URGENT: _("Urgent"),
    v.Flag.CONFIDENTIAL: _("Confidential"),
    v.Flag.PRESERVATION_RUNNING: _("Preservation running"),
    v.Flag.DELIVERY_FAILED: _("Delivery failed"),
    v.Flag.UNAPPROVED: _("Sent before approval"),
}
OUTCOME: Labels = {
    v.Outcome.OPEN: _("Open"),
    v.Outcome.EXECUTED: _("Executed"),
    v.Outcome.PARTLY_EXECUTED: _("Partly executed"),
    v.Outcome.NIL: _("Nothing found"),
    v.Outcome.REFUSED: _("Refused"),
    v.Outcome.WITHDRAWN: _("Withdrawn"),
    v.Outcome.LAPSED: _("Lapsed"),
    v.Outcome.RETURNED: _("Returned as deficient"),
    v.Outcome.REFERRED: _("Referred elsewhere"),
    v.Outcome.NO_ANSWER: _("Ended without answer"),
}
ITEM_OUTCOME: Labels = {outcome: OUTCOME[v.Outcome(outcome.value)] for outcome in v.ItemOutcome}
OUTCOME_GROUP: Labels = {
    v.OutcomeGroup.ANSWERED: _("Answered"),
    v.OutcomeGroup.WITHDRAWN: _("Withdrawn"),
    v.OutcomeGroup.ENDED_WITHOUT_ANSWER: _("Ended without answer"),
    v.OutcomeGroup.OPEN_NOT_DUE: _("Open, not yet due"),
    v.OutcomeGroup.OPEN_OVERDUE: _("Open, overdue"),
}
DISPOSITION: Labels = {
    v.Disposition.EXECUTED: _("Executed"),
    v.Disposition.NIL: _("Nothing found"),
    v.Disposition.REFUSED: _("Refused"),
    v.Disposition.OTHERWISE: _("Answered otherwise"),
    v.Disposition.WITHDRAWN: _("Withdrawn"),
    v.Disposition.ENDED: _("Ended without answer"),
    v.Disposition.PENDING: _("Pending"),
}
STRETCH_KIND: Labels = {
    v.StretchKind.HELD: _("Held by somebody"),
    v.StretchKind.QUESTION: _("Question open"),
    v.StretchKind.CONSULTATION: _("Consultation open"),
    v.StretchKind.RETURN: _("Returned as deficient"),
    v.StretchKind.REFUSAL: _("Refusal"),
    v.StretchKind.POSTPONEMENT: _("Postponed"),
}
ITEM_GROUP: Labels = {
    v.ItemGroup.GRANTED: _("Granted"),
    v.ItemGroup.PARTLY: _("Partly"),
    v.ItemGroup.NIL: _("Nothing found"),
    v.ItemGroup.REFUSED: _("Refused"),
    v.ItemGroup.ENDED: _("Ended without answer"),
    v.ItemGroup.PENDING: _("Pending"),
}
PRESERVATION_GROUP: Labels = {
    v.PreservationGroup.RECEIVED: _("Received before expiry"),
    v.PreservationGroup.SENT: _("Sent before expiry, not received"),
    v.PreservationGroup.LATE: _("Sent after expiry"),
    v.PreservationGroup.ABANDONED: _("No follow-up"),
    v.PreservationGroup.COVERED: _("Covered, not yet due"),
    v.PreservationGroup.RUNNING: _("Running, not covered"),
    v.PreservationGroup.ENDED: _("Ended before expiry"),
}
ITEM_TYPE: Labels = {
    v.ItemType.PRESERVATION: _("Preservation of data"),
    v.ItemType.PARTIAL_DISCLOSURE: _("Disclosure of preserved traffic data"),
    v.ItemType.SUBSCRIBER: _("Subscriber information"),
    v.ItemType.TRAFFIC: _("Traffic data"),
    v.ItemType.CONTENT: _("Stored content"),
    v.ItemType.REAL_TIME_TRAFFIC: _("Traffic data in real time"),
    v.ItemType.INTERCEPTION: _("Interception of content"),
    v.ItemType.INTERCEPTION_NOTICE: _("Notice of an interception, no assistance needed"),
    v.ItemType.DOMAIN_REGISTRATION: _("Domain registration data"),
    v.ItemType.EMERGENCY_DISCLOSURE: _("Emergency disclosure"),
    v.ItemType.BANK: _("Bank information"),
    v.ItemType.DOCUMENTS: _("Official or business records"),
    v.ItemType.SEARCH: _("Search and seizure"),
    v.ItemType.WITNESS: _("Hearing of a witness"),
    v.ItemType.VIDEO_HEARING: _("Hearing by video or telephone"),
    v.ItemType.SERVICE: _("Service of documents"),
    v.ItemType.LOCATE: _("Locating a person or thing"),
    v.ItemType.FREEZE: _("Freezing of assets"),
    v.ItemType.CONFISCATION: _("Confiscation"),
    v.ItemType.ASSET_SHARING: _("Sharing or return of assets"),
    v.ItemType.PRISONER_TRANSFER: _("Temporary transfer of a prisoner"),
    v.ItemType.CONTROLLED_DELIVERY: _("Controlled delivery"),
    v.ItemType.UNDERCOVER: _("Covert investigation"),
    v.ItemType.JOINT_TEAM: _("Joint investigation team"),
    v.ItemType.TRANSFER_OF_PROCEEDINGS: _("Transfer of proceedings"),
    v.ItemType.SPONTANEOUS: _("Spontaneous information"),
    v.ItemType.STATUS_ENQUIRY: _("Status enquiry"),
    v.ItemType.SUPPLEMENTARY: _("Supplement to an earlier request"),
    v.ItemType.OTHER: _("Other assistance"),
}
AUDIENCE: Labels = {
    v.Audience.OFFICER: _("Whoever is responsible"),
    v.Audience.SUPERVISOR: _("Head of the office"),
    v.Audience.HEAD_ABOVE: _("Head of the office above"),
}
DATA_CATEGORY: Labels = {
    v.DataCategory.SUBSCRIBER: _("Subscriber"),
    v.DataCategory.TRAFFIC: _("Traffic"),
    v.DataCategory.CONTENT: _("Content"),
}
DATA_TYPE: Labels = {
    v.DataType.SUBSCRIBER: _("Subscriber data"),
    v.DataType.TRAFFIC: _("Traffic data"),
    v.DataType.CONTENT: _("Content data"),
    v.DataType.UNSTATED: _("Data, type not stated"),
    v.DataType.NONE: _("No data: not applicable"),
}
GROUND: Labels = {
    v.Ground.POLITICAL: _("Political offence"),
    v.Ground.SOVEREIGNTY: _("Sovereignty, security, public order"),
    v.Ground.DUAL_CRIMINALITY: _("No dual criminality"),
    v.Ground.FISCAL: _("Fiscal offence"),
    v.Ground.IMMUNITY: _("Immunity, privilege or press freedom"),
    v.Ground.NATIONAL_SECURITY: _("National security"),
    v.Ground.NE_BIS_IN_IDEM: _("Already tried (ne bis in idem)"),
    v.Ground.TERRITORIALITY: _("Committed on their own territory and no offence there"),
    v.Ground.FUNDAMENTAL_RIGHTS: _("Fundamental rights"),
    v.Ground.NOT_AN_OFFENCE_EIO: _("No offence there (EIO Art. 11(1)(g))"),
    v.Ground.RESTRICTED_MEASURE: _("Measure restricted to certain offences"),
    v.Ground.NO_DOMESTIC_MEASURE: _("Measure not available in a similar domestic case"),
    v.Ground.DEATH_PENALTY: _("Death penalty or cruel treatment"),
    v.Ground.DISCRIMINATION: _("Prosecution for discriminating motives"),
    v.Ground.DE_MINIMIS: _("Too little at stake (de minimis)"),
    v.Ground.RECIPROCITY: _("No reciprocity"),
    v.Ground.POLITICALLY_MOTIVATED: _("Politically motivated"),
    v.Ground.CONFIDENTIALITY: _("Cannot be kept confidential"),
    v.Ground.INSUFFICIENT_FACTS: _("Facts insufficient"),
    v.Ground.LANGUAGE: _("Language or translation missing"),
    v.Ground.WRONG_CHANNEL: _("Wrong channel or authority"),
    v.Ground.PENDING_PROCEEDINGS: _("Would prejudice pending proceedings"),
    v.Ground.NO_DATA: _("Data not held or already deleted"),
}
DEADLINE_KIND: Labels = {
    v.DeadlineKind.REPLY: _("They owe us"),
    v.DeadlineKind.OBLIGATION: _("We owe"),
    v.DeadlineKind.EXPIRY: _("Something is lost"),
    v.DeadlineKind.EXPECTATION: _("Custom"),
}
DEADLINE_STATE: Labels = {
    v.DeadlineState.OPEN: _("Open"),
    v.DeadlineState.PAUSED: _("Stands still"),
    v.DeadlineState.MET: _("Met"),
    v.DeadlineState.LAPSED: _("Lapsed"),
    v.DeadlineState.SUPERSEDED: _("Superseded"),
    v.DeadlineState.CANCELLED: _("Cancelled"),
}
LEVEL: Labels = {
    v.Level.RUNNING: _("Running"),
    v.Level.DUE_SOON: _("Due soon"),
    v.Level.OVERDUE: _("Overdue"),
    v.Level.LONG_OVERDUE: _("Long overdue"),
}
URGENCY: Labels = {
    v.Urgency.ROUTINE: _("Routine"),
    v.Urgency.URGENT: _("Urgent"),
    v.Urgency.EMERGENCY: _("Emergency: life or safety"),
}
PROCEEDING: Labels = {
    v.Proceeding.INVESTIGATION: _("Investigation"),
    v.Proceeding.PROSECUTION: _("Prosecution"),
    v.Proceeding.TRIAL: _("Trial"),
    v.Proceeding.ENFORCEMENT: _("Enforcement"),
    v.Proceeding.CONFISCATION: _("Confiscation"),
}
TRANSLATION: Labels = {
    v.TranslationState.NOT_NEEDED: _("Not needed"),
    v.TranslationState.NONE: _("Not ordered"),
    v.TranslationState.ORDERED: _("Ordered"),
    v.TranslationState.DONE: _("Done"),
    v.TranslationState.CERTIFIED: _("Certified"),
    v.TranslationState.RETURNED: _("Returned as unusable"),
}
PERSON_ROLE: Labels = {
    v.PersonRole.SUSPECT: _("Suspect"),
    v.PersonRole.ACCUSED: _("Accused"),
    v.PersonRole.CONVICTED: _("Convicted"),
    v.PersonRole.VICTIM: _("Victim"),
    v.PersonRole.WITNESS: _("Witness"),
    v.PersonRole.EXPERT: _("Expert"),
    v.PersonRole.ACCOUNT_HOLDER: _("Account holder"),
    v.PersonRole.OTHER: _("Other"),
}
RESULT_KIND: Labels = {
    v.ResultKind.ARRESTS: _("Arrests"),
    v.ResultKind.CONVICTIONS: _("Convictions"),
    v.ResultKind.VICTIMS: _("Victims identified"),
    v.ResultKind.DEVICES: _("Devices"),
    v.ResultKind.AMOUNT: _("Amount"),
}
TRANSMISSION: Labels = {
    v.Transmission.DIPLOMATIC_BAG: _("Diplomatic bag"),
    v.Transmission.COURIER: _("Courier"),
    v.Transmission.POST: _("Post"),
    v.Transmission.EMAIL: _("E-mail"),
    v.Transmission.ENCRYPTED_EMAIL: _("Encrypted e-mail"),
    v.Transmission.PORTAL: _("Portal"),
    v.Transmission.INTERPOL: _("INTERPOL I-24/7"),
    v.Transmission.ECODEX: _("e-CODEX"),
    v.Transmission.PHONE: _("Telephone"),
    v.Transmission.FAX: _("Fax"),
    v.Transmission.BY_HAND: _("By hand"),
}
LINK_KIND: Labels = {
    v.LinkKind.PRODUCTION_OF: _("Production of what was preserved by"),
    v.LinkKind.RENEWAL_OF: _("Renewal of"),
    v.LinkKind.SUPPLEMENTARY_TO: _("Supplement to"),
    v.LinkKind.REPLACEMENT_OF: _("Replacement of"),
    v.LinkKind.DUPLICATE_OF: _("Duplicate of"),
    v.LinkKind.PRECURSOR_OF: _("Earlier contact before"),
    v.LinkKind.PARALLEL_TO: _("In parallel with"),
    v.LinkKind.SPONTANEOUS_FOR: _("Follows spontaneous information in"),
    v.LinkKind.COUNTER_REQUEST_TO: _("Counter-request to"),
    v.LinkKind.DISCOVERED_PROVIDER: _("Provider discovered by"),
}
LINK_KIND_BACK: Labels = {
    v.LinkKind.PRODUCTION_OF: _("What is preserved is asked for in"),
    v.LinkKind.RENEWAL_OF: _("Renewed by"),
    v.LinkKind.SUPPLEMENTARY_TO: _("Supplemented by"),
    v.LinkKind.REPLACEMENT_OF: _("Replaced by"),
    v.LinkKind.DUPLICATE_OF: _("Duplicated by"),
    v.LinkKind.PRECURSOR_OF: _("After the earlier contact in"),
    v.LinkKind.PARALLEL_TO: _("In parallel with"),
    v.LinkKind.SPONTANEOUS_FOR: _("Spontaneous information for"),
    v.LinkKind.COUNTER_REQUEST_TO: _("Answered by the counter-request"),
    v.LinkKind.DISCOVERED_PROVIDER: _("Discovered a provider, asked in"),
}
"""The same links as the request reads them to which they lead."""
OFFENCE_CATEGORY: Labels = {
    v.OffenceCategory.ILLEGAL_ACCESS: _("Illegal access or interference"),
    v.OffenceCategory.COMPUTER_FRAUD: _("Computer-related fraud or forgery"),
    v.OffenceCategory.CHILD_ABUSE: _("Sexual abuse of children"),
    v.OffenceCategory.FRAUD: _("Fraud"),
    v.OffenceCategory.MONEY_LAUNDERING: _("Money laundering"),
    v.OffenceCategory.CORRUPTION: _("Corruption"),
    v.OffenceCategory.DRUGS: _("Drug related"),
    v.OffenceCategory.THEFT: _("Robbery or theft"),
    v.OffenceCategory.VIOLENCE: _("Murder or serious assault"),
    v.OffenceCategory.ORGANISED_CRIME: _("Organised crime"),
    v.OffenceCategory.INSIDER_TRADING: _("Insider trading"),
    v.OffenceCategory.COUNTERFEITING: _("Counterfeiting"),
    v.OffenceCategory.KIDNAPPING: _("Kidnapping"),
    v.OffenceCategory.TERRORISM: _("Terrorism"),
    v.OffenceCategory.TRAFFICKING: _("Trafficking in human beings"),
    v.OffenceCategory.INTELLECTUAL_PROPERTY: _("Intellectual property"),
    v.OffenceCategory.TAX: _("Tax"),
    v.OffenceCategory.OTHER: _("Other"),
}


def choices(labels: Labels) -> list[tuple[str, StrPromise]]:
    """``labels`` as Django's choices: stored value, words."""
    return [(str(member.value), words) for member, words in labels.items()]


def values(labels: Labels) -> list[str]:
    """The stored values, for check constraints."""
    return [str(member.value) for member in labels]
