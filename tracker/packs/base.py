"""What a pack is made of: the evaluators' questions, each with tables of reports or with what is not recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from tracker.reports.asking import FILTERING
from tracker.reports.base import Question, Report, Result
from tracker.reports.parts import AS_OF, DURING, LEAST, Part
from tracker.reports.steps import Each
from workflows.vocabulary import Direction, ItemType

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from tracker.casework.models.request import AssistanceRequestQuerySet

MADE: Final = {"direction": Direction.OUTGOING.value}
RECEIVED: Final = {"direction": Direction.INCOMING.value}
SPONTANEOUS: Final = {"item_type": ItemType.SPONTANEOUS.value}
YEARS: Final = {"each": Each.YEAR.value}
"""Parts of what is asked of reports."""

SMALLEST, LARGEST = 2, 100

HIDING: Final = Part(
    fields={
        "hide_under": forms.IntegerField(
            label=_("Hide counts under"),
            required=False,
            validators=[MinValueValidator(SMALLEST), MaxValueValidator(LARGEST)],
            min_value=SMALLEST,
            max_value=LARGEST,
            help_text=_(
                "Counts from 1 up to there are hidden, and whatever would tell them; zeros are not. Empty hides none."
            ),
        )
    }
)
"""The threshold under which counts are hidden; nothing is where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One table of one report, answered to a fixed question over the pack's period and as of its day.

    ``ask`` holds parts of the report's question by their names in the address, ``within`` filters that the table has
    by itself. ``keeps_order``: the rows have an order of their own, which is not that of their figures.
    """

    report: str
    table: str
    title: StrPromise
    ask: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    keeps_order: bool = False

    @property
    def over(self) -> frozenset[tuple[str, str]]:
        """The filters among what is asked, and the table's own."""
        asked = {name: value for name, value in self.ask.items() if name in FILTERING}
        return frozenset({**asked, **self.within}.items())


def each_way(
    report: str,
    table: str,
    ask: Mapping[str, str],
    *,
    made: StrPromise,
    received: StrPromise,
    keeps_order: bool = False,
) -> tuple[Taken, Taken]:
    """The same of what we ask and of what we are asked, under a title each."""
    of_made, of_received = (
        Taken(report=report, table=table, title=title, ask={**ask, **way}, keeps_order=keeps_order)
        for title, way in ((made, MADE), (received, RECEIVED))
    )
    return of_made, of_received


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRecorded:
    """What is asked and cannot be told: in one sentence, why."""

    title: StrPromise
    reason: StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What the evaluators ask, in short, and where they ask it; then what the register can say."""

    key: str
    source: StrPromise
    asked: StrPromise
    parts: tuple[Taken | NotRecorded, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One document."""

    slug: str
    title: StrPromise
    summary: StrPromise
    sections: tuple[Section, ...]

    @property
    def question(self) -> Report:
        """A pack is asked as a report is, so the same forms and parameters serve it; its answer is made elsewhere."""
        return Report(
            slug=self.slug,
            title=self.title,
            summary=self.summary,
            definitions=(),
            asks=(DURING, AS_OF, LEAST, HIDING),
            answer=_no_answer,
        )


def _no_answer(_requests: AssistanceRequestQuerySet, _question: Question) -> Result:
    return Result(headline="", sentence="", figures=(), tables=())
