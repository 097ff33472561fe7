"""No query count grows with the rows that are counted: every report, pack and dashboard, whatever is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, cast

import pytest
from django import forms
from django.db import connection
from django.test import Client

from benchmarks.running import prepare
from tests.clocks import MovableClock
from tests.tracker.api.world import NOON, program
from tests.tracker.packs.asked import file_of, over_the_api
from tracker.accounts.models import User
from tracker.casework.viewer import Viewer
from tracker.jobs import tasks
from tracker.packs.files import PACK_FILES
from tracker.packs.registry import PACKS
from tracker.reports.asking import QuestionForm, answered, offered
from tracker.reports.base import Report
from tracker.reports.registry import REPORTS

pytestmark = pytest.mark.django_db

FEW, MANY = 8, 100
NAMES, NAMES_OF_PACKS = 2, 8
"""So many more may look up what is named, where there was nothing to name before; a pack asks several reports."""
PAST = "2025-06-30"
FILES = ("csv", "xlsx", "pdf")
"""Of the page; over the API each is exactly the same file."""
DASHBOARDS = ("/", "/overdue/", "/api/v1/overdue/")
"""The worklist lists a page of rows at most."""
OVER_THE_API = (("reports", REPORTS, ""), ("reports", REPORTS, "csv/"))


def test_no_query_count_grows_with_the_rows(clock: MovableClock) -> None:
    clock.move_to(NOON)
    prepare(FEW)
    few = {**_asked(), **_read()}
    prepare(MANY)
    many = {**_asked(), **_read()}
    assert len(few) > 16 * 20
    grown = {
        asked: (number, many[asked])
        for asked, number in few.items()
        if many[asked] > number + (NAMES_OF_PACKS if "packs" in asked else NAMES)
    }
    assert grown == {}


def _asked() -> Mapping[str, int]:
    """Queries of each answer, by what is asked: every choice that a form offers, alone, and a past day."""
    viewer = Viewer(user=_supervisor(), at=NOON)
    choices = offered(viewer.counted)
    found: dict[str, int] = {}
    for report in REPORTS.values():
        for data in _questions(report, viewer, choices):
            form = QuestionForm(data, report=report, viewer=viewer, offered=choices)
            assert form.is_valid(), form.errors
            found[f"{report.slug} {data}"] = _counted(partial(answered, form, viewer.counted))
    return found


def _questions(report: Report, viewer: Viewer, choices: Any) -> Iterator[dict[str, str]]:
    form = QuestionForm({}, report=report, viewer=viewer, offered=choices)
    yield {}
    for name, field in form.fields.items():
        if isinstance(field, forms.ChoiceField):
            for value, _label in cast("list[tuple[str, Any]]", field.choices):
                if value:
                    yield {name: str(value)}
    for name in ("as_of", "known_on"):
        if name in form.fields:
            yield {name: PAST, "from": "2024-01-01", "until": PAST} if "from" in form.fields else {name: PAST}


def _read() -> Mapping[str, int]:
    """Queries of each page, file and answer to a program."""
    user, client = _supervisor(), Client()
    client.force_login(user)
    caller = program(user)
    addresses = [
        *DASHBOARDS,
        *(
            f"/reports/{slug}{form}"
            for slug in REPORTS
            for form in ("/", *(f".{ending}" for ending in FILES))
        ),
        *(f"/api/v1/{kind}/{slug}/{form}" for kind, slugs, form in OVER_THE_API for slug in slugs),
    ]
    read = {address: _of(caller if "/api/" in address else client, address) for address in addresses}
    return {**read, **dict(_packed(client))}


def _packed(client: Client) -> Iterator[tuple[str, int]]:
    """Queries of putting each pack together, and of reading it."""
    for slug in PACKS:
        address = client.post(f"/reports/packs/{slug}/").headers["Location"]
        yield f"packs {slug}", _counted(tasks.make_packs)
        for where in (address, over_the_api(address), *(file_of(address, ending) for ending in PACK_FILES)):
            yield where.replace(address.rstrip("/").rsplit("/", 1)[-1], slug), _of(client, where)


def _of(client: Client, address: str) -> int:
    def get() -> None:
        assert client.get(address).status_code == 200, address

    return _counted(get)


def _counted(do: Callable[[], object]) -> int:
    """Django's own log of queries holds fewer than all of these together."""
    statements: list[str] = []

    def noted(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(noted):
        do()
    return len(statements)


def _supervisor() -> User:
    return User.objects.get(email="supervisor@example.org")
