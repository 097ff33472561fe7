"""Channel comparison: the same kinds of requests by the channels that they went by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tracker.casework.figures import Figure
from tracker.casework.filters import spells_of
from tracker.reports import words
from tracker.reports.base import About, Question, Report, Result
from tracker.reports.channel_comparison.counting import channels_of, strata_of
from tracker.reports.channel_comparison.definitions import DEFINITIONS
from tracker.reports.channel_comparison.tables import (
    CHANNELS,
    DIMENSION,
    Ranked,
    channels_table,
    types_table,
)
from tracker.reports.charts.intervals import Intervals
from tracker.reports.counting import Tally, in_no_group, together
from tracker.reports.parts import AS_OF, DIRECTED, LEAST, SENT, filters_without
from tracker.reports.rows import dots_by
from workflows.vocabulary import Disposition, OutcomeGroup

if TYPE_CHECKING:
    from tracker.casework.models.request import AssistanceRequestQuerySet


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. One query."""
    strata = strata_of(spells_of(requests, question.narrowed(), at=question.at), question.on)
    found = channels_of(strata)
    whole = together(found)
    ranked = sorted(found.items(), key=lambda one: (-one[1].sent, DIMENSION.label_of(one[0])))
    return Result(
        headline="",
        sentence=_sentence(ranked, whole, question),
        figures=tuple(_figures(whole, question)),
        tables=(channels_table(ranked, whole, strata, question), types_table(ranked, strata, question)),
        charts=tuple(_charts(ranked, question)),
        notes=tuple(_notes(ranked, question)),
        anomalies=tuple(in_no_group(found, DIMENSION)),
    )


def _sentence(ranked: Ranked, whole: Tally, question: Question) -> str:
    answered, sent = whole.answers
    told = {
        "answered": words.count(answered),
        "sent": words.count(sent),
        "open": words.count(whole.still_open),
        "number": len(ranked),
    }
    said = (
        ngettext(
            "%(answered)s of %(sent)s sent by %(number)s channel were answered, %(open)s are open.",
            "%(answered)s of %(sent)s sent by %(number)s channels were answered, %(open)s are open.",
            len(ranked),
        )
        % told
    )
    enough = sorted(
        (tally.answers[0] / tally.sent, DIMENSION.label_of(values))
        for values, tally in ranked
        if tally.sent >= question.minimum
    )
    if len(enough) < 2:
        return said
    (low, lowest), (high, highest) = enough[0], enough[-1]
    return gettext("%(said)s From %(low)s (%(lowest)s) to %(high)s (%(highest)s).") % {
        "said": said,
        "low": words.share(low),
        "lowest": lowest,
        "high": words.share(high),
        "highest": highest,
    }


def _figures(whole: Tally, question: Question) -> Iterator[Figure]:
    answered, sent = whole.answers
    yield Figure(key="sent", label=gettext("Sent"), value=sent, rows=question.narrowed())
    yield Figure(
        key="answered",
        label=gettext("Answered"),
        value=answered,
        rows=question.narrowed(outcome_group=OutcomeGroup.ANSWERED.value),
    )
    yield Figure(
        key="open",
        label=gettext("Open"),
        value=whole.still_open,
        rows=question.narrowed(disposition=Disposition.PENDING.value),
    )


def _charts(ranked: Ranked, question: Question) -> Iterator[Intervals]:
    dots = dots_by(DIMENSION, ranked, lambda tally: tally.answers, question)
    if dots:
        title = gettext("Share answered so far by channel, with its 95 % interval")
        yield Intervals(title=title, table=CHANNELS, dots=dots)


def _notes(ranked: Ranked, question: Question) -> Iterator[str]:
    few = sum(tally.sent < question.minimum for _values, tally in ranked)
    if few:
        yield ngettext(
            "%(few)s channel has fewer than %(minimum)s sent: its counts are shown, a rate is not.",
            "%(few)s channels have fewer than %(minimum)s sent: their counts are shown, rates are not.",
            few,
        ) % {"few": few, "minimum": question.minimum}
    yield gettext(
        "Channels carry different things to different jurisdictions at different times. The comparison within the same"
        " types takes one of these differences away; choose a jurisdiction, an offence or a period to take away others."
    )


REPORT = Report(
    slug="channel-comparison",
    title=_("Channels compared"),
    summary=_(
        "The same kinds of requests by letters, treaty, 24/7 network and the other channels: answered, how soon, still"
        " open, each against the others, also within the same types."
    ),
    definitions=DEFINITIONS,
    asks=(SENT, AS_OF, LEAST, DIRECTED, filters_without("direction", "channel")),
    answer=answer,
    about=About.PARTNERS,
)
