"""Fixture files as they are sent, and what the loader says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.api.fields import MessageOut
from tracker.api.inputs import Strict
from tracker.api.schema import ProblemSerializer
from tracker.loading.choosing import require_takeable
from tracker.loading.values import Problem, Report, SourceFile, TableCount

LONGEST_NAME = 200


class FilesInput(Strict):
    """Files, each under the name ``files``: .csv, .xlsx or .json, named after their tables."""

    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True, max_length=LONGEST_NAME),
        error_messages={"required": _("Choose at least one file: .csv, .xlsx or .json.")},
    )

    def validate_files(self, files: list[Any]) -> list[Any]:
        """Refuse more than can be checked while somebody waits."""
        names = [SourceFile.named(file.name, b"").name for file in files]
        sizes = {name: file.size or 0 for name, file in zip(names, files, strict=True)}
        require_takeable(names, sizes)
        return files

    def sources(self) -> list[SourceFile]:
        """The files as the loader takes them."""
        return [SourceFile.named(file.name, file.read()) for file in self.validated_data["files"]]


class TableCountSerializer(serializers.Serializer[TableCount]):
    """What was done to one table, or would be."""

    table = serializers.CharField()
    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class LoadingProblemSerializer(serializers.Serializer[Problem]):
    """Why something cannot be loaded, and where."""

    file = serializers.CharField(allow_blank=True, help_text="Empty where it is about the whole set.")
    table = serializers.CharField(allow_blank=True)
    row = serializers.IntegerField(
        help_text="As a spreadsheet numbers it; 0 for the file or the table as a whole."
    )
    column = serializers.CharField(allow_blank=True)
    message = MessageOut()


class LoadingReportSerializer(serializers.Serializer[Report]):
    """What a load did, or would do. With any problem nothing is kept."""

    loaded = serializers.BooleanField()
    counts = TableCountSerializer(many=True)
    problems = LoadingProblemSerializer(many=True)


class NotLoadedSerializer(ProblemSerializer):
    """Problem details of a load that kept nothing."""

    counts = TableCountSerializer(many=True, required=False)
    problems = LoadingProblemSerializer(many=True, required=False)


def report_data(report: Report) -> Mapping[str, Any]:
    """The report, its problems in the order of files, tables and rows."""
    problems: Any = sorted(report.problems, key=lambda problem: (problem.file, problem.table, problem.row))
    counts: Any = report.counts
    return {
        "loaded": report.loaded,
        "counts": TableCountSerializer(counts, many=True).data,
        "problems": LoadingProblemSerializer(problems, many=True).data,
    }
