"""The United Nations Convention against Transnational Organized Crime."""

from workflows.deadlines import Citation, Mark
from workflows.engine.instrument import ANYTHING, Instrument
from workflows.messages import message

INSTRUMENT = Instrument(
    key="untoc",
    version=1,
    label=message("UN Convention against Transnational Organized Crime"),
    summary=message(
        "Mutual assistance for serious, transnational offences of an organised criminal group; no periods."
    ),
    citation=Citation(article="UNTOC, Art. 18", mark=Mark.TO_VERIFY),
    register="untoc",
    channels={"treaty": ANYTHING, "letters_rogatory": ANYTHING},
)
