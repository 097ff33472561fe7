"""A task force or joint team: dedicated people of several countries; some members may be bodies that are no State."""

from workflows.deadlines import Citation, Mark
from workflows.engine.tables import Admissibility, Channel, Court, Expectation, Stop
from workflows.house import APPROVE_AFTERWARDS, STATUS_ENQUIRY
from workflows.messages import message
from workflows.procedures import incoming, outgoing
from workflows.vocabulary import Party

AGREEMENT = Citation(article="The team's own agreement; Second Protocol, Art. 12", mark=Mark.TO_VERIFY)

OUT = (
    Stop(key="member", label=message("Our member of the team"), party=Party.US),
    Stop(key="lead", label=message("Lead or secretariat of the team"), party=Party.THEM, optional=True),
    Stop(
        key="members",
        label=message("Members who act: authorities, or bodies that are no State"),
        party=Party.THEM,
        addressee=True,
    ),
    Stop(key="partner", label=message("Partner from business or academia"), party=Party.THIRD, optional=True),
    Stop(key="member_back", label=message("Our member of the team"), party=Party.US),
)
IN = (
    Stop(
        key="members",
        label=message("Members who ask: authorities, or bodies that are no State"),
        party=Party.THEM,
    ),
    Stop(key="member", label=message("Our member of the team"), party=Party.US),
    Stop(key="home_unit", label=message("Home unit that acts"), party=Party.US, addressee=True),
    Stop(key="partner", label=message("Partner from business or academia"), party=Party.THIRD, optional=True),
    Stop(key="member_back", label=message("Our member of the team"), party=Party.US),
    Stop(key="members_back", label=message("Members who ask"), party=Party.THEM),
)

CHANNEL = Channel(
    key="task_force",
    version=1,
    label=message("Task force or joint team"),
    short=message("task force"),
    summary=message(
        "Within the team's agreement its members ask one another without a formal request; each exchange is recorded."
    ),
    admissibility=Admissibility(
        court=Court.DEPENDS,
        words=message(
            "Evidence exchanged inside a joint team's agreement can be used as the agreement says."
        ),
        citation=AGREEMENT,
    ),
    expectation=Expectation(
        words=message("No period but the term of the agreement."),
        citation=AGREEMENT,
    ),
    procedures=(outgoing(route=OUT), incoming(route=IN)),
    rules=(STATUS_ENQUIRY, APPROVE_AFTERWARDS),
    compels=False,
)
