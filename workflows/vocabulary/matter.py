"""What is asked, in which matter, about whom, and by which means it travels."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ItemType(StrEnum):
    """Kinds of assistance, merged from UNTOC Art. 18(3), the ABA list and the UNODC tool."""

    PRESERVATION = "PRES"
    PARTIAL_DISCLOSURE = "PTDIS"
    SUBSCRIBER = "SUBS"
    TRAFFIC = "TRAF"
    CONTENT = "CONT"
    REAL_TIME_TRAFFIC = "RTTD"
    INTERCEPTION = "INTC"
    INTERCEPTION_NOTICE = "INTN"
    DOMAIN_REGISTRATION = "DOMR"
    EMERGENCY_DISCLOSURE = "EMRG"
    BANK = "BANK"
    DOCUMENTS = "DOCS"
    SEARCH = "SRCH"
    WITNESS = "WITN"
    VIDEO_HEARING = "VIDEO"
    SERVICE = "SERV"
    LOCATE = "LOCA"
    FREEZE = "FREZ"
    CONFISCATION = "CONF"
    ASSET_SHARING = "SHAR"
    PRISONER_TRANSFER = "PRIS"
    CONTROLLED_DELIVERY = "CTRL"
    UNDERCOVER = "UNDC"
    JOINT_TEAM = "JITF"
    TRANSFER_OF_PROCEEDINGS = "TRPR"
    SPONTANEOUS = "SPON"
    STATUS_ENQUIRY = "STAT"
    SUPPLEMENTARY = "SUPP"
    OTHER = "OTHR"


class DataCategory(StrEnum):
    """Budapest Convention's three categories."""

    SUBSCRIBER = "subscriber"
    TRAFFIC = "traffic"
    CONTENT = "content"


class DataType(StrEnum):
    """What figures count by: the three categories, data of which nobody says which, and what is no data at all."""

    SUBSCRIBER = "subscriber"
    TRAFFIC = "traffic"
    CONTENT = "content"
    UNSTATED = "not_stated"
    NONE = "not_applicable"


DATA_OF: Mapping[ItemType, DataType] = MappingProxyType(
    {
        ItemType.SUBSCRIBER: DataType.SUBSCRIBER,
        ItemType.TRAFFIC: DataType.TRAFFIC,
        ItemType.PARTIAL_DISCLOSURE: DataType.TRAFFIC,
        ItemType.REAL_TIME_TRAFFIC: DataType.TRAFFIC,
        ItemType.CONTENT: DataType.CONTENT,
        ItemType.INTERCEPTION: DataType.CONTENT,
        ItemType.PRESERVATION: DataType.UNSTATED,
        ItemType.DOMAIN_REGISTRATION: DataType.UNSTATED,
        ItemType.EMERGENCY_DISCLOSURE: DataType.UNSTATED,
    }
)
"""Which data an item is about where it names no category; any other asks for no data."""


def data_type_of(item_type: ItemType, category: str) -> DataType:
    """The type of data that an item asks for; ``category`` may be empty."""
    return DataType(category) if category else DATA_OF.get(item_type, DataType.NONE)


class OffenceCategory(StrEnum):
    """Tags for figures; one request may carry several, so their totals exceed the number of requests."""

    ILLEGAL_ACCESS = "illegal_access"
    COMPUTER_FRAUD = "computer_fraud"
    CHILD_ABUSE = "child_abuse"
    FRAUD = "fraud"
    MONEY_LAUNDERING = "money_laundering"
    CORRUPTION = "corruption"
    DRUGS = "drugs"
    THEFT = "theft"
    VIOLENCE = "violence"
    ORGANISED_CRIME = "organised_crime"
    INSIDER_TRADING = "insider_trading"
    COUNTERFEITING = "counterfeiting"
    KIDNAPPING = "kidnapping"
    TERRORISM = "terrorism"
    TRAFFICKING = "trafficking"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    TAX = "tax"
    OTHER = "other"


class PersonRole(StrEnum):
    SUSPECT = "suspect"
    ACCUSED = "accused"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    EXPERT = "expert"
    ACCOUNT_HOLDER = "account_holder"
    OTHER = "other"


class Proceeding(StrEnum):
    INVESTIGATION = "investigation"
    PROSECUTION = "prosecution"
    TRIAL = "trial"
    ENFORCEMENT = "enforcement"
    CONFISCATION = "confiscation"


class Urgency(StrEnum):
    ROUTINE = "routine"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class TranslationState(StrEnum):
    NOT_NEEDED = "not_needed"
    NONE = "none"
    ORDERED = "ordered"
    DONE = "done"
    CERTIFIED = "certified"
    RETURNED = "returned"


class Transmission(StrEnum):
    """How one hop was travelled."""

    DIPLOMATIC_BAG = "bag"
    COURIER = "courier"
    POST = "post"
    EMAIL = "email"
    ENCRYPTED_EMAIL = "encrypted_email"
    PORTAL = "portal"
    INTERPOL = "i24_7"
    ECODEX = "e_codex"
    PHONE = "phone"
    FAX = "fax"
    BY_HAND = "by_hand"


class LinkKind(StrEnum):
    PRODUCTION_OF = "production_of"
    RENEWAL_OF = "renewal_of"
    SUPPLEMENTARY_TO = "supplementary_to"
    REPLACEMENT_OF = "replacement_of"
    DUPLICATE_OF = "duplicate_of"
    PRECURSOR_OF = "precursor_of"
    PARALLEL_TO = "parallel_to"
    SPONTANEOUS_FOR = "spontaneous_for"
    COUNTER_REQUEST_TO = "counter_request_to"
    DISCOVERED_PROVIDER = "discovered_provider"
