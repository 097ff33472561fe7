"""House rules that every channel may take: no law says them, and the page says so."""

from dataclasses import replace

from workflows.deadlines import OF_ENQUIRIES, Citation, DeadlineRule, Mark, Period, Unit
from workflows.messages import message
from workflows.vocabulary import ANSWERS, DeadlineKind, Direction, EventKind, ItemType

HOUSE = Citation(article="House rule", mark=Mark.HOUSE)

MOVEMENTS = frozenset(
    {
        EventKind.SENT,
        EventKind.SENT_AGAIN,
        EventKind.HANDED_OVER,
        EventKind.DELIVERED,
        EventKind.ACKNOWLEDGED,
        EventKind.ACCEPTED,
        EventKind.INFORMATION_GIVEN,
        EventKind.STATUS_ENQUIRY_SENT,
        EventKind.STATUS_ANSWERED,
    }
)

ACKNOWLEDGE_OUTGOING = DeadlineRule(
    key="house.acknowledgement",
    label=message("Acknowledgement by them"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.SENT, EventKind.SENT_AGAIN}),
    closes_on=frozenset({EventKind.ACKNOWLEDGED, EventKind.ACCEPTED, EventKind.RETURNED_DEFICIENT}) | ANSWERS,
    period=Period(count=30, unit=Unit.DAYS),
    citation=HOUSE,
    directions=frozenset({Direction.OUTGOING, Direction.TRANSIT}),
)

ACKNOWLEDGE_INCOMING = DeadlineRule(
    key="house.acknowledge",
    label=message("Acknowledgement by us"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.RECEIVED, EventKind.SENT_AGAIN}),
    closes_on=frozenset({EventKind.ACKNOWLEDGED, EventKind.ACCEPTED, EventKind.RETURNED_DEFICIENT}) | ANSWERS,
    period=Period(count=10, unit=Unit.WORKING_DAYS),
    citation=HOUSE,
    directions=frozenset({Direction.INCOMING}),
)

STATUS_ENQUIRY = DeadlineRule(
    key="house.status_enquiry",
    label=message("Status enquiry by us"),
    kind=DeadlineKind.OBLIGATION,
    opens_on=MOVEMENTS,
    closes_on=MOVEMENTS | ANSWERS,
    cancels_on=frozenset({EventKind.RETURNED_DEFICIENT}),
    period=Period(count=1, unit=Unit.MONTHS),
    citation=Citation(
        article="House rule, after the monthly enquiries of 7 FAM 931.1",
        mark=Mark.HOUSE,
        read_at="7 FAM 930, fam.state.gov/fam/07fam/07fam0930.html",
    ),
    until_complete=True,
    directions=frozenset({Direction.OUTGOING, Direction.TRANSIT}),
    ladder=OF_ENQUIRIES,
)

APPROVE_AFTERWARDS = DeadlineRule(
    key="house.approve_afterwards",
    label=message("Approval after an urgent sending"),
    kind=DeadlineKind.OBLIGATION,
    opens_on=frozenset({EventKind.SENT}),
    closes_on=frozenset({EventKind.APPROVED_AFTERWARDS}),
    period=Period(count=1, unit=Unit.WORKING_DAYS),
    citation=HOUSE,
    unapproved_only=True,
    directions=frozenset({Direction.OUTGOING, Direction.TRANSIT}),
)

# No law says how long they keep it, so only a date that they told can be watched.
PRESERVATION_TOLD = DeadlineRule(
    key="house.preservation",
    label=message("Preservation expires, as they told"),
    kind=DeadlineKind.EXPIRY,
    opens_on=frozenset({EventKind.PRESERVATION_CONFIRMED, EventKind.PRESERVATION_RENEWED}),
    closes_on=frozenset({EventKind.PRODUCTION_REQUESTED}),
    cancels_on=frozenset({EventKind.PRESERVATION_ENDED}),
    period=Period(count=60, unit=Unit.DAYS),
    citation=HOUSE,
    directions=frozenset(Direction),
    item_types=frozenset({ItemType.PRESERVATION}),
    dated_by_event=True,
    only_dated=frozenset({EventKind.PRESERVATION_CONFIRMED, EventKind.PRESERVATION_RENEWED}),
    where_no_law=True,
)

COMMON_RULES = (ACKNOWLEDGE_OUTGOING, ACKNOWLEDGE_INCOMING, STATUS_ENQUIRY, APPROVE_AFTERWARDS)


def customary(
    *,
    lower: Period,
    upper: Period,
    citation: Citation,
    opens_on: frozenset[EventKind] = frozenset({EventKind.SENT}),
) -> DeadlineRule:
    """The range within which answers usually come: custom, not law; amber from ``lower``, late after ``upper``.

    While we owe them an answer to a question of theirs, nobody can expect one of them.
    """
    never_stopped = DeadlineRule(
        key="custom.answer",
        label=message("Answer, by custom"),
        kind=DeadlineKind.EXPECTATION,
        opens_on=opens_on | {EventKind.SENT_AGAIN, EventKind.REOPENED},
        closes_on=ANSWERS,
        cancels_on=frozenset({EventKind.RETURNED_DEFICIENT}),
        period=lower,
        upper=upper,
        citation=citation,
        until_complete=True,
        directions=frozenset({Direction.OUTGOING, Direction.TRANSIT}),
    )
    return replace(never_stopped, version=2, pauses=True, before=(never_stopped,))
