"""Offences: how often each is named, and what became of the requests that name it; a request may name several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.figures import Figure
from tracker.casework.filtering.narrowing import ABSENT
from tracker.casework.filters import CaseFilter, spells_of
from tracker.casework.models.packing import unpacked
from tracker.reports import cells, rates, words
from tracker.reports.base import About, Cell, Column, Definition, Question, Report, Result, Row, Table
from tracker.reports.charts.stacks import Piece, Stack, Stacks
from tracker.reports.counting import Check, Tally, against, backdated, tally_across, together
from tracker.reports.dimensions import DIMENSIONS, OUTCOME, GroupBy
from tracker.reports.parts import AS_OF, LEAST, SENT, filters_without
from workflows.vocabulary import Outcome, OutcomeGroup

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tracker.casework.models import Spell
    from tracker.casework.models.request import AssistanceRequestQuerySet

OFFENCES: Final = "offences"
NAMED: Final = DIMENSIONS[GroupBy.OFFENCE]
COLOURS: Final = {
    OutcomeGroup.ANSWERED: "answered",
    OutcomeGroup.WITHDRAWN: "draft",
    OutcomeGroup.ENDED_WITHOUT_ANSWER: "edge",
    OutcomeGroup.OPEN_NOT_DUE: "with-them",
    OutcomeGroup.OPEN_OVERDUE: "overdue",
}

DEFINITIONS: Final = (
    Definition(
        term=_("Requests"),
        text=_(
            "Requests sent within the period (received, where they ask us) that name the offence, by what is in their"
            " dossiers today. Two offences of one kind in one request are one."
        ),
    ),
    Definition(
        term=_("Offences named"),
        text=_("The rows of all offences added up. It exceeds the requests, of which one may name several."),
    ),
    Definition(term=_("Share"), text=_("Requests of the row divided by all requests, each once.")),
    Definition(
        term=_("Answered"),
        text=_(
            "A substantive answer had come by the as-of day: executed, partly executed, nothing found, or refused with"
            " a ground."
        ),
    ),
    Definition(
        term=_("of these refused"),
        text=_("Answered with a refusal of everything that was asked. Refused in part is partly executed."),
    ),
    Definition(
        term=_("Withdrawn, ended without answer"),
        text=_(
            "Withdrawn; or lapsed, returned for good, referred elsewhere, or closed by then without an answer."
        ),
    ),
    Definition(
        term=_("Open"),
        text=_("Pending: neither answered nor ended by then; overdue from the day after the last one."),
    ),
    Definition(
        term=_("Rate"),
        text=_(
            "Answered divided by requests. The 95 % interval (Wilson) says how far chance alone may carry a rate made"
            " of so few. Below the minimum number neither rate nor medians are given."
        ),
    ),
    Definition(
        term=_("Median days to answer"),
        text=_(
            "Days from sending until half of all were answered; those without an answer count as unanswered for as"
            " long as they were observed (Kaplan-Meier)."
        ),
    ),
)


@dataclass(slots=True, kw_only=True)
class Named:
    """One row: the tally of its requests, and how many were answered with a refusal."""

    tally: Tally = field(default_factory=Tally)
    refused: int = 0


Found = Mapping[str, Named]
"""Rows by the offence; by no name the requests that name none."""


def answer(requests: AssistanceRequestQuerySet, question: Question) -> Result:
    """Answer the question over the requests handed in. Two queries."""
    spells = spells_of(requests, question.narrowed(), at=question.at)
    found, whole = _counted(spells, question)
    ranked = sorted(found, key=lambda key: (not key, -found[key].tally.sent, key))
    named = sum(found[key].tally.sent for key in ranked if key)
    return Result(
        headline=words.count(named) if whole.tally.sent else "",
        sentence=_sentence(ranked, found, whole),
        figures=tuple(_figures(ranked, found, question)),
        tables=(_table(ranked, found, whole, question),),
        charts=tuple(_charts(ranked, found, question)),
        notes=tuple(_notes(found, named, whole, question)),
        anomalies=tuple(_anomalies(found, whole, spells.count())),
    )


def _counted(spells: QuerySet[Spell], question: Question) -> tuple[Found, Named]:
    """By offence; and each request once, whatever it names. One query."""
    found: dict[str, Named] = defaultdict(Named)
    whole = Named()
    for (offences, outcome), tally in tally_across(spells, (NAMED.packed, OUTCOME), question.on).items():
        refused = tally.groups[OutcomeGroup.ANSWERED] if outcome == Outcome.REFUSED.value else 0
        for row in (whole, *(found[name] for name in unpacked(str(offences)))):
            row.tally.include(tally)
            row.refused += refused
    return found, whole


def _label(offence: str) -> str:
    return NAMED.label_of((offence,))


def _sentence(ranked: list[str], found: Found, whole: Named) -> str:
    most = "; ".join(f"{_label(key)} ({words.count(found[key].tally.sent)})" for key in ranked[:3] if key)
    groups = whole.tally.groups
    return gettext(
        "offences named in %(requests)s requests sent, of which %(answered)s are answered (%(refused)s refused) and"
        " %(pending)s pending. Most often: %(most)s."
    ) % {
        "requests": words.count(whole.tally.sent),
        "answered": words.count(groups[OutcomeGroup.ANSWERED]),
        "refused": words.count(whole.refused),
        "pending": words.count(whole.tally.still_open),
        "most": most or gettext("none"),
    }


def _figures(ranked: list[str], found: Found, question: Question) -> Iterator[Figure]:
    """The most frequent ones, and the requests that name none."""
    for key in [key for key in ranked if key][:4]:
        value = found[key].tally.sent
        yield Figure(key=key, label=_label(key), value=value, rows=question.narrowed(offence=key))
    none = found.get("", Named()).tally.sent
    yield Figure(key="none", label=_label(""), value=none, rows=question.narrowed(offence=ABSENT))


def _table(ranked: list[str], found: Found, whole: Named, question: Question) -> Table:
    return Table(
        key=OFFENCES,
        title=gettext("By offence"),
        heading=str(NAMED.label),
        columns=tuple(_columns()),
        rows=tuple(
            Row(
                label=_label(key),
                cells=_cells(found[key], whole, question, question.narrowed(offence=key or ABSENT)),
            )
            for key in ranked
        ),
        totals=tuple(_totals(ranked, found, whole, question)) if ranked else (),
    )


def _columns() -> Iterator[Column]:
    """Those of every rate but the median of the answered alone, with the share of all requests and the refusals."""
    sent, answered, *others, _flattering = rates.columns()
    yield replace(sent, label=gettext("Requests"), keys=("requests",))
    yield Column(label=gettext("Share"), keys=("share",))
    yield answered
    yield Column(label=gettext("of these refused"), keys=("refused",))
    yield from others


def _cells(row: Named, whole: Named, question: Question, rows: CaseFilter) -> tuple[Cell, ...]:
    minimum = question.minimum
    counted = rates.cells(row.tally, minimum=minimum, rows=rows)
    share = cells.part_of_enough(row.tally.sent, whole.tally.sent, minimum=minimum)
    answers = replace(rows, outcome_group=OutcomeGroup.ANSWERED.value, outcome=Outcome.REFUSED.value)
    return _put_in(counted, share, cells.count(row.refused, answers))


def _put_in(counted: tuple[Cell, ...], share: Cell, refused: Cell) -> tuple[Cell, ...]:
    sent, answered, *others, _flattering = counted
    return (sent, share, answered, refused, *others)


def _totals(ranked: list[str], found: Found, whole: Named, question: Question) -> Iterator[Row]:
    """Offences in all, which a request may name several of; and the requests, each once."""
    nothing = gettext("n/a")
    summed = together({(key,): found[key].tally for key in ranked if key})
    refused = sum(found[key].refused for key in ranked if key)
    counted = rates.counts_only(summed, rows=None, reason=nothing)
    yield Row(
        label=gettext("Offences named"), cells=_put_in(counted, cells.silent(nothing), cells.count(refused))
    )
    yield Row(label=gettext("Requests, each once"), cells=_cells(whole, whole, question, question.narrowed()))


def _charts(ranked: list[str], found: Found, question: Question) -> Iterator[Stacks]:
    if ranked:
        yield Stacks(
            title=gettext("Requests by offence, and what became of them"),
            table=OFFENCES,
            said=gettext("One bar for each offence, of the requests that name it, by where they stood."),
            stacks=tuple(
                Stack(label=_label(key), bars=(tuple(_pieces(key, found[key], question)),)) for key in ranked
            ),
        )


def _pieces(key: str, row: Named, question: Question) -> Iterator[Piece]:
    for group in OutcomeGroup:
        yield Piece(
            label=str(labels.OUTCOME_GROUP[group]),
            value=row.tally.groups[group],
            colour=COLOURS[group],
            rows=question.narrowed(offence=key or ABSENT, outcome_group=group.value),
        )


def _notes(found: Found, named: int, whole: Named, question: Question) -> Iterator[str]:
    none = found.get("", Named()).tally.sent
    if whole.tally.sent:
        yield gettext(
            "%(named)s offences are named in %(naming)s requests; %(none)s of %(all)s requests name none."
        ) % {
            "named": words.count(named),
            "naming": words.count(whole.tally.sent - none),
            "none": words.count(none),
            "all": words.count(whole.tally.sent),
        }
    few = sum(row.tally.sent < question.minimum for row in found.values())
    yield from words.too_few(few, question.minimum)


def _anomalies(found: Found, whole: Named, sent: int) -> Iterator[str]:
    """What does not add up, in sentences. ``sent``: the requests counted once more, without grouping."""
    yield from against(Check(spells=sent, requests=sent, groups={}), whole.tally.sent)
    for row in (*found.values(), whole):
        if not row.tally.adds_up:
            yield gettext("%(sent)s were sent, but the groups add up to %(groups)s.") % {
                "sent": row.tally.sent,
                "groups": row.tally.groups.total(),
            }
    yield from backdated(whole.tally)


REPORT = Report(
    slug="offences",
    about=About.MATTERS,
    title=_("Offences"),
    summary=_(
        "How often each offence is named and what became of those requests, with both totals: offences named, and"
        " requests, each once."
    ),
    definitions=DEFINITIONS,
    asks=(SENT, AS_OF, LEAST, filters_without("offence")),
    answer=answer,
)
