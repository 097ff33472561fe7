"""Counting: the date that follows from a rule, and the explanation of that date."""

from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.calendars import Calendar, Roll
from workflows.deadlines.pauses import Pause
from workflows.deadlines.rules import DeadlineRule, Period, Unit
from workflows.messages import Message, counted, message
from workflows.occurrence import Occurred
from workflows.vocabulary import DeadlineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A computed date. ``soon_from``, ``due_from`` and ``late_from`` are instants in UTC: from them on it is amber,
    due, late. ``due_on`` is the last day (for an expiry: the day on which the thing is lost)."""

    due_on: date
    zone: str
    soon_from: datetime
    due_from: datetime
    late_from: datetime
    lower_on: date | None = None
    explanation: tuple[Message, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Calendars of both sides: a period is counted by the calendar of whoever must act."""

    us: Calendar = field(default_factory=Calendar)
    them: Calendar = field(default_factory=Calendar)

    def acting(self, kind: DeadlineKind) -> Calendar:
        return self.us if kind is DeadlineKind.OBLIGATION else self.them


def due_on(
    rule: DeadlineRule, start: Occurred, *, kind: DeadlineKind, places: Places, until: date | None = None
) -> Due:
    """The date that ``rule`` gives from ``start``, and why.

    1. Count the period on local dates, by the calendar of the place where the act is due.
    2. Roll the end only where the rule's law says so (Regulation 1182/71), an expiry never.
    3. Fix the instants: amber, due, late; an expiry is late from the start of its day in the earlier zone.
    """
    calendar = places.acting(kind)
    if rule.period.unit is Unit.HOURS and until is None:
        return _due_in_hours(rule, start, kind=kind, calendar=calendar)
    end, steps = (until, [_given(until)]) if until else _counted(rule, rule.period, start, calendar)
    lower = None
    if rule.upper is not None and until is None:
        lower, (end, steps) = end, _counted(rule, rule.upper, start, calendar)
        steps.append(message("customary from %(lower)s, late after %(upper)s", lower=lower, upper=end))
    return _ending(end, start, (*_opening(rule, start), *steps), kind=kind, places=places, lower=lower)


def furthest(rule: DeadlineRule, due: Due, *, kind: DeadlineKind, places: Places) -> date:
    """The last date to which the law lets ``due`` be moved: its end, or that of the extension that the law knows."""
    if rule.extension is None:
        return due.due_on
    longer = replace(rule, period=rule.extension)
    return due_on(longer, Occurred(on=due.due_on, zone=due.zone), kind=kind, places=places).due_on


def moved(
    due: Due, start: Occurred, *, kind: DeadlineKind, places: Places, until: date, why: tuple[Message, ...]
) -> Due:
    """``due`` moved to ``until``: how it was counted stays in the explanation, with ``why`` it no longer ends there."""
    return _ending(until, start, (*due.explanation[:-1], *why), kind=kind, places=places)


def resumed(
    rule: DeadlineRule, due: Due, start: Occurred, pause: Pause, *, kind: DeadlineKind, places: Places
) -> Due:
    """``due`` later by the days that the clock stood still, rolled where the rule rolls."""
    still = timedelta(days=pause.days(pause.until or pause.begun))
    end, steps = due.due_on + still, [_stopped(pause, still.days)]
    if rule.roll is Roll.EU1182:
        end, rolled = _rolled(rule.period, start.on, end, places.acting(kind))
        steps += rolled
    lower = due.lower_on + still if due.lower_on else None
    return _ending(end, start, (*due.explanation[:-1], *steps), kind=kind, places=places, lower=lower)


def _stopped(pause: Pause, days: int) -> Message:
    return counted(
        "the clock stood still from %(begun)s to %(until)s, while a question was open: %(count)s day more",
        "the clock stood still from %(begun)s to %(until)s, while a question was open: %(count)s days more",
        count=days,
        begun=pause.begun,
        until=pause.until or pause.begun,
    )


def _ending(
    end: date,
    start: Occurred,
    lines: tuple[Message, ...],
    *,
    kind: DeadlineKind,
    places: Places,
    lower: date | None = None,
) -> Due:
    """The instants of a period that ends on ``end``; the last line of the explanation says what that means."""
    if kind is DeadlineKind.EXPIRY:
        return _expiry(end, lines, places=places)
    zone = places.acting(kind).zone
    due_from = _midnight(end, zone)
    soon = _midnight(lower, zone) if lower else due_from - _warning(start.on, end)
    return Due(
        due_on=end,
        zone=zone,
        lower_on=lower,
        soon_from=soon,
        due_from=due_from,
        late_from=_midnight(end + timedelta(days=1), zone),
        explanation=(*lines, message("late after the end of that day in %(zone)s", zone=zone)),
    )


