"""Through a regional organisation: desks that know one another open the doors of the authorities behind them."""

from workflows.deadlines import Citation, Mark
from workflows.engine.tables import Admissibility, Channel, Court, Expectation, Stop
from workflows.house import COMMON_RULES
from workflows.messages import message
from workflows.procedures import incoming, outgoing
from workflows.vocabulary import Direction, Party

OUT = (
    Stop(key="office", label=message("Authority that asks"), party=Party.US),
    Stop(key="desk", label=message("Own desk at the organisation"), party=Party.US),
    Stop(
        key="secretariat", label=message("Secretariat of the organisation"), party=Party.THIRD, optional=True
    ),
    Stop(key="their_desk", label=message("Their desk at the organisation"), party=Party.THEM),
    Stop(key="executing", label=message("Authority that acts"), party=Party.THEM, addressee=True),
    Stop(key="their_desk_back", label=message("Their desk at the organisation"), party=Party.THEM),
    Stop(key="desk_back", label=message("Own desk at the organisation"), party=Party.US),
    Stop(key="office_back", label=message("Authority that asks"), party=Party.US),
)
IN = (
    Stop(key="their_desk", label=message("Their desk at the organisation"), party=Party.THEM),
    Stop(key="desk", label=message("Own desk at the organisation"), party=Party.US),
    Stop(key="executing", label=message("Own authority that acts"), party=Party.US, addressee=True),
    Stop(key="desk_back", label=message("Own desk at the organisation"), party=Party.US),
    Stop(key="their_desk_back", label=message("Their desk at the organisation"), party=Party.THEM),
)
THROUGH = (
    Stop(key="requester", label=message("Member or partner of the organisation"), party=Party.THIRD),
    Stop(key="desk", label=message("Own desk at the organisation"), party=Party.US),
    Stop(key="their_desk", label=message("Their desk at the organisation"), party=Party.THEM),
    Stop(key="executing", label=message("Authority that acts"), party=Party.THEM, addressee=True),
    Stop(key="their_desk_back", label=message("Their desk at the organisation"), party=Party.THEM),
    Stop(key="desk_back", label=message("Own desk at the organisation"), party=Party.US),
)

CHANNEL = Channel(
    key="regional_organisation",
    version=1,
    label=message("Regional organisation"),
    short=message("regional"),
    summary=message(
        "The own desk at the organisation asks the other country's desk, which has its authority act; the "
        "secretariat helps."
    ),
    admissibility=Admissibility(
        court=Court.DEPENDS,
        words=message(
            "The organisation coordinates; what can be used in court rests on the request that it carries."
        ),
        citation=Citation(article="House reading", mark=Mark.TO_VERIFY),
    ),
    expectation=Expectation(
        words=message("Nothing is published; the next coordination meeting sets the pace."),
        citation=Citation(article="House reading", mark=Mark.HOUSE),
    ),
    procedures=(
        outgoing(route=OUT),
        incoming(route=IN),
        outgoing(route=THROUGH, direction=Direction.TRANSIT),
    ),
    rules=COMMON_RULES,
)
