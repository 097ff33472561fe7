"""The 24/7 network of contact points: urgent electronic evidence, above all its preservation."""

from workflows.deadlines import IN_HOURS, Citation, DeadlineRule, Mark, Period, Unit
from workflows.engine.tables import Admissibility, Channel, Court, Expectation, Stop
from workflows.house import APPROVE_AFTERWARDS, PRESERVATION_TOLD, STATUS_ENQUIRY
from workflows.messages import message
from workflows.procedures import LAPSED, formal_confirmation, incoming, outgoing, preservation
from workflows.vocabulary import ANSWERS, DeadlineKind, Direction, EventKind, Party

POINTS = "coe.int, 24/7 points of contact (Budapest Convention, Art. 35)"
ARTICLE_35 = Citation(
    article="Budapest Convention, Art. 35: immediate assistance", mark=Mark.VERIFIED, read_at=POINTS
)
HOUSE = Citation(
    article="House target, for the immediate assistance of Budapest Convention, Art. 35", mark=Mark.HOUSE
)

OUT = (
    Stop(key="office", label=message("Investigator"), party=Party.US),
    Stop(key="point", label=message("Own 24/7 contact point"), party=Party.US),
    Stop(key="their_point", label=message("Their 24/7 contact point"), party=Party.THEM, addressee=True),
    Stop(key="provider", label=message("Provider, on a domestic order"), party=Party.THEM, optional=True),
    Stop(key="their_point_back", label=message("Their 24/7 contact point"), party=Party.THEM, optional=True),
    Stop(key="point_back", label=message("Own 24/7 contact point"), party=Party.US),
    Stop(key="office_back", label=message("Investigator"), party=Party.US),
)
IN = (
    Stop(key="their_point", label=message("Their 24/7 contact point"), party=Party.THEM),
    Stop(key="point", label=message("Own 24/7 contact point"), party=Party.US, addressee=True),
    Stop(key="provider", label=message("Provider, on our order"), party=Party.THIRD, optional=True),
    Stop(key="point_back", label=message("Own 24/7 contact point"), party=Party.US),
    Stop(key="their_point_back", label=message("Their 24/7 contact point"), party=Party.THEM),
)
THROUGH = (
    Stop(key="requester", label=message("Contact point of a third State"), party=Party.THIRD),
    Stop(key="point", label=message("Own 24/7 contact point"), party=Party.US),
    Stop(key="their_point", label=message("Their 24/7 contact point"), party=Party.THEM, addressee=True),
    Stop(key="provider", label=message("Provider, on a domestic order"), party=Party.THEM, optional=True),
    Stop(key="point_back", label=message("Own 24/7 contact point"), party=Party.US),
)

BEGINNINGS = frozenset({EventKind.SENT, EventKind.RECEIVED, EventKind.SENT_AGAIN})
RESPONSES = frozenset({EventKind.ACKNOWLEDGED, EventKind.ACCEPTED, EventKind.RETURNED_DEFICIENT}) | ANSWERS

ACKNOWLEDGE = DeadlineRule(
    key="network.acknowledge",
    label=message("Acknowledgement within an hour"),
    kind=DeadlineKind.REPLY,
    opens_on=BEGINNINGS,
    closes_on=RESPONSES,
    period=Period(count=1, unit=Unit.HOURS),
    citation=HOUSE,
    directions=frozenset(Direction),
    ladder=IN_HOURS,
)
ACT = DeadlineRule(
    key="network.act",
    label=message("Action within a day"),
    kind=DeadlineKind.REPLY,
    opens_on=BEGINNINGS,
    closes_on=frozenset({EventKind.ACCEPTED}) | ANSWERS,
    cancels_on=frozenset({EventKind.RETURNED_DEFICIENT}),
    period=Period(count=24, unit=Unit.HOURS),
    citation=HOUSE,
    directions=frozenset(Direction),
    ladder=IN_HOURS,
)

CHANNEL = Channel(
    key="network_24_7",
    version=1,
    label=message("24/7 network of contact points"),
    short=message("24/7"),
    summary=message(
        "Contact points that answer day and night have data preserved or say where it is; the formal request follows."
    ),
    admissibility=Admissibility(
        court=Court.NO,
        words=message(
            "It preserves and points the way; the data itself is produced on the formal request that follows."
        ),
        citation=Citation(article="Budapest Convention, Art. 29 and 35", mark=Mark.TO_VERIFY),
    ),
    expectation=Expectation(
        words=message("Immediate assistance, at any hour; no period is written down."),
        citation=ARTICLE_35,
    ),
    procedures=(
        outgoing(
            route=OUT,
            extra=(
                formal_confirmation(label=message("Record that the formal confirmation was sent")),
                *preservation(),
            ),
            extra_states=(LAPSED,),
        ),
        incoming(
            route=IN,
            extra=(
                formal_confirmation(label=message("Record that the formal confirmation arrived")),
                *preservation(Direction.INCOMING),
            ),
            extra_states=(LAPSED,),
        ),
        outgoing(route=THROUGH, direction=Direction.TRANSIT, extra=preservation(), extra_states=(LAPSED,)),
    ),
    rules=(STATUS_ENQUIRY, APPROVE_AFTERWARDS, ACKNOWLEDGE, ACT, PRESERVATION_TOLD),
    compels=False,
)
