"""Each report over a random register equals plain loops over its histories, as programs, files and pages tell it."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.casework.post import authority
from tests.tracker.directory import rows
from tests.tracker.reports import plain_days, plain_engagement, plain_records, plain_requests
from tests.tracker.reports.random_register import DAYS, LEAP, TODAY, Case, register
from tracker.casework import labels
from tracker.casework.filtering.recorded import ASKED, CONTRARY
from tracker.directory.models import ContactPoint, Engagement, Network
from tracker.reports.results.tables import GIVEN_LABELS
from tracker.reports.where_time_goes.holders import way_label
from workflows import registry
from workflows.vocabulary import Direction, Role

Told = dict[str, dict[str, dict[str, Any]]]
Asked = Mapping[str, str]

CLOSENESS = 2e-6
"""Figures leave the program with six decimals."""
WINDOW, STALE, LATE = 30, 90, 3
ONE = dt.timedelta(days=1)

PLAIN: Mapping[str, tuple[Asked, Callable[[list[Case], dt.date], plain_requests.Figures]]] = {
    "refusals": ({"by": "channel"}, plain_requests.refusals),
    "offences": ({}, plain_requests.offences),
    "types-of-data": ({}, plain_requests.types_of_data),
    "urgent-requests": ({"by": "direction"}, plain_requests.urgent_requests),
    "results": ({}, plain_records.results),
    "data-quality": (
        {"by": "office", "late_days": f"{LATE}"},
        lambda cases, on: plain_records.data_quality(cases, on, late_days=LATE),
    ),
    "coverage-gaps": (
        {"stale_days": f"{STALE}"},
        lambda cases, on: plain_records.coverage_gaps(cases, on, stale_days=STALE),
    ),
    "engagement": (
        {"window": f"{WINDOW}"},
        lambda cases, on: plain_engagement.engagement(cases, on, window=WINDOW),
    ),
    "memberships": ({}, lambda _cases, on: plain_records.memberships(on)),
    "preservation-gaps": ({"by": "channel"}, plain_days.preservation_gaps),
    "where-time-goes": ({}, plain_days.where_time_goes),
}


def titles() -> dict[str, str]:
    """What rows are called whose code the page does not print."""
    channels = {key: str(channel.label.msgid) for key, channel in registry.CHANNELS.items()}
    ways = {f"{key} {way}": way_label((key, way.value)) for key in registry.CHANNELS for way in Direction}
    named = (
        labels.OFFENCE_CATEGORY, labels.DIRECTION, labels.RESULT_KIND, GIVEN_LABELS, labels.DATA_TYPE,
        {key: one.label for key, one in ASKED.items()}, CONTRARY,
    )  # fmt: skip
    words: dict[str, str] = {
        str(getattr(key, "value", key)): str(label) for one in named for key, label in one.items()
    }
    return {**words, **channels, **ways, "": "No offence recorded"}


TITLES = titles()


def directory() -> None:
    """Engagements, lists of which every day is known, and contact points tried or not."""
    for number, code in enumerate(("CN", "EE")):
        began = LEAP - number * 20 * ONE
        Engagement.objects.create(
            code=f"with-{code.lower()}", jurisdiction=factories.jurisdiction(code), kind="training", title="Course",
            from_on=began, until_on=began + 9 * ONE if number else None, source="test", as_of=TODAY,
        )  # fmt: skip
        ContactPoint.objects.create(
            authority=authority(code), network=Network.BUDAPEST, name=f"Desk {code}", source="test", as_of=LEAP,
            last_verified_on=LEAP - 40 * ONE if number else None,
        )  # fmt: skip
    rows.register("budapest", complete_on=TODAY)
    ratified = {"signed_on": dt.date(2020, 5, 1), "deposited_on": LEAP, "in_force_on": dt.date(2028, 6, 1)}
    rows.status("EE", "budapest", as_of=TODAY, **ratified)
    rows.status("DE", "budapest", as_of=TODAY, **ratified, left_on=dt.date(2029, 1, 1))
    rows.status(
        "US", "budapest", as_of=TODAY, deposited_on=dt.date(2006, 9, 29), in_force_on=dt.date(2007, 1, 1)
    )
    rows.status("CN", "budapest", as_of=TODAY, signed_on=dt.date(2028, 3, 1))
    rows.status("CW", "budapest", as_of=TODAY, capacity="extension", in_force_on=dt.date(2028, 10, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_is_what_plain_loops_find(client: Client, clock: MovableClock, seed: int) -> None:
    cases = register(seed)
    directory()
    clock.move_to(factories.moment(TODAY, 23))
    client.force_login(factories.user("Boss", role=Role.SUPERVISOR, office=cases[0].row.office.parent))
    wrong = [
        f"{slug} on {on}: {fault}"
        for on in DAYS
        for slug, (asked, plain) in PLAIN.items()
        for fault in faults(client, slug, {**asked, "as_of": f"{on}"}, plain(cases, on))
    ]
    assert not wrong, "\n".join(wrong)


def faults(client: Client, slug: str, asked: Asked, wanted: plain_requests.Figures) -> Iterator[str]:
    minimum = {} if slug in ("results", "memberships", "coverage-gaps") else {"minimum": "1"}
    query = {**asked, **minimum}
    answer = client.get(f"/api/v1/reports/{slug}/", query)
    assert answer.status_code == 200, answer.content
    tables = answer.json()["tables"]
    assert answer.json()["anomalies"] == []
    told = {table["key"]: told_by(table) for table in tables}
    totals = {row["title"] for table in tables for row in table["totals"]}
    for key, lines in wanted.items():
        found = told.get(key, {})
        named = {name if name in found else TITLES.get(name, name): values for name, values in lines.items()}
        for name in found.keys() - named.keys() - totals:
            if counts(found[name]):
                yield f"{key}: {name} unexpected"
        for name, values in named.items():
            got = {one: found.get(name, {}).get(one) for one in values}
            differing = {one: (got[one], values[one]) for one in values if not same(got[one], values[one])}
            if differing:
                yield f"{key}: {name}: told, wanted {differing}"
    yield from not_in_the_file(list(csv.reader(StringIO(
        client.get(f"/reports/{slug}.csv", query).getvalue().decode("utf-8-sig")))), tables)  # fmt: skip
    yield from not_on_the_page(client.get(f"/reports/{slug}/", query).content.decode(), tables)


def told_by(table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The values by the row's code, where it is that of one row, or by its name."""
    lines = [*table["rows"], *table["totals"]]
    codes = Counter(row["code"] for row in lines)
    return {
        row["code"] if row["code"] and codes[row["code"]] == 1 else row["title"]: {
            one["key"]: one["value"] for one in row["values"]
        }
        for row in lines
    }


