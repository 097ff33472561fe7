"""The European Investigation Order, Directive 2014/41/EU."""

from datetime import date

from workflows.calendars import Roll
from workflows.deadlines import IN_HOURS, Citation, DeadlineRule, Mark, Period, Unit
from workflows.engine.instrument import Instrument
from workflows.messages import message
from workflows.vocabulary import ANSWERS, DeadlineKind, Direction, EventKind, Ground, ItemType

ARTICLE_12 = "legislation.gov.uk/eudr/2014/41/article/12/adopted"
ARTICLE_16 = "gesetze.legal/eu/rl_2014_41_eu/16"
ROLL = "; that Regulation 1182/71 moves its end in the law as transposed is to be verified"

DIRECTIONS = frozenset(Direction)
DEFICIENT = frozenset({EventKind.RETURNED_DEFICIENT})
NOTICES = frozenset({ItemType.INTERCEPTION_NOTICE})

# Owed twice: by the central authority that received it and by the executing authority.
ACKNOWLEDGE = DeadlineRule(
    key="eio.16_1",
    label=message("Acknowledgement (Annex B)"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.RECEIVED, EventKind.DELIVERED}),
    closes_on=frozenset({EventKind.ACKNOWLEDGED}) | ANSWERS,
    cancels_on=DEFICIENT,
    period=Period(count=1, unit=Unit.WEEKS),
    citation=Citation(
        article=f"Directive 2014/41/EU, Art. 16(1){ROLL}", mark=Mark.VERIFIED, read_at=ARTICLE_16
    ),
    roll=Roll.EU1182,
    directions=DIRECTIONS,
    never_of=NOTICES,
    each_authority=True,
)
DECIDE = DeadlineRule(
    key="eio.12_3",
    label=message("Decision on recognition and execution"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.DELIVERED}),
    closes_on=frozenset({EventKind.ACCEPTED}) | ANSWERS,
    cancels_on=DEFICIENT,
    period=Period(count=30, unit=Unit.DAYS),
    citation=Citation(
        article=f"Directive 2014/41/EU, Art. 12(3){ROLL}", mark=Mark.VERIFIED, read_at=ARTICLE_12
    ),
    roll=Roll.EU1182,
    directions=DIRECTIONS,
    never_of=NOTICES,
    extension=Period(count=30, unit=Unit.DAYS),
    extended_by="Directive 2014/41/EU, Art. 12(5)",
)
EXECUTE = DeadlineRule(
    key="eio.12_4",
    label=message("Execution of the measure"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.ACCEPTED}),
    closes_on=ANSWERS,
    cancels_on=DEFICIENT,
    period=Period(count=90, unit=Unit.DAYS),
    citation=Citation(
        article=f"Directive 2014/41/EU, Art. 12(4){ROLL}", mark=Mark.VERIFIED, read_at=ARTICLE_12
    ),
    roll=Roll.EU1182,
    directions=DIRECTIONS,
    never_of=NOTICES,
    until_complete=True,
)
# "Where practicable": what it misses is late, not unlawful. Its text was not read.
PROVISIONAL = DeadlineRule(
    key="eio.32_2",
    label=message("Decision on a provisional measure"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.DELIVERED}),
    closes_on=frozenset({EventKind.ACCEPTED}) | ANSWERS,
    cancels_on=DEFICIENT,
    period=Period(count=24, unit=Unit.HOURS),
    citation=Citation(article="Directive 2014/41/EU, Art. 32: where practicable", mark=Mark.TO_VERIFY),
    roll=Roll.EU1182,
    directions=DIRECTIONS,
    item_types=frozenset({ItemType.PRESERVATION, ItemType.FREEZE}),
    ladder=IN_HOURS,
)

# With technical assistance an interception is ordered like any other measure (Art. 30); without, the State where the
# person is found is only notified (Annex C). Its silence lets the interception go on, so that whoever notified awaits
# nothing: what we owe as the notified State is mirrored from what we would await. The text was not read.
OBJECT = DeadlineRule(
    key="eio.31_3",
    label=message("Objection to the notified interception"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.RECEIVED}),
    closes_on=ANSWERS,
    cancels_on=DEFICIENT,
    period=Period(count=96, unit=Unit.HOURS),
    citation=Citation(article="Directive 2014/41/EU, Art. 31(3)", mark=Mark.TO_VERIFY),
    roll=Roll.EU1182,
    directions=frozenset({Direction.INCOMING}),
    item_types=NOTICES,
    ladder=IN_HOURS,
)

ARTICLE_11 = "legislation.gov.uk, Directive 2014/41, Art. 11"


def _article(number: str, *, read_at: str = "") -> tuple[Citation]:
    return (Citation.of("Directive 2014/41/EU", number, read_at=read_at),)


GROUNDS = {
    Ground.IMMUNITY: _article("11(1)(a)", read_at=ARTICLE_11),
    Ground.NATIONAL_SECURITY: _article("11(1)(b)", read_at=ARTICLE_11),
    Ground.NO_DOMESTIC_MEASURE: (*_article("11(1)(c)", read_at=ARTICLE_11), *_article("10")),
    Ground.NE_BIS_IN_IDEM: _article("11(1)(d)", read_at=ARTICLE_11),
    Ground.TERRITORIALITY: _article("11(1)(e)", read_at=ARTICLE_11),
    Ground.FUNDAMENTAL_RIGHTS: _article("11(1)(f)", read_at=ARTICLE_11),
    Ground.NOT_AN_OFFENCE_EIO: _article("11(1)(g)", read_at=ARTICLE_11),
    Ground.RESTRICTED_MEASURE: _article("11(1)(h)", read_at=ARTICLE_11),
    Ground.PENDING_PROCEEDINGS: _article("15"),
}

INSTRUMENT = Instrument(
    key="eio",
    version=1,
    label=message("European Investigation Order"),
    summary=message(
        "Any investigative measure but a joint team, ordered directly; not for Denmark and Ireland."
    ),
    citation=Citation(article="Directive 2014/41/EU", mark=Mark.VERIFIED, read_at=ARTICLE_12),
    register="eio",
    valid_from=date(2017, 5, 22),
    channels={"direct_judicial": frozenset(ItemType) - {ItemType.JOINT_TEAM}},
    rules=(ACKNOWLEDGE, DECIDE, EXECUTE, PROVISIONAL, OBJECT),
    grounds=GROUNDS,
)
