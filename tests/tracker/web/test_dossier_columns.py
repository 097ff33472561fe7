"""A column of the dossier is in the form, on the page and in the files; what is missing anywhere is named here."""

from tracker.api.requests.dossier import DossierInput
from tracker.api.requests.read import RequestWhole
from tracker.casework.services.drafts import COLUMNS
from tracker.loading.tables import cases
from tracker.web.requests.forms import dossier
from tracker.web.requests.presenters import facts


def test_the_form_asks_for_every_column() -> None:
    # Whoever logs a request is its officer, until it is reassigned; only files invent.
    assert set(dossier.COLUMNS) == COLUMNS - {"officer", "illustrative"}


def test_the_page_shows_every_column() -> None:
    in_its_head = {"title", "jurisdiction", "their_reference", "illustrative"}
    assert set(facts.COLUMNS) == COLUMNS - in_its_head


def test_programs_send_and_are_answered_every_column() -> None:
    rows = {"items", "persons", "offences", "references"}
    assert set(DossierInput.Meta.fields) - rows == COLUMNS - {"officer", "illustrative"}
    assert COLUMNS - set(RequestWhole.Meta.fields) <= {"illustrative"}


def test_files_bring_every_column() -> None:
    # The facts of a file end with its source; confidentiality has a shorter name there.
    named_otherwise = {"facts", "is_confidential"}
    # Known from what happened: the delivery names who executes, the office has its head.
    left_to_history = {"executing_authority", "supervisor"}
    assert set(cases.SAME) == COLUMNS - named_otherwise - left_to_history
