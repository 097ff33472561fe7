"""An embedded liaison: attachés and experts posted abroad, who ask and cannot compel."""

from workflows.deadlines import Citation, Mark
from workflows.engine.tables import Admissibility, Channel, Court, Expectation, Stop
from workflows.house import COMMON_RULES
from workflows.messages import message
from workflows.procedures import incoming, outgoing
from workflows.vocabulary import Direction, Party

AUDIT = Citation(
    article="DOJ OIG report 04-18, chapter 3",
    mark=Mark.VERIFIED,
    read_at="oig.justice.gov/reports/FBI/a0418/",
)

OUT = (
    Stop(key="home_unit", label=message("Home unit that leads"), party=Party.US),
    Stop(key="post", label=message("Liaison post"), party=Party.US),
    Stop(key="counterpart", label=message("Host authority"), party=Party.THEM, addressee=True),
    Stop(key="post_back", label=message("Liaison post"), party=Party.US),
    Stop(key="home_unit_back", label=message("Home unit that leads"), party=Party.US),
)
IN = (
    Stop(key="counterpart", label=message("Host authority"), party=Party.THEM),
    Stop(key="post", label=message("Liaison post"), party=Party.US),
    Stop(key="home_unit", label=message("Home unit that executes"), party=Party.US, addressee=True),
    Stop(key="post_back", label=message("Liaison post"), party=Party.US),
    Stop(key="counterpart_back", label=message("Host authority"), party=Party.THEM),
)
THROUGH = (
    Stop(key="requester", label=message("Authority of a third State"), party=Party.THIRD),
    Stop(key="post", label=message("Liaison post"), party=Party.US),
    Stop(key="counterpart", label=message("Host authority"), party=Party.THEM, addressee=True),
    Stop(key="post_back", label=message("Liaison post"), party=Party.US),
)

CHANNEL = Channel(
    key="embedded_liaison",
    version=1,
    label=message("Embedded liaison"),
    short=message("liaison"),
    summary=message(
        "The home unit's lead goes through the liaison post to a host authority, which acts under its own law "
        "or not at all."
    ),
    admissibility=Admissibility(
        court=Court.DEPENDS,
        words=message(
            "A liaison has no powers in the host State: what is given is information unless a request confirms it."
        ),
        citation=AUDIT,
    ),
    expectation=Expectation(
        words=message("Nothing is published; it rests on the relationship."),
        citation=Citation(article="House reading", mark=Mark.HOUSE),
    ),
    procedures=(
        outgoing(route=OUT),
        incoming(route=IN),
        outgoing(route=THROUGH, direction=Direction.TRANSIT),
    ),
    rules=COMMON_RULES,
    compels=False,
)
