"""Informal networks of officials and response teams: information shared, nothing owed."""

from workflows.deadlines import Citation, Mark
from workflows.engine.tables import Admissibility, Channel, Court, Expectation, Stop
from workflows.house import APPROVE_AFTERWARDS
from workflows.messages import message
from workflows.procedures import incoming, outgoing
from workflows.vocabulary import Direction, Party

OUT = (
    Stop(key="office", label=message("Own office"), party=Party.US),
    Stop(key="contact", label=message("Contact in the network"), party=Party.THEM, addressee=True),
    Stop(key="office_back", label=message("Own office"), party=Party.US),
)
IN = (
    Stop(key="contact", label=message("Contact in the network"), party=Party.THEM),
    Stop(key="office", label=message("Own office"), party=Party.US, addressee=True),
    Stop(key="contact_back", label=message("Contact in the network"), party=Party.THEM),
)
THROUGH = (
    Stop(key="requester", label=message("Contact of a third State"), party=Party.THIRD),
    Stop(key="office", label=message("Own office"), party=Party.US),
    Stop(key="contact", label=message("Contact in the network"), party=Party.THEM, addressee=True),
    Stop(key="office_back", label=message("Own office"), party=Party.US),
)

CHANNEL = Channel(
    key="informal_network",
    version=1,
    label=message("Informal network"),
    short=message("informal"),
    summary=message(
        "Officials and incident response teams who know one another share information, asked for or not; no "
        "reply is owed."
    ),
    admissibility=Admissibility(
        court=Court.NO,
        words=message("It is information, quickly had; as evidence it has to be asked for again formally."),
        citation=Citation(
            article="T-CY(2013)17rev, conclusions: police cooperation gives no evidence for court",
            mark=Mark.VERIFIED,
            read_at="quoted at 1library.co/article/…1y902pjy",
        ),
    ),
    expectation=Expectation(
        words=message("None: whoever shares does so freely."),
        citation=Citation(article="House reading", mark=Mark.HOUSE),
    ),
    procedures=(
        outgoing(route=OUT),
        incoming(route=IN),
        outgoing(route=THROUGH, direction=Direction.TRANSIT),
    ),
    rules=(APPROVE_AFTERWARDS,),
    compels=False,
)
