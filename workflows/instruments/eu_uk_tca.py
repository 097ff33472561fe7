"""The Trade and Cooperation Agreement between the European Union and the United Kingdom, Part Three, Title VIII."""

from datetime import date

from workflows.deadlines import Citation, DeadlineRule, Mark, Period, Unit
from workflows.engine.instrument import ANYTHING, Instrument
from workflows.messages import message
from workflows.vocabulary import ANSWERS, DeadlineKind, Direction, EventKind, Ground

ARTICLE_640 = Citation(article="EU-UK Trade and Cooperation Agreement, Art. 640", mark=Mark.TO_VERIFY)
DEFICIENT = frozenset({EventKind.RETURNED_DEFICIENT})

DECIDE = DeadlineRule(
    key="eu_uk_tca.640_decide",
    label=message("Decision on the request"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.DELIVERED}),
    closes_on=frozenset({EventKind.ACCEPTED}) | ANSWERS,
    cancels_on=DEFICIENT,
    period=Period(count=45, unit=Unit.DAYS),
    citation=ARTICLE_640,
    directions=frozenset(Direction),
)
EXECUTE = DeadlineRule(
    key="eu_uk_tca.640_execute",
    label=message("Execution of the request"),
    kind=DeadlineKind.REPLY,
    opens_on=frozenset({EventKind.ACCEPTED}),
    closes_on=ANSWERS,
    cancels_on=DEFICIENT,
    period=Period(count=90, unit=Unit.DAYS),
    citation=ARTICLE_640,
    directions=frozenset(Direction),
    until_complete=True,
)

ETS_30 = "wetten.overheid.nl BWBV0001009, kept at github.com/statengeneraal/laws-markdown"


def _supplemented(number: str) -> tuple[Citation]:
    """An article of the convention of 1959, which the Agreement supplements by its Article 633."""
    law = "European Convention on Mutual Assistance"
    return (Citation.of(law, f"{number}, by Art. 633 of the Agreement", read_at=ETS_30),)


GROUNDS = {
    Ground.POLITICAL: _supplemented("2(a)"),
    Ground.SOVEREIGNTY: _supplemented("2(b)"),
    Ground.NE_BIS_IN_IDEM: (Citation.of("EU-UK Trade and Cooperation Agreement", "639"),),
}

INSTRUMENT = Instrument(
    key="eu_uk_tca",
    version=1,
    label=message("EU-UK Trade and Cooperation Agreement"),
    summary=message("Mutual assistance between the United Kingdom and Member States of the European Union."),
    citation=ARTICLE_640,
    register="eu_uk_tca",
    valid_from=date(2021, 1, 1),
    channels={"treaty": ANYTHING, "direct_judicial": ANYTHING},
    rules=(DECIDE, EXECUTE),
    grounds=GROUNDS,
)
