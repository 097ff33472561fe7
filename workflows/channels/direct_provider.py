"""Direct to a service provider: orders to produce or preserve, the Second Protocol's Article 7, voluntary help."""

from dataclasses import replace

from workflows.deadlines import Citation, Mark
from workflows.engine.tables import Admissibility, Channel, Court, Expectation, Stop
from workflows.house import COMMON_RULES, PRESERVATION_TOLD
from workflows.messages import message
from workflows.procedures import (
    LAPSED,
    VALIDATED,
    VALIDATED_AFTERWARDS,
    incoming,
    outgoing,
    preservation,
    serve,
)
from workflows.vocabulary import Direction, Party

REGULATION = Citation(
    article="Regulation (EU) 2023/1543, Art. 10",
    mark=Mark.VERIFIED,
    read_at="fantasticsearch.net/law/eu/en (CELEX 32023R1543)",
)

OUT = (
    Stop(key="issuing", label=message("Issuing authority"), party=Party.US),
    Stop(
        key="validating",
        label=message("Validating judge, court or prosecutor"),
        party=Party.US,
        optional=True,
    ),
    Stop(key="notified", label=message("Notified authority of their State"), party=Party.THEM, optional=True),
    Stop(
        key="provider",
        label=message("Service provider or its representative"),
        party=Party.THEM,
        addressee=True,
    ),
    Stop(key="issuing_back", label=message("Issuing authority"), party=Party.US),
)
IN = (
    Stop(key="issuing", label=message("Issuing authority"), party=Party.THEM),
    Stop(key="notified", label=message("Own authority that is notified"), party=Party.US, addressee=True),
    Stop(key="provider", label=message("Service provider here"), party=Party.THIRD, optional=True),
    Stop(key="notified_back", label=message("Own authority that is notified"), party=Party.US),
    Stop(key="issuing_back", label=message("Issuing authority"), party=Party.THEM),
)
THROUGH = (
    Stop(key="issuing", label=message("Issuing authority of a third State"), party=Party.THIRD),
    Stop(key="office", label=message("Office that passes it on"), party=Party.US),
    Stop(
        key="provider",
        label=message("Service provider or its representative"),
        party=Party.THEM,
        addressee=True,
    ),
    Stop(key="office_back", label=message("Office that passes it on"), party=Party.US),
)

ASKING = frozenset({Direction.OUTGOING, Direction.TRANSIT})
SERVED = serve(label=message("Record that the provider received the order"))

CHANNEL = Channel(
    key="direct_provider",
    version=1,
    label=message("Direct to a service provider"),
    short=message("provider"),
    summary=message(
        "An order, or a request to help voluntarily, goes straight to the provider. Incoming, we are the State that is "
        "notified of an order to a provider here and may object."
    ),
    admissibility=Admissibility(
        court=Court.DEPENDS,
        words=message(
            "Data given under an order that binds can be used as evidence; on a voluntary answer the court "
            "decides."
        ),
        citation=Citation(article="Second Protocol, Art. 7; Regulation (EU) 2023/1543", mark=Mark.TO_VERIFY),
    ),
    expectation=Expectation(
        words=message(
            "An order under the Regulation is answered within ten days, in an emergency within eight hours."
        ),
        citation=REGULATION,
    ),
    procedures=(
        outgoing(
            route=OUT,
            extra=(VALIDATED, VALIDATED_AFTERWARDS, SERVED, *preservation()),
            extra_states=(LAPSED,),
        ),
        incoming(route=IN),
        outgoing(
            route=THROUGH,
            direction=Direction.TRANSIT,
            extra=(SERVED, *preservation()),
            extra_states=(LAPSED,),
        ),
    ),
    asks_keeper=True,
    rules=(*COMMON_RULES, replace(PRESERVATION_TOLD, directions=ASKING)),
)
