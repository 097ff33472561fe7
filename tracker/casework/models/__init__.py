"""The tables of casework: what changes in one transaction is one package."""

from tracker.casework.models.clocks import Deadline
from tracker.casework.models.dossier import ForeignReference, Identifier, Item, Offence, Person
from tracker.casework.models.files import Document
from tracker.casework.models.history import Event, EventContent
from tracker.casework.models.outcomes import PreservationSpell, Result, Spell, Stretch
from tracker.casework.models.recounts import Recount
from tracker.casework.models.relations import Grant, Link
from tracker.casework.models.request import AssistanceRequest, ReferenceCounter, SearchEntry

__all__ = [
    "AssistanceRequest",
    "Deadline",
    "Document",
    "Event",
    "EventContent",
    "ForeignReference",
    "Grant",
    "Identifier",
    "Item",
    "Link",
    "Offence",
    "Person",
    "PreservationSpell",
    "Recount",
    "ReferenceCounter",
    "Result",
    "SearchEntry",
    "Spell",
    "Stretch",
]
