"""A treaty between central authorities: mutual legal assistance in the narrow sense."""

from workflows.deadlines import Citation, Mark, Period, Unit
from workflows.engine.tables import Admissibility, Channel, Court, Expectation, Stop
from workflows.house import COMMON_RULES, PRESERVATION_TOLD, customary
from workflows.messages import message
from workflows.procedures import APPEALS, CONDITIONS, LAPSED, formality, incoming, outgoing, preservation
from workflows.vocabulary import Direction, Party

SUMMARY_TCY = "Summary of the T-CY report T-CY(2013)17rev, ngm.com.au/cybercrime-mutual-legal-assistance"
PRACTICE = Citation(article="T-CY(2013)17rev: 6 to 24 months", mark=Mark.VERIFIED, read_at=SUMMARY_TCY)
CUSTOM = Citation(
    article="House rule, after T-CY(2013)17rev: 6 to 24 months", mark=Mark.HOUSE, read_at=SUMMARY_TCY
)

LOWER = Period(count=6, unit=Unit.MONTHS)
UPPER = Period(count=24, unit=Unit.MONTHS)

OUT = (
    Stop(key="office", label=message("Investigator or prosecutor"), party=Party.US),
    Stop(key="central", label=message("Own central authority"), party=Party.US),
    Stop(key="their_central", label=message("Their central authority"), party=Party.THEM),
    Stop(key="executing", label=message("Executing authority"), party=Party.THEM, addressee=True),
    Stop(
        key="custodian",
        label=message("Provider or custodian, on a court order"),
        party=Party.THEM,
        optional=True,
    ),
    Stop(key="executing_back", label=message("Executing authority"), party=Party.THEM, optional=True),
    Stop(key="their_central_back", label=message("Their central authority"), party=Party.THEM),
    Stop(key="central_back", label=message("Own central authority"), party=Party.US),
    Stop(key="office_back", label=message("Investigator or prosecutor"), party=Party.US),
)
IN = (
    Stop(key="their_central", label=message("Their central authority"), party=Party.THEM),
    Stop(key="central", label=message("Own central authority"), party=Party.US),
    Stop(key="executing", label=message("Own authority that executes"), party=Party.US, addressee=True),
    Stop(
        key="custodian",
        label=message("Provider or custodian, on a court order"),
        party=Party.THIRD,
        optional=True,
    ),
    Stop(key="central_back", label=message("Own central authority"), party=Party.US),
    Stop(key="their_central_back", label=message("Their central authority"), party=Party.THEM),
)
THROUGH = (
    Stop(key="requester", label=message("Central authority of a third State"), party=Party.THIRD),
    Stop(key="office", label=message("Office that passes it on"), party=Party.US),
    Stop(key="their_central", label=message("Their central authority"), party=Party.THEM),
    Stop(key="executing", label=message("Executing authority"), party=Party.THEM, addressee=True),
    Stop(key="their_central_back", label=message("Their central authority"), party=Party.THEM),
    Stop(key="office_back", label=message("Office that passes it on"), party=Party.US),
)

CERTIFIED = formality(
    label=message("Record the seal or certification"),
    hint=message("only where the treaty or their law asks for it"),
)
BOTH = (*CONDITIONS, *APPEALS)

CHANNEL = Channel(
    key="treaty",
    version=1,
    label=message("Treaty, central authority to central authority"),
    short=message("treaty"),
    summary=message(
        "The own central authority checks the request and sends it to the foreign central authority, which has it "
        "executed, often by a court order on a provider; the answer returns through both."
    ),
    admissibility=Admissibility(
        court=Court.YES,
        words=message(
            "Formal assistance is meant to give evidence for court; conditions on its use are kept."
        ),
        citation=Citation(article="Budapest Convention, Art. 25, 27, 28 and 31", mark=Mark.TO_VERIFY),
    ),
    expectation=Expectation(
        words=message("Six to 24 months from the sending is usual; many requests are abandoned."),
        citation=PRACTICE,
        lower=LOWER,
        upper=UPPER,
    ),
    procedures=(
        outgoing(route=OUT, extra=(CERTIFIED, *BOTH, *preservation()), extra_states=(LAPSED,)),
        incoming(route=IN, extra=(*BOTH, *preservation(Direction.INCOMING)), extra_states=(LAPSED,)),
        outgoing(
            route=THROUGH, direction=Direction.TRANSIT, extra=(*BOTH, *preservation()), extra_states=(LAPSED,)
        ),
    ),
    rules=(*COMMON_RULES, PRESERVATION_TOLD, customary(lower=LOWER, upper=UPPER, citation=CUSTOM)),
    needs_instrument=True,
)
