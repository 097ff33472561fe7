"""Numbers that lead to exactly the rows that they count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from rest_framework import serializers

from tracker.casework.figures import Figure
from tracker.casework.filters import CaseFilter
from workflows.vocabulary import Tone

Link = Callable[[CaseFilter | None], str | None]

ROWS: Final = (
    "Query for `requests/` that lists exactly what is counted; null where the caller may not see all of it."
)


class QueryField(serializers.CharField):
    """A filter of requests as the query of an address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": ROWS, **kwargs})

    def to_representation(self, value: CaseFilter | str) -> str:
        """The query; one that is made already passes as it is."""
        return value.query() if isinstance(value, CaseFilter) else value


class FigureSerializer(serializers.Serializer[Any]):
    """A number with its words; ``key`` stays the same in every language."""

    key = serializers.CharField()
    title = serializers.CharField()
    value = serializers.IntegerField()
    tone = serializers.ChoiceField(
        choices=[(tone.value, tone.value) for tone in Tone],
        allow_null=True,
        help_text="Only while it calls for action.",
    )
    rows = QueryField(allow_null=True)


class CountSerializer(serializers.Serializer[Any]):
    """A number and its rows."""

    value = serializers.IntegerField()
    rows = QueryField()


def figure_data(figure: Figure, link: Link) -> dict[str, Any]:
    """What FigureSerializer prints; ``link`` makes the query of its rows."""
    return {
        "key": figure.key,
        "title": figure.label,
        "value": figure.value,
        "tone": figure.tone.value if figure.tone else None,
        "rows": link(figure.rows),
    }


def query_of(rows: CaseFilter | None) -> str | None:
    """The query of the rows, where there are any."""
    return rows.query() if rows is not None else None


def nowhere(_rows: CaseFilter | None) -> None:
    """No way to the rows: for callers who count more than they may see."""
    return