def counts(row: dict[str, Any]) -> bool:
    """Whether it counts anything."""
    return any(isinstance(value, int) and value for value in row.values())


def same(told: Any, wanted: Any) -> bool:
    if isinstance(wanted, float) and isinstance(told, int | float):
        return abs(told - wanted) < CLOSENESS
    return bool(told == wanted)


def not_in_the_file(lines: list[list[str]], tables: list[dict[str, Any]]) -> Iterator[str]:
    """Rows of which no line of the file has the values, but for those that are words there."""
    for table in tables:
        for row in (*table["rows"], *table["totals"]):
            values = [row["title"], row["code"], *(one["value"] for one in row["values"])]
            if not any(
                len(line) == len(values)
                and all(
                    value in (None, "") or str(value) == word
                    for value, word in zip(values, line, strict=True)
                )
                for line in lines
            ):
                yield f"the file has no line {values}"


def not_on_the_page(html: str, tables: list[dict[str, Any]]) -> Iterator[str]:
    """Rows of which no row of the page has the whole numbers, in their order."""
    cells = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    ]
    shown = [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]
    for table in tables:
        for row in (*table["rows"], *table["totals"]):
            numbers = [
                f"{one['value']:,}" for one in row["values"] if isinstance(one["value"], int) and one["rows"]
            ]
            if not any(line and line[0].startswith(row["title"]) and follow(numbers, line) for line in shown):
                yield f"the page has no row {row['title']} of {numbers}"


def follow(numbers: list[str], line: list[str]) -> bool:
    words = iter(word.removeprefix("at least ") for word in line)
    return all(number in words for number in numbers)
