"""Which spell speaks for a request on a day, and what it says: groups, outcomes, dispositions, answers in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import F, Q

from tracker.casework.filtering.narrowing import came_by
from workflows.vocabulary import Disposition, Outcome, OutcomeGroup

OUTCOMES: Final[Mapping[Disposition, tuple[Outcome, ...]]] = {
    Disposition.EXECUTED: (Outcome.EXECUTED, Outcome.PARTLY_EXECUTED),
    Disposition.NIL: (Outcome.NIL,),
    Disposition.REFUSED: (Outcome.REFUSED,),
}
"""Of what is answered: the outcomes of everything asked for."""


@dataclass(frozen=True, kw_only=True)  # no slots: two parts that have them cannot be put together
class AnswerFilter:
    """Names in the address. ``answered_within``: at most so many days after sending, by the day that is asked for."""

    disposition: str = ""
    answered_within: int | None = None


def answers(wanted: AnswerFilter, on: date) -> Iterator[Q]:
    """Conditions on speaking spells: what they must have come to."""
    if wanted.disposition:
        yield disposition_on(Disposition(wanted.disposition), on)
    if wanted.answered_within is not None:
        yield group_on(OutcomeGroup.ANSWERED, on)
        yield Q(answered_on__lte=F("sent_on") + timedelta(days=wanted.answered_within))


def disposition_of(group: OutcomeGroup, outcome: Outcome) -> Disposition:
    """What had come of a request in that group, with that outcome on the same day."""
    match group:
        case OutcomeGroup.ANSWERED:
            named = (one for one, outcomes in OUTCOMES.items() if outcome in outcomes)
            return next(named, Disposition.OTHERWISE)
        case OutcomeGroup.WITHDRAWN:
            return Disposition.WITHDRAWN
        case OutcomeGroup.ENDED_WITHOUT_ANSWER:
            return Disposition.ENDED
        case _:
            return Disposition.PENDING


def disposition_on(disposition: Disposition, on: date) -> Q:
    """The same as a condition on a speaking spell; the dispositions are a partition."""
    answered = group_on(OutcomeGroup.ANSWERED, on)
    match disposition:
        case Disposition.OTHERWISE:
            named = [outcome.value for outcomes in OUTCOMES.values() for outcome in outcomes]
            return answered & ~(Q(outcome__in=named) & settled_on(on))
        case Disposition.WITHDRAWN:
            return group_on(OutcomeGroup.WITHDRAWN, on)
        case Disposition.ENDED:
            return group_on(OutcomeGroup.ENDED_WITHOUT_ANSWER, on)
        case Disposition.PENDING:
            return group_on(OutcomeGroup.OPEN_NOT_DUE, on) | group_on(OutcomeGroup.OPEN_OVERDUE, on)
        case _:
            return answered & Q(outcome__in=[one.value for one in OUTCOMES[disposition]]) & settled_on(on)


def speaking_on(on: date) -> Q:
    """Spells that were sent and stood for their request on the day ``on``: at most one each."""
    return Q(sent_on__lte=on, opened_on__lte=on) & (Q(superseded_on__isnull=True) | Q(superseded_on__gt=on))


def group_on(group: OutcomeGroup, on: date) -> Q:
    """Which of the groups a speaking spell was in on the day ``on``; the groups are a partition."""
    answered, closed = came_by("answered_on", on), came_by("closed_on", on)
    withdrawn = Q(outcome=Outcome.WITHDRAWN.value)
    overdue = Q(answer_due_on__isnull=False, answer_due_on__lt=on)
    return {
        OutcomeGroup.ANSWERED: answered,
        OutcomeGroup.WITHDRAWN: ~answered & closed & withdrawn,
        OutcomeGroup.ENDED_WITHOUT_ANSWER: ~answered & closed & ~withdrawn,
        OutcomeGroup.OPEN_OVERDUE: ~answered & ~closed & overdue,
        OutcomeGroup.OPEN_NOT_DUE: ~answered & ~closed & ~overdue,
    }[group]


def outcome_on(outcome: Outcome, on: date) -> Q:
    """What had come of a speaking spell by the day ``on``; the outcomes are a partition."""
    had = settled_on(on) & Q(outcome=outcome.value)
    return had | ~settled_on(on) if outcome is Outcome.OPEN else had


def settled_on(on: date) -> Q:
    """Whether the outcome that a speaking spell came to, it had on the day ``on``.

    Closed by then; or answered, and nothing asked for was open any more.
    """
    whole = came_by("answered_on", on) & came_by("completed_on", on)
    return came_by("closed_on", on) | whole
