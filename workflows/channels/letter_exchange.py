"""Exchange of letters through a foreign ministry: the Beijing channel."""

from workflows.deadlines import Citation, Mark, Period, Unit
from workflows.engine.tables import Admissibility, Channel, Court, Expectation, Stop
from workflows.house import COMMON_RULES, customary
from workflows.messages import message
from workflows.procedures import incoming, outgoing
from workflows.vocabulary import Direction, Party

CUSTOM = Citation(
    article="House rule: two to six months, while formal requests take 6 to 24", mark=Mark.HOUSE
)
RECORD_2010 = Citation(
    article="Cybersecurity-related international institutions: the Beijing office in 2010",
    mark=Mark.VERIFIED,
)

LOWER = Period(count=2, unit=Unit.MONTHS)
UPPER = Period(count=6, unit=Unit.MONTHS)

OUT = (
    Stop(key="office", label=message("Liaison office"), party=Party.US),
    Stop(key="embassy", label=message("Own embassy"), party=Party.US, optional=True),
    Stop(key="ministry", label=message("Ministry of Foreign Affairs"), party=Party.THEM),
    Stop(key="executing", label=message("Police or prosecutor"), party=Party.THEM, addressee=True),
    Stop(key="ministry_back", label=message("Ministry of Foreign Affairs"), party=Party.THEM),
    Stop(key="office_back", label=message("Liaison office"), party=Party.US),
)
IN = (
    Stop(key="ministry", label=message("Ministry of Foreign Affairs"), party=Party.THEM),
    Stop(key="office", label=message("Liaison office"), party=Party.US),
    Stop(key="home_unit", label=message("Home unit that executes"), party=Party.US, addressee=True),
    Stop(key="office_back", label=message("Liaison office"), party=Party.US),
    Stop(key="ministry_back", label=message("Ministry of Foreign Affairs"), party=Party.THEM),
)
THROUGH = (
    Stop(key="requester", label=message("Requesting authority of a third State"), party=Party.THIRD),
    Stop(key="office", label=message("Liaison office"), party=Party.US),
    Stop(key="ministry", label=message("Ministry of Foreign Affairs"), party=Party.THEM),
    Stop(key="executing", label=message("Police or prosecutor"), party=Party.THEM, addressee=True),
    Stop(key="ministry_back", label=message("Ministry of Foreign Affairs"), party=Party.THEM),
    Stop(key="office_back", label=message("Liaison office"), party=Party.US),
)

CHANNEL = Channel(
    key="letter_exchange",
    version=1,
    label=message("Exchange of letters through the foreign ministry"),
    short=message("letters"),
    summary=message(
        "The liaison office writes to the host State's foreign ministry, which passes the letter to its police or "
        "prosecutor; the answer comes back the same way."
    ),
    admissibility=Admissibility(
        court=Court.DEPENDS,
        words=message(
            "A reply by letter is information; as evidence it usually needs a formal request to follow."
        ),
        citation=Citation(article="House reading", mark=Mark.TO_VERIFY),
    ),
    expectation=Expectation(
        words=message("In 2010 one office forwarded 10 letters and received 2 answers."),
        citation=RECORD_2010,
        lower=LOWER,
        upper=UPPER,
    ),
    procedures=(
        outgoing(route=OUT),
        incoming(route=IN),
        outgoing(route=THROUGH, direction=Direction.TRANSIT),
    ),
    rules=(*COMMON_RULES, customary(lower=LOWER, upper=UPPER, citation=CUSTOM)),
)
