"""The United States' own law on preservation by a provider: 18 U.S.C. 2703(f)."""

from dataclasses import replace

from workflows.deadlines import Citation, DeadlineRule, Mark, Period, Unit
from workflows.engine.instrument import Instrument
from workflows.messages import message
from workflows.vocabulary import DeadlineKind, Direction, EventKind, ItemType

SECTION = Citation(
    article="18 U.S.C. 2703(f)(2)",
    mark=Mark.VERIFIED,
    read_at="lists.cpunks.org, FDEAQMGE2KOC23ZZBQX2XKUJVBITSBM2",
)

_UNTOLD = DeadlineRule(
    key="us_2703f.f_2",
    label=message("Preservation by the provider expires"),
    kind=DeadlineKind.EXPIRY,
    opens_on=frozenset({EventKind.SERVED, EventKind.PRESERVATION_RENEWED}),
    closes_on=frozenset({EventKind.PRODUCTION_REQUESTED}),
    cancels_on=frozenset(
        {EventKind.PRESERVATION_ENDED, EventKind.NIL_RETURN, EventKind.REFUSED, EventKind.RETURNED_DEFICIENT}
    ),
    period=Period(count=90, unit=Unit.DAYS),
    extension=Period(count=90, unit=Unit.DAYS),
    citation=SECTION,
    directions=frozenset({Direction.OUTGOING, Direction.TRANSIT}),
    item_types=frozenset({ItemType.PRESERVATION}),
)
# The date that the provider tells counts.
PRESERVATION = replace(
    _UNTOLD,
    version=2,
    opens_on=_UNTOLD.opens_on | {EventKind.PRESERVATION_CONFIRMED},
    dated_by_event=True,
    only_dated=frozenset({EventKind.PRESERVATION_CONFIRMED}),
    before=(_UNTOLD,),
)

INSTRUMENT = Instrument(
    key="us_2703f",
    version=1,
    label=message("18 U.S.C. 2703(f): preservation by a provider in the United States"),
    summary=message("A provider keeps what it has for 90 days, and 90 more on a renewed request."),
    citation=SECTION,
    law_of="US",
    channels={"direct_provider": frozenset({ItemType.PRESERVATION})},
    rules=(PRESERVATION,),
)
