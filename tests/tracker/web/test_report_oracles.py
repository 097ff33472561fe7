"""Published figures, found again on the page and in the file."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.reports.oracles import ORIGINS, received, ten_letters
from tests.tracker.web.report_pages import COUNTS, CSV, LETTERS, file_of, rows_of, table_of, text_of
from workflows.vocabulary import Direction, Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
IN_2010 = "sent_from=2010-01-01&sent_until=2010-12-31"


@pytest.fixture(autouse=True)
def _on_the_day(clock: MovableClock) -> None:
    clock.move_to(factories.moment(TODAY, 12))


@pytest.fixture
def page(client: Client) -> Client:
    """Somebody of the office in Beijing, which has the ten letters."""
    office = factories.office("BEJ")
    client.force_login(factories.user("Ann", role=Role.OFFICER, office=office))
    ten_letters(office)
    return client


def test_the_page_gives_the_beijing_figures(page: Client) -> None:
    words = text_of(page, f"{LETTERS}?{IN_2010}&by=channel")
    assert "20 % answered so far, 2 of 10 sent (95 % interval 5.7–51.0 %)" in words
    letters, everything = table_of(page, f"{LETTERS}?{IN_2010}&by=jurisdiction")
    assert letters == [
        "China CN",
        "10",
        "2",
        "0",
        "0",
        "8",
        "0",
        "20 %",
        "5.7–51.0 %",
        "not reached",
        "101.5",
    ]
    assert everything[1:] == letters[1:]


def test_the_file_holds_the_same_rows_what_was_asked_and_what_it_means(page: Client) -> None:
    lines = file_of(page, f"{CSV}?{IN_2010}&by=jurisdiction&as_of=2011-12-31")
    assert lines[0] == ["Answered so far, of those sent"]
    assert ["As of", "2011-12-31"] in lines
    assert ["Sent from", "1 Jan 2010"] in lines
    assert any(line and line[0] == "Median days to answer" and "Kaplan" in line[1] for line in lines)
    row, _everything = rows_of(page, f"{CSV}?{IN_2010}&by=jurisdiction")
    assert [row[name] for name in COUNTS] == ["10", "2", "0", "0", "8", "0"]
    assert (row["Jurisdiction"], row["Code"], row["Rate"]) == ("China", "CN", "0.2")
    assert (row["95 % interval from"], row["95 % interval to"]) == ("0.056682", "0.509838")
    assert (row["Median days to answer"], row["Median of the answered"]) == ("not reached", "101.5")


def test_ninety_requests_received(client: Client) -> None:
    """The published partitions of the requests that Jersey received in 2020; all else is made up."""
    jersey = factories.office("JER", own="JE", host="JE")
    client.force_login(factories.user("Jo", role=Role.OFFICER, office=jersey))
    received(jersey)
    year = f"sent_from=2020-01-01&sent_until=2020-12-31&as_of=2020-12-31&direction={Direction.INCOMING}"
    groups = {
        row["Outcome group"]: int(row["Sent"]) for row in rows_of(client, f"{CSV}?{year}&by=outcome_group")
    }
    assert groups == {"Answered": 29 + 5, "Withdrawn": 9, "Open, not yet due": 47, "All": 90}
    origins = {row["Region"]: int(row["Sent"]) for row in rows_of(client, f"{CSV}?{year}&by=region")}
    assert origins.pop("All") == 90
    assert origins == ORIGINS
    tags = {row["Offence"]: int(row["Sent"]) for row in rows_of(client, f"{CSV}?{year}&by=offence")}
    assert (tags.pop("Sum of the rows"), tags.pop("Requests, each once")) == (134, 90)
    assert tags == {"Fraud": 53, "Money laundering": 30, "Robbery or theft": 12, "Corruption": 11, "Drug related": 11,
                    "Other": 10, "Murder or serious assault": 2, "Organised crime": 2, "Insider trading": 1,
                    "Counterfeiting": 1, "Kidnapping": 1}  # fmt: skip
    assert "38 % answered so far, 34 of 90 sent (95 % interval 28.5–48.1 %)" in text_of(
        client, f"{LETTERS}?{year}"
    )
    assert "the rows count 134, the requests are 90" in text_of(client, f"{LETTERS}?{year}&by=offence")
