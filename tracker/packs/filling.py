"""A pack filled in: every table asked of its report, small figures hidden where that is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext

from tracker.packs.answering import Answering, begins_later
from tracker.packs.document import Answer, Document, Told
from tracker.packs.suppression.reading import Shown
from tracker.packs.suppression.tables import Masked, without_small
from tracker.packs.words import Pair, cautions, legend, offices_counted
from tracker.reports.base import Table
from tracker.words import moment_words

if TYPE_CHECKING:
    from tracker.casework.models.sight import Sight
    from tracker.packs.base import Pack
    from tracker.reports.asking import QuestionForm
    from tracker.reports.base import Question


def filled(pack: Pack, form: QuestionForm, sight: Sight) -> Document:
    """The pack as a form without errors asks it, over the requests of ``sight`` and no others.

    The number of queries depends on the pack, not on what is counted.
    """
    question = form.question()
    hide_under = question.more.get("hide_under")
    answering = Answering(form, sight)
    answers = [answering.answer(section, place) for place, section in enumerate(pack.sections, start=1)]
    masked = _without_small(answers, hide_under) if hide_under else None
    return Document(
        slug=pack.slug,
        title=str(pack.title),
        on=question.on,
        at=question.at,
        hide_under=hide_under,
        facts=tuple(_facts(question, form, sight)),
        legend=tuple(legend(hide_under)),
        cautions=(*_early(question), *cautions(hide_under, masked.not_found if masked else 0)),
        answers=_with_tables(answers, masked.tables) if masked else tuple(answers),
    )


def _facts(question: Question, form: QuestionForm, sight: Sight) -> Iterator[Pair]:
    hide_under = question.more.get("hide_under")
    yield gettext("Period"), str(question.period)
    yield gettext("As of"), date_format(question.on, "DATE_FORMAT")
    yield gettext("Made"), moment_words(question.at)
    yield gettext("Made by"), form.viewer.user.name
    yield gettext("Offices counted"), offices_counted(sight)
    yield gettext("No rate under"), str(question.minimum)
    yield gettext("Counts hidden under"), str(hide_under) if hide_under else gettext("none is hidden")


def _early(question: Question) -> Iterator[str]:
    """Where the period is not over on the day that is asked for, or has not begun."""
    if begins_later(question):
        yield gettext("The period begins after the day of these figures: nothing can have been counted yet.")
    elif question.period.last and question.on < question.period.last:
        yield gettext("The period is not over on the day of these figures: they count until %(day)s.") % {
            "day": date_format(question.on, "DATE_FORMAT")
        }


def _without_small(answers: Sequence[Answer], hide_under: int) -> Masked:
    """Across all tables of the document, since one can tell what another hides."""
    parts = [part for answer in answers for part in answer.parts]
    return without_small(
        [Shown(table=part.table, over=part.over) for part in parts if part.table], hide_under
    )


def _with_tables(answers: Sequence[Answer], tables: Sequence[Table]) -> tuple[Answer, ...]:
    """In place of those that there are."""
    masked = iter(tables)
    return tuple(
        replace(
            answer,
            parts=tuple(_silenced(part, next(masked) if part.table else None) for part in answer.parts),
        )
        for answer in answers
    )


def _silenced(part: Told, table: Table | None) -> Told:
    """Without what repeats figures in words, or leads to them."""
    said = gettext("Something does not add up here; the pack without hidden figures says what.")
    return replace(part, table=table, query={}, published=(), anomalies=(said,) if part.anomalies else ())
