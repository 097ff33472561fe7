"""Each filter of the register alone, with a common and a rare value, and the condition that one would write by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count

from tracker.casework.lateness import LATE_BUCKETS
from tracker.casework.models import Identifier
from tracker.casework.models.indexes import FINAL_STAGES

if TYPE_CHECKING:
    from benchmarks.people import Caller

COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "direction": ("direction", "r.direction = %(value)s"),
    "channel": ("channel", "r.channel = %(value)s"),
    "instrument": ("instrument", "r.instrument = %(value)s"),
    "jurisdiction": ("jurisdiction__code", "r.jurisdiction_id IN ({ids})"),
    "region": ("jurisdiction__region", "r.jurisdiction_id IN ({ids})"),
    "relationship": ("jurisdiction__relationship_group__code", "r.jurisdiction_id IN ({ids})"),
    "office": ("office__code", "r.office_id IN ({ids})"),
    "officer": ("officer__uuid", "r.officer_id IN ({ids})"),
    "authority": ("requested_authority__uuid", "r.requested_authority_id IN ({ids})"),
    "urgency": ("urgency", "r.urgency = %(value)s"),
    "stage": ("stage", "r.stage = %(value)s"),
    "outcome": ("outcome", "r.outcome = %(value)s"),
    "waits_on": ("waits_on", "r.waits_on = %(value)s"),
    "offence": (
        "offences__category",
        "EXISTS (SELECT 1 FROM tracker_offence o WHERE o.request_id = r.id AND o.category = %(value)s)",
    ),
    "item_type": (
        "items__type",
        "EXISTS (SELECT 1 FROM tracker_item i WHERE i.request_id = r.id AND i.type = %(value)s)",
    ),
}
"""By filter: the column whose commonest and rarest values are taken, and the condition."""
FINAL: Final = ", ".join(f"'{stage}'" for stage in FINAL_STAGES)
OPEN: Final = f"NOT (r.stage IN ({FINAL}))"
STATES: Final[Mapping[str, str]] = {
    "open": OPEN,
    "closed": f"r.stage IN ({FINAL})",
    "overdue": f"{OPEN} AND r.late_from <= %(now)s",
    "due_soon": f"{OPEN} AND r.late_from > %(now)s AND r.soon_from <= %(now)s",
}
OWING: Final = (
    "EXISTS (SELECT 1 FROM tracker_deadline d WHERE d.request_id = r.id AND d.state = 'open' AND NOT d.is_chore"
    " AND d.kind IN ({kinds}) AND d.late_from <= %(until)s)"
)
KINDS: Final[Mapping[str, str]] = {
    "answers": "'reply', 'expectation'",
    "ours": "'obligation'",
    "expiries": "'expiry'",
}
SPOKE: Final = (
    "EXISTS (SELECT 1 FROM tracker_spell s WHERE s.request_id = r.id AND s.sent_on <= %(on)s AND s.opened_on <= %(on)s"
    " AND (s.superseded_on IS NULL OR s.superseded_on > %(on)s) AND {more})"
)
ANSWERED: Final = "(s.answered_on IS NOT NULL AND s.answered_on <= %(on)s)"
CLOSED: Final = "(s.closed_on IS NOT NULL AND s.closed_on <= %(on)s)"
LATE: Final = "(s.answer_due_on IS NOT NULL AND s.answer_due_on < %(on)s)"
GROUPS: Final[Mapping[str, str]] = {
    "answered": ANSWERED,
    "withdrawn": f"NOT {ANSWERED} AND {CLOSED} AND s.outcome = 'withdrawn'",
    "ended_without_answer": f"NOT {ANSWERED} AND {CLOSED} AND s.outcome <> 'withdrawn'",
    "open_overdue": f"NOT {ANSWERED} AND NOT {CLOSED} AND {LATE}",
    "open_not_due": f"NOT {ANSWERED} AND NOT {CLOSED} AND NOT {LATE}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What stands in the address, and the condition on ``r``."""

    query: str
    condition: str
    params: Mapping[str, Any] = field(default_factory=dict)


