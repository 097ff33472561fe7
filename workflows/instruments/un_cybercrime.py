"""The United Nations Convention against Cybercrime, Hanoi."""

from workflows.deadlines import Citation, DeadlineRule, Mark, Period, Unit
from workflows.engine.instrument import ANYTHING, Instrument
from workflows.messages import message
from workflows.vocabulary import DeadlineKind, Direction, EventKind, Ground, ItemType

PRESERVATION = DeadlineRule(
    key="un_cybercrime.42",
    label=message("Preservation expires"),
    kind=DeadlineKind.EXPIRY,
    opens_on=frozenset({EventKind.PRESERVATION_CONFIRMED, EventKind.PRESERVATION_RENEWED}),
    closes_on=frozenset({EventKind.PRODUCTION_REQUESTED}),
    cancels_on=frozenset({EventKind.PRESERVATION_ENDED}),
    period=Period(count=60, unit=Unit.DAYS),
    citation=Citation(article="UN Convention against Cybercrime, Art. 42", mark=Mark.TO_VERIFY),
    directions=frozenset(Direction),
    item_types=frozenset({ItemType.PRESERVATION}),
    dated_by_event=True,
)

# The text was not read: which paragraph says what is left open.
ASSISTANCE = (Citation.of("UN Convention against Cybercrime", "40"),)
GROUNDS = dict.fromkeys(
    (Ground.DUAL_CRIMINALITY, Ground.SOVEREIGNTY, Ground.DISCRIMINATION, Ground.PENDING_PROCEEDINGS),
    ASSISTANCE,
)

INSTRUMENT = Instrument(
    key="un_cybercrime",
    version=1,
    label=message("UN Convention against Cybercrime"),
    summary=message(
        "Preservation, mutual assistance and a 24/7 network; in force 90 days after 40 ratifications."
    ),
    citation=Citation(article="UN Convention against Cybercrime, Art. 40 to 42", mark=Mark.TO_VERIFY),
    register="un_cybercrime",
    channels={
        "treaty": ANYTHING,
        "network_24_7": frozenset({ItemType.PRESERVATION, ItemType.LOCATE, ItemType.EMERGENCY_DISCLOSURE}),
    },
    rules=(PRESERVATION,),
    grounds=GROUNDS,
)
