"""Direct between judicial authorities: the European Investigation Order, the Second Protocol's Article 8."""

from workflows.deadlines import Citation, Mark
from workflows.engine.tables import Admissibility, Channel, Court, Expectation, Stop
from workflows.house import COMMON_RULES
from workflows.messages import message
from workflows.procedures import APPEALS, CONDITIONS, VALIDATED, incoming, outgoing, serve
from workflows.vocabulary import Direction, Party

DIRECTIVE = Citation(
    article="Directive 2014/41/EU, Art. 12",
    mark=Mark.VERIFIED,
    read_at="legislation.gov.uk/eudr/2014/41/article/12/adopted",
)

OUT = (
    Stop(key="issuing", label=message("Issuing authority"), party=Party.US),
    Stop(
        key="validating",
        label=message("Validating judge, court or prosecutor"),
        party=Party.US,
        optional=True,
    ),
    Stop(key="their_central", label=message("Their central authority"), party=Party.THEM, optional=True),
    Stop(key="executing", label=message("Executing authority"), party=Party.THEM, addressee=True),
    Stop(key="provider", label=message("Service provider, on their order"), party=Party.THEM, optional=True),
    Stop(key="executing_back", label=message("Executing authority"), party=Party.THEM, optional=True),
    Stop(key="issuing_back", label=message("Issuing authority"), party=Party.US),
)
IN = (
    Stop(key="issuing", label=message("Issuing authority"), party=Party.THEM),
    Stop(key="received", label=message("Own authority that received it"), party=Party.US),
    Stop(key="executing", label=message("Own executing authority"), party=Party.US, addressee=True),
    Stop(key="provider", label=message("Service provider, on our order"), party=Party.THIRD, optional=True),
    Stop(key="executing_back", label=message("Own executing authority"), party=Party.US),
    Stop(key="issuing_back", label=message("Issuing authority"), party=Party.THEM),
)
THROUGH = (
    Stop(key="issuing", label=message("Issuing authority of a third State"), party=Party.THIRD),
    Stop(key="office", label=message("Office that passes it on"), party=Party.US),
    Stop(key="executing", label=message("Executing authority"), party=Party.THEM, addressee=True),
    Stop(key="provider", label=message("Service provider, on their order"), party=Party.THEM, optional=True),
    Stop(key="office_back", label=message("Office that passes it on"), party=Party.US),
)

BOTH = (*CONDITIONS, *APPEALS, serve(label=message("Record the service of the order on the provider")))

CHANNEL = Channel(
    key="direct_judicial",
    version=1,
    label=message("Direct between judicial authorities"),
    short=message("judicial"),
    summary=message(
        "The issuing authority, where needed validated by a judge, court or prosecutor, writes directly to the "
        "executing authority; central authorities only help."
    ),
    admissibility=Admissibility(
        court=Court.YES,
        words=message("An order between judicial authorities is made for gathering evidence."),
        citation=Citation(
            article="Directive 2014/41/EU, Art. 1; Second Protocol, Art. 8", mark=Mark.TO_VERIFY
        ),
    ),
    expectation=Expectation(
        words=message(
            "Where a law binds both sides it sets the times: an Investigation Order is decided on in 30 days and "
            "executed in 90."
        ),
        citation=DIRECTIVE,
    ),
    procedures=(
        outgoing(route=OUT, extra=(VALIDATED, *BOTH)),
        incoming(route=IN, extra=BOTH),
        outgoing(route=THROUGH, direction=Direction.TRANSIT, extra=BOTH),
    ),
    rules=COMMON_RULES,
    needs_instrument=True,
)