def _opening(rule: DeadlineRule, start: Occurred) -> tuple[Message, ...]:
    if rule.counted is None:
        return (message("%(article)s: the date that was told", article=rule.citation.article),)
    return (
        message(
            "%(article)s: %(period)s",
            article=rule.citation.article,
            period=(rule.upper or rule.period).words(),
        ),
        message("counted from %(start)s, that day not included", start=start.on),
    )


def _given(until: date) -> Message:
    return message("the date %(until)s was stated, so nothing was counted", until=until)


def _counted(
    rule: DeadlineRule, period: Period, start: Occurred, calendar: Calendar
) -> tuple[date, list[Message]]:
    end = _raw_end(period, start.on, calendar)
    steps = [
        counted(
            "%(period)s ends on %(end)s",
            "%(period)s end on %(end)s",
            count=period.count,
            period=period.words(),
            end=end,
        )
    ]
    if period.unit is Unit.WORKING_DAYS:
        steps += [_skipped(day, name) for day, name in calendar.skipped(start.on, end)]
    if rule.roll is Roll.EU1182:
        end, rolled = _rolled(period, start.on, end, calendar)
        steps += rolled
    elif not calendar.is_working(end):
        steps.append(
            message("%(end)s is no working day there; this period does not roll: act before", end=end)
        )
    return end, steps


def _skipped(day: date, name: str) -> Message:
    return message("%(day)s is not counted: %(name)s", day=day, name=name)


def _raw_end(period: Period, start: date, calendar: Calendar) -> date:
    if period.unit is Unit.WORKING_DAYS:
        return calendar.add_working(start, period.count)
    if period.unit is Unit.MONTHS:
        return add_months(start, period.count)
    return start + timedelta(days=period.count * (7 if period.unit is Unit.WEEKS else 1))


def add_months(start: date, count: int) -> date:
    """The same day ``count`` months on, or the month's last day where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _rolled(period: Period, start: date, end: date, calendar: Calendar) -> tuple[date, list[Message]]:
    """Regulation 1182/71 Art. 3(4) and 3(5): no end on a day off, and at least two working days in two days or more."""
    rolled = calendar.next_working(end)
    steps = [_skipped(day, name) for day, name in calendar.skipped(end - timedelta(days=1), rolled)]
    if rolled != end:
        steps.append(
            message(
                "%(end)s is no working day: moved to %(rolled)s (Reg. 1182/71 Art. 3(4))",
                end=end,
                rolled=rolled,
            )
        )
    two_days_or_more = period.unit not in (Unit.DAYS, Unit.WORKING_DAYS) or period.count >= 2
    if two_days_or_more and calendar.working_between(start, rolled) < 2:
        rolled = calendar.add_working(start, 2)
        steps.append(
            message("must hold two working days: %(rolled)s (Reg. 1182/71 Art. 3(5))", rolled=rolled)
        )
    return rolled, steps


def _due_in_hours(rule: DeadlineRule, start: Occurred, *, kind: DeadlineKind, calendar: Calendar) -> Due:
    """Hours are hours across zones and clock changes; by Regulation 1182/71 the running hour is not counted.

    Whoever must act is shown the earlier reading; the other side is late only after the later one.
    """
    begin = start.earliest if kind is DeadlineKind.OBLIGATION else start.latest
    steps = [message("hours are counted from %(begin)s UTC", begin=begin)]
    if rule.roll is Roll.EU1182 and kind is not DeadlineKind.OBLIGATION and begin != _full_hour(begin):
        begin = _full_hour(begin) + timedelta(hours=1)
        steps.append(
            message(
                "the running hour is not counted (Reg. 1182/71 Art. 3(1)): from %(begin)s UTC", begin=begin
            )
        )
    length = timedelta(hours=rule.period.count)
    due = begin + length
    return Due(
        due_on=due.astimezone(ZoneInfo(calendar.zone)).date(),
        zone=calendar.zone,
        soon_from=begin + length / 2,
        due_from=due,
        late_from=due,
        explanation=(*_opening(rule, start)[:1], *steps, message("ends %(due)s UTC", due=due)),
    )


def _full_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


EXPIRY_WARNING = timedelta(days=14)


def _expiry(end: date, lines: tuple[Message, ...], *, places: Places) -> Due:
    lost = min(
        (_midnight(end, places.us.zone), places.us.zone), (_midnight(end, places.them.zone), places.them.zone)
    )
    safe = message(
        "act on %(safe)s at the latest: from the start of %(end)s in %(zone)s it may be lost",
        safe=end - timedelta(days=1),
        end=end,
        zone=lost[1],
    )
    return Due(
        due_on=end,
        zone=lost[1],
        soon_from=lost[0] - EXPIRY_WARNING,
        due_from=lost[0],
        late_from=lost[0],
        explanation=(*lines, safe),
    )


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _warning(start: date, end: date) -> timedelta:
    """House rule: amber for the last week, or the last half of a shorter period."""
    return min(timedelta(days=7), (end - start) / 2)
