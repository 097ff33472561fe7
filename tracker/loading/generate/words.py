"""Titles, facts and offences of cases that never were: no real person, company, address or account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workflows.vocabulary import OffenceCategory as Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What a case is about; `%(place)s` is the jurisdiction asked or asking."""

    title: str
    facts: str
    offences: tuple[Category, ...]


THEMES: Final = (
    Theme(
        title="Ransomware at a regional hospital: command server in %(place)s",
        facts="Patient records were encrypted overnight; the malware reported to a server in %(place)s.",
        offences=(Category.ILLEGAL_ACCESS, Category.COMPUTER_FRAUD),
    ),
    Theme(
        title="Invoice fraud: beneficiary account in %(place)s",
        facts="A changed account number on a supplier's invoice led a payment to an account in %(place)s.",
        offences=(Category.FRAUD, Category.MONEY_LAUNDERING),
    ),
    Theme(
        title="Phishing kit against a retail bank, hosted in %(place)s",
        facts="Some 1,400 customers entered their passwords on copied pages that were served from %(place)s.",
        offences=(Category.COMPUTER_FRAUD,),
    ),
    Theme(
        title="Botnet of home routers: control panel in %(place)s",
        facts="About 60,000 routers took orders from a panel whose operator signed in from %(place)s.",
        offences=(Category.ILLEGAL_ACCESS,),
    ),
    Theme(
        title="Card data shop: administrator believed to be in %(place)s",
        facts="A shop sold card numbers for six years; its administrator used addresses of %(place)s.",
        offences=(Category.FRAUD, Category.ORGANISED_CRIME),
    ),
    Theme(
        title="Child abuse material on a file host in %(place)s",
        facts="A hotline reported 212 files; the accounts that uploaded them were opened in %(place)s.",
        offences=(Category.CHILD_ABUSE,),
    ),
    Theme(
        title="Theft of source code from a laboratory, traced to %(place)s",
        facts="Designs worth years of work left the network at night, to a storage account in %(place)s.",
        offences=(Category.ILLEGAL_ACCESS, Category.INTELLECTUAL_PROPERTY),
    ),
    Theme(
        title="Crypto exchange in %(place)s: payments of an extortion",
        facts="Three victims paid under threat of publication; the coins were changed at an exchange in %(place)s.",
        offences=(Category.MONEY_LAUNDERING,),
    ),
    Theme(
        title="SIM swapping ring: call records in %(place)s",
        facts="Telephone numbers were taken over and accounts emptied; the callers roamed in %(place)s.",
        offences=(Category.FRAUD,),
    ),
    Theme(
        title="Attack on a water utility: intruder's path through %(place)s",
        facts="Pumps were switched by remote access; the last known relay stood in %(place)s.",
        offences=(Category.ILLEGAL_ACCESS, Category.TERRORISM),
    ),
    Theme(
        title="Online drug market: seller's parcels posted in %(place)s",
        facts="Forty parcels with synthetic drugs carry the marks of two post offices in %(place)s.",
        offences=(Category.DRUGS,),
    ),
    Theme(
        title="Bribes for a telecom licence: shell company in %(place)s",
        facts="A consultant's fees went to a company in %(place)s that has no staff and no office.",
        offences=(Category.CORRUPTION, Category.MONEY_LAUNDERING),
    ),
    Theme(
        title="Romance fraud: e-mail accounts opened in %(place)s",
        facts="Eleven elderly victims lost their savings to the same two e-mail accounts.",
        offences=(Category.FRAUD,),
    ),
    Theme(
        title="Counterfeit medicines sold from a web shop in %(place)s",
        facts="Tablets without any active substance were sold under a known brand; the shop is run from %(place)s.",
        offences=(Category.COUNTERFEITING, Category.FRAUD),
    ),
    Theme(
        title="Denial of service against a ministry: rented capacity in %(place)s",
        facts="For two days no citizen could reach the ministry; the traffic was rented from a reseller in %(place)s.",
        offences=(Category.ILLEGAL_ACCESS,),
    ),
)
QUESTIONS: Final = (
    "They ask for the time zone of the log entries.",
    "They ask how the address is tied to the offence.",
    "They ask for the text of the provision and its maximum penalty.",
    "They ask whether the account holder may be told.",
)
NOTES: Final = (
    "Confirmed by telephone.",
    "Raised at the monthly meeting.",
    "The counterpart changed desks; a new contact was named.",
    "Certified copy enclosed.",
)
"""Asides that are noted now and then."""
