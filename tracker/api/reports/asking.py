"""The question of a report or a pack as programs ask it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.api.errors import WrongParameter
from tracker.api.inputs import NOT_ASKED
from tracker.casework.viewer import Viewer
from tracker.reports.asking import Offered, QuestionForm
from tracker.reports.base import Report


def form_of(question: Mapping[str, Any], report: Report, viewer: Viewer, choices: Offered) -> QuestionForm:
    """The question as a form without errors; 422 names what is not asked, or else what cannot be read."""
    unknown = question.keys() - report.fields.keys()
    if unknown:
        raise WrongParameter({name[:60]: [NOT_ASKED] for name in sorted(unknown)})
    form = QuestionForm(question, report=report, viewer=viewer, offered=choices)
    if not form.is_valid():
        raise WrongParameter({name: list(map(str, faults)) for name, faults in form.errors.items()})
    return form
