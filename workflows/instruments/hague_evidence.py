"""The Hague Evidence Convention of 1970: civil and commercial matters only, known in order to be refused here."""

from workflows.deadlines import Citation, Mark
from workflows.engine.instrument import Instrument
from workflows.messages import message
from workflows.vocabulary import ItemType

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
    criminal=False,
)
