"""Engagement: how a jurisdiction answered before and after what was done together. No proof of cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.filters import spells_of
from tracker.directory.models import Engagement, Jurisdiction
from tracker.directory.queries import engagements_in
from tracker.reports import words
from tracker.reports.base import About, Question, Report, Result
from tracker.reports.charts.pairs import Mark, Pairs, Series, mark
from tracker.reports.engagement.counting import Pieces, Watched, pieces_of, watched_in
from tracker.reports.engagement.definitions import DEFINITIONS
from tracker.reports.engagement.tables import (
    ROWS,
    Compared,
    Watch,
    engagements_table,
    in_time,
    rows_of,
)
from tracker.reports.engagement.windows import Window, window_after, window_before
from tracker.reports.parts import AS_OF, LEAST, Part, filters_without
from workflows.vocabulary import Direction

if TYPE_CHECKING:
    from tracker.casework.filters import CaseFilter
    from tracker.casework.models.request import AssistanceRequestQuerySet

DAYS: Final = 365
LONGEST: Final = 3650
WINDOW: Final = Part(
    fields={"window": forms.IntegerField(label=_("Days before and after"), min_value=1, max_value=LONGEST)},
    usual=lambda _today: {"window": str(DAYS)},
)


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in, for every engagement of the directory. Two queries."""
    days = question.more.get("window", DAYS)
    listed = [one for one in engagements_in(_places(question.wanted)) if _had_begun(one, question)]
    windows = {one.pk: (window_before(one, days), window_after(one, days)) for one in listed}
    by_place: dict[int, list[Window]] = defaultdict(list)
    for one in listed:
        by_place[one.jurisdiction_id] += [window for window in windows[one.pk] if window]
    spells = spells_of(requests, question.narrowed(direction=Direction.OUTGOING.value), at=question.at)
    pieces = pieces_of(spells, by_place, days=days, on=question.on)
    found = [_compared(one, windows[one.pk], pieces) for one in listed]
    return Result(
        headline="",
        sentence=_sentence(found, question, days),
        figures=(),
        tables=(engagements_table(found, question, days),),
        charts=tuple(_charts(found, question, days)),
        notes=tuple(_notes(found, question, days)),
    )


def _places(wanted: CaseFilter) -> QuerySet[Jurisdiction]:
    kept = {
        "code": wanted.jurisdiction,
        "region": wanted.region,
        "relationship_group__code": wanted.relationship,
    }
    return Jurisdiction.objects.filter(Q(**{name: value for name, value in kept.items() if value}))


def _had_begun(engagement: Engagement, question: Question) -> bool:
    return engagement.began is None or engagement.began.first <= question.on


def _compared(one: Engagement, windows: tuple[Window | None, Window | None], pieces: Pieces) -> Compared:
    before, after = (
        Watch(
            window=window,
            watched=watched_in(window, pieces.get(one.jurisdiction_id, ())) if window else Watched(),
        )
        for window in windows
    )
    return Compared(engagement=one, before=before, after=after)


def _sentence(found: Sequence[Compared], question: Question, days: int) -> str:
    both = sum(one.has_both(question.minimum) for one in found)
    told = {"number": len(found), "both": both, "minimum": question.minimum, "days": words.count(days)}
    counted = (
        ngettext(
            "%(number)s engagement, of which %(both)s can be compared: each side needs %(minimum)s requests that were"
            " watched for %(days)s days.",
            "%(number)s engagements, of which %(both)s can be compared: each side needs %(minimum)s requests that were"
            " watched for %(days)s days.",
            len(found),
        )
        % told
    )
    return f"{counted} {_caution()}"


def _caution() -> str:
    return gettext("What came after an engagement need not have come of it: this is no proof of cause.")


def _charts(found: Sequence[Compared], question: Question, days: int) -> Iterator[Pairs]:
    before = [_mark(one.before, one, question, days) for one in found]
    after = [_mark(one.after, one, question, days) for one in found]
    chart = Pairs(
        title=gettext("Share answered within %(days)s days of sending, with 95 %% intervals")
        % {"days": words.count(days)},
        table=ROWS,
        labels=tuple(one.label for one in found),
        series=(
            Series(label=gettext("Before"), colour="closed", marks=tuple(before)),
            Series(label=gettext("After"), colour="accent", marks=tuple(after)),
        ),
    )
    if chart.has_any:
        yield chart


def _mark(watch: Watch, one: Compared, question: Question, days: int) -> Mark | None:
    if watch.window is None:
        return None
    rows = in_time(rows_of(watch.window, one.engagement, question), question, days)
    return mark(*watch.watched.rate, minimum=question.minimum, rows=rows)


def _notes(found: Iterable[Compared], question: Question, days: int) -> Iterator[str]:
    rows = list(found)
    few = sum(one.is_dated and not one.has_both(question.minimum) for one in rows)
    if few:
        yield ngettext(
            "%(few)s engagement has fewer than %(minimum)s on one side: its counts are shown, that rate is not.",
            "%(few)s engagements have fewer than %(minimum)s on one side: their counts are shown, that rate is not.",
            few,
        ) % {"few": few, "minimum": question.minimum}
    recent = sum(one.after.watched.sent - one.after.watched.observed for one in rows)
    if recent:
        yield ngettext(
            "%(number)s request sent after an engagement has been watched for less than %(days)s days: in no rate.",
            "%(number)s requests sent after engagements have been watched for less than %(days)s days: in no rate.",
            recent,
        ) % {"number": words.count(recent), "days": words.count(days)}
    yield gettext(
        "Windows of one jurisdiction may overlap: a request may then stand in several rows, and before one engagement"
        " is after another."
    )


REPORT = Report(
    slug="engagement",
    title=_("Before and after engagements"),
    summary=_(
        "How a jurisdiction answered what we sent in as many days before and after each joint operation, training or"
        " other engagement; no proof of cause."
    ),
    definitions=DEFINITIONS,
    asks=(WINDOW, AS_OF, LEAST, filters_without("direction")),
    answer=answer,
    about=About.PARTNERS,
    listed=_(
        "Joint operations, training and other engagements are listed with their jurisdictions. One that had begun by"
        " the as-of day has two rows here: what was sent before it, and after it."
    ),
)
