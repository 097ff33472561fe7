"""Files of cases go through the services of casework: whole or not at all, with every reason of every row."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from tests.tracker.loading.files import check, load, said, table
from tracker.accounts.models import Office, User
from tracker.casework.models import AssistanceRequest, Event, Link, Result
from tracker.loading.values import Report, SourceFile, TableCount
from workflows.vocabulary import Role, Source

pytestmark = pytest.mark.django_db

CASE: dict[str, Any] = {
    "reference": "OLD-1",
    "office": "BEJ",
    "direction": "outgoing",
    "channel": "letter_exchange",
    "legal_basis": "Reciprocity",
    "jurisdiction": "CN",
    "title": "Server logs",
    "items": "SUBS TRAF",
    "asked": "Who rented it; Connections of May",
    "identifiers": "ip:203.0.113.7",
    "offences": "fraud money_laundering",
    "opened_on": "2010-03-01",
    "officer": "officer@example.org",
    "source": "Made for a test",
}
ROW: dict[str, Any] = {"case": "OLD-1", "number": 2, "action": "submit", "on": "2010-03-02"}
SENT = (
    ROW,
    ROW | {"number": 3, "action": "approve", "on": "2010-03"},
    ROW | {"number": 4, "action": "send", "on": "2010-03-04"},
)


@pytest.fixture(autouse=True)
def office() -> Office:
    return factories.office(own="US", host="CN", time_zone="Asia/Shanghai")


@pytest.fixture(autouse=True)
def officer(office: Office) -> User:
    return factories.user("Officer", role=Role.OFFICER, office=office)


def cases(*changes: dict[str, Any]) -> SourceFile:
    return table("cases", *(CASE | change for change in changes or ({},)))


def events(*rows: dict[str, Any]) -> SourceFile:
    columns = {name: "" for row in rows for name in row}
    return table("case_events", *(columns | row for row in rows))


def counted(report: Report) -> set[tuple[int, int, int]]:
    return {(count.added, count.changed, count.unchanged) for count in report.counts}


def test_a_case_comes_in_as_it_was_and_reminds_nobody(officer: User) -> None:
    report = load(cases(), events(*SENT))
    assert said(report) == []
    row = AssistanceRequest.objects.get()
    assert (row.reference, row.officer, row.is_adopted) == ("OLD-1", officer, False)
    assert (row.opened_on, row.sent_on, row.stage) == (date(2010, 3, 1), date(2010, 3, 4), "underway")
    assert row.facts == "Made for a test"
    assert [item.description for item in row.items.all()] == ["Who rented it", "Connections of May"]
    assert [str(entry) for entry in row.items.get(number=1).identifiers.all()] == ["ip: 203.0.113.7"]
    assert set(row.offences.values_list("category", flat=True)) == {"fraud", "money_laundering"}
    assert set(Event.objects.values_list("source", "by")) == {(Source.IMPORT, officer.pk)}
    assert list(Event.objects.order_by("sequence").values_list("occurred_precision", flat=True)) == [
        "day",
        "day",
        "month",
        "day",
    ]


def test_a_second_load_finds_everything_unchanged() -> None:
    results = table("case_results", {"case": "OLD-1", "kind": "arrests", "quantity": 5, "on": "2010-09-30"})
    links = table("case_links", {"case": "OLD-2", "target": "OLD-1", "kind": "supplementary_to"})
    of_set = (cases({}, {"reference": "OLD-2"}), events(*SENT), results, links)
    assert said(load(*of_set)) == []
    assert said(second := load(*of_set)) == []
    assert {(added, changed) for added, changed, _same in counted(second)} == {(0, 0)}
    assert Result.objects.get().quantity == Decimal(5)
    assert Link.objects.get().target.reference == "OLD-1"


def test_a_check_keeps_nothing() -> None:
    assert check(cases(), events(*SENT)).counts == (
        TableCount(table="cases", added=1),
        TableCount(table="case_events", added=3),
    )
    assert not AssistanceRequest.objects.exists()


def test_every_reason_against_an_entry_is_listed_at_its_row_and_nothing_is_loaded() -> None:
    refused = ROW | {"number": 5, "action": "refuse", "on": "2010-03-05", "items": "9", "ground": "INSUF"}
    report = load(cases({}, {"reference": "OLD-2"}), events(*SENT, refused))
    assert said(report) == [
        "case_events.csv:5:: This ground cannot be given here. Choose one of the listed grounds.",
        "case_events.csv:5:: One of the chosen items does not belong to this request. Choose among those listed.",
    ]
    assert not report.loaded
    assert not AssistanceRequest.objects.exists()


def test_all_broken_rows_are_listed_at_once() -> None:
    report = load(
        cases(
            {"channel": "pigeon", "opened_on": "soon"},
            {"reference": "OLD-2", "items": "SUBS GOLD", "officer": "nobody@example.org"},
            {"reference": "OLD-3", "identifiers": "203.0.113.7", "jurisdiction": "XX"},
            {"reference": "OLD-4", "opened_on": "2031-01-01"},
        ),
        events(ROW | {"case": "OLD-9"}, ROW | {"zone": "Moon", "on": "", "number": "two"}),
    )
    lines = said(report)
    for expected in (
        "cases.csv:2:channel: pigeon is not known",
        "cases.csv:2:opened_on: This is not a date",
        "cases.csv:3:items: GOLD is not known",
        "cases.csv:3:officer: No active user has the address nobody@example.org",
        "cases.csv:4:identifiers: Write kind and value",
        "cases.csv:4:jurisdiction: No jurisdiction has the code XX",
        "cases.csv:5:: 2031-01-01 lies in the future",
        "case_events.csv:2:case: There is no request OLD-9 that you may work on",
        "case_events.csv:3:number: This is not a whole number",
        "case_events.csv:3:on: The cell is empty",
        "case_events.csv:3:zone: This is not a time zone",
    ):
        assert any(line.startswith(expected) for line in lines), expected
    assert not AssistanceRequest.objects.exists()


def test_a_gap_in_the_entries_is_refused() -> None:
    report = load(cases(), events(ROW | {"number": 4}))
    assert said(report) == [
        "case_events.csv:2:number: Entry 2 is not there: add its row before this one, or mend it."
    ]


def test_what_is_stored_is_corrected_on_its_page_not_by_a_file() -> None:
    load(cases(), events(*SENT))
    report = load(
        cases({"title": "Other logs", "offences": "fraud"}), events(ROW | {"on": "2010-03-09"}, *SENT[1:])
    )
    assert said(report) == [
        "cases.csv:2:: This request is here already, with other values of: title, offences. Change them on its page.",
        "case_events.csv:2:number: Entry 2 of OLD-1 is another one: submit on 2010-03-02. Correct it on its page.",
    ]


def test_adopted_history_reminds() -> None:
    assert said(load(cases(), events(*SENT, {"case": "OLD-1", "number": 5, "action": "adopt"}))) == []
    assert AssistanceRequest.objects.get().is_adopted
    assert counted(load(cases(), events(*SENT, {"case": "OLD-1", "number": 5, "action": "adopt"}))) == {
        (0, 0, 1),
        (0, 0, 4),
    }


def test_a_file_approves_nothing_that_is_worked_on_here(officer: User) -> None:
    row = factories.opened(by=officer, office=Office.objects.get(code="BEJ"))
    row = factories.done(row, "submit", by=officer, on=date(2026, 3, 3))
    approval = {"case": row.reference, "number": row.version + 1, "action": "approve", "on": "2026-03-04"}
    report = load(events(approval), by=officer)
    assert said(report) == [
        f"case_events.csv:2:case: {row.reference} is worked on here. Record on its page what happened to it since."
    ]
    adopted = {"case": "OLD-1", "number": 5, "action": "adopt"}
    assert said(load(cases(), events(*SENT, adopted), by=officer)) == []
    later = {"case": "OLD-1", "number": 6, "action": "execute", "on": "2010-05-01", "items": "1 2"}
    assert "worked on here" in said(load(events(later), by=officer))[0]


def test_moments_are_read_in_the_zone_of_the_row_or_of_the_office() -> None:
    load(
        cases({"opened_on": "2010-03-01T22:30"}),
        events(ROW | {"on": "2010-03-01T22:40", "zone": "Europe/Dublin"}),
    )
    first, second = Event.objects.order_by("sequence")
    assert str(first.occurred.moment) == "2010-03-01 14:30:00+00:00"
    assert str(second.occurred.moment) == "2010-03-01 22:40:00+00:00"


def test_only_those_with_rights_on_cases_load_them_and_only_where_they_work(officer: User) -> None:
    stranger = factories.user("Stranger", role=Role.OFFICER, office=factories.office("TLL", host="EE"))
    administrator = factories.user("Admin", role=Role.ADMINISTRATOR, office=Office.objects.get(code="BEJ"))
    for by in (stranger, administrator):
        assert not load(cases(), by=by).loaded
    assert load(cases(), by=officer).loaded
    assert said(load(events(*SENT[:1]), by=stranger)) == [
        "case_events.csv:2:case: There is no request OLD-1 that you may work on. Correct it, or add its row to cases."
    ]
    assert load(events(*SENT), by=officer).loaded


def test_without_a_user_the_officer_of_the_case_answers_for_it() -> None:
    assert said(load(cases({"officer": ""}))) == [
        "cases.csv:2:officer: Nobody answers for this row. Name an officer."
    ]


def test_the_generator_says_what_it_lacks() -> None:
    with pytest.raises(CommandError, match=r"demo_accounts .* BUH"):
        call_command("generate_demonstration", requests=1, seed=1)
    with pytest.raises(CommandError, match="lies in the future"):
        call_command("generate_demonstration", "--requests=1", "--seed=1", "--until=2999-01-01")
