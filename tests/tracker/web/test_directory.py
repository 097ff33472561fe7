"""The directory: dates no more precise than their sources, Parties of a day, our record, for everybody who signs in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.directory.rows import RECORDED_AT, SOURCED, register, status
from tracker.accounts.models import User
from tracker.directory import services
from tracker.directory.dates import DatePrecision, PartialDate
from tracker.directory.models import Jurisdiction
from tracker.web.directory.authorities import SHOWN, language_names
from tracker.web.directory.days import known, period, year_of
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

TODAY = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
NEW: dict[str, Any] = {"by": None, "recorded_at": RECORDED_AT, **SOURCED}


@pytest.fixture(autouse=True)
def today(clock: MovableClock) -> None:
    clock.move_to(TODAY)


@pytest.fixture
def officer() -> User:
    return factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ"))


@pytest.fixture
def page(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def partial(written: str) -> PartialDate:
    return PartialDate.parse(written)


# Words


@pytest.mark.parametrize(
    ("date", "latest", "words"),
    [
        ("2009", None, "2009"),
        ("2009-05", None, "May 2009"),
        ("2009-05-18", None, "18 May 2009"),
        (None, dt.date(2024, 10, 9), "by 9 Oct 2024"),
        (None, dt.date(2013, 12, 31), "by the end of 2013"),
    ],
)
def test_a_date_is_no_more_precise_than_its_source(
    date: str | None, latest: dt.date | None, words: str
) -> None:
    said = known(partial(date) if date else None, latest)
    assert said is not None
    assert said.words == words
    assert (said.on is not None) == (date == "2009-05-18")


def test_what_is_not_known_has_no_words() -> None:
    assert known(None) is None
    assert period(None, None) is None


@pytest.mark.parametrize(
    ("began", "ended", "latest", "words", "year"),
    [
        ("2009", None, None, "since 2009", 2009),
        ("2011", "2011", None, "2011", 2011),
        ("2009-05", "2011", None, "May 2009 – 2011", 2009),
        (None, "2011", None, "2011", 2011),
        (None, None, dt.date(2013, 12, 31), "by the end of 2013", 2013),
    ],
)
def test_a_period(
    began: str | None, ended: str | None, latest: dt.date | None, words: str, year: int
) -> None:
    first, last = (partial(day) if day else None for day in (began, ended))
    said = period(first, last, latest)
    assert said is not None
    assert said.words == words
    assert year_of(first, last, latest) == year


def test_codes_of_languages_are_named_and_other_words_kept() -> None:
    assert language_names("zh en") == "Chinese, English"
    assert language_names("English or Mandarin") == "English or Mandarin"
    assert language_names("") == ""


# The list


def test_jurisdictions_come_by_region_bodies_that_are_no_state_first(page: Client) -> None:
    factories.jurisdiction("EE", region="Europe")
    factories.jurisdiction("KE", region="Africa")
    factories.jurisdiction("EECTF", kind="body")
    shown = text(page, reverse("directory"))
    places = [
        shown.index(f'id="{chapter}"')
        for chapter in ("bodies-that-are-no-state", "africa", "europe", "no-region-recorded")
    ]
    assert places == sorted(places)


def test_jurisdictions_by_relationship_and_without_chapters(page: Client) -> None:
    group = services.save_relationship_group("close", name="Close", position=1, challenge="", **NEW).row
    factories.jurisdiction("EE", relationship_group=group)
    grouped = text(page, reverse("directory") + "?group=relationship")
    assert grouped.index('id="close"') < grouped.index('id="no-relationship-recorded"')
    assert 'class="chapter"' not in text(page, reverse("directory") + "?group=name")


def test_search_and_filters_narrow_the_list(page: Client) -> None:
    factories.jurisdiction("EE", region="Europe")
    factories.jurisdiction("KE", region="Africa")
    assert "Jurisdiction KE" not in text(page, reverse("directory") + "?region=Europe")
    assert "1 jurisdiction" in text(page, reverse("directory") + "?q=jurisdiction ee")
    assert "No jurisdiction fits" in text(page, reverse("directory") + "?q=atlantis")


def test_what_cannot_be_read_is_said_and_left_out(page: Client) -> None:
    shown = text(page, reverse("directory") + "?region=Narnia&on=yesterday")
    assert "could not be read and was left out" in shown
    assert "Jurisdiction CN" in shown
    assert "This is not a day" in text(page, reverse("treaties") + "?on=2024-13-40")


def test_open_requests_are_counted_as_far_as_one_may_see(page: Client, officer: User) -> None:
    office = factories.office("BEJ")
    elsewhere = factories.office("KYI")
    other = factories.user("Bob", role=Role.OFFICER, office=elsewhere)
    factories.opened(by=officer, office=office, to="CN")
    factories.opened(by=other, office=elsewhere, to="UA")
    shown = text(page, reverse("directory"))
    assert "jurisdiction=CN&amp;state=open" in shown
    assert "jurisdiction=UA&amp;state=open" not in shown


# Instruments


def test_parties_on_a_day_are_a_minimum_where_only_bounds_are_known(page: Client) -> None:
    register("budapest", name="Convention on Cybercrime")
    status(
        "EE", "budapest", signed_on=dt.date(2001, 11, 23), deposited_on=dt.date(2003, 5, 12), verified=True
    )
    status("RO", "budapest", deposited_by=dt.date(2024, 10, 9))
    then = text(page, reverse("treaty", args=["budapest"]) + "?on=2015-12-03")
    assert "at least</span> 1" in then
    assert "by 9 Oct 2024" in then
    assert then.count("to be verified") == 1
    later = text(page, reverse("treaty", args=["budapest"]) + "?on=2025-01-01")
    assert '<span class="figure-value">2' in later.replace('"> 2', '">2')


def test_a_chosen_day_stays_chosen(page: Client) -> None:
    register("budapest")
    status("EE", "budapest")
    assert "/directory/EE/?on=2015-12-03" in text(
        page, reverse("treaty", args=["budapest"]) + "?on=2015-12-03"
    )
    assert "/directory/instruments/budapest/?on=2015-12-03" in text(
        page, reverse("jurisdiction", args=["EE"]) + "?on=2015-12-03"
    )


def test_an_instrument_without_a_list_says_that_silence_means_nothing(page: Client) -> None:
    register("uncac")
    assert "Silence means nothing here" in text(page, reverse("treaty", args=["uncac"]))
    assert page.get(reverse("treaty", args=["unknown"])).status_code == 404


def test_without_any_instrument_the_page_says_what_to_do(page: Client) -> None:
    assert "No instrument is known yet" in text(page, reverse("treaties"))


# Authorities


def test_authorities_are_found_by_name_code_and_place(page: Client) -> None:
    estonia = factories.jurisdiction("EE")
    services.save_authority("ee-moj", jurisdiction=estonia, name="Õigus", kind="court", **NEW)
    services.save_authority("task-force", name="Task force", kind="body", **NEW)
    for typed in ("oigus", "ee-moj", "EE"):
        assert "Õigus" in text(page, reverse("authorities") + f"?q={typed}")
    assert "of no single State" in text(page, reverse("authorities") + "?q=task&kind=body")
    assert "No authority fits" in text(page, reverse("authorities") + "?q=task&kind=court")


def test_no_more_authorities_are_printed_than_can_be_read(page: Client) -> None:
    for number in range(SHOWN + 1):
        services.save_authority(f"a-{number}", name=f"Authority {number:04}", kind="court", **NEW)
    assert f"The first {SHOWN}." in text(page, reverse("authorities"))


# One jurisdiction


def full(code: str = "RO") -> Jurisdiction:
    """A jurisdiction with one of everything."""
    row, us = factories.jurisdiction(code), factories.jurisdiction("US")
    factories.jurisdiction(f"{code}-B", parent=row)
    status(code, "budapest", deposited_by=dt.date(2024, 10, 9), declarations="Reserves Art. 22")
    desk = services.save_authority(
        f"{code}-desk", jurisdiction=row, name="Desk", kind="contact_point", channels=["treaty", "old"], **NEW
    ).row
    services.save_contact_point(desk, "budapest_35", "Duty", last_verified_on=dt.date(2022, 1, 1), **NEW)
    services.save_contact_point(desk, "interpol", "Night", **NEW)
    services.save_liaison_post(
        f"{code}-post",
        city=f"Capital of {code}",
        host=row,
        sending=us,
        kind="cyber_expert",
        staff=1,
        opened_on=dt.date(2009, 1, 1),
        opened_precision=DatePrecision.YEAR,
        **NEW,
    )
    services.save_liaison_post(
        f"{code}-abroad", city=f"Elsewhere, {code}", host=us, sending=row, kind="police_liaison", **NEW
    )
    services.save_engagement(
        f"{code}-training",
        jurisdiction=row,
        kind="training",
        title="Training of investigators",
        until_by=dt.date(2013, 12, 31),
        people_trained=600,
        **NEW,
    )
    services.save_engagement(
        f"{code}-office", jurisdiction=row, kind="office", title="Programme office", **NEW
    )
    return row


def test_a_jurisdiction_shows_everything_at_the_precision_that_is_known(page: Client) -> None:
    register("budapest", name="Convention on Cybercrime")
    full()
    shown = text(page, reverse("jurisdiction", args=["RO"]))
    for words in (
        "2 contact points have not been tried",
        "by 9 Oct 2024",
        "Reserves Art. 22",
        'datetime="2009">2009',
        "600 people trained",
        "by the end of 2013",
        "day not known",
        "Treaty, central authority to central authority, old",
        "over a year ago",
        "none of it is known yet",
    ):
        assert words in shown, words
    assert "1 Jan 2009" not in shown
    assert shown.count("to be verified") == 3


def test_our_record_stands_beside_what_was_done_together_and_leads_to_its_rows(
    page: Client, officer: User
) -> None:
    office = factories.office("BEJ")
    supervisor = factories.user("Sue", role=Role.SUPERVISOR, office=office)
    for on in (dt.date(2025, 3, 3), dt.date(2026, 3, 2), dt.date(2026, 3, 3)):
        factories.sent(officer=officer, supervisor=supervisor, office=office, on=on)
    services.save_engagement(
        "op",
        jurisdiction=factories.jurisdiction("CN"),
        kind="joint_operation",
        title="Joint operation",
        from_on=dt.date(2026, 1, 1),
        from_precision=DatePrecision.YEAR,
        **NEW,
    )
    response = page.get(reverse("jurisdiction", args=["CN"]))
    record = response.context["record"]
    assert [(year.year, year.sent.value, len(year.engagements)) for year in record.years] == [
        (2025, 1, 0),
        (2026, 2, 1),
    ]
    assert (record.sent.value, record.open, record.received.value) == (3, 3, 0)
    for count in (record.sent, record.answered, record.overdue, record.years[1].sent):
        listed = page.get(count.url)
        assert listed.content.decode().count('class="reference"') == count.value
    # What they asked of us is answered by us: a report of both would tell other figures than this page.
    for slug in ("response-rate", "time-to-answer"):
        address = f"{reverse('report', args=[slug])}?jurisdiction=CN&direction=outgoing"
        assert f'href="{address.replace("&", "&amp;")}&amp;by=' in response.content.decode()
        assert "Nothing to count yet" not in page.get(address).content.decode()
    for slug in ("country-matrix", "channel-comparison", "engagement"):
        address = f"{reverse('report', args=[slug])}?jurisdiction=CN"
        assert f'href="{address}"' in response.content.decode()
        assert "Nothing is counted until" not in page.get(address).content.decode()


def test_the_record_counts_only_what_the_reader_may_see(page: Client, officer: User) -> None:
    office = factories.office("KYI")
    other = factories.user("Bob", role=Role.OFFICER, office=office)
    head = factories.user("Sue", role=Role.SUPERVISOR, office=office)
    factories.sent(officer=other, supervisor=head, office=office, to="CN")
    response = page.get(reverse("jurisdiction", args=["CN"]))
    assert response.context["record"].sent.value == 0
    assert reverse("report", args=["country-matrix"]) not in response.content.decode()


def test_the_sheet_names_what_is_known_and_asks_for_the_rest(page: Client) -> None:
    factories.jurisdiction("EE", languages="Estonian or English", verified_on=dt.date(2024, 1, 1))
    shown = text(page, reverse("jurisdiction", args=["EE"]))
    assert "Estonian or English" in shown
    assert "not known" in shown
    assert "twelve months ago or more: ask again" in shown
    factories.jurisdiction("LV", languages="Latvian")
    assert "never verified with them" in text(page, reverse("jurisdiction", args=["LV"]))


def test_a_complete_list_that_does_not_name_a_jurisdiction_says_no(page: Client) -> None:
    register("g7", name="Group of Seven", complete_on=dt.date(2026, 11, 21))
    assert "lists that were complete: Group of Seven." in text(page, reverse("jurisdiction", args=["CN"]))


def test_a_body_that_is_no_state_has_its_page(page: Client) -> None:
    factories.jurisdiction("EECTF", kind="body", name="European Electronic Crimes Task Force")
    assert "Body that is no State" in text(page, reverse("jurisdiction", args=["EECTF"]))


def test_small_letters_are_understood_and_unknown_codes_are_not_found(page: Client) -> None:
    assert page.get("/directory/cn/").status_code == 200
    assert page.get("/directory/atlantis/").status_code == 404


# For whom, and at what cost

PAGES = ("/directory/", "/directory/authorities/", "/directory/instruments/", "/directory/CN/")


@pytest.mark.parametrize("path", PAGES)
def test_the_directory_is_for_everybody_who_signs_in(path: str) -> None:
    office = factories.office("BEJ")
    for role in Role:
        client = Client()
        client.force_login(factories.user(f"Person {role}", role=role, office=office))
        assert client.get(path).status_code == 200
    assert Client().get(path).status_code == 302


PINS = {"/directory/": 12, "/directory/authorities/": 9, "/directory/instruments/": 10, "/directory/RO/": 24}


@pytest.mark.parametrize("path", PINS)
def test_the_number_of_queries_does_not_grow_with_the_rows(page: Client, path: str) -> None:
    register("budapest")
    full("RO")
    page.get(path)  # what is asked once per process
    with CaptureQueriesContext(
        connection,
    ) as few:
        page.get(path)
    for code in ("EE", "LV", "LT"):
        register(f"treaty-{code}")
        full(code)
        status("RO", f"treaty-{code}")
    services.save_engagement(
        "more", jurisdiction=factories.jurisdiction("RO"), kind="training", title="More", **NEW
    )
    with CaptureQueriesContext(connection) as many:
        page.get(path)
    assert len(many) == len(few) == PINS[path], [query["sql"][:90] for query in many]
