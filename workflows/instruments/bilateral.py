"""A bilateral treaty: which one, the request's legal basis says."""

from workflows.deadlines import Citation, Mark
from workflows.engine.instrument import ANYTHING, Instrument
from workflows.messages import message

INSTRUMENT = Instrument(
    key="bilateral",
    version=1,
    label=message("Bilateral treaty"),
    summary=message("The two States' own treaty; the request names it and its article."),
    citation=Citation(article="The treaty that the request names", mark=Mark.TO_VERIFY),
    channels={"treaty": ANYTHING, "letters_rogatory": ANYTHING, "direct_judicial": ANYTHING},
)
