"""Letters rogatory: court to court by the diplomatic path, every hop out and back."""

from workflows.deadlines import Citation, Mark, Period, Unit
from workflows.engine.tables import Admissibility, Channel, Court, Expectation, Stop
from workflows.house import COMMON_RULES, customary
from workflows.messages import message
from workflows.procedures import APPEALS, CONDITIONS, formality, incoming, outgoing
from workflows.vocabulary import Direction, Party

FAM = "7 FAM 930, fam.state.gov/fam/07fam/07fam0930.html"
PRACTICE = Citation(article="7 FAM 930: six months to a year", mark=Mark.VERIFIED, read_at=FAM)
CUSTOM = Citation(article="House rule, after 7 FAM 930: six months to a year", mark=Mark.HOUSE, read_at=FAM)

LOWER = Period(count=6, unit=Unit.MONTHS)
UPPER = Period(count=12, unit=Unit.MONTHS)

OUT = (
    Stop(key="office", label=message("Investigator or prosecutor"), party=Party.US),
    Stop(key="court", label=message("Own court: seal and signature of the judge"), party=Party.US),
    Stop(
        key="justice",
        label=message("Own ministry of justice or central authority"),
        party=Party.US,
        optional=True,
    ),
    Stop(key="foreign_ministry", label=message("Own foreign ministry"), party=Party.US),
    Stop(key="embassy", label=message("Own embassy, by diplomatic bag"), party=Party.US),
    Stop(
        key="their_foreign_ministry",
        label=message("Their foreign ministry, by note verbale"),
        party=Party.THEM,
    ),
    Stop(key="their_justice", label=message("Their ministry of justice"), party=Party.THEM, optional=True),
    Stop(key="their_court", label=message("Competent court"), party=Party.THEM, optional=True),
    Stop(key="executing", label=message("Executing court"), party=Party.THEM, addressee=True),
    Stop(key="their_court_back", label=message("Competent court"), party=Party.THEM, optional=True),
    Stop(
        key="their_justice_back", label=message("Their ministry of justice"), party=Party.THEM, optional=True
    ),
    Stop(key="their_foreign_ministry_back", label=message("Their foreign ministry"), party=Party.THEM),
    Stop(key="embassy_back", label=message("Own embassy"), party=Party.US),
    Stop(key="foreign_ministry_back", label=message("Own foreign ministry"), party=Party.US),
    Stop(
        key="justice_back",
        label=message("Own ministry of justice or central authority"),
        party=Party.US,
        optional=True,
    ),
    Stop(key="court_back", label=message("Own court"), party=Party.US),
    Stop(key="office_back", label=message("Investigator or prosecutor"), party=Party.US),
)
IN = (
    Stop(key="their_court", label=message("Requesting court"), party=Party.THEM),
    Stop(key="their_foreign_ministry", label=message("Their foreign ministry"), party=Party.THEM),
    Stop(key="their_embassy", label=message("Their embassy here"), party=Party.THEM),
    Stop(key="foreign_ministry", label=message("Own foreign ministry"), party=Party.US),
    Stop(key="justice", label=message("Own ministry of justice"), party=Party.US, optional=True),
    Stop(key="executing", label=message("Own court that executes"), party=Party.US, addressee=True),
    Stop(key="justice_back", label=message("Own ministry of justice"), party=Party.US, optional=True),
    Stop(key="foreign_ministry_back", label=message("Own foreign ministry"), party=Party.US),
    Stop(key="their_embassy_back", label=message("Their embassy here"), party=Party.THEM),
    Stop(key="their_foreign_ministry_back", label=message("Their foreign ministry"), party=Party.THEM),
    Stop(key="their_court_back", label=message("Requesting court"), party=Party.THEM),
)
THROUGH = (
    Stop(key="requester", label=message("Court of a third State"), party=Party.THIRD),
    Stop(key="office", label=message("Office that passes it on"), party=Party.US),
    Stop(key="embassy", label=message("Own embassy"), party=Party.US, optional=True),
    Stop(
        key="their_foreign_ministry",
        label=message("Their foreign ministry, by note verbale"),
        party=Party.THEM,
    ),
    Stop(key="their_justice", label=message("Their ministry of justice"), party=Party.THEM, optional=True),
    Stop(key="executing", label=message("Executing court"), party=Party.THEM, addressee=True),
    Stop(
        key="their_justice_back", label=message("Their ministry of justice"), party=Party.THEM, optional=True
    ),
    Stop(key="their_foreign_ministry_back", label=message("Their foreign ministry"), party=Party.THEM),
    Stop(key="office_back", label=message("Office that passes it on"), party=Party.US),
)

SEALED = formality(
    label=message("Record the seal, the judge's signature or the authentication"),
    hint=message("apostille or legalisation where their law asks for it"),
)
EXTRA = (SEALED, *CONDITIONS, *APPEALS)

CHANNEL = Channel(
    key="letters_rogatory",
    version=1,
    label=message("Letters rogatory"),
    short=message("rogatory"),
    summary=message(
        "A court asks a foreign court. The letter, sealed, signed by the judge and translated, travels through both "
        "foreign ministries by diplomatic bag, and the answer comes back through the same hands."
    ),
    admissibility=Admissibility(
        court=Court.YES,
        words=message("Evidence taken by a court on request of a court is made to be used in court."),
        citation=Citation(article="28 U.S.C. 1781; domestic rules of evidence decide", mark=Mark.TO_VERIFY),
    ),
    expectation=Expectation(
        words=message("Six months to a year from the transmission is customary."),
        citation=PRACTICE,
        lower=LOWER,
        upper=UPPER,
    ),
    procedures=(
        outgoing(route=OUT, extra=EXTRA),
        incoming(route=IN, extra=(*CONDITIONS, *APPEALS)),
        outgoing(route=THROUGH, direction=Direction.TRANSIT, extra=EXTRA),
    ),
    rules=(*COMMON_RULES, customary(lower=LOWER, upper=UPPER, citation=CUSTOM)),
)