def filters(caller: Caller) -> Iterator[Filter]:
    """Every filter, each alone."""
    yield from _words(caller)
    for name, (column, condition) in COLUMNS.items():
        for value in _values(caller, column):
            yield Filter(
                query=urlencode({name: value}),
                condition=condition.format(ids=_ids(caller, column, value)),
                params={"value": _sent(value)},
            )
    yield from _states(caller)
    yield from _periods(caller)


def _values(caller: Caller, column: str) -> list[Any]:
    """The commonest and the rarest, as the caller sees them."""
    ranked = (
        caller.viewer.requests.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n", column)
    )
    found = [value for value, _count in ranked if value not in ("", None)]
    return list(dict.fromkeys([found[0], found[-1]])) if found else []


def _ids(caller: Caller, column: str, value: Any) -> str:
    """The rows of the other table that have the value, as somebody would look them up before asking."""
    relation, _separator, named = column.partition("__")
    if not named or relation in ("offences", "items"):
        return ""
    found = (
        caller.viewer.requests.order_by()
        .filter(**{column: value})
        .values_list(relation, flat=True)
        .distinct()
    )
    return ", ".join(map(str, found))


def _words(caller: Caller) -> Iterator[Filter]:
    """A word that most have, one that few have, both at once, and one that nobody has."""
    rare = Identifier.objects.filter(kind="email", item__request__in=caller.viewer.requests).order_by("pk")
    address = next(iter(rare.values_list("value", flat=True)[:1]), "account")
    for text in ("hosted", address, f"phishing {address}", "phishing china", "nobodyhasthis"):
        words = text.split()
        condition = " AND ".join(f"s.text LIKE %(word{place})s" for place in range(len(words)))
        yield Filter(
            query=urlencode({"q": text}),
            condition=f"EXISTS (SELECT 1 FROM tracker_searchentry s WHERE s.request_id = r.id AND {condition})",
            params={f"word{place}": f"%{word}%" for place, word in enumerate(words)},
        )


def _states(caller: Caller) -> Iterator[Filter]:
    now = caller.viewer.at
    for state, condition in STATES.items():
        params = {"now": _sent(now)} if "%(now)s" in condition else {}
        yield Filter(query=f"state={state}", condition=condition, params=params)
    for owing, kinds in KINDS.items():
        for days in (0, 30):
            until = _sent(now + dt.timedelta(days=days))
            query = f"owing={owing}" + (f"&owing_days={days}" if days else "")
            yield Filter(query=query, condition=OWING.format(kinds=kinds), params={"until": until})
    for bucket in LATE_BUCKETS:
        params = {"begin": _sent(now - dt.timedelta(days=bucket.start))}
        condition = "r.late_from <= %(begin)s"
        if bucket.until is not None:
            params["end"] = _sent(now - dt.timedelta(days=bucket.until + 1))
            condition += " AND r.late_from > %(end)s"
        yield Filter(query=f"late={bucket.key}", condition=condition, params=params)
    for adopted, condition in (("yes", "r.is_adopted"), ("no", "NOT r.is_adopted")):
        yield Filter(query=f"adopted={adopted}", condition=condition)


def _periods(caller: Caller) -> Iterator[Filter]:
    today = caller.viewer.at.date()
    for group, condition in GROUPS.items():
        yield Filter(
            query=f"outcome_group={group}",
            condition=SPOKE.format(more=condition),
            params={"on": _sent(today)},
        )
    year, month = today.year - 1, today - dt.timedelta(days=30)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    between = "s.sent_on BETWEEN %(first)s AND %(last)s"
    for query, begin, end, on in (
        (f"year={year}", first, last, today),
        (f"sent_from={month}", month, today, today),
        (f"sent_from={first}&sent_until={last}", first, last, today),
        (f"sent_from={first}&sent_until={last}&as_of={last}", first, last, last),
    ):
        params = {"first": _sent(begin), "last": _sent(end), "on": _sent(on)}
        yield Filter(query=query, condition=SPOKE.format(more=between), params=params)


def _sent(value: Any) -> Any:
    """As the database takes it where no field of Django's is in between."""
    if connection.vendor == "postgresql":
        return value
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return str(value).replace("-", "") if hasattr(value, "hex") else str(value)
