"""Figures of rows beside the requests by plain loops, from the definitions on the page and nothing of the reports."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from statistics import median
from typing import Any

from tests.tracker.reports.plain_requests import (
    OUT,
    Figures,
    Row,
    Spoken,
    channel,
    direction,
    grouped,
    office,
    share,
)
from tests.tracker.reports.random_register import Case, sent
from tracker.casework.models import Event, Item, Result
from tracker.directory.models import Authority, ContactPoint, TreatyRegister, TreatyStatus
from workflows.vocabulary import (
    DataType,
    EventKind,
    ItemOutcome,
    ItemType,
    Outcome,
    ResultKind,
    Source,
    data_type_of,
)

GRANTED = (ItemOutcome.EXECUTED, ItemOutcome.PARTLY_EXECUTED)


# Results


def results(cases: list[Case], on: dt.date) -> Figures:
    lines = [
        (case, one) for case in cases for one in Result.objects.filter(request=case.row, occurred_on__lte=on)
    ]
    kinds = {kind.value: [(case, one) for case, one in lines if one.kind == kind] for kind in ResultKind}
    money = kinds.pop(ResultKind.AMOUNT.value)
    currencies = {
        one.currency: [(case, two) for case, two in money if two.currency == one.currency]
        for _c, one in money
    }
    return {
        "kinds": {kind: {**_summed(ones), "number": int(_total(ones))} for kind, ones in kinds.items()},
        "amounts": {code: {**_summed(ones), "amount": f"{_total(ones):.2f}"} for code, ones in currencies.items()},
        "beyond": _beyond(cases, on),
    }  # fmt: skip


def _total(lines: Iterable[tuple[Case, Result]]) -> Decimal:
    return sum((one.quantity for _case, one in lines), Decimal())


def _summed(lines: list[tuple[Case, Result]]) -> Row:
    bound = int(any(one.at_least for _case, one in lines))
    return {"requests": len({case.row.pk for case, _one in lines}), "entries": len(lines), "at_least": bound}


def _beyond(cases: list[Case], on: dt.date) -> dict[str, Row]:
    items = [(case, item) for case in cases for item in Item.objects.filter(request=case.row)]
    given = [
        (case, item)
        for case, item in items
        if item.outcome in GRANTED and item.decided_on and item.decided_on <= on
    ]
    known = {case.row.pk for case, _then in sent(cases, on)}
    spontaneous = [
        (case, item) for case, item in items if item.type == ItemType.SPONTANEOUS and case.row.pk in known
    ]
    ways: tuple[tuple[str, list[tuple[Case, Item]], str], ...] = (
        ("received", given, OUT),
        ("given", given, "incoming"),
        ("spontaneous_sent", spontaneous, OUT),
        ("spontaneous_received", spontaneous, "incoming"),
    )
    kinds = (
        ("frozen", ItemType.FREEZE),
        ("confiscated", ItemType.CONFISCATION),
        ("shared", ItemType.ASSET_SHARING),
    )
    chosen = {
        name: [(case, item) for case, item in ones if direction(case) == way] for name, ones, way in ways
    }
    chosen |= {name: [(case, item) for case, item in given if item.type == kind] for name, kind in kinds}
    return {
        name: {"requests": len({case.row.pk for case, _item in ones}), "items": len(ones)}
        for name, ones in chosen.items()
    }


# Data quality


def data_quality(cases: list[Case], on: dt.date, *, late_days: int) -> Figures:
    spoken = list(sent(cases, on))
    particulars = {
        name: [case for case, _then in spoken if asked(case)] for name, (asked, _m) in PARTICULARS.items()
    }
    found: Figures = {
        "particulars": {
            name: {
                "asked": len(ones),
                "missing": len([case for case in ones if PARTICULARS[name][1](case)]),
                "share": share(len([case for case in ones if PARTICULARS[name][1](case)]), len(ones)),
            }
            for name, ones in particulars.items()
        },
        "entries": {code: _entries(ones, on, late_days) for code, ones in grouped(spoken, office).items()},
        "contradictions": {
            name: {"requests": len(hits), "share": share(len(hits), len(spoken))}
            for name, holds in CONTRADICTIONS.items()
            for hits in [[case for case, _then in spoken if holds(case.row)]]
        },
    }  # fmt: skip
    found["entries"]["All"] = _entries(spoken, on, late_days)
    return found


def _data(case: Case) -> list[Item]:
    return [
        item
        for item in Item.objects.filter(request=case.row)
        if data_type_of(ItemType(item.type), "") != DataType.NONE
    ]


def _is_ours(case: Case) -> bool:
    return direction(case) != "incoming"


PARTICULARS: dict[str, tuple[Any, Any]] = {
    "authority": (
        lambda case: True,
        lambda case: (
            (case.row.requested_authority if _is_ours(case) else case.row.requesting_authority) is None
        ),
    ),
    "officer": (lambda case: True, lambda case: case.row.officer is None),
    "instrument": (lambda case: True, lambda case: not case.row.instrument),
    "legal_basis": (
        lambda case: True,
        lambda case: not (case.row.instrument or case.row.legal_basis or case.row.fallback_basis),
    ),
    "facts": (lambda case: True, lambda case: not case.row.facts),
    "purpose": (lambda case: True, lambda case: not case.row.purpose),
    "proceeding": (lambda case: True, lambda case: not case.row.proceeding),
    "offence": (lambda case: True, lambda case: not case.row.offences.count()),
    "data_category": (
        lambda case: bool(_data(case)),
        lambda case: any(not item.data_category for item in _data(case)),
    ),
    "needed_by": (lambda case: case.row.urgency != "routine", lambda case: case.row.needed_by is None),
    "their_reference": (
        lambda case: not _is_ours(case) or case.row.acknowledged_on or case.row.answered_on,
        lambda case: not case.row.their_reference,
    ),
    "acknowledged": (lambda case: case.row.answered_on, lambda case: case.row.acknowledged_on is None),
    "outcome": (lambda case: case.row.closed_on, lambda case: case.row.outcome == Outcome.OPEN),
}
CONTRADICTIONS: dict[str, Any] = {
    "acknowledged_unsent": lambda row: _before(row.acknowledged_on, row.sent_on),
    "answered_unsent": lambda row: _before(row.answered_on, row.sent_on),
    "closed_unanswered": lambda row: _before(row.closed_on, row.answered_on),
    "needed_before": lambda row: _before(row.needed_by, row.opened_on),
}


def _before(day: dt.date | None, other: dt.date | None) -> bool:
    return bool(day and other and day < other)


def _entries(spoken: list[Spoken], on: dt.date, late_days: int) -> Row:
    made = [
        (case, entry) for case, _then in spoken for entry in case.recorded if entry.recorded_at.date() <= on
    ]
    corrected = [(case, entry) for case, entry in made if entry.kind == EventKind.CORRECTED]
    late = [
        (case, (entry.recorded_at.date() - entry.occurred_on).days)
        for case, entry in made
        if _is_told(entry) and (entry.recorded_at.date() - entry.occurred_on).days > late_days
    ]
    days = sorted(number for _case, number in late)
    requests = len({case.row.pk for case, _number in late})
    return {
        "requests": len(spoken),
        "late_requests": requests,
        "share_late": share(requests, len(spoken)),
        "late": len(late),
        "median_days": median(days) if days else None,
        "most_days": max(days) if days else None,
        "entries": len(made),
        "corrected_requests": len({case.row.pk for case, _entry in corrected}),
        "corrections": len(corrected),
        "per_hundred": 100 * len(corrected) / len(made) if made else None,
    }


def _is_told(entry: Event) -> bool:
    return entry.source == Source.HUMAN and entry.kind != EventKind.CORRECTED


# Coverage gaps, memberships


def coverage_gaps(cases: list[Case], on: dt.date, *, stale_days: int) -> Figures:
    """Of offices of the United States, one list of a treaty, and authorities of which nobody says what they take."""
    places = grouped(
        ((case, then) for case, then in sent(cases, on) if direction(case) == OUT),
        lambda case: case.row.jurisdiction.code,
    )
    points: dict[str, list[ContactPoint]] = defaultdict(list)
    for point in ContactPoint.objects.select_related("authority__jurisdiction"):
        points[str(place.code) if (place := point.authority.jurisdiction) else ""].append(point)
    bound = {row.jurisdiction.code for row in TreatyStatus.objects.all() if _binds(row, on)}
    rows: dict[str, Row] = {
        code: {
            "instruments": 1 if {"US", code} <= bound else None,
            "unreached": _unreached(code, {channel(case) for case, _then in ones}),
            "sent": len(ones),
            "answered": sum(then.spell.answered is not None for _case, then in ones),
            "unchosen": sum(not case.row.instrument for case, _then in ones),
            "points": len(points[code]),
            "stale": sum(_is_stale(point, on, stale_days) for point in points[code]),
        }
        for code, ones in places.items()
    }
    silent = sum(not row["answered"] for row in rows.values())
    return {
        "jurisdictions": rows,
        "kinds": {
            "No instrument between us": {"jurisdictions": 0, "unknown": len(rows.keys() - bound)},
            "Nobody to write to, by a channel in use": {
                "jurisdictions": sum(bool(row["unreached"]) for row in rows.values())
            },
            "No answer so far": {"jurisdictions": silent, "asked": len(rows)},
            "No instrument chosen": {"jurisdictions": sum(row["unchosen"] > 0 for row in rows.values())},
            "Contact points not verified": {"jurisdictions": sum(row["stale"] > 0 for row in rows.values())},
        },
    }


def _binds(row: TreatyStatus, on: dt.date) -> bool:
    return bool(row.in_force_on and row.in_force_on <= on and not _left(row, on))


def _unreached(code: str, used: set[str]) -> int | None:
    """Of those channels; None where it is not known, since nobody says what the authorities there take."""
    authorities = Authority.objects.filter(jurisdiction__code=code)
    on_call = ContactPoint.objects.filter(authority__in=authorities).exists()
    open_ones = used - {"network_24_7"} if on_call else used
    return None if authorities.exists() and open_ones else len(open_ones)


def _is_stale(point: ContactPoint, on: dt.date, days: int) -> bool:
    return point.last_verified_on is None or (on - point.last_verified_on).days > days


def memberships(on: dt.date) -> Figures:
    """Of lists of which every day is known, up to the day that they describe."""
    found: dict[str, Row] = {}
    for one in TreatyRegister.objects.all():
        rows = list(TreatyStatus.objects.filter(instrument=one.instrument))
        own = [row for row in rows if row.capacity == "own"]
        signed = [row for row in own if row.signed_on and row.signed_on <= on]
        parties = [row for row in own if row.deposited_on and row.deposited_on <= on and not _left(row, on)]
        found[one.instrument] = {
            "signatories": len(signed),
            "signed_only": len([row for row in signed if row not in parties]),
            "parties": len(parties),
            "bound": len([row for row in own if _binds(row, on)]),
        }  # fmt: skip
    return {"instruments": found}


def _left(row: TreatyStatus, on: dt.date) -> bool:
    return bool(row.left_on and row.left_on <= on)
