"""Data quality: what the records lack, what was entered late or had to be corrected, what cannot be true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.figures import Figure
from tracker.casework.filtering.recorded import ANY, ASKED
from tracker.casework.filtering.stretched import YES
from tracker.reports import words
from tracker.reports.base import About, Question, Report, Result
from tracker.reports.charts.intervals import Intervals, dots_of
from tracker.reports.data_quality.asked import DEFINITIONS, LATE
from tracker.reports.data_quality.counting import BY, Kept, kept_by, sent_by, together
from tracker.reports.data_quality.tables import (
    PARTICULARS,
    by_particular,
    contradictions,
    days_of,
    entries_by,
    missing_by_law,
    missing_in_figures,
    particulars,
)
from tracker.reports.parts import AS_OF, FILTERS, GROUPING, LEAST, SENT
from tracker.reports.statistics import median
from workflows.vocabulary import Tone

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. Five queries, and one for names."""
    dimension = BY[question.by]
    sent = sent_by(requests, question.narrowed(), at=question.at)
    found = kept_by(sent, dimension, on=question.on, days=days_of(question))
    whole = together(found.values())
    ranked = sorted(found.items(), key=lambda entry: (-entry[1].requests, dimension.label_of(entry[0])))
    return Result(
        headline=_headline(whole, question),
        sentence=_sentence(whole, question),
        figures=tuple(_figures(whole, question)),
        tables=(
            by_particular(whole, question),
            missing_by_law(ranked, whole, dimension, question),
            missing_in_figures(ranked, whole, dimension, question),
            entries_by(ranked, whole, dimension, question),
            contradictions(whole, question),
        )
        if found
        else (),
        charts=tuple(_charts(whole, question)),
    )


def _headline(whole: Kept, question: Question) -> str:
    if whole.requests < question.minimum:
        return ""
    return words.share(1 - whole.missing.total() / whole.asked.total())


def _sentence(whole: Kept, question: Question) -> str:
    told = {
        "missing": words.count(whole.missing.total()),
        "asked": words.count(whole.asked.total()),
        "requests": words.count(whole.requests),
        "late": words.count(whole.late.total()),
        "days": days_of(question),
        "median": words.days(median(whole.late) or 0),
        "most": words.days(max(whole.late, default=0)),
        "minimum": question.minimum,
    }
    if whole.requests < question.minimum:
        said = gettext(
            "%(missing)s of %(asked)s particulars asked of %(requests)s requests are not recorded: fewer than"
            " %(minimum)s requests, too few for a rate"
        )
    else:
        said = gettext(
            "of the particulars asked are recorded; %(missing)s of %(asked)s, asked of %(requests)s requests, are not"
        )
    return _late(whole, question) % {**told, "said": said % told}


def _late(whole: Kept, question: Question) -> str:
    """What follows it on late entries; of few of them no median."""
    number = whole.late.total()
    if not number:
        return gettext("%(said)s. Nothing was entered more than %(days)s days late.")
    if number < max(question.minimum, 2):
        return ngettext(
            "%(said)s. %(late)s entry came more than %(days)s days late: %(most)s days.",
            "%(said)s. %(late)s entries came more than %(days)s days late: %(most)s days at most.",
            number,
        )
    return gettext(
        "%(said)s. %(late)s entries came more than %(days)s days late: %(median)s days in the median, %(most)s at most."
    )


def _figures(whole: Kept, question: Question) -> Iterator[Figure]:
    yield Figure(key="sent", label=gettext("Sent"), value=whole.requests, rows=question.narrowed())
    yield Figure(
        key="late",
        label=gettext("With late entries"),
        value=whole.late_requests,
        rows=question.narrowed(entered_late=days_of(question)),
    )
    yield Figure(
        key="corrected",
        label=gettext("With corrections"),
        value=whole.corrected_requests,
        rows=question.narrowed(corrected=YES),
    )
    yield Figure(
        key="contrary",
        label=gettext("Contradictory"),
        value=whole.contradictory,
        rows=question.narrowed(contrary=ANY),
        tone=Tone.OVERDUE if whole.contradictory else None,
    )


def _charts(whole: Kept, question: Question) -> Iterator[Intervals]:
    dots = dots_of(
        (
            (
                str(ASKED[key].label),
                whole.missing[key],
                whole.asked[key],
                question.narrowed(lacking=key.value),
            )
            for key in particulars(whole)
        ),
        minimum=question.minimum,
    )
    if dots:
        yield Intervals(
            title=gettext("Share not recorded, with its 95 % interval"), table=PARTICULARS, dots=dots
        )


REPORT = Report(
    slug="data-quality",
    title=_("Data quality"),
    summary=_(
        "Which particulars are missing where a law or a figure asks for them, how late events were entered, how often"
        " entries were corrected, and what contradicts itself."
    ),
    definitions=DEFINITIONS,
    asks=(GROUPING, SENT, AS_OF, LATE, LEAST, FILTERS),
    answer=answer,
    dimensions=tuple(BY.values()),
    about=About.RECORDS,
)
