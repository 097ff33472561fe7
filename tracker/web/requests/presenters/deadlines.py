"""Deadlines with their reasons: the running version of each, its earlier dates, the article that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.casework import labels
from tracker.casework.ages import age_of_deadline
from tracker.casework.case import Case
from tracker.casework.models import Deadline
from tracker.casework.moves import Move, move_of
from tracker.casework.standing import LATE, late_words, level_tone
from tracker.casework.table_labels import MARK
from tracker.reminders.queries import chased
from tracker.words import distance, short_day, spoken
from workflows.deadlines import SHIFT_WORDS, Age, Mark
from workflows.messages import Message, from_data
from workflows.vocabulary import DeadlineKind, DeadlineState, EventKind

MOVE: Final = "extend_deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An earlier date of the same deadline and why it no longer holds."""

    on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """One deadline; ``on`` is the last day to act, for an expiry the day before the loss.

    ``moved`` says what kind of move gave it this date, ``moved_why`` who granted it and why. ``move_url`` leads to the
    form that moves it, for whoever may. ``age`` is there where the clock can stand still.
    """

    title: str
    on: date
    tone: str
    over: bool
    summary: str
    moved: str
    moved_why: str
    age: str
    move_url: str
    subject: str
    steps: tuple[Message, ...]
    source: str
    source_at: str
    mark: str
    mark_words: str
    versions: tuple[Version, ...]
    enquiry_url: str


def deadlines_of(case: Case) -> tuple[DeadlineView, ...]:
    """Running ones first, soonest first; then those that are over, latest first."""
    rows = case.row.deadlines.select_related("item", "authority")
    subjects: dict[tuple[str, int | None, int | None], list[Deadline]] = {}
    for row in rows.order_by("version", "revision"):
        subjects.setdefault(row.subject, []).append(row)
    latest = [(versions[-1], versions[:-1]) for versions in subjects.values()]
    running = sorted((pair for pair in latest if pair[0].is_alive), key=lambda pair: pair[0].late_from)
    over = sorted(
        (pair for pair in latest if not pair[0].is_alive), key=lambda pair: pair[0].late_from, reverse=True
    )
    chasing = chased([row for row, _before in running], at=case.viewer.at)
    return tuple(
        _view(case, row, before, enquiry_url=_enquiry_url(case) if row.pk in chasing else "")
        for row, before in (*running, *over)
    )


def _enquiry_url(case: Case) -> str:
    """Where a status enquiry is recorded; nothing where the viewer may not."""
    for offer in case.offers:
        if offer.allowed and offer.action.kind is EventKind.STATUS_ENQUIRY_SENT:
            return reverse("request_action", args=[case.row.uuid, offer.action.key])
    return ""


def _is_open(row: Deadline) -> bool:
    return row.state == DeadlineState.OPEN


def age_words(age: Age | None) -> str:
    """How long it has run, and how long without the questions that were open; nothing where no clock can stop."""
    if age is None:
        return ""
    gross = ngettext("%(days)d day old", "%(days)d days old", age.gross) % {"days": age.gross}
    if age.gross == age.net:
        return gross
    net = ngettext("%(days)d day without open questions", "%(days)d days without open questions", age.net) % {
        "days": age.net
    }
    return f"{gross}, {net}"


def _view(case: Case, row: Deadline, before: Sequence[Deadline], *, enquiry_url: str) -> DeadlineView:
    rule = case.rules.get(row.rule)
    move = move_of(case, row)
    mark = rule.citation.mark if rule else Mark.TO_VERIFY
    return DeadlineView(
        title=spoken(rule.label) if rule else row.rule,
        on=row.last_day,
        tone=_tone(case, row),
        over=not row.is_alive,
        summary=_summary(case, row),
        moved=spoken(SHIFT_WORDS[move.shift]) if move else "",
        moved_why=_moved_why(move),
        age=age_words(age_of_deadline(case, row)) if row.is_alive else "",
        move_url=_move_url(case, row),
        subject=" · ".join(str(part) for part in (row.item, row.authority) if part),
        steps=tuple(from_data(line) for line in row.explanation),
        source=rule.citation.article if rule else "",
        source_at=rule.citation.read_at if rule else "",
        mark=mark.value,
        mark_words=str(MARK[mark]),
        versions=tuple(
            _version(entry, after) for entry, after in zip(before, [*before, row][1:], strict=True)
        ),
        enquiry_url=enquiry_url,
    )


def _moved_why(move: Move | None) -> str:
    """Who granted it and the reason, which stays in view beside the date."""
    if move is None:
        return ""
    who = move.granted_by.name if move.granted_by else move.grantor
    granted = _("granted by %(who)s") % {"who": who} if who else ""
    return ": ".join(part for part in (granted, move.reason) if part)


def _move_url(case: Case, row: Deadline) -> str:
    if not _is_open(row) or not case.may(MOVE):
        return ""
    named: dict[str, str | int] = {"deadline": row.rule}
    if row.item is not None:
        named["items"] = row.item.number
    if row.authority_id is not None:
        named["authority"] = row.authority_id
    return f"{reverse('request_action', args=[case.row.uuid, MOVE])}?{urlencode(named)}"


def _tone(case: Case, row: Deadline) -> str:
    tone = level_tone(row.level(case.viewer.at))
    return tone.value if tone else ""


def _summary(case: Case, row: Deadline) -> str:
    """How far away it is, or how it ended, in one line."""
    if row.state == DeadlineState.PAUSED:
        return _("stands still until their question is answered")
    if not _is_open(row):
        return _ended(case, row)
    words = [_distance(case, row)]
    if row.kind == DeadlineKind.EXPIRY:
        words.append(
            _("the last safe day; it may be lost from %(day)s on") % {"day": _short(case, row.due_on)}
        )
    if row.lower_on is not None:
        words.append(_("customary from %(lower)s on") % {"lower": _short(case, row.lower_on)})
    if row.is_chore:
        words.append(_("our own duty"))
    return " · ".join(words)


def _distance(case: Case, row: Deadline) -> str:
    level = row.level(case.viewer.at)
    if level in LATE:
        return late_words(row.kind, row.late_from, case.viewer.at, level=level)
    return distance(max(row.last_day, case.today), today=case.today)


def _ended(case: Case, row: Deadline) -> str:
    state = str(labels.DEADLINE_STATE[DeadlineState(row.state)])
    closing = next((event for event in case.events if event.sequence == row.closed_by), None)
    if closing is None:
        return state
    days = (row.last_day - closing.occurred_on).days
    day = _short(case, closing.occurred_on)
    if row.state != DeadlineState.MET:
        return f"{state} {day}"
    return " · ".join(
        (_("Met late %(day)s") % {"day": day} if days < 0 else f"{state} {day}", _against_limit(days))
    )


def _against_limit(days: int) -> str:
    if days < 0:
        return ngettext("%(days)d day after the limit", "%(days)d days after the limit", -days) % {
            "days": -days
        }
    if not days:
        return _("on the last day")
    return ngettext("%(days)d day before the limit", "%(days)d days before the limit", days) % {"days": days}


def _version(row: Deadline, after: Deadline) -> Version:
    reason = (
        spoken(from_data(after.reason))
        if after.reason
        else str(labels.DEADLINE_STATE[DeadlineState(row.state)])
    )
    return Version(on=row.last_day, words=reason)


def _short(case: Case, day: date) -> str:
    return short_day(day, today=case.today)
