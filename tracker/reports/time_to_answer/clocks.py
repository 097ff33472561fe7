"""What a request waits for: its acknowledgement, its first answer, or the whole of it; how each can end otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.filtering.reached import Acknowledged, Completed
from tracker.casework.filtering.turns import (
    acknowledged_in_turn,
    completed_in_turn,
    groups_in_turn,
    limits_in_turn,
    settled_by,
)
from workflows.vocabulary import Outcome, OutcomeGroup

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Ending(StrEnum):
    """What a request had come to on the day: what it waited for, something else instead, an ending; a partition."""

    REACHED = "reached"
    INSTEAD = "instead"
    WITHDRAWN = "withdrawn"
    ENDED = "ended_without_answer"
    OPEN_NOT_DUE = "open_not_due"
    OPEN_OVERDUE = "open_overdue"


OVER: Final = (Ending.WITHDRAWN, Ending.ENDED)
OPEN: Final = (Ending.OPEN_NOT_DUE, Ending.OPEN_OVERDUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Some endings as one number. ``rows``: the fields of the filter that keep these; None where none does."""

    key: str
    label: StrPromise
    endings: tuple[Ending, ...]
    rows: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One thing that is waited for.

    ``endings``: the condition of each, the first that holds decides, and none that the request is open. ``days``: the
    columns of the days on which it was reached, and on which something came instead. ``limits``: the conditions
    of having kept and missed the limit, where there is one. ``numbers`` stand in each row, ``figures`` above the
    tables. For programs ``done`` names those that reached it, and ``keys`` the shares of the first two together and of
    each cause.
    """

    label: StrPromise
    endings: Callable[[date], Mapping[Ending, Q]]
    days: tuple[str, str]
    limits: Callable[[date], Mapping[Acknowledged, Q]] | None = None
    numbers: tuple[Number, ...]
    figures: tuple[Number, ...] = field(default=())
    done: str
    keys: tuple[str, str, str, str]
    reached: StrPromise
    instead: StrPromise
    either: StrPromise
    ended: StrPromise
    sentence: StrPromise
    few: StrPromise
    median: StrPromise
    of_done: tuple[StrPromise, StrPromise, StrPromise]
    shares: StrPromise
    drawn: StrPromise


def _answered(on: date) -> Mapping[Ending, Q]:
    found = groups_in_turn(on)
    answered = found[OutcomeGroup.ANSWERED]
    return {
        Ending.INSTEAD: answered & Q(outcome=Outcome.REFUSED.value) & settled_by(on),
        Ending.REACHED: answered,
        Ending.WITHDRAWN: found[OutcomeGroup.WITHDRAWN],
        Ending.ENDED: found[OutcomeGroup.ENDED_WITHOUT_ANSWER],
        Ending.OPEN_OVERDUE: found[OutcomeGroup.OPEN_OVERDUE],
    }


def _acknowledged(on: date) -> Mapping[Ending, Q]:
    found = acknowledged_in_turn(on)
    return {
        Ending.REACHED: found[Acknowledged.YES],
        Ending.INSTEAD: found[Acknowledged.ANSWERED],
        Ending.ENDED: found[Acknowledged.ENDED],
    }


def _completed(on: date) -> Mapping[Ending, Q]:
    found = completed_in_turn(on)
    return {
        Ending.INSTEAD: found[Completed.REFUSED],
        Ending.REACHED: found[Completed.YES],
        Ending.ENDED: found[Completed.ENDED],
    }


SENT: Final = Number(key="sent", label=_("Sent"), endings=tuple(Ending), rows={})

_OF_ANSWERS: Final = (
    SENT,
    Number(
        key="answered",
        label=_("Answered"),
        endings=(Ending.REACHED, Ending.INSTEAD),
        rows={"outcome_group": OutcomeGroup.ANSWERED.value},
    ),
    Number(
        key="refused",
        label=_("Of them refused"),
        endings=(Ending.INSTEAD,),
        rows={"outcome_group": OutcomeGroup.ANSWERED.value, "outcome": Outcome.REFUSED.value},
    ),
)

ANSWER: Final = Clock(
    label=_("First substantive answer"),
    endings=_answered,
    days=("answered_on", "answered_on"),
    numbers=(
        *_OF_ANSWERS,
        Number(key="ended", label=_("Ended without answer"), endings=OVER),
        Number(key="open", label=_("Open"), endings=OPEN),
    ),
    figures=(
        *_OF_ANSWERS,
        *(
            Number(
                key=group.value,
                label=labels.OUTCOME_GROUP[group],
                endings=(Ending(group.value),),
                rows={"outcome_group": group.value},
            )
            for group in OutcomeGroup
            if group is not OutcomeGroup.ANSWERED
        ),
    ),
    done="answered",
    keys=("answered", "answer", "refusal", "ended"),
    reached=_("Answer"),
    instead=_("Refusal"),
    either=_("Answer or refusal"),
    ended=_("Ended without answer"),
    sentence=_(
        "until half of all sent have an answer (95 %% interval %(between)s): %(reached)s of %(sent)s have one, and"
        " %(open)s still open count for as long as they have waited."
    ),
    few=_(
        "%(reached)s with an answer of %(sent)s sent, %(open)s open: fewer than %(minimum)s, too few for a median."
    ),
    median=_("Median days to an answer"),
    of_done=(
        _("Median of those with an answer"),
        _("Mean of those with an answer"),
        _("Nine in ten of those with an answer"),
    ),
    shares=_("Share with an answer within so many days, by %(dimension)s"),
    drawn=_("Answers by days since sending, by %(dimension)s"),
)

_OF_ACKNOWLEDGEMENTS: Final = (
    SENT,
    Number(
        key="acknowledged",
        label=_("Acknowledged"),
        endings=(Ending.REACHED,),
        rows={"acknowledged": Acknowledged.YES.value},
    ),
    Number(
        key="answered",
        label=_("Answered without one"),
        endings=(Ending.INSTEAD,),
        rows={"acknowledged": Acknowledged.ANSWERED.value},
    ),
    Number(
        key="ended",
        label=_("Ended without either"),
        endings=OVER,
        rows={"acknowledged": Acknowledged.ENDED.value},
    ),
    Number(
        key="open", label=_("Still waiting"), endings=OPEN, rows={"acknowledged": Acknowledged.OPEN.value}
    ),
)

ACKNOWLEDGEMENT: Final = Clock(
    label=_("Acknowledgement"),
    endings=_acknowledged,
    days=("acknowledged_on", "answered_on"),
    limits=limits_in_turn,
    numbers=_OF_ACKNOWLEDGEMENTS,
    figures=_OF_ACKNOWLEDGEMENTS,
    done="acknowledged",
    keys=("acknowledged_or_answered", "acknowledgement", "answer_without", "ended"),
    reached=_("Acknowledgement"),
    instead=_("Answer without one"),
    either=_("Acknowledgement or answer"),
    ended=_("Ended without either"),
    sentence=_(
        "until half of all sent are acknowledged (95 %% interval %(between)s): %(reached)s of %(sent)s are, and"
        " %(open)s still waiting count for as long as they have waited."
    ),
    few=_(
        "%(reached)s acknowledged of %(sent)s sent, %(open)s still waiting: fewer than %(minimum)s, too few for a"
        " median."
    ),
    median=_("Median days to an acknowledgement"),
    of_done=(
        _("Median of the acknowledged"),
        _("Mean of the acknowledged"),
        _("Nine in ten of the acknowledged"),
    ),
    shares=_("Share acknowledged within so many days, by %(dimension)s"),
    drawn=_("Acknowledgements by days since sending, by %(dimension)s"),
)

_OF_COMPLETIONS: Final = (
    SENT,
    Number(
        key="completed",
        label=_("Wholly answered"),
        endings=(Ending.REACHED,),
        rows={"completed": Completed.YES.value},
    ),
    Number(
        key="refused",
        label=_("Wholly refused"),
        endings=(Ending.INSTEAD,),
        rows={"completed": Completed.REFUSED.value},
    ),
    Number(
        key="ended",
        label=_("Ended before that"),
        endings=OVER,
        rows={"completed": Completed.ENDED.value},
    ),
    Number(key="open", label=_("Still open"), endings=OPEN, rows={"completed": Completed.OPEN.value}),
)

COMPLETION: Final = Clock(
    label=_("Full execution"),
    endings=_completed,
    days=("completed_on", "completed_on"),
    numbers=_OF_COMPLETIONS,
    figures=_OF_COMPLETIONS,
    done="completed",
    keys=("completed_or_refused", "completion", "refusal", "ended"),
    reached=_("Full execution"),
    instead=_("Refusal"),
    either=_("Full execution or refusal"),
    ended=_("Ended before that"),
    sentence=_(
        "until half of all sent are wholly answered (95 %% interval %(between)s): %(reached)s of %(sent)s are, and"
        " %(open)s still open count for as long as they have waited."
    ),
    few=_(
        "%(reached)s wholly answered of %(sent)s sent, %(open)s open: fewer than %(minimum)s, too few for a median."
    ),
    median=_("Median days to full execution"),
    of_done=(
        _("Median of the wholly answered"),
        _("Mean of the wholly answered"),
        _("Nine in ten of the wholly answered"),
    ),
    shares=_("Share wholly answered within so many days, by %(dimension)s"),
    drawn=_("Full execution by days since sending, by %(dimension)s"),
)

CLOCKS: Final[Mapping[str, Clock]] = {
    "answer": ANSWER,
    "acknowledgement": ACKNOWLEDGEMENT,
    "execution": COMPLETION,
}
"""By their names in the address; the first is the usual one."""
