"""Assistance without a treaty: reciprocity or comity under domestic law."""

from workflows.deadlines import Citation, Mark
from workflows.engine.instrument import ANYTHING, Instrument
from workflows.messages import message

INSTRUMENT = Instrument(
    key="reciprocity",
    version=1,
    label=message("Reciprocity or comity"),
    summary=message("No treaty binds; the requested State helps under its own law if it expects the same."),
    citation=Citation(article="Domestic law on assistance without a treaty", mark=Mark.TO_VERIFY),
    channels={"treaty": ANYTHING, "letters_rogatory": ANYTHING, "letter_exchange": ANYTHING},
)
