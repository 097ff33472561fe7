"""The United Nations Convention against Corruption."""

from workflows.deadlines import Citation
from workflows.engine.instrument import ANYTHING, Instrument
from workflows.messages import message
from workflows.vocabulary import Ground

TEXT = "wetten.overheid.nl BWBV0001830, kept at github.com/statengeneraal/laws-markdown"


def _article(number: str) -> Citation:
    return Citation.of("UNCAC", number, read_at=TEXT)


# By Article 46(7) these hold where no treaty of mutual legal assistance binds the two.
GROUNDS = {
    Ground.DUAL_CRIMINALITY: (_article("46(9)(b): not of what needs no coercion"),),
    Ground.DE_MINIMIS: (_article("46(9)(b): without dual criminality"),),
    Ground.SOVEREIGNTY: (_article("46(21)(b)"),),
    Ground.NO_DOMESTIC_MEASURE: (_article("46(21)(c): prohibited there for any similar offence"),),
    Ground.FISCAL: (_article("46(22): not alone"),),
    Ground.PENDING_PROCEEDINGS: (_article("46(25)"),),
}

INSTRUMENT = Instrument(
    key="uncac",
    version=1,
    label=message("UN Convention against Corruption"),
    summary=message("Mutual assistance and the return of assets for offences of corruption; no periods."),
    citation=_article("46"),
    register="uncac",
    channels={"treaty": ANYTHING, "letters_rogatory": ANYTHING},
    grounds=GROUNDS,
)
