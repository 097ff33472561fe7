"""Days that were kept and days that were taken, by plain loops over stretches: nothing of the reports in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tests.tracker.reports.by_hand import kaplan_meier
from tests.tracker.reports.plain_requests import (
    OUT,
    Figures,
    Row,
    channel,
    direction,
    grouped,
    office,
    rate,
    share,
)
from tests.tracker.reports.random_register import Case, sent
from tracker.casework.models import PreservationSpell, Stretch
from workflows.vocabulary import StretchKind

# Preservation


def preservation_gaps(cases: list[Case], on: dt.date) -> Figures:
    kept = [(case, one) for case in cases for one in _kept(case, on)]
    found: Figures = {"coverage": {}, "gaps": {}, "renewals": {}}
    for name in sorted({channel(case) for case, _one in kept}) + ["All"] * bool(kept):
        there = [one for case, one in kept if name in ("All", channel(case))]
        found["coverage"][name], found["gaps"][name] = _coverage(there, on), _gaps(there, on)
    for often in {one.renewals for _case, one in kept}:
        ones = [one for _case, one in kept if one.renewals == often]
        due = [one for one in ones if _is_due(one, on)]
        received = sum(_in_time(one, on) for one in due)
        found["renewals"][str(often)] = {
            "preserved": len(ones), "due": len(due), "received": received, **rate(received, len(due), "rate_received"),
        }  # fmt: skip
    return found


def _kept(case: Case, on: dt.date) -> Iterator[PreservationSpell]:
    for one in PreservationSpell.objects.filter(request=case.row):
        if one.stated_on <= on and (one.superseded_on is None or one.superseded_on > on):
            yield one


def _by_then(day: dt.date | None, last: dt.date | None, on: dt.date) -> bool:
    return bool(day and last and day <= min(last, on))


def _came(day: dt.date | None, on: dt.date) -> bool:
    return bool(day and day <= on)


def _in_time(one: PreservationSpell, on: dt.date) -> bool:
    return _by_then(one.production_received_on, one.until_on, on)


def _is_due(one: PreservationSpell, on: dt.date) -> bool:
    """Its day had come, and nobody had ended it before, unless a receipt had covered it."""
    over = _by_then(one.ended_on, one.until_on, on)
    return _came(one.until_on, on) and (_came(one.production_received_on, on) or not over)


def _coverage(ones: list[PreservationSpell], on: dt.date) -> Row:
    due = [one for one in ones if _is_due(one, on)]
    received = sum(_in_time(one, on) for one in due)
    asked = sum(_by_then(one.production_sent_on, one.until_on, on) or _in_time(one, on) for one in due)
    never = sum(not _came(one.production_sent_on, on) for one in due if not _in_time(one, on))
    return {
        "due": len(due),
        "sent": asked,
        **rate(asked, len(due), "rate_sent"),
        "received": received,
        **rate(received, len(due), "rate_received"),
        "not_asked_for": never,
        "asked_for_late": len(due) - asked - never,
    }


def _gaps(ones: list[PreservationSpell], on: dt.date) -> Row:
    lives: list[tuple[int, bool]] = []
    for one in ones:
        if one.until_on and one.until_on < on and _is_due(one, on) and not _in_time(one, on):
            came = _came(one.production_received_on, on)
            end = one.production_received_on if came and one.production_received_on else on
            lives.append(((end - one.until_on).days, came))
    ended = [days for days, came in lives if came]
    return {
        "due": sum(_is_due(one, on) for one in ones),
        "gaps": len(lives),
        "open_gaps": len(lives) - len(ended),
        "days": sum(days for days, _came in lives) if lives else None,
        "median_days": kaplan_meier(lives) if lives else None,
        "longest_days": max(days for days, _came in lives) if lives else None,
    }


# Where time goes


def where_time_goes(cases: list[Case], on: dt.date) -> Figures:
    spoken = list(sent(cases, on))
    found: Figures = {"ways": {}, "questions": {}, "returns": {}}
    ways = grouped(spoken, lambda case: f"{channel(case)} {direction(case)}")
    for name, ones in {**ways, "All": spoken}.items():
        held = [one for case, _then in ones for one in _stretches(case, StretchKind.HELD, on)]
        days = {
            party: sum(_days(one, on) for one in held if one.party == party)
            for party in ("us", "them", "third")
        }
        found["ways"][name] = {
            "requests": len(ones),
            "open": sum(then.spell.closed is None for _case, then in ones),
            **{f"days_{party}": number for party, number in days.items()},
            "share_them": share(days["them"], sum(days.values())),
            "mean_us": days["us"] / len(ones) if ones else None,
            "mean_them": days["them"] / len(ones) if ones else None,
        }  # fmt: skip
    asked = [list(_stretches(case, StretchKind.QUESTION, on)) for case, _then in spoken]
    for label, most in (("0", 0), ("1", 1), ("2", 2), ("3 or more", 99)):
        alike = [ones for ones in asked if min(len(ones), 3) == min(most, 3)]
        waiting = sum(any(_goes_on(one, on) for one in ones) for ones in alike)
        row = {"requests": len(alike), "share": share(len(alike), len(spoken)), "waiting": waiting}
        found["questions"][label] = row
    ours = [(case, then) for case, then in spoken if direction(case) == OUT]
    for code, ones in grouped(ours, office).items():
        back = [list(_stretches(case, StretchKind.RETURN, on)) for case, _then in ones]
        found["returns"][code] = {
            "sent": len(ones),
            "returned": sum(bool(some) for some in back),
            **rate(sum(bool(some) for some in back), len(ones)),
            "waiting": sum(_goes_on(one, on) for some in back for one in some),
            "days": sum(_days(one, on) for some in back for one in some),
        }
    return found


def _stretches(case: Case, kind: StretchKind, on: dt.date) -> Iterator[Stretch]:
    yield from Stretch.objects.filter(request=case.row, kind=kind, since_on__lte=on)


def _goes_on(one: Stretch, on: dt.date) -> bool:
    return one.until_on is None or one.until_on > on


def _days(one: Stretch, on: dt.date) -> int:
    return (min(one.until_on or on, on) - one.since_on).days
