"""Everything that changes a request. One transaction each: lock, decide, write the event, project."""

from tracker.casework.services.access import grant_access, link, reassign, revoke_access
from tracker.casework.services.dossier import edit_dossier
from tracker.casework.services.drafts import Dossier, ItemDraft, dossier_of, with_columns
from tracker.casework.services.files import Received, add_document, received
from tracker.casework.services.following import Follows, follow_up, log_request, proposed
from tracker.casework.services.opening import open_request
from tracker.casework.services.performing import adopt, correct, perform
from tracker.casework.services.recounting import after_edit
from tracker.casework.services.results import ResultDraft, record_result
from tracker.casework.services.staff import in_charge_by

__all__ = [
    "Dossier",
    "Follows",
    "ItemDraft",
    "Received",
    "ResultDraft",
    "add_document",
    "adopt",
    "after_edit",
    "correct",
    "dossier_of",
    "edit_dossier",
    "follow_up",
    "grant_access",
    "in_charge_by",
    "link",
    "log_request",
    "open_request",
    "perform",
    "proposed",
    "reassign",
    "received",
    "record_result",
    "revoke_access",
    "with_columns",
]
