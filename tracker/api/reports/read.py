"""A report and its answer as they are read: numbers as numbers, each with the filter of exactly its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.api.figures import FigureSerializer, Link, QueryField, figure_data
from tracker.reports.asking import Answered
from tracker.reports.base import Column, Row, Table
from tracker.reports.files.lines import exported


class DefinitionSerializer(serializers.Serializer[Any]):
    """What a figure means, in one line."""

    term = serializers.CharField()
    text = serializers.CharField()


class DimensionSerializer(serializers.Serializer[Any]):
    """By what rows can be made; ``key`` is a value of the parameter ``by``."""

    key = serializers.CharField()
    title = serializers.CharField()


class ReportChoiceSerializer(serializers.Serializer[Any]):
    """A value that a parameter takes."""

    value = serializers.CharField()
    title = serializers.CharField()


class ReportParameterSerializer(serializers.Serializer[Any]):
    """A part of the question, by its name in the address. Nothing is required: what is left out has its default."""

    name = serializers.CharField()
    title = serializers.CharField()
    default = serializers.CharField(allow_null=True)
    choices = ReportChoiceSerializer(
        many=True, allow_null=True, help_text="Only what some counted request has."
    )


class ReportSerializer(serializers.Serializer[Any]):
    """A report: what its figures mean and what can be asked."""

    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    definitions = DefinitionSerializer(many=True)
    dimensions = DimensionSerializer(many=True)
    parameters = ReportParameterSerializer(many=True)


class ConditionSerializer(serializers.Serializer[Any]):
    """One filter that is set, for programs and for people."""

    name = serializers.CharField()
    value = serializers.CharField()
    title = serializers.CharField()
    shown = serializers.CharField()


class QuestionSerializer(serializers.Serializer[Any]):
    """The question as it was understood."""

    by = serializers.CharField(allow_null=True, help_text="Null where the report has rows of its own.")
    as_of = serializers.DateField()
    computed_at = serializers.DateTimeField()
    minimum = serializers.IntegerField(allow_null=True, help_text="No rate under so many.")
    conditions = ConditionSerializer(many=True)


class ReportColumnSerializer(serializers.Serializer[Any]):
    """A heading; ``key`` stays the same in every language."""

    key = serializers.CharField()
    title = serializers.CharField()


@extend_schema_field({"oneOf": [{"type": "number"}, {"type": "string"}], "nullable": True})
class ValueField(serializers.Field[Any, Any, Any, Any]):
    """A number as it is, a count whole; a word where the column holds words."""

    def to_representation(self, value: Any) -> Any:
        """The value itself."""
        return value


class ReportValueSerializer(serializers.Serializer[Any]):
    """One figure of a row; null where it is not given, and why."""

    key = serializers.CharField()
    value = ValueField(allow_null=True)
    reason = serializers.CharField(allow_null=True)
    rows = QueryField(allow_null=True)


class ReportRowSerializer(serializers.Serializer[Any]):
    """One row, its values in the order of the columns."""

    title = serializers.CharField()
    code = serializers.CharField()
    jurisdiction = serializers.CharField(
        allow_null=True, help_text="Code of the jurisdiction that the row is about, where it is about one."
    )
    values = ReportValueSerializer(many=True)


class ReportTableSerializer(serializers.Serializer[Any]):
    """One table of the page, and its totals; ``key`` stays the same in every language."""

    key = serializers.CharField()
    title = serializers.CharField()
    heading = serializers.CharField()
    columns = ReportColumnSerializer(many=True)
    rows = ReportRowSerializer(many=True)
    totals = ReportRowSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class ReportAnswerSerializer(serializers.Serializer[Any]):
    """The answer to a question: the figures of the page and of its file."""

    slug = serializers.CharField()
    title = serializers.CharField()
    question = QuestionSerializer()
    definitions = DefinitionSerializer(many=True)
    headline = serializers.CharField(allow_blank=True)
    sentence = serializers.CharField()
    figures = FigureSerializer(many=True)
    tables = ReportTableSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    anomalies = serializers.ListField(
        child=serializers.CharField(), help_text="Sums that do not add up: there is something to repair."
    )


def answer_data(answered: Answered, link: Link) -> dict[str, Any]:
    """What ReportAnswerSerializer prints; ``link`` makes the query of a figure's rows."""
    report, result = answered.report, answered.result
    return {
        "slug": report.slug,
        "title": report.title,
        "question": _question(answered),
        "definitions": report.definitions,
        "headline": result.headline,
        "sentence": result.sentence,
        "figures": [figure_data(figure, link) for figure in result.figures],
        "tables": [table_data(table, link) for table in result.tables],
        "notes": result.notes,
        "anomalies": result.anomalies,
    }


def _question(answered: Answered) -> dict[str, Any]:
    question, asked = answered.question, answered.report.fields
    return {
        "by": question.by.value if "by" in asked else None,
        "as_of": question.on,
        "computed_at": question.at,
        "minimum": question.minimum if "minimum" in asked else None,
        "conditions": [
            {"name": one.name, "value": one.value, "title": one.label, "shown": one.shown}
            for one in answered.conditions
        ],
    }


def table_data(table: Table, link: Link) -> dict[str, Any]:
    """What ReportTableSerializer prints."""
    return {
        "key": table.key,
        "title": table.title,
        "heading": table.heading,
        "columns": [
            {"key": key, "title": name}
            for column in table.columns
            for key, name in zip(column.keys, column.names, strict=True)
        ],
        "rows": [_row(row, table.columns, link) for row in table.rows],
        "totals": [_row(row, table.columns, link) for row in table.totals],
        "notes": table.notes,
    }


def _row(row: Row, columns: tuple[Column, ...], link: Link) -> dict[str, Any]:
    return {
        "title": row.label,
        "code": row.code,
        "jurisdiction": row.jurisdiction or None,
        "values": list(_values(row, columns, link)),
    }


def _values(row: Row, columns: tuple[Column, ...], link: Link) -> Iterator[dict[str, Any]]:
    for column, cell in zip(columns, row.cells, strict=True):
        for key, value in zip(column.keys, cell.values, strict=True):
            reason = cell.reason if value is None else None
            yield {"key": key, "value": exported(value), "reason": reason, "rows": link(cell.rows)}
