"""What happened, latest first: each entry with who, when, its words, and what was corrected about it later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from tracker.casework import labels
from tracker.casework.case import Case
from tracker.casework.models import AssistanceRequest, Event, Item
from tracker.casework.table_labels import HAPPENED
from tracker.web.requests.presenters.wording import PAPERWORK
from tracker.words import day_words, moment_words, short_day, spoken
from workflows.engine import Event as HistoryEvent
from workflows.engine import effective, ordered
from workflows.occurrence import Occurred
from workflows.vocabulary import EventKind, Ground, Source, Transmission

NOTES: Final = ("reason", "note")
CARRIED: Final = frozenset(
    {
        EventKind.SENT,
        EventKind.SENT_AGAIN,
        EventKind.HANDED_OVER,
        EventKind.DELIVERED,
        EventKind.MISADDRESSED,
        EventKind.SERVED,
    }
)
"""Entries that say into whose hands the paper went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One column of the dossier before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a later entry said about this one."""

    words: str
    reason: str
    voided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the timeline."""

    sequence: int
    on: date
    date_words: str
    time_words: str
    words: str
    quote: str
    facts: tuple[str, ...]
    corrections: tuple[Correction, ...]
    changes: tuple[Change, ...]
    voided: bool
    minor: bool
    correct_url: str


def timeline_of(case: Case, items: Sequence[Item], *, after: int = 0) -> tuple[Entry, ...]:
    """The entries with a sequence above ``after``, in the reverse order of what happened."""
    reader = _Reader(case, items)
    entries = [reader.entry(event) for event in reader.ordered() if event.sequence > after]
    return tuple(reversed(entries))


class _Reader:
    """Reads the log once and keeps what every line needs."""

    def __init__(self, case: Case, items: Sequence[Item]) -> None:
        self.case = case
        self.rows: Mapping[int, Event] = {row.sequence: row for row in case.events}
        self.items = {str(item.number): str(item.get_type_display()) for item in items}
        self.standing = {event.sequence: event for event in effective(case.history)}
        self.holders = {hop.sequence: case.holder_name(hop.holder) for hop in case.snapshot.hops}
        self.corrections = [row for row in case.events if row.kind == EventKind.CORRECTED]

    def ordered(self) -> list[HistoryEvent]:
        """All entries but corrections: amended ones as amended, voided ones where they would have been."""
        entries = [event for event in self.case.history if event.kind is not EventKind.CORRECTED]
        return ordered(self.standing.get(event.sequence, event) for event in entries)

    def entry(self, event: HistoryEvent) -> Entry:
        row = self.rows[event.sequence]
        voided = event.sequence not in self.standing
        offered = self.case.procedure.action(row.action).offered
        by_program = row.source == Source.SYSTEM
        correctable = offered and self.case.may("correct") and not voided and not by_program
        return Entry(
            sequence=event.sequence,
            on=event.occurred.on,
            date_words=day_words(event.occurred),
            time_words=time_format(event.occurred.at)
            if event.occurred.at and not _is_paperwork(event)
            else "",
            words=self._words(event),
            quote=self._quote(row),
            facts=tuple(fact for fact in self._facts(event, row) if fact),
            corrections=tuple(self._corrections(event.sequence)),
            changes=tuple(_changes(row)),
            voided=voided,
            minor=_is_paperwork(event),
            correct_url=reverse("request_correct", args=[self.case.row.uuid, event.sequence])
            if correctable
            else "",
        )

    def _words(self, event: HistoryEvent) -> str:
        happened = str(HAPPENED[event.kind])
        if event.kind in CARRIED and event.sequence in self.holders:
            happened = _("%(happened)s to: %(holder)s") % {
                "happened": happened,
                "holder": self.holders[event.sequence],
            }
        about = ", ".join(filter(None, (self._rule(event), *(self.items.get(key) for key in event.items))))
        return f"{happened}: {about}" if about else happened

    def _rule(self, event: HistoryEvent) -> str:
        """Which deadline an entry moves."""
        key = event.text("deadline")
        rule = self.case.rules.get(key) if key else None
        return spoken(rule.label) if rule else key or ""

    def _quote(self, row: Event) -> str:
        content = getattr(row, "content", None)
        if content is None:
            return ""
        if content.erased_at is not None:
            return _("The words of this entry were erased.")
        return "\n".join(str(content.texts[name]) for name in NOTES if content.texts.get(name))

    def _facts(self, event: HistoryEvent, row: Event) -> Iterator[str]:
        yield _coded(event)
        yield self._authority(event)
        yield self._granted(event, row)
        yield _recounted(event)
        yield self._people(event)
        yield self._production(event)
        yield _filed(row)
        yield _hand(row)
        yield _recorded(self.case, event.occurred, row)
        yield _("from imported history") if row.source == Source.IMPORT else ""

    def _authority(self, event: HistoryEvent) -> str:
        """The authority that an entry names, where the words of the carriage do not name it already."""
        named = self.case.authorities.get(event.number("authority") or 0)
        return named.name if named and event.kind not in CARRIED else ""

    def _granted(self, event: HistoryEvent, row: Event) -> str:
        """Who granted that a date was moved."""
        named = self.case.authorities.get(event.number("granted_by") or 0)
        who = named.name if named else str(self.case.texts(row.sequence).get("grantor", ""))
        return _("granted by %(who)s") % {"who": who} if who else ""

    def _people(self, event: HistoryEvent) -> str:
        """Who an entry about the file concerns."""
        person = self.case.people.get(event.number("officer") or event.number("user") or 0)
        return _("to %(person)s") % {"person": person} if person and _is_paperwork(event) else ""

    def _production(self, event: HistoryEvent) -> str:
        """Which request covers a preservation, for whoever may see it, and when they received it."""
        received = event.text("received")
        if received is None:
            return ""
        row = self.case.productions.get(event.number("production") or 0)
        parts = {"reference": row.reference if row else "", "day": date_format(date.fromisoformat(received))}
        if row is None:
            return _("a linked production request, received on %(day)s") % parts
        return _("%(reference)s, received on %(day)s") % parts

    def _corrections(self, sequence: int) -> Iterator[Correction]:
        voided = {row.data.get("target") for row in self.corrections if row.data.get("void")}
        for row in self.corrections:
            if row.data.get("target") != sequence:
                continue
            yield Correction(
                words=self._correction_words(row), reason=self._quote(row), voided=row.sequence in voided
            )
            yield from self._corrections(row.sequence)

    def _correction_words(self, row: Event) -> str:
        parts = {"who": _hand(row), "day": short_day(row.occurred_on, today=self.case.today)}
        if row.data.get("void"):
            return _("Taken back by %(who)s on %(day)s") % parts
        target = self.rows[int(row.data["target"])]
        before = day_words(target.occurred)
        if "occurred" in row.data:
            return _("Date corrected by %(who)s on %(day)s, was %(before)s") % {**parts, "before": before}
        return _("Corrected by %(who)s on %(day)s") % parts


