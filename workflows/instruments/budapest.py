"""The Council of Europe's Convention on Cybercrime, Budapest, 23 November 2001."""

from workflows.deadlines import Citation, DeadlineRule, Mark, Period, Unit
from workflows.engine.instrument import ANYTHING, Instrument
from workflows.messages import message
from workflows.vocabulary import DeadlineKind, Direction, EventKind, Ground, ItemType

READ_AT = "droit-bilingue.ch/it-fr/0.3/0.31/0.311.43-29-32.html"

# A minimum for them is an expiry for us: until our request for disclosure has arrived the data may go after 60 days.
PRESERVATION = DeadlineRule(
    key="budapest.29_7",
    label=message("Preservation expires"),
    kind=DeadlineKind.EXPIRY,
    opens_on=frozenset({EventKind.PRESERVATION_CONFIRMED, EventKind.PRESERVATION_RENEWED}),
    closes_on=frozenset({EventKind.PRODUCTION_REQUESTED}),
    cancels_on=frozenset({EventKind.PRESERVATION_ENDED}),
    period=Period(count=60, unit=Unit.DAYS),
    citation=Citation(article="Budapest Convention, Art. 29(7)", mark=Mark.VERIFIED, read_at=READ_AT),
    directions=frozenset(Direction),
    item_types=frozenset({ItemType.PRESERVATION}),
    dated_by_event=True,
)
# The order that we make for them at home ends, too, whatever they were promised.
DOMESTIC_ORDER = DeadlineRule(
    key="budapest.16_2",
    label=message("Our own preservation order expires"),
    kind=DeadlineKind.EXPIRY,
    opens_on=frozenset({EventKind.PRESERVATION_CONFIRMED, EventKind.PRESERVATION_RENEWED}),
    closes_on=frozenset({EventKind.PRODUCTION_REQUESTED}),
    cancels_on=frozenset({EventKind.PRESERVATION_ENDED}),
    period=Period(count=90, unit=Unit.DAYS),
    citation=Citation(
        article="Budapest Convention, Art. 16(2): at most, and renewable",
        mark=Mark.VERIFIED,
        read_at="public.codexis.cz, Convention on Cybercrime, Art. 16",
    ),
    directions=frozenset({Direction.INCOMING}),
    item_types=frozenset({ItemType.PRESERVATION}),
)

TEXT = "wetten.overheid.nl BWBV0001839, kept at github.com/statengeneraal/laws-markdown"
"""Where the grounds were read."""


def _article(number: str) -> tuple[Citation]:
    return (Citation.of("Budapest Convention", number, read_at=TEXT),)


# Article 27 holds where no treaty of mutual assistance binds the two, 29 for preservation, 30 for preserved traffic.
GROUNDS = {
    Ground.POLITICAL: _article("27(4)(a), 29(5)(a) and 30(2)(a)"),
    Ground.SOVEREIGNTY: _article("27(4)(b), 29(5)(b) and 30(2)(b)"),
    Ground.DUAL_CRIMINALITY: _article("29(4): preservation, where the Party has reserved it"),
    Ground.FISCAL: _article("25(4): not alone, of offences of Articles 2 to 11"),
    Ground.CONFIDENTIALITY: _article("27(8): the requesting Party decides"),
    Ground.PENDING_PROCEEDINGS: _article("27(5)"),
}

INSTRUMENT = Instrument(
    key="budapest",
    version=1,
    label=message("Budapest Convention on Cybercrime"),
    summary=message("Preservation, disclosure and mutual assistance for electronic evidence of any offence."),
    citation=Citation(
        article="Convention on Cybercrime (ETS 185), Art. 25 to 35", mark=Mark.VERIFIED, read_at=READ_AT
    ),
    register="budapest",
    channels={
        "treaty": ANYTHING,
        "network_24_7": frozenset(
            {
                ItemType.PRESERVATION,
                ItemType.PARTIAL_DISCLOSURE,
                ItemType.LOCATE,
                ItemType.SPONTANEOUS,
                ItemType.STATUS_ENQUIRY,
            }
        ),
    },
    rules=(PRESERVATION, DOMESTIC_ORDER),
    grounds=GROUNDS,
)
