"""Words for what came of a request and of each thing asked for."""

from django.utils.translation import gettext_lazy as _

from tracker.casework.labels.choosing import Labels
from workflows import vocabulary as v

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
RESULT_KIND: Labels = {
    v.ResultKind.ARRESTS: _("Arrests"),
    v.ResultKind.CONVICTIONS: _("Convictions"),
    v.ResultKind.VICTIMS: _("Victims identified"),
    v.ResultKind.DEVICES: _("Devices"),
    v.ResultKind.AMOUNT: _("Amount"),
}
