"""Coverage gaps: jurisdictions that we ask with no treaty, nobody to write to, or no answer so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.figures import Figure
from tracker.casework.filters import spells_of
from tracker.directory.queries import Answer
from tracker.reports import words
from tracker.reports.base import About, Question, Report, Result
from tracker.reports.coverage_gaps.asked import DAYS, DEFINITIONS, STALE
from tracker.reports.coverage_gaps.gathering import Gap, Gathered, gathered
from tracker.reports.coverage_gaps.tables import (
    OUTGOING,
    by_jurisdiction,
    by_kind,
    gaps_of,
    unreached,
    unverified,
)
from tracker.reports.parts import AS_OF, SENT, filters_without

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. Six queries."""
    spells = spells_of(requests, question.narrowed(direction=OUTGOING), at=question.at)
    found = gathered(spells, on=question.on, stale_days=int(question.more.get("stale_days", DAYS)))
    tables = (
        by_kind(found),
        by_jurisdiction(found, question),
        unreached(found, question),
        unverified(found, question.on),
    )
    return Result(
        headline=words.count(sum(gaps_of(one) > 0 for one in found.asked)) if found.asked else "",
        sentence=_sentence(found),
        figures=tuple(_figures(found, question)),
        tables=tables if found.asked else (),
        notes=tuple(_notes(found)),
    )


def _sentence(found: Gathered) -> str:
    told = {
        "asked": words.count(len(found.asked)),
        "unclear": words.count(len(found.with_gap(Gap.INSTRUMENT, Answer.UNKNOWN))),
        "alone": words.count(len(found.with_gap(Gap.INSTRUMENT))),
        "silent": words.count(len(found.with_gap(Gap.ANSWER))),
        "unreached": words.count(len(found.with_gap(Gap.ADDRESSEE))),
        "unchosen": words.count(len(found.with_gap(Gap.CHOICE))),
        "stale": words.count(len(found.with_gap(Gap.VERIFIED))),
    }
    return (
        gettext(
            "of %(asked)s jurisdictions that we asked have a gap, or several: %(alone)s no listed instrument with us"
            " (of %(unclear)s more it is not known), %(unreached)s nobody to write to by a channel in use, %(silent)s"
            " no answer so far, %(unchosen)s requests without an instrument chosen, %(stale)s contact points that are"
            " not verified."
        )
        % told
    )


def _figures(found: Gathered, question: Question) -> Iterator[Figure]:
    sent = sum(one.sent.total() for one in found.asked)
    yield Figure(key="sent", label=gettext("Sent"), value=sent, rows=question.narrowed(direction=OUTGOING))
    yield Figure(
        key="unchosen",
        label=gettext("No instrument chosen"),
        value=sum(one.unchosen for one in found.asked),
        rows=question.narrowed(direction=OUTGOING, lacking="instrument"),
    )


def _notes(found: Gathered) -> Iterator[str]:
    if found.unasked:
        yield ngettext(
            "%(unasked)s State of the directory was never asked; with %(unlinked)s of these no list names an"
            " instrument between us.",
            "%(unasked)s States of the directory were never asked; with %(unlinked)s of these no list names an"
            " instrument between us.",
            found.unasked,
        ) % {"unasked": words.count(found.unasked), "unlinked": words.count(found.unlinked)}


REPORT = Report(
    slug="coverage-gaps",
    title=_("Coverage gaps"),
    summary=_(
        "Jurisdictions that we ask though no listed instrument binds both, nobody is known to write to, nothing was"
        " answered so far, or contact points were not tried for long."
    ),
    definitions=DEFINITIONS,
    asks=(SENT, AS_OF, STALE, filters_without("direction")),
    answer=answer,
    about=About.RECORDS,
)
