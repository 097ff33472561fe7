"""The United Nations Convention against Corruption."""

from workflows.deadlines import Citation, Mark
from workflows.engine.instrument import ANYTHING, Instrument
from workflows.messages import message

INSTRUMENT = Instrument(
    key="uncac",
    version=1,
    label=message("UN Convention against Corruption"),
    summary=message("Mutual assistance and the return of assets for offences of corruption; no periods."),
    citation=Citation(article="UNCAC, Art. 46", mark=Mark.TO_VERIFY),
    register="uncac",
    channels={"treaty": ANYTHING, "letters_rogatory": ANYTHING},
)