def _is_paperwork(event: HistoryEvent) -> bool:
    return event.kind in PAPERWORK


def _coded(event: HistoryEvent) -> str:
    """The codes of an entry in words: ground, mode, date."""
    ground, mode, until = event.text("ground"), event.text("mode"), event.text("until")
    parts = (
        str(labels.GROUND[Ground(ground)]) if ground else "",
        str(labels.TRANSMISSION[Transmission(mode)]) if mode else "",
        _("until %(day)s") % {"day": date_format(date.fromisoformat(until))} if until else "",
    )
    return ", ".join(part for part in parts if part)


def _recounted(event: HistoryEvent) -> str:
    """From where to where a date moved when it was counted anew, and why."""
    if event.kind is not EventKind.DEADLINE_RECOUNTED:
        return ""
    ends = {name: _moment_words(event, name) for name in ("from", "to")}
    moved = _("from %(from)s to %(to)s") % ends
    if event.text("cause") == "rule":
        return _("%(moved)s, by another version of its rule") % {"moved": moved}
    holidays = event.data.get("holidays")
    edited = ", ".join(map(str, holidays)) if isinstance(holidays, list) else ""
    words = _("%(moved)s, by another calendar") % {"moved": moved}
    return f"{words} ({edited})" if edited else words


def _moment_words(event: HistoryEvent, name: str) -> str:
    """The day; where both are the same, the moment from which it is late."""
    day = event.text(name)
    if day is None:
        return _("no date")
    if event.text("from") != event.text("to"):
        return date_format(date.fromisoformat(day))
    return moment_words(datetime.fromisoformat(str(event.text(f"{name}_moment"))))


def _filed(row: Event) -> str:
    """The name or number that came with an entry."""
    content = getattr(row, "content", None)
    texts = content.texts if content else {}
    reference = texts.get("their_reference")
    return (
        _("their reference %(number)s") % {"number": reference} if reference else str(texts.get("name", ""))
    )


def _hand(row: Event) -> str:
    """Who entered it."""
    if row.source == Source.SYSTEM:
        return _("the program")
    return str(row.by) if row.by else ""


def _recorded(case: Case, occurred: Occurred, row: Event) -> str:
    recorded = row.recorded_at.astimezone(case.zone).date()
    if recorded == occurred.on:
        return ""
    return _("recorded %(day)s") % {"day": short_day(recorded, today=occurred.on)}


def _changes(row: Event) -> Iterator[Change]:
    content = getattr(row, "content", None)
    changed = content.texts.get("changes", {}) if content else {}
    for name, values in changed.items():
        yield Change(name=_column(name), before=_flat(values.get("from")), after=_flat(values.get("to")))


def _column(name: str) -> str:
    columns = {
        field.name: field for field in AssistanceRequest._meta.get_fields() if hasattr(field, "verbose_name")
    }
    return str(getattr(columns.get(name), "verbose_name", name))


def _flat(value: object) -> str:
    return "; ".join(str(part) for part in value) if isinstance(value, list) else str(value or "–")
