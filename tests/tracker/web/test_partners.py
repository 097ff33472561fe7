"""The reports about partners as somebody reads them: page, files and API of one set of rows, by role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.api.world import program
from tests.tracker.reports.facts import fact
from tests.tracker.web.report_pages import file_of, opened_links, text_of
from tracker.accounts.models import Office, User
from tracker.directory.models import Engagement
from workflows.vocabulary import Direction, Outcome

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 29)
MATRIX = "/reports/country-matrix/"
CHANNELS = "/reports/channel-comparison/"
ENGAGEMENT = "/reports/engagement/"


@pytest.fixture
def beijing(clock: MovableClock) -> Office:
    """Eight letters of one's own office, three of them to France, six received; two of another office."""
    clock.move_to(factories.moment(dt.date(2025, 3, 12), 12))
    office, paris = factories.office("BEJ"), factories.office("PAR")
    france = factories.jurisdiction("FR")
    for number in range(8):
        answered = SENT + dt.timedelta(days=30 * number) if number < 5 else None
        outcome = Outcome.EXECUTED if answered else Outcome.OPEN
        fact(office, SENT, answered=answered, outcome=outcome, to=france if number % 3 == 0 else None)
    for number in range(6):
        fact(office, SENT, answered=SENT if number else None, direction=Direction.INCOMING)
    fact(paris, SENT, answered=SENT, to=france)
    Engagement.objects.create(
        code="fr-2024",
        jurisdiction=france,
        kind="training",
        title="Training of judges",
        from_on=dt.date(2024, 2, 1),
        until_on=dt.date(2024, 2, 5),
        source="test",
        as_of=SENT,
    )
    fact(paris, SENT, to=factories.jurisdiction("KE"), direction=Direction.INCOMING)
    return office


@pytest.mark.parametrize(
    "address",
    [MATRIX, f"{MATRIX}?by=region&as_of=2024-03-15", CHANNELS, f"{CHANNELS}?direction=incoming", ENGAGEMENT],
)
def test_every_number_opens_exactly_its_rows(page: Client, address: str) -> None:
    assert len(opened_links(page, address)) >= 3


def test_the_matrix_counts_nothing_of_others(page: Client) -> None:
    words = text_of(page, MATRIX)
    assert (
        "63 % of what we asked they answered, 5 of 8 (95 % interval 30.6–86.3 %), 3 pending; of what they asked we"
        " answered 83 %, 5 of 6 (95 % interval 43.6–97.0 %), 1 pending." in words
    )
    assert "KE" not in words.split()


def test_the_matrix_is_the_same_in_files_and_for_programs(page: Client, ann: User) -> None:
    lines = file_of(page, "/reports/country-matrix.csv")
    whole = next(line for line in lines if line[:1] == ["All"])
    reciprocity, made, received = program(ann).get("/api/v1/reports/country-matrix/").json()["tables"]
    assert [one["key"] for one in (reciprocity, made, received)] == ["reciprocity", "made", "received"]
    told = {value["key"]: value["value"] for value in reciprocity["totals"][0]["values"]}
    assert whole[2:6] == ["8", "5", "3", "0.625"]
    assert [told[key] for key in ("made", "made_answered", "made_pending", "rate_theirs")] == [8, 5, 3, 0.625]
    for ending in ("xlsx", "pdf"):
        assert page.get(f"/reports/country-matrix.{ending}").status_code == 200


def test_channels_are_compared_in_one_direction_that_is_said(page: Client, ann: User) -> None:
    words = text_of(page, CHANNELS)
    assert "5 of 8 sent by 1 channel were answered, 3 are open." in words
    answer = program(ann).get("/api/v1/reports/channel-comparison/?direction=incoming").json()
    channels, types = answer["tables"]
    told = {value["key"]: value["value"] for value in channels["rows"][0]["values"]}
    assert (told["sent"], told["answered"], told["same_types"]) == (6, 5, None)
    assert types["rows"][0]["title"].startswith("Nothing recorded, Exchange of letters")
    lines = file_of(page, "/reports/channel-comparison.csv")
    assert ["Direction", "Outgoing: we ask"] in lines
    assert next(line for line in lines if line[:1] == ["All"])[2:6] == ["8", "5", "3", "0.625"]
    for ending in ("xlsx", "pdf"):
        assert page.get(f"/reports/channel-comparison.{ending}").status_code == 200


def test_without_engagements_the_page_says_where_they_come_from(page: Client) -> None:
    Engagement.objects.all().delete()
    words = text_of(page, "/reports/engagement/")
    assert "Nothing in the directory yet" in words
    assert "Joint operations, training and other engagements are listed with their jurisdictions." in words
    assert "Record a sending" not in words
    assert "Nothing is counted that fits" in text_of(page, "/reports/engagement/?channel=treaty")


def test_engagements_come_with_the_caution_everywhere(page: Client, ann: User) -> None:
    caution = "What came after an engagement need not have come of it: this is no proof of cause."
    assert text_of(page, ENGAGEMENT).count(caution) == 1
    answer = program(ann).get("/api/v1/reports/engagement/?window=90&minimum=3").json()
    assert caution in answer["sentence"]
    before, after = (
        {value["key"]: value["value"] for value in row["values"]} for row in answer["tables"][0]["rows"]
    )
    assert (before["sent"], after["sent"], after["answered_in_time"]) == (0, 3, 2)  # not the one of Paris
    assert after["rate"] == pytest.approx(2 / 3)
    lines = file_of(page, "/reports/engagement.csv?window=90&minimum=3")
    assert lines[1][0] == "Answer"
    assert lines[1][1].endswith(caution)
    assert ["Days before and after", "90"] in lines
    assert lines[-1][:7] == [
        "Jurisdiction FR: Training of judges: after",
        "FR",
        "2024-02-06",
        "2024-05-05",
        "3",
        "1",
        "0",
    ]
    for ending in ("xlsx", "pdf"):
        assert page.get(f"/reports/engagement.{ending}").status_code == 200


@pytest.mark.parametrize(
    ("address", "limit"), [(f"{MATRIX}?by=jurisdiction", 15), (CHANNELS, 14), (ENGAGEMENT, 13)]
)
def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    page: Client,
    beijing: Office,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
    limit: int,
) -> None:
    page.get(address)
    for place in range(4):
        fact(beijing, SENT, to=factories.jurisdiction(f"X{place}"))
    with django_assert_max_num_queries(limit):
        page.get(address)
