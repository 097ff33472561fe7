"""The e-Evidence Regulation: European production and preservation orders to providers."""

from dataclasses import replace
from datetime import date

from workflows.calendars import Roll
from workflows.deadlines import IN_HOURS, Citation, DeadlineRule, Mark, Period, Unit
from workflows.engine.instrument import Instrument
from workflows.messages import message
from workflows.vocabulary import ANSWERS, DeadlineKind, Direction, EventKind, ItemType

REGULATION = "fantasticsearch.net/law/eu/en (CELEX 32023R1543)"
BOOK = "New Technologies in International Law, p. 55, cld.bz/F36giRe/55"

DATA = frozenset({ItemType.SUBSCRIBER, ItemType.TRAFFIC, ItemType.CONTENT})
ASKING = frozenset({Direction.OUTGOING, Direction.TRANSIT})
DEFICIENT = frozenset({EventKind.RETURNED_DEFICIENT})


def _article(text: str, read_at: str = REGULATION) -> Citation:
    return Citation.of("Regulation (EU) 2023/1543", text, read_at=read_at)


PRODUCE = DeadlineRule(
    key="e_evidence.10_3",
    label=message("Data from the provider"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.SERVED}),
    closes_on=ANSWERS,
    cancels_on=DEFICIENT,
    period=Period(count=10, unit=Unit.DAYS),
    citation=_article("10(2) and 10(3)"),
    roll=Roll.EU1182,
    directions=ASKING,
    item_types=DATA,
)
EMERGENCY = DeadlineRule(
    key="e_evidence.10_4",
    label=message("Data from the provider in an emergency"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.SERVED}),
    closes_on=ANSWERS,
    cancels_on=DEFICIENT,
    period=Period(count=8, unit=Unit.HOURS),
    citation=_article("10(4)", BOOK),
    roll=Roll.EU1182,
    directions=ASKING,
    item_types=frozenset({ItemType.EMERGENCY_DISCLOSURE}),
    ladder=IN_HOURS,
)
# We are the enforcing State: what we owe is mirrored from what we would await.
OBJECT = DeadlineRule(
    key="e_evidence.10_2",
    label=message("Objection of the notified authority"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.RECEIVED}),
    closes_on=ANSWERS,
    cancels_on=DEFICIENT,
    period=Period(count=10, unit=Unit.DAYS),
    citation=_article("10(2)"),
    roll=Roll.EU1182,
    directions=frozenset({Direction.INCOMING}),
    item_types=DATA,
)
OBJECT_IN_EMERGENCY = DeadlineRule(
    key="e_evidence.10_4_objection",
    label=message("Objection of the notified authority in an emergency"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.RECEIVED}),
    closes_on=ANSWERS,
    cancels_on=DEFICIENT,
    period=Period(count=96, unit=Unit.HOURS),
    citation=_article("10(4)", BOOK),
    roll=Roll.EU1182,
    directions=frozenset({Direction.INCOMING}),
    item_types=frozenset({ItemType.EMERGENCY_DISCLOSURE}),
    ladder=IN_HOURS,
)
# The 60 days run from the receipt of the order. Where the roll could lengthen them, the earlier reading protects us.
_PRESERVE_UNTOLD = DeadlineRule(
    key="e_evidence.11_1",
    label=message("Preservation order expires"),
    kind=DeadlineKind.EXPIRY,
    opens_on=frozenset({EventKind.SERVED, EventKind.PRESERVATION_RENEWED}),
    closes_on=frozenset({EventKind.PRODUCTION_REQUESTED}),
    cancels_on=frozenset({EventKind.PRESERVATION_ENDED, EventKind.NIL_RETURN, EventKind.REFUSED}) | DEFICIENT,
    period=Period(count=60, unit=Unit.DAYS),
    extension=Period(count=30, unit=Unit.DAYS),
    citation=_article("11(1)"),
    directions=ASKING,
    item_types=frozenset({ItemType.PRESERVATION}),
)
# The date that the provider tells counts.
PRESERVE = replace(
    _PRESERVE_UNTOLD,
    version=2,
    opens_on=_PRESERVE_UNTOLD.opens_on | {EventKind.PRESERVATION_CONFIRMED},
    dated_by_event=True,
    only_dated=frozenset({EventKind.PRESERVATION_CONFIRMED}),
    before=(_PRESERVE_UNTOLD,),
)
VALIDATE = DeadlineRule(
    key="e_evidence.4_5",
    label=message("Validation of an emergency order"),
    kind=DeadlineKind.OBLIGATION,
    opens_on=frozenset({EventKind.SENT}),
    closes_on=frozenset({EventKind.VALIDATED}),
    period=Period(count=48, unit=Unit.HOURS),
    citation=_article("4(5)", BOOK.replace("p. 55", "p. 54").replace("/55", "/54")),
    roll=Roll.EU1182,
    directions=frozenset({Direction.OUTGOING}),
    item_types=frozenset({ItemType.EMERGENCY_DISCLOSURE}),
    unless=frozenset({EventKind.VALIDATED}),
    ladder=IN_HOURS,
)

INSTRUMENT = Instrument(
    key="e_evidence",
    version=1,
    label=message("e-Evidence Regulation"),
    summary=message(
        "Orders to a provider's establishment or representative in another Member State; not for Denmark."
    ),
    citation=Citation(article="Regulation (EU) 2023/1543", mark=Mark.VERIFIED, read_at=REGULATION),
    register="e_evidence",
    valid_from=date(2026, 8, 18),
    channels={"direct_provider": DATA | {ItemType.PRESERVATION, ItemType.EMERGENCY_DISCLOSURE}},
    rules=(PRODUCE, EMERGENCY, OBJECT, OBJECT_IN_EMERGENCY, PRESERVE, VALIDATE),
)
