"""Before and after engagements by plain loops, from the definitions on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tests.tracker.reports.by_hand import kaplan_meier, newcombe
from tests.tracker.reports.plain_requests import (
    OUT,
    Figures,
    Row,
    Spoken,
    days_to_answer,
    direction,
    rate,
    sent_on,
)
from tests.tracker.reports.random_register import Case, sent
from tracker.directory.models import Engagement

ONE = dt.timedelta(days=1)

# Engagement


def engagement(cases: list[Case], on: dt.date, *, window: int) -> Figures:
    """Of engagements whose days are known to the day."""
    spoken = [(case, then) for case, then in sent(cases, on) if direction(case) == OUT]
    found: dict[str, Row] = {}
    for one in Engagement.objects.select_related("jurisdiction"):
        assert one.from_on
        last = one.until_on or one.from_on
        length = dt.timedelta(days=window)
        sides = ((one.from_on - length, one.from_on - ONE), (last + ONE, last + length))
        there = [(case, then) for case, then in spoken if case.row.jurisdiction_id == one.jurisdiction_id]
        rates: list[tuple[int, int]] = []
        for name, (first, until) in zip(("before", "after"), sides, strict=True):
            row, counted = _side(
                [(case, then) for case, then in there if first <= sent_on(then) <= until], on, length
            )
            rates.append(counted)
            found[f"{one.jurisdiction.name}: {one.title}: {name}"] = {
                "sent_from": str(first), "sent_until": str(until), **row,
            }  # fmt: skip
        if all(of for _hits, of in rates):
            ends = newcombe(rates[1], rates[0])
            names = ("difference", "difference_from", "difference_to")
            found[f"{one.jurisdiction.name}: {one.title}: after"] |= dict(zip(names, ends, strict=True))
    return {"engagements": found}


def _side(spoken: Sequence[Spoken], on: dt.date, length: dt.timedelta) -> tuple[Row, tuple[int, int]]:
    old = [(case, then) for case, then in spoken if sent_on(then) + length <= on]
    answers = [(then, then.spell.answered) for _case, then in old]
    hits = sum(answer is not None and answer.on <= sent_on(then) + length for then, answer in answers)
    lives = [
        (min(days, length.days), came and days <= length.days) for days, came in days_to_answer(spoken, on)
    ]
    row = {
        "sent": len(spoken),
        "open": sum(not then.spell.answered and not then.spell.closed for _case, then in spoken),
        "too_recent": len(spoken) - len(old),
        "answered_in_time": hits,
        "median_days": kaplan_meier(lives),
        **rate(hits, len(old)),
    }
    return row, (hits, len(old))
