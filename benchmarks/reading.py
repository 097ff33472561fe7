"""Lists by page, by sort and by filter, and one request: what is asked, and how one would ask by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse

from benchmarks import bare, people
from benchmarks.bare import SIZE, Wanted
from benchmarks.filters import Filter, filters
from benchmarks.measuring import Call, Case
from benchmarks.replaying import Replay
from tracker.casework.sorting import SORTS, Sort
from tracker.paging import Cursor

if TYPE_CHECKING:
    from benchmarks.people import Caller

DEEP: Final = (500, 5_000)
LIST: Final = "/api/v1/requests/"
EVERYTHING: Final = "events,deadlines,documents,links,results,grants"
NOTHING: Final = f"{LIST}?after={Cursor(value=dt.date(1000, 1, 1), pk=0)}"
"""What lies behind the last request."""


def depths() -> Iterator[Case]:
    """The list as it comes, on its first page and deep down, for each sort of caller."""
    for caller in (people.officer(), people.supervisor(), people.granted()):
        yield _page(caller, SORTS[0], 1)
        for number in DEEP:
            yield _page(caller, SORTS[0], number)


def sorts() -> Iterator[Case]:
    """Each other sort, on its first page and deep down."""
    for caller in (people.officer(), people.supervisor()):
        for sort in SORTS[1:]:
            yield _page(caller, sort, 1)
            yield _page(caller, sort, DEEP[0])


def narrowed() -> Iterator[Case]:
    """Each filter alone, newest first."""
    for caller in (people.officer(), people.supervisor()):
        for one in filters(caller):
            yield _filtered(caller, one)


def single() -> Iterator[Case]:
    """One request read, with everything that it can carry."""
    caller = people.officer()
    row = caller.viewer.requests.order_by("-pk")[0]
    yield replayed(caller, "API, one request", partial(caller.gets, f"{LIST}{row.uuid}/"))
    yield replayed(
        caller, "API, one request, all of it", partial(caller.gets, f"{LIST}{row.uuid}/?expand={EVERYTHING}")
    )


def pages() -> Iterator[Case]:
    """The register as people see it, and what they begin their day with."""
    for caller in (people.reader(), people.overseer()):
        yield Case(
            what=f"page of the register, {caller.name}",
            call=caller.gets(reverse("register")),
            bare=bare.ways(Wanted(caller=caller, order=SORTS[0].order)),
            empty=caller.gets(NOTHING),
        )
        for name in ("worklist", "overdue"):
            yield replayed(caller, f"page: {name}, {caller.name}", partial(caller.gets, reverse(name)))


def replayed(caller: Caller, what: str, calls: Callable[[], Call]) -> Case:
    """A case beside its own statements."""
    replay = Replay(calls=calls)
    return Case(
        what=what,
        call=lambda: replay.call(),  # noqa: PLW0108  # another one each turn
        bare=[replay.send],
        before=replay.again,
        empty=caller.gets(NOTHING),
    )


def _page(caller: Caller, sort: Sort, number: int) -> Case:
    cursor = _cursor(caller, sort, number)
    after = f"&after={_quoted(cursor)}" if cursor else ""
    wanted = Wanted(caller=caller, order=sort.order, cursor=cursor)
    return _listed(
        f"{caller.name}, sort {sort.key}, page {number:,}", caller, f"sort={sort.key}{after}", wanted
    )


def _filtered(caller: Caller, one: Filter) -> Case:
    wanted = Wanted(caller=caller, order=SORTS[0].order, condition=one.condition, params=one.params)
    return _listed(f"{caller.name}, filter {one.query}", caller, one.query, wanted)


def _listed(what: str, caller: Caller, query: str, wanted: Wanted) -> Case:
    path = f"{LIST}?page_size={SIZE}&{query}"
    return Case(
        what=what,
        call=caller.gets(path),
        bare=bare.ways(wanted),
        keys=_references,
        empty=caller.gets(NOTHING),
    )


def _references(answer: Any) -> list[str]:
    return [line["reference"] for line in answer.json()["results"]]


def _cursor(caller: Caller, sort: Sort, number: int) -> Cursor | None:
    """The last row of the page before, found once by counting; as deep as there are rows."""
    if number == 1:
        return None
    rows = caller.viewer.requests.order_by(*sort.order.expressions())
    place = min((number - 1) * SIZE, rows.count()) - 1
    row = rows[place]
    return Cursor(value=getattr(row, sort.order.column), pk=row.pk)


def _quoted(cursor: Cursor) -> str:
    return str(cursor).replace("+", "%2B")
