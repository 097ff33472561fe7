"""The one reading of where a request stands: its tone and the words beside it, for every list and page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.accounts.queries import local_date
from tracker.casework import labels
from tracker.casework.models import AssistanceRequest
from tracker.casework.models.clocks import last_day
from tracker.casework.queries import procedure_of
from tracker.directory.models import Authority
from tracker.words import spoken
from workflows.engine import Stop
from workflows.vocabulary import DeadlineKind, Level, Outcome, Party, Stage, Tone

LATE = frozenset({Level.OVERDUE, Level.LONG_OVERDUE})
PREPARED = frozenset({Stage.DRAFT, Stage.APPROVAL, Stage.READY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``tone`` is a CSS class, ``words`` says the same; ``level`` is None where nothing runs."""

    tone: Tone
    words: str
    level: Level | None = None


def standing(row: AssistanceRequest, at: datetime) -> Standing:
    """Ended first, then late, then soon late, then whose turn it is."""
    if row.is_final:
        return Standing(tone=_ended(row), words=str(labels.OUTCOME[Outcome(row.outcome)]))
    level = row.level(at)
    if level in LATE and row.late_from is not None:
        return Standing(
            tone=Tone.OVERDUE, words=late_words(row.due_kind, row.late_from, at, level=level), level=level
        )
    if level is Level.DUE_SOON:
        return Standing(tone=Tone.DUE_SOON, words=_soon(row, at), level=level)
    return Standing(tone=_turn(row), words=str(labels.STAGE[Stage(row.stage)]), level=level)


def holder_words(row: AssistanceRequest, stop: Stop | None, authority: Authority | None) -> str:
    """Who has the paper: the named authority, whoever executes at the stop that must act, or the stop itself."""
    if authority is not None:
        return authority.name
    if stop is None:
        return ""
    executing = row.executing_authority if stop.addressee else None
    return executing.name if executing is not None else spoken(stop.label)


def holder_name(row: AssistanceRequest) -> str:
    """The same for a row whose holder is to be read off its projection."""
    stops = {stop.key: stop for stop in procedure_of(row).route}
    return holder_words(row, stops.get(row.holder_stop), row.holder_authority)


def next_date(row: AssistanceRequest) -> date | None:
    """The last day on which to act, as people are told it everywhere; None where nothing runs."""
    return None if row.due_on is None else last_day(row.due_kind, row.due_on)


def days_late(late_from: datetime | None, at: datetime) -> int:
    """Whole days since something became late; 0 on the first, also where it is not late."""
    return max((at - late_from).days, 0) if late_from else 0


def _ended(row: AssistanceRequest) -> Tone:
    if row.outcome == Outcome.REFUSED:
        return Tone.REFUSED
    # What lapsed had been answered, but nothing of it is left.
    return Tone.ANSWERED if row.answered_on and row.stage != Stage.LAPSED else Tone.CLOSED


def _turn(row: AssistanceRequest) -> Tone:
    stage = Stage(row.stage)
    if stage in PREPARED:
        return Tone.DRAFT
    if stage is Stage.ANSWERED:
        return Tone.REFUSED if row.outcome == Outcome.REFUSED else Tone.ANSWERED
    return Tone.WITH_US if row.waits_on == Party.US else Tone.WITH_THEM


def level_tone(level: Level | None) -> Tone | None:
    """How a level looks; nothing where it presses nobody yet."""
    if level in LATE:
        return Tone.OVERDUE
    return Tone.DUE_SOON if level is Level.DUE_SOON else None


def late_words(kind: str, late_from: datetime, at: datetime, *, level: Level | None) -> str:
    """How late something of that kind of deadline is, in whole days."""
    days = days_late(late_from, at)
    if kind == DeadlineKind.EXPIRY:
        if not days:
            return _("may be lost from today on")
        return ngettext(
            "may have been lost for %(days)d day", "may have been lost for %(days)d days", days
        ) % {"days": days}
    if not days:
        return _("overdue since today")
    if level is Level.LONG_OVERDUE:
        return ngettext("long overdue by %(days)d day", "long overdue by %(days)d days", days) % {
            "days": days
        }
    return ngettext("overdue by %(days)d day", "overdue by %(days)d days", days) % {"days": days}


def _soon(row: AssistanceRequest, at: datetime) -> str:
    if row.due_on is None:
        return ""
    if row.due_kind == DeadlineKind.EXPECTATION:
        return _("in the customary range")
    return time_left_words(row.due_kind, row.due_on, today=local_date(row.office, at))


def time_left_words(kind: str, due_on: date, *, today: date) -> str:
    """How long there is still, in whole days of the calendar to the last one on which to act."""
    days = (last_day(kind, due_on) - today).days
    if kind == DeadlineKind.EXPIRY:
        if days <= 0:
            return _("expires today")
        return ngettext("expires in %(days)d day", "expires in %(days)d days", days) % {"days": days}
    if days <= 0:
        return _("due today")
    return ngettext("due in %(days)d day", "due in %(days)d days", days) % {"days": days}
