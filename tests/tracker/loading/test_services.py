"""A set of fixtures is loaded whole or not at all, and says everything that is wrong with it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests import factories
from tests.tracker.loading import files
from tests.tracker.loading.files import check, jurisdictions, load, said, table
from tracker.accounts.models import Office
from tracker.casework.models import Recount
from tracker.directory.models import (
    Authority,
    DirectoryChange,
    Holiday,
    Jurisdiction,
    RelationshipGroup,
    TreatyStatus,
)
from tracker.loading.registry import TABLES
from tracker.loading.values import SourceFile, TableCount
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

SOURCED = {"source": "Made for a test", "as_of": "2024-01-01"}
REGISTER = {"instrument": "budapest", "name": "Convention", "kind": "treaty", **SOURCED}
STATUS = {"jurisdiction": "EE", "instrument": "budapest", **SOURCED}


def test_rows_may_refer_to_rows_of_the_same_set_whatever_the_order() -> None:
    report = load(
        table("treaty_statuses", {**STATUS, "deposited_on": "2003-05", "in_force_on": "2004-07-01"}),
        table("treaty_registers", REGISTER),
        jurisdictions({"code": "EE-37", "name": "Harju", "parent": "EE"}, {"parent": ""}),
    )
    assert said(report) == []
    assert report.loaded
    assert Jurisdiction.objects.get(code="EE-37").parent == Jurisdiction.objects.get(code="EE")
    status = TreatyStatus.objects.get()
    assert (str(status.step("deposited")), status.capacity) == ("2003-05", "own")


def test_a_second_load_finds_everything_unchanged() -> None:
    files_of_set = (jurisdictions(), table("treaty_registers", REGISTER), table("treaty_statuses", STATUS))
    first, logged = load(*files_of_set), DirectoryChange.objects.count()
    second = load(*files_of_set)
    assert {(count.added, count.unchanged) for count in first.counts} == {(1, 0)}
    assert {(count.added, count.changed, count.unchanged) for count in second.counts} == {(0, 0, 1)}
    assert DirectoryChange.objects.count() == logged


def test_a_changed_row_is_counted_and_a_missing_column_left_alone() -> None:
    load(jurisdictions({"region": "Europe"}))
    report = load(jurisdictions({"name": "Eesti"}))
    assert report.counts == (TableCount(table="jurisdictions", changed=1),)
    row = Jurisdiction.objects.get()
    assert (row.name, row.search_name, row.region) == ("Eesti", "eesti", "Europe")


def test_an_emptied_date_becomes_unknown_again() -> None:
    base = (jurisdictions(), table("treaty_registers", REGISTER))
    load(*base, table("treaty_statuses", {**STATUS, "deposited_on": "2003"}))
    load(*base, table("treaty_statuses", {**STATUS, "deposited_on": ""}))
    status = TreatyStatus.objects.get()
    assert (status.deposited_on, status.deposited_precision) == (None, "day")


def test_a_dry_run_says_what_the_load_then_does_and_keeps_nothing() -> None:
    load(jurisdictions())
    given = (jurisdictions({"name": "Eesti"}, {"code": "LV"}, {"code": "LT"}),)
    dry = check(*given)
    assert not dry.loaded
    assert dry.is_good
    assert Jurisdiction.objects.get().name == "Estonia"
    assert load(*given).counts == dry.counts == (TableCount(table="jurisdictions", added=2, changed=1),)


def test_one_problem_anywhere_and_nothing_is_loaded() -> None:
    report = load(jurisdictions({}, {"code": "LV", "kind": "planet"}), files.text("broken.json", "["))
    assert not report.loaded
    assert len(report.problems) == 2
    assert not Jurisdiction.objects.exists()
    assert not DirectoryChange.objects.exists()


def test_every_problem_of_every_row_is_listed_with_its_place() -> None:
    report = check(
        jurisdictions(
            {"kind": "planet", "as_of": "1.1.2024", "time_zone": "UTC"},
            {"code": "LV", "name": "", "time_zone": "Mars/Olympus"},
            {"code": "LT", "time_zone": "Mars/Olympus"},
        )
    )
    assert said(report) == [
        "jurisdictions.csv:2:as_of: This is not a date. Write it as 2024-06-20.",
        "jurisdictions.csv:2:kind: planet is not known. Use one of: state, territory, body.",
        "jurisdictions.csv:3:name: The cell is empty. Fill it in.",
        "jurisdictions.csv:4:time_zone: Mars/Olympus is not a time zone. Use one such as Asia/Shanghai.",
    ]
    assert report.problems[1].message.mapping == {"value": "planet", "codes": "state, territory, body"}


BAD_SETS: dict[str, tuple[Callable[[], tuple[SourceFile, ...]], str]] = {
    "unknown table": (lambda: (table("planets", REGISTER),), "planets.csv:0:: There is no table planets."),
    "unknown column": (
        lambda: (jurisdictions({"moons": "1"}),),
        "jurisdictions.csv:1:moons: The table has no column moons.",
    ),
    "missing column": (
        lambda: (table("jurisdictions", {"code": "EE"}),),
        "jurisdictions.csv:1:as_of: The column as_of is missing.",
    ),
    "unknown reference": (
        lambda: (jurisdictions({"parent": "ZZ"}),),
        "jurisdictions.csv:2:parent: No jurisdiction has the code ZZ.",
    ),
    "unknown instrument": (
        lambda: (jurisdictions(), table("treaty_statuses", STATUS)),
        "treaty_statuses.csv:2:instrument: budapest has no row in treaty_registers.",
    ),
    "repeated key": (
        lambda: (jurisdictions(), jurisdictions(name="jurisdictions--again")),
        "jurisdictions--again.csv:2:: This row repeats row 2 of jurisdictions.csv.",
    ),
    "circle of parents": (
        lambda: (jurisdictions({"code": "A", "parent": "B"}, {"code": "B", "parent": "A"}),),
        "jurisdictions.csv:2:parent: No jurisdiction has the code B.",
    ),
    "half a date": (
        lambda: (
            jurisdictions(),
            table("treaty_registers", REGISTER),
            table("treaty_statuses", {**STATUS, "signed_on": "May"}),
        ),
        "treaty_statuses.csv:2:signed_on: This is not a date. Write 2024-06-20, 2024-06 or 2024.",
    ),
    "steps in the wrong order": (
        lambda: (
            jurisdictions(),
            table("treaty_registers", REGISTER),
            table("treaty_statuses", {**STATUS, "signed_on": "2010", "deposited_on": "2009"}),
        ),
        "treaty_statuses.csv:2:deposited_on: 2009 lies before 2010, which must come first.",
    ),
    "date and bound": (
        lambda: (
            jurisdictions(),
            table("treaty_registers", REGISTER),
            table("treaty_statuses", {**STATUS, "signed_on": "2010-01-01", "signed_by": "2011-01-01"}),
        ),
        "treaty_statuses.csv:2:: Give the date or the latest date of a step, not both.",
    ),
    "not a number": (
        lambda: (table("relationship_groups", {"code": "a", "name": "A", "position": "first", **SOURCED}),),
        "relationship_groups.csv:2:position: This is not a whole number.",
    ),
    "below zero": (
        lambda: (table("relationship_groups", {"code": "a", "name": "A", "position": "-1", **SOURCED}),),
        "relationship_groups.csv:2:position: Ensure this value is greater than or equal to 0.",
    ),
    "neither yes nor no": (
        lambda: (
            table(
                "authorities", {"code": "a", "name": "A", "kind": "court", "illustrative": "maybe", **SOURCED}
            ),
        ),
        "authorities.csv:2:illustrative: Write yes or no.",
    ),
    "unknown channel": (
        lambda: (
            table("authorities", {"code": "a", "name": "A", "kind": "court", "channels": "owl", **SOURCED}),
        ),
        "authorities.csv:2:channels: owl is not known. Use one of: letter_exchange,",
    ),
    "too long a code": (
        lambda: (jurisdictions({"code": "X" * 30}),),
        "jurisdictions.csv:2:code: Ensure this value has at most 20 characters (it has 30).",
    ),
}


@pytest.mark.parametrize("case", BAD_SETS)
def test_bad_set(case: str) -> None:
    make, sentence = BAD_SETS[case]
    report = load(*make())
    assert any(line.startswith(sentence) for line in said(report)), said(report)
    assert not Jurisdiction.objects.exists()


def test_every_table_keeps_its_rows() -> None:
    new: dict[str, dict[str, Any]] = {
        "relationship_groups": {"code": "close", "name": "Close", "position": 1, **SOURCED},
        "relationships": {"jurisdiction": "EE", "relationship_group": "close"},
        "holidays": {"jurisdiction": "EE", "on": "2024-03-04", "name": "Day", "change": "added", **SOURCED},
        "treaty_registers": REGISTER,
        "treaty_statuses": {**STATUS, "verified": "yes"},
        "authorities": {
            "code": "ee-moj", "name": "Ministry", "kind": "court", "channels": "treaty network_24_7", **SOURCED,
        },
        "contact_points": {"authority": "ee-moj", "network": "g7_24_7", "name": "Desk", **SOURCED},
        "liaison_posts": {
            "code": "tll", "city": "Tallinn", "host": "EE", "sending": "US", "kind": "cyber_expert",
            "opened_on": "2009", **SOURCED,
        },
        "engagements": {
            "code": "t", "jurisdiction": "EE", "kind": "training", "title": "T", "people_trained": "600", **SOURCED,
        },
        "offices": {
            "code": "HQ", "name": "Head", "parent": "", "time_zone": "UTC", "host_jurisdiction": "US",
            "own_jurisdiction": "US",
        },
    }  # fmt: skip
    given = [table(name, row) for name, row in new.items()]
    report = load(jurisdictions({}, {"code": "US", "name": "United States"}), *given)
    assert said(report) == []
    assert {count.table for count in report.counts} >= set(new)
    assert Jurisdiction.objects.get(code="EE").relationship_group == RelationshipGroup.objects.get()
    assert Holiday.objects.get().on == date(2024, 3, 4)
    assert Recount.objects.get().jurisdiction == Jurisdiction.objects.get(code="EE")
    assert Authority.objects.get().channels == ["treaty", "network_24_7"]
    assert TreatyStatus.objects.get().verified


def test_an_office_is_changed_and_moved() -> None:
    head, other = factories.office("HQ"), factories.office("TOP")
    row = {
        "code": "HQ", "name": "Head", "parent": "TOP", "time_zone": "UTC", "host_jurisdiction": "CN",
        "own_jurisdiction": "US",
    }  # fmt: skip
    changed, same = load(table("offices", row)), load(table("offices", row))
    assert (changed.counts[0].changed, same.counts[0].unchanged) == (1, 1)
    head = Office.objects.get(pk=head.pk)
    assert (head.name, head.parent) == ("Head", other)
    del row["parent"]
    assert load(table("offices", row)).counts[0].unchanged == 1


def test_reference_data_is_for_administrators() -> None:
    office = factories.office()
    officer = factories.user(role=Role.OFFICER, office=office)
    administrator = factories.user(role=Role.ADMINISTRATOR, office=office)
    refused = load(jurisdictions(), by=officer)
    assert said(refused) == [
        "jurisdictions.csv:0:: Only administrators load reference data. Ask one of them to load this table."
    ]
    assert load(jurisdictions(), by=administrator).loaded
    assert DirectoryChange.objects.get(key="Estonia").by == administrator


def test_a_table_of_each_form_is_read_alike() -> None:
    rows = [list(files.JURISDICTION), list(files.JURISDICTION.values())]
    book = files.workbook(jurisdictions=rows)
    json_book = files.databook([{"title": "jurisdictions", "data": [files.JURISDICTION]}])
    assert check(book).counts == check(json_book).counts == check(jurisdictions()).counts
    assert check(book).is_good


def test_tables_come_behind_those_that_they_refer_to() -> None:
    order = list(TABLES)
    assert all(order.index(before) < order.index(name) for name, t in TABLES.items() for before in t.after)
