"""The Treaty on Mutual Legal Assistance in Criminal Matters among like-minded ASEAN member countries."""

from workflows.deadlines import Citation, Mark
from workflows.engine.instrument import ANYTHING, Instrument
from workflows.messages import message
from workflows.vocabulary import Ground

# Of the article on limits of assistance only the heading was read: which paragraph says what is left open.
LIMITS = (Citation.of("Treaty on MLA in Criminal Matters (ASEAN)", "3"),)
GROUNDS = dict.fromkeys(
    (
        Ground.POLITICAL,
        Ground.DISCRIMINATION,
        Ground.NE_BIS_IN_IDEM,
        Ground.DUAL_CRIMINALITY,
        Ground.SOVEREIGNTY,
        Ground.RECIPROCITY,
        Ground.PENDING_PROCEEDINGS,
    ),
    LIMITS,
)

INSTRUMENT = Instrument(
    key="asean_mlat",
    version=1,
    label=message("ASEAN Treaty on Mutual Legal Assistance"),
    summary=message(
        "Mutual assistance among the members, with a secretariat that counts the requests; no periods."
    ),
    citation=Citation(
        article="Treaty on MLA in Criminal Matters (ASEAN)",
        mark=Mark.VERIFIED,
        read_at="aseanmlatsec.myopensoft.net",
    ),
    register="asean_mlat",
    channels={"treaty": ANYTHING, "regional_organisation": ANYTHING},
    grounds=GROUNDS,
)
