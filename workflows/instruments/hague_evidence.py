"""The Hague Evidence Convention of 1970: civil and commercial matters only, known in order to be refused here."""

from workflows.deadlines import Citation, Mark
from workflows.engine.instrument import Instrument
from workflows.messages import message
from workflows.vocabulary import Ground, ItemType

ARTICLE_12 = "wetten.overheid.nl BWBV0001993, kept at github.com/statengeneraal/laws-markdown"

INSTRUMENT = Instrument(
    key="hague_evidence",
    version=1,
    label=message("Hague Evidence Convention"),
    summary=message("Letters of request in civil or commercial matters; never in criminal ones."),
    citation=Citation(
        article="Hague Evidence Convention, Art. 1 and 3",
        mark=Mark.VERIFIED,
        read_at="m.likumi.lv/ta/id/203897",
    ),
    register="hague_evidence",
    channels={"letters_rogatory": frozenset({ItemType.WITNESS, ItemType.DOCUMENTS})},
    grounds={Ground.SOVEREIGNTY: (Citation.of("Hague Evidence Convention", "12(b)", read_at=ARTICLE_12),)},
    criminal=False,
)
