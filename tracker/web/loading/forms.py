"""The choice of files. What is in them the loader judges; here only their number and size."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tracker.loading.choosing import require_takeable
from tracker.loading.values import SourceFile


class SeveralFiles(forms.ClearableFileInput):
    """The file input of a page, for one or more files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, empty ones too: the loader says of each what is wrong with it."""

    widget = SeveralFiles(attrs={"accept": ".csv,.xlsx,.json"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Check each file as Django does."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in given or [None]]


class FilesForm(forms.Form):
    """Files to be checked, beside those of the set that they join."""

    chosen = FilesField(
        label=_("Files"),
        allow_empty_file=True,
        error_messages={"required": _("Choose at least one file: .csv, .xlsx or .json.")},
    )

    def __init__(self, *args: Any, others: dict[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others or {}

    def clean_chosen(self) -> list[UploadedFile[Any]]:
        """Refuse more than can be checked while somebody waits."""
        files: list[UploadedFile[Any]] = self.cleaned_data["chosen"]
        sizes = self.others | {_name(file): file.size or 0 for file in files}
        names = [_name(file) for file in files]
        require_takeable(names, sizes)
        return files

    def sources(self) -> list[SourceFile]:
        """The files as the loader takes them."""
        return [SourceFile.named(file.name or "", file.read()) for file in self.cleaned_data["chosen"]]


def _name(file: UploadedFile[Any]) -> str:
    return SourceFile.named(file.name or "", b"").name
