"""Deadlines with their reasons: the running version of each, its earlier dates, the article that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.casework import labels
from tracker.casework.case import Case
from tracker.casework.models import Deadline
from tracker.casework.standing import late_words
from tracker.casework.table_labels import MARK
from tracker.reminders.queries import chased
from tracker.words import distance, short_day, spoken
from workflows.deadlines import Mark
from workflows.messages import Message, from_data
from workflows.vocabulary import DeadlineKind, DeadlineState, EventKind, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An earlier date of the same deadline and why it no longer holds."""

    on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """One deadline; ``on`` is the last day to act, for an expiry the day before the loss."""

    title: str
    on: date
    tone: str
    over: bool
    summary: str
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
        subjects.setdefault((row.rule, row.item_id, row.authority_id), []).append(row)
    latest = [(versions[-1], versions[:-1]) for versions in subjects.values()]
    running = sorted((pair for pair in latest if _is_open(pair[0])), key=lambda pair: pair[0].late_from)
    over = sorted(
        (pair for pair in latest if not _is_open(pair[0])), key=lambda pair: pair[0].late_from, reverse=True
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


def _view(case: Case, row: Deadline, before: Sequence[Deadline], *, enquiry_url: str) -> DeadlineView:
    rule = case.rules.get(row.rule)
    mark = rule.citation.mark if rule else Mark.TO_VERIFY
    return DeadlineView(
        title=spoken(rule.label) if rule else row.rule,
        on=_last_day(row),
        tone=_tone(case, row),
        over=not _is_open(row),
        summary=_summary(case, row),
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


def _last_day(row: Deadline) -> date:
    return row.due_on - timedelta(days=1) if row.kind == DeadlineKind.EXPIRY else row.due_on


def _tone(case: Case, row: Deadline) -> str:
    if not _is_open(row):
        return ""
    if row.late_from <= case.viewer.at:
        return Tone.OVERDUE.value
    return Tone.DUE_SOON.value if row.soon_from <= case.viewer.at else ""


def _summary(case: Case, row: Deadline) -> str:
    """How far away it is, or how it ended, in one line."""
    if not _is_open(row):
        return _ended(case, row)
    words = [_distance(case, row)]
    if row.kind == DeadlineKind.EXPIRY:
        words.append(_("the last safe day; it may be lost on %(day)s") % {"day": _short(case, row.due_on)})
    if row.lower_on is not None:
        words.append(_("customary from %(lower)s on") % {"lower": _short(case, row.lower_on)})
    if row.is_chore:
        words.append(_("our own duty"))
    return " · ".join(words)


def _distance(case: Case, row: Deadline) -> str:
    if row.late_from <= case.viewer.at:
        return late_words(row.kind, row.late_from, case.viewer.at)
    return distance(max(_last_day(row), case.today), today=case.today)


def _ended(case: Case, row: Deadline) -> str:
    state = str(labels.DEADLINE_STATE[DeadlineState(row.state)])
    closing = next((event for event in case.events if event.sequence == row.closed_by), None)
    if closing is None:
        return state
    days = (_last_day(row) - closing.occurred_on).days
    when = f"{state} {_short(case, closing.occurred_on)}"
    return f"{when} · {_against_limit(days)}" if row.state == DeadlineState.MET else when


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
    return Version(on=_last_day(row), words=reason)


def _short(case: Case, day: date) -> str:
    return short_day(day, today=case.today)
