"""Which office of the demonstration works with whom, by which channel, on which basis, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workflows.vocabulary import Direction, ItemType

if TYPE_CHECKING:
    from collections.abc import Mapping

OUT, IN = Direction.OUTGOING, Direction.INCOMING
COMITY: Final = "Comity; the same is offered in like cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One kind of work of one office; the heavier, the more often it is generated."""

    office: str
    channel: str
    to: str
    authority: str
    weight: int
    direction: Direction = OUT
    instrument: str = ""
    basis: str = ""


BEATS: Final = (
    Beat(office="BEJ", channel="letter_exchange", to="CN", authority="cn-mfa", basis=COMITY, weight=26),
    Beat(office="BEJ", channel="embedded_liaison", to="CN", authority="cn-police", basis=COMITY, weight=6),
    Beat(
        office="BEJ",
        channel="treaty",
        to="CN",
        authority="cn-central",
        instrument="bilateral",
        basis="Agreement between the two States on mutual legal assistance",
        weight=6,
    ),
    Beat(
        office="BEJ",
        channel="letters_rogatory",
        to="CN",
        authority="cn-court",
        instrument="reciprocity",
        weight=4,
    ),
    Beat(
        office="BEJ",
        channel="regional_organisation",
        to="VN",
        authority="vn-police",
        basis=COMITY,
        weight=3,
    ),
    Beat(
        office="BEJ",
        channel="regional_organisation",
        to="TH",
        authority="th-police",
        basis=COMITY,
        weight=2,
    ),
    Beat(office="BEJ", channel="letter_exchange", to="CN", authority="cn-police", direction=IN, weight=4),
    Beat(
        office="TLL",
        channel="network_24_7",
        to="EE",
        authority="ee-24-7",
        instrument="budapest",
        basis="Art. 29",
        weight=7,
    ),
    Beat(office="TLL", channel="embedded_liaison", to="EE", authority="ee-police", basis=COMITY, weight=6),
    Beat(
        office="TLL",
        channel="treaty",
        to="EE",
        authority="ee-central",
        instrument="budapest",
        basis="Art. 31",
        weight=4,
    ),
    Beat(office="TLL", channel="informal_network", to="EE", authority="cert-ee", basis=COMITY, weight=3),
    Beat(
        office="KYI",
        channel="network_24_7",
        to="UA",
        authority="ua-24-7",
        instrument="budapest",
        basis="Art. 29",
        weight=6,
    ),
    Beat(office="KYI", channel="embedded_liaison", to="UA", authority="ua-police", basis=COMITY, weight=7),
    Beat(
        office="KYI",
        channel="treaty",
        to="UA",
        authority="ua-central",
        instrument="budapest",
        basis="Art. 31",
        weight=6,
    ),
    Beat(
        office="BUH",
        channel="network_24_7",
        to="RO",
        authority="ro-24-7",
        instrument="budapest",
        basis="Art. 29",
        weight=6,
    ),
    Beat(
        office="BUH",
        channel="treaty",
        to="RO",
        authority="ro-central",
        instrument="budapest",
        basis="Art. 31",
        weight=7,
    ),
    Beat(
        office="BUH",
        channel="direct_judicial",
        to="RO",
        authority="ro-prosecutor",
        instrument="bilateral",
        basis="Protocol on direct contacts",
        weight=3,
    ),
    Beat(office="BUH", channel="task_force", to="EECTF", authority="eectf", basis=COMITY, weight=2),
    Beat(
        office="BUH",
        channel="direct_provider",
        to="NL",
        authority="provider-hosting",
        basis="Voluntary disclosure under the provider's own terms",
        weight=3,
    ),
    Beat(
        office="HQ",
        channel="treaty",
        to="DE",
        authority="de-central",
        direction=IN,
        instrument="bilateral",
        basis="Treaty on mutual legal assistance",
        weight=4,
    ),
    Beat(
        office="HQ",
        channel="treaty",
        to="JP",
        authority="jp-central",
        direction=IN,
        instrument="bilateral",
        basis="Treaty on mutual legal assistance",
        weight=3,
    ),
    Beat(
        office="HQ",
        channel="network_24_7",
        to="FR",
        authority="fr-24-7",
        direction=IN,
        instrument="budapest",
        basis="Art. 29",
        weight=3,
    ),
    Beat(
        office="HQ",
        channel="letters_rogatory",
        to="BR",
        authority="br-court",
        direction=IN,
        instrument="reciprocity",
        weight=2,
    ),
    Beat(
        office="JER",
        channel="treaty",
        to="GB",
        authority="gb-prosecutor",
        direction=IN,
        instrument="reciprocity",
        weight=4,
    ),
    Beat(
        office="JER",
        channel="treaty",
        to="FR",
        authority="fr-prosecutor",
        direction=IN,
        instrument="reciprocity",
        weight=3,
    ),
    Beat(
        office="JER",
        channel="treaty",
        to="ZA",
        authority="za-prosecutor",
        direction=IN,
        instrument="uncac",
        weight=2,
    ),
)

T = ItemType
ASKED: Final[Mapping[str, tuple[tuple[ItemType, ...], ...]]] = {
    "letter_exchange": ((T.SUBSCRIBER,), (T.SUBSCRIBER, T.TRAFFIC), (T.LOCATE,), (T.WITNESS,), (T.BANK,)),
    "embedded_liaison": ((T.LOCATE,), (T.SUBSCRIBER,), (T.OTHER,)),
    "treaty": ((T.CONTENT, T.SUBSCRIBER), (T.BANK,), (T.CONTENT,), (T.SEARCH, T.DOCUMENTS), (T.FREEZE,)),
    "letters_rogatory": ((T.WITNESS,), (T.BANK, T.DOCUMENTS), (T.SERVICE,)),
    "regional_organisation": ((T.LOCATE,), (T.DOCUMENTS,)),
    "network_24_7": ((T.PRESERVATION,),),
    "informal_network": ((T.SPONTANEOUS,), (T.SUBSCRIBER,)),
    "direct_judicial": ((T.DOCUMENTS,), (T.WITNESS, T.DOCUMENTS)),
    "task_force": ((T.OTHER,), (T.JOINT_TEAM,)),
    "direct_provider": ((T.SUBSCRIBER,), (T.DOMAIN_REGISTRATION,)),
}
"""Sets of items that go together, by channel."""
