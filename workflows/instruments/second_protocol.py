"""The Second Additional Protocol to the Budapest Convention, Strasbourg, 12 May 2022.

Its numbers were not read in its text: they are marked to be verified.
"""

from workflows.deadlines import Citation, DeadlineRule, Mark, Period, Unit
from workflows.engine.instrument import Instrument
from workflows.messages import Message, message
from workflows.vocabulary import ANSWERS, DeadlineKind, Direction, EventKind, Ground, ItemType

SUBSCRIBER = frozenset({ItemType.SUBSCRIBER})
TRAFFIC = frozenset({ItemType.TRAFFIC})


def _article(text: str) -> Citation:
    return Citation.of("Second Additional Protocol", text)


def _returned(key: str, label: Message, article: str, items: frozenset[ItemType], days: int) -> DeadlineRule:
    """What was ordered comes back within so many days of the service on the provider."""
    return DeadlineRule(
        key=key,
        label=label,
        kind=DeadlineKind.REPLY,
        opens_on=frozenset({EventKind.SERVED}),
        closes_on=ANSWERS,
        cancels_on=frozenset({EventKind.RETURNED_DEFICIENT}),
        period=Period(count=days, unit=Unit.DAYS),
        citation=_article(article),
        directions=frozenset(Direction),
        item_types=items,
        channels=frozenset({"direct_judicial"}),
    )


DISCLOSED_BY_PROVIDER = DeadlineRule(
    key="second_protocol.7_7",
    label=message("Subscriber information from the provider"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.SERVED}),
    closes_on=ANSWERS,
    cancels_on=frozenset({EventKind.RETURNED_DEFICIENT}),
    period=Period(count=30, unit=Unit.DAYS),
    citation=_article("7(7)"),
    directions=frozenset({Direction.OUTGOING, Direction.TRANSIT}),
    item_types=SUBSCRIBER,
    channels=frozenset({"direct_provider"}),
    dated_by_event=True,
)
SERVED_BY_PARTY = DeadlineRule(
    key="second_protocol.8_6_serve",
    label=message("Service on the provider"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.DELIVERED, EventKind.INFORMATION_GIVEN}),
    closes_on=frozenset({EventKind.SERVED}) | ANSWERS,
    cancels_on=frozenset({EventKind.RETURNED_DEFICIENT}),
    period=Period(count=45, unit=Unit.DAYS),
    citation=_article("8(6)(a)"),
    directions=frozenset(Direction),
    channels=frozenset({"direct_judicial"}),
)
SUBSCRIBER_RETURNED = _returned(
    "second_protocol.8_6_i", message("Return of subscriber information"), "8(6)(a)(i)", SUBSCRIBER, 20
)
TRAFFIC_RETURNED = _returned(
    "second_protocol.8_6_ii", message("Return of traffic data"), "8(6)(a)(ii)", TRAFFIC, 45
)

# Of orders that a Party gives effect to, by reference to what the Convention says of requests.
GROUNDS = {
    Ground.POLITICAL: (_article("8(8), by Art. 27(4)(a) of the Convention"),),
    Ground.SOVEREIGNTY: (_article("8(8), by Art. 27(4)(b) of the Convention"),),
    Ground.PENDING_PROCEEDINGS: (_article("8(8), by Art. 27(5) of the Convention"),),
}

INSTRUMENT = Instrument(
    key="second_protocol",
    version=1,
    label=message("Second Additional Protocol to the Budapest Convention"),
    summary=message(
        "Orders to providers, orders given effect, emergency disclosure, hearings by video, joint teams."
    ),
    citation=Citation(article="Second Additional Protocol (CETS 224), Art. 6 to 12", mark=Mark.TO_VERIFY),
    register="second_protocol",
    channels={
        "direct_provider": SUBSCRIBER | {ItemType.DOMAIN_REGISTRATION},
        "direct_judicial": SUBSCRIBER | TRAFFIC,
        "network_24_7": frozenset({ItemType.EMERGENCY_DISCLOSURE}),
        "treaty": frozenset({ItemType.EMERGENCY_DISCLOSURE, ItemType.VIDEO_HEARING}),
        "task_force": frozenset({ItemType.JOINT_TEAM}),
    },
    rules=(DISCLOSED_BY_PROVIDER, SERVED_BY_PARTY, SUBSCRIBER_RETURNED, TRAFFIC_RETURNED),
    grounds=GROUNDS,
)
