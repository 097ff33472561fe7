"""The United Nations Convention against Transnational Organized Crime."""

from workflows.deadlines import Citation
from workflows.engine.instrument import ANYTHING, Instrument
from workflows.messages import message
from workflows.vocabulary import Ground

TEXT = "wetten.overheid.nl BWBV0001668, kept at github.com/statengeneraal/laws-markdown"


def _article(number: str) -> Citation:
    return Citation.of("UNTOC", number, read_at=TEXT)


# By Article 18(7) these hold where no treaty of mutual legal assistance binds the two.
GROUNDS = {
    Ground.DUAL_CRIMINALITY: (_article("18(9)"),),
    Ground.SOVEREIGNTY: (_article("18(21)(b)"),),
    Ground.NO_DOMESTIC_MEASURE: (_article("18(21)(c): prohibited there for any similar offence"),),
    Ground.FISCAL: (_article("18(22): not alone"),),
    Ground.PENDING_PROCEEDINGS: (_article("18(25)"),),
}

INSTRUMENT = Instrument(
    key="untoc",
    version=1,
    label=message("UN Convention against Transnational Organized Crime"),
    summary=message(
        "Mutual assistance for serious, transnational offences of an organised criminal group; no periods."
    ),
    citation=_article("18"),
    register="untoc",
    channels={"treaty": ANYTHING, "letters_rogatory": ANYTHING},
    grounds=GROUNDS,
)
