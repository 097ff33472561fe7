"""What quick search looks in, kept beside the request."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.casework.models import AssistanceRequest, Identifier, SearchEntry
from tracker.directory.text import normalise


def index(row: AssistanceRequest) -> None:
    """Rewrite the request's entry: references, title, case number, persons and identifiers."""
    words = (
        *row.foreign_references.values_list("number", flat=True),
        *(text for person in row.persons.all() for text in (person.name, person.aliases, person.identifiers)),
        *Identifier.objects.filter(item__request=row).values_list("value", flat=True),
    )
    entry = SearchEntry(request=row, text=text_of(row, words))
    SearchEntry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=("request",), update_fields=("text",)
    )


def text_of(row: AssistanceRequest, words: Iterable[str]) -> str:
    """The entry's text: what the request itself says, and the ``words`` of the rows under it."""
    own = (row.reference, row.their_reference, row.title, row.case_number)
    return normalise(" \n ".join((*own, *words)))
