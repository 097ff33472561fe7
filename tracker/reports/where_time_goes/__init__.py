"""Where time goes: days by holder, ours against theirs, questions, returns as deficient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.figures import Figure
from tracker.casework.filtering.stretched import QUESTIONS, YES
from tracker.reports import words
from tracker.reports.base import About, Definition, Question, Report, Result
from tracker.reports.parts import AS_OF, FILTERS, LEAST, SENT
from tracker.reports.stays import Days, Stay, days_of, stretches_of, together
from tracker.reports.where_time_goes.holders import (
    in_order,
    routes,
    stop_label,
    stops_table,
    ways_table,
)
from tracker.reports.where_time_goes.loops import (
    OUTGOING,
    questions_table,
    returned_once,
    returns_table,
    times_asked,
)
from workflows.vocabulary import Party, Tone

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet

DEFINITIONS = (
    Definition(
        term=_("Counted"),
        text=_(
            "Requests sent within the period (received, where they ask us) by the as-of day, with all their days from"
            " the first draft to that day or to their closing."
        ),
    ),
    Definition(
        term=_("Reopened"), text=_("Counted once; of the days between closing and reopening none is counted.")
    ),
    Definition(
        term=_("Days"),
        text=_(
            "Calendar days from the day on which a holder got the paper to the day on which the next one got it. What"
            " still lies somewhere counts up to the as-of day, so the open ones are in every sum."
        ),
    ),
    Definition(
        term=_("Postponement"), text=_("It stops no clock: its days are those of whoever holds the paper.")
    ),
    Definition(
        term=_("Share of all days"),
        text=_(
            "Days with one holder, or one side, divided by all days; not given under the minimum number of requests."
        ),
    ),
    Definition(
        term=_("Way"),
        text=_("A channel in one direction: the stops that a request passes, ours and theirs."),
    ),
    Definition(
        term=_("Still open"),
        text=_("Somebody held it at the end of the as-of day: its days go on."),
    ),
    Definition(
        term=_("Days each"),
        text=_(
            "All days divided by the requests that were there; not given under the minimum number of them. While some"
            " are still there, it is a lower bound."
        ),
    ),
    Definition(
        term=_("Questions"),
        text=_(
            "How often further information was asked for. Days waited run from the question to the information, to the"
            " next question, or to the answer without it."
        ),
    ),
    Definition(
        term=_("Returned as deficient"),
        text=_(
            "Requests of ours that came back at least once to be mended, divided by those that the unit sent. Days"
            " lost run from the return until it was sent again."
        ),
    ),
)


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. Three queries."""
    days = days_of(stretches_of(requests, question.narrowed(), at=question.at), question.on)
    stays, ways = days.stays(), days.ways()
    stops = [stay for way in ways for stay in in_order(way, stays)]
    return Result(
        headline=_headline(days, stops, question),
        sentence=_sentence(days, stops, question),
        figures=tuple(_figures(days, stops, question)),
        tables=(
            ways_table(days, stops, question),
            stops_table(days, stops, question),
            questions_table(days, question),
            returns_table(days, question),
        )
        if ways
        else (),
        charts=tuple(routes(stops, question)),
    )


def _headline(days: Days, stops: list[Stay], question: Question) -> str:
    all_days = together(stops)
    if days.sent() < question.minimum or not all_days:
        return ""
    return words.share(together(stops, Party.THEM) / all_days)


def _sentence(days: Days, stops: list[Stay], question: Question) -> str:
    said = _shared(days, question) % {
        "days": words.count(together(stops)),
        "theirs": words.count(together(stops, Party.THEM)),
        "ours": words.count(together(stops, Party.US)),
        "number": words.count(days.sent()),
        "minimum": question.minimum,
    }
    longest = sorted((stay for stay in stops if stay.days), key=lambda stay: -stay.days)[:5]
    if not longest:
        return said
    most = "; ".join(f"{stop_label(stay)} ({words.count(stay.days)})" for stay in longest)
    return gettext("%(said)s Most days: %(most)s.") % {"said": said, "most": most}


def _shared(days: Days, question: Question) -> str:
    """The words after the headline; a whole sentence where there is none."""
    number = days.sent()
    if number < question.minimum:
        return ngettext(
            "%(theirs)s days with them, %(ours)s days with us, over %(number)s request: fewer than %(minimum)s, too few"
            " for a share.",
            "%(theirs)s days with them, %(ours)s days with us, over %(number)s requests: fewer than %(minimum)s, too"
            " few for a share.",
            number,
        )
    return ngettext(
        "of %(days)s days were spent with them, %(ours)s days with us, over %(number)s request.",
        "of %(days)s days were spent with them, %(ours)s days with us, over %(number)s requests.",
        number,
    )


def _figures(days: Days, stops: list[Stay], question: Question) -> Iterator[Figure]:
    def figure(key: str, label: str, value: int, tone: Tone | None = None, **more: object) -> Figure:
        return Figure(key=key, label=label, value=value, rows=question.narrowed(**more), tone=tone)

    yield figure("sent", gettext("Sent"), days.sent())
    yield figure("open", gettext("Still open"), sum(stay.still for stay in stops), still=YES)
    yield figure(
        "asked", gettext("Asked for information"), times_asked(days, QUESTIONS["1-"]), questions="1-"
    )
    if question.wanted.direction in ("", OUTGOING):
        yield figure(
            "returned",
            gettext("Returned as deficient"),
            returned_once(days),
            returned=YES,
            direction=OUTGOING,
        )


REPORT = Report(
    slug="where-time-goes",
    title=_("Where time goes"),
    summary=_(
        "The days that each holder on the way kept requests, ours against theirs, with what questions and returns as"
        " deficient cost."
    ),
    definitions=DEFINITIONS,
    asks=(SENT, AS_OF, LEAST, FILTERS),
    answer=answer,
    about=About.TIME,
)
