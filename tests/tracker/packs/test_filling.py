"""Packs filled in: the figures of the reports, over what the reader counts, and nothing left out in silence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.reports.facts import fact
from tests.tracker.reports.kept import kept
from tests.tracker.reports.oracles import received, ten_letters
from tracker.accounts.models import Office, User
from tracker.casework import services
from tracker.casework.viewer import Viewer
from tracker.packs.base import Pack, Section, Taken
from tracker.packs.document import Document, Told
from tracker.packs.filling import filled
from tracker.packs.registry import PACKS
from tracker.packs.suppression.tables import MARK
from tracker.reports.asking import QuestionForm, answered, offered
from tracker.reports.base import Cell
from tracker.reports.registry import REPORTS
from tracker.reports.services import publish
from workflows.vocabulary import Direction, OffenceCategory, Outcome, Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
IN_2020 = {"from": "2020-01-01", "until": "2020-12-31", "minimum": "1"}
PACKED = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)


@pytest.fixture(autouse=True)
def _on_the_day(clock: MovableClock) -> None:
    clock.move_to(factories.moment(TODAY, 12))


@pytest.fixture
def jersey() -> Office:
    office = factories.office("JER", own="JE", host="JE")
    received(office)
    china = factories.jurisdiction("CN")
    for month in range(1, 13):
        answered_on = dt.date(2020, 12, 30) if month < 4 else None
        outcome = (Outcome.EXECUTED, Outcome.REFUSED, Outcome.PARTLY_EXECUTED)[month % 3]
        fact(
            office,
            dt.date(2020, month, 1),
            to=china,
            channel="network_24_7" if month % 2 else "treaty",
            answered=answered_on,
            closed=answered_on,
            outcome=outcome if answered_on else Outcome.OPEN,
            offences=(OffenceCategory.FRAUD, OffenceCategory.THEFT),
        )
    kept(office, dt.date(2020, 6, 1))
    return office


@pytest.fixture
def sue(jersey: Office) -> Viewer:
    return viewer(factories.user("Sue", role=Role.SUPERVISOR, office=jersey))


def viewer(user: User) -> Viewer:
    return Viewer(user=user, at=factories.moment(TODAY, 12))


def fill(pack: Pack, reader: Viewer, **asked: str) -> Document:
    form = QuestionForm({**IN_2020, **asked}, report=pack.question, viewer=reader, offered={})
    assert form.is_valid(), form.errors
    sight = reader.counted.sight
    assert sight is not None
    return filled(pack, form, sight)


def texts(part: Told) -> list[list[str]]:
    assert part.table is not None, part
    return [[cell.text for cell in row.cells] for row in (*part.table.rows, *part.table.totals)]


def cells_of(document: Document) -> Iterator[Cell]:
    for part in document.parts:
        if part.table:
            for row in (*part.table.rows, *part.table.totals):
                yield from row.cells


@PACKED
def test_every_table_is_one_that_its_report_answers(pack: Pack, sue: Viewer) -> None:
    for section in pack.sections:
        for part in section.parts:
            if isinstance(part, Taken):
                report = REPORTS[part.report]
                assert part.ask.keys() <= report.fields.keys(), part
                form = QuestionForm(part.ask, report=report, viewer=sue, offered=offered(sue.counted))
                assert form.is_valid(), (part, form.errors)


@PACKED
def test_tables_are_numbered_and_asked_once_each(pack: Pack) -> None:
    taken = [part for section in pack.sections for part in section.parts if isinstance(part, Taken)]
    assert len({(one.report, one.table, frozenset(one.ask.items())) for one in taken}) == len(taken)
    assert len({section.key for section in pack.sections}) == len(pack.sections)


@PACKED
def test_the_figures_are_those_of_the_reports(pack: Pack, sue: Viewer) -> None:
    document = fill(pack, sue)
    compared = 0
    for part in document.parts:
        if part.table is None:
            continue
        report = REPORTS[part.slug]
        form = QuestionForm(part.query, report=report, viewer=sue, offered=offered(sue.counted))
        assert form.is_valid()
        (table,) = [one for one in answered(form, sue.counted).result.tables if one.key == part.table.key]
        assert [[cell.values for cell in row.cells] for row in part.table.rows] == [
            [cell.values for cell in row.cells] for row in table.rows
        ]
        compared += 1
    assert compared > 6


def test_what_jersey_published_is_what_the_pack_says(sue: Viewer) -> None:
    document = fill(PACKS["fatf"], sue)
    (part,) = [one for one in document.parts if one.title == "Requests received, by jurisdiction"]
    assert texts(part)[-1][:6] == ["0", "90", "0", "90", "9", "81"]


def test_no_cell_is_empty_and_each_says_what_it_is(sue: Viewer) -> None:
    document = fill(PACKS["fatf"], sue, minimum="50")
    assert all(cell.text for cell in cells_of(document))
    assert [sign for sign, _meaning in document.legend] == [
        "0",
        "n/a",
        "other words in a cell",
        "Not available",
    ]


@PACKED
def test_zero_and_what_is_not_recorded_are_told_apart(pack: Pack) -> None:
    empty = viewer(factories.user("Ann", role=Role.OFFICER, office=factories.office("KYI")))
    reasons = {part.reason.split(":")[0] for part in fill(pack, empty).parts if part.table is None}
    assert reasons == {"Zero", "Not available"}
    assert not list(cells_of(fill(pack, empty, hide_under="5")))


def test_the_facts_say_what_was_asked_by_whom_over_what(sue: Viewer) -> None:
    facts = dict(fill(PACKS["t-cy"], sue, as_of="2020-06-30").facts)
    assert facts == {
        "Period": "1 Jan 2020 – 31 Dec 2020",
        "As of": "30 Jun 2020",
        "Made": "2 Mar 2026, 12:00 UTC",
        "Made by": "Sue",
        "Offices counted": "Office JER (JER)",
        "No rate under": "1",
        "Counts hidden under": "none is hidden",
    }
    cautions = fill(PACKS["t-cy"], sue, as_of="2020-06-30").cautions
    assert cautions == ("The period is not over on the day of these figures: they count until 30 Jun 2020.",)


@PACKED
def test_what_has_not_begun_is_not_zero(pack: Pack, sue: Viewer) -> None:
    document = fill(pack, sue, **{"from": "2030-01-01", "until": "2030-12-31"})
    assert document.cautions == (
        "The period begins after the day of these figures: nothing can have been counted yet.",
    )
    assert {part.reason.split(":")[0] for part in document.parts} == {"Not available"}
    assert not list(cells_of(document))


@PACKED
def test_no_note_tells_of_rows_of_another_table(pack: Pack, sue: Viewer) -> None:
    """How many of them are too few, or how often they count a request."""
    document = fill(pack, sue, minimum="5")
    few, several = (
        re.compile(r"(\d+) rows? (?:has|have) fewer than 5"),
        re.compile(r"the rows count ([\d,]+),"),
    )
    read = 0
    for part in (one for one in document.parts if one.table):
        assert part.table
        for found in filter(None, map(few.match, part.table.notes)):
            read += 1
            assert int(found[1]) == sum(
                "n < 5" in {cell.text for cell in row.cells} for row in part.table.rows
            )
        for found in filter(None, map(several.search, part.table.notes)):
            read += 1
            assert part.table.rows
            assert found[1] == str(sum(int(str(row.cells[0].values[0])) for row in part.table.rows))
    assert read > 1


def test_the_day_is_asked_of_every_report(sue: Viewer) -> None:
    then = fill(PACKS["fatf"], sue, as_of="2020-06-30")
    assert {part.query["as_of"] for part in then.parts if part.query} == {"2020-06-30"}
    (part,) = [one for one in then.parts if one.title == "Requests made, by jurisdiction"]
    assert texts(part)[-1][1] == "6", "sent by the end of June"


@PACKED
def test_small_counts_are_hidden_everywhere_and_lead_nowhere(pack: Pack, sue: Viewer) -> None:
    document = fill(pack, sue, hide_under="5")
    assert any(cell.text == MARK for cell in cells_of(document))
    for cell in cells_of(document):
        assert cell.rows is None
        value = cell.values[0] if len(cell.values) == 1 else None
        assert not (cell.is_count and isinstance(value, int) and 1 <= value < 5), cell
    for part in document.parts:
        assert not part.query
        assert not part.published
        assert part.table is None or part.table.notes == ()
    assert MARK in dict(document.legend)
    assert len(document.cautions) == 2


def test_where_figures_are_hidden_rows_stand_by_name(sue: Viewer) -> None:
    (part,) = [
        one
        for one in fill(PACKS["fatf"], sue, hide_under="3").parts
        if one.title == "Requests received, by jurisdiction"
    ]
    assert part.table is not None
    labels = [row.label for row in part.table.rows]
    assert labels == sorted(labels)


def test_no_figure_hidden_here_stands_in_another_table(sue: Viewer) -> None:
    """Sent by channel stands in two reports: a row is hidden in both, or in neither."""
    document = fill(PACKS["t-cy"], sue, hide_under="8")
    by_title = {part.title: part for part in document.parts}
    pairs = (
        ("Requests sent and answered so far, by channel", "Time to answer requests sent, by channel"),
        ("Requests received and answered so far, by channel", "Time to answer requests received, by channel"),
    )
    for one, other in pairs:
        assert [row[:2] for row in texts(by_title[one])] == [row[:2] for row in texts(by_title[other])]


def test_anomalies_stand_at_their_tables_and_without_figures_where_some_are_hidden(
    jersey: Office, sue: Viewer
) -> None:
    fact(jersey, dt.date(2020, 5, 1), closed=dt.date(2019, 4, 1), outcome=Outcome.EXECUTED)
    open_words = [part.anomalies for part in fill(PACKS["fatf"], sue).parts if part.anomalies]
    assert any("in hand −" in one[0] for one in open_words)
    silent = [part.anomalies for part in fill(PACKS["fatf"], sue, hide_under="5").parts if part.anomalies]
    assert {words for (words,) in silent} == {
        "Something does not add up here; the pack without hidden figures says what."
    }


def test_only_what_the_reader_counts_is_counted(jersey: Office) -> None:
    other = factories.office("BEJ")
    ten_letters(other)
    ann = viewer(factories.user("Ann", role=Role.OFFICER, office=other))
    document = fill(PACKS["fatf"], ann, **{"from": "2010-01-01", "until": "2010-12-31"})
    labels = {row.label for part in document.parts if part.table for row in part.table.rows}
    assert "China" in labels
    assert not labels & {"X0", "X1"}
    assert dict(document.facts)["Offices counted"] == "Office BEJ (BEJ)"


def test_a_granted_request_is_counted_and_said(jersey: Office) -> None:
    officer = factories.user("Ann", role=Role.OFFICER, office=jersey)
    head = factories.user("Sam", role=Role.SUPERVISOR, office=jersey)
    guest = factories.user("Gus", role=Role.OFFICER, office=factories.office("KYI"))
    row = factories.sent(officer=officer, supervisor=head, office=jersey)
    services.grant_access(
        row, guest, until_on=None, by=head, recorded_at=factories.moment(TODAY), seen_version=row.version
    )
    facts = dict(fill(PACKS["fatf"], viewer(guest)).facts)
    assert facts["Offices counted"] == "Office KYI (KYI); single requests of other offices that were granted"


def test_published_figures_are_named_while_they_are_the_same(jersey: Office, sue: Viewer) -> None:
    first = next(part for part in fill(PACKS["fatf"], sue).parts if part.table)
    form = QuestionForm(first.query, report=REPORTS[first.slug], viewer=sue, offered=offered(sue.counted))
    assert form.is_valid()
    publication = publish(form)
    again = next(part for part in fill(PACKS["fatf"], sue).parts if part.table)
    assert [one.uuid for one in again.published] == [str(publication.uuid)]
    fact(jersey, dt.date(2020, 3, 3))
    changed = next(part for part in fill(PACKS["fatf"], sue).parts if part.table)
    assert changed.published == ()


def test_a_part_that_its_report_cannot_be_asked_says_so(sue: Viewer) -> None:
    pack = Pack(
        slug="x",
        title="X",  # type: ignore[arg-type]  # the tests speak one language
        summary="",  # type: ignore[arg-type]
        sections=(
            Section(
                key="k",
                source="S",  # type: ignore[arg-type]
                asked="?",  # type: ignore[arg-type]
                parts=(Taken(report="flow", table="rows", title="T", ask={"channel": "no-such"}),),  # type: ignore[arg-type]
            ),
        ),
    )
    (part,) = fill(pack, sue).parts
    assert part.table is None
    assert part.reason.startswith("Not available: Select a valid choice.")


@PACKED
def test_the_number_of_queries_does_not_grow_with_what_is_counted(
    pack: Pack, jersey: Office, sue: Viewer
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            fill(pack, viewer(sue.user))
        return len(captured)

    before = queries()
    for place in range(12):
        land = factories.jurisdiction(f"Y{place}")
        for direction in Direction.OUTGOING, Direction.INCOMING:
            fact(jersey, dt.date(2020, 7, 1), to=land, direction=direction, offences=(OffenceCategory.DRUGS,))
    assert queries() == before
    assert before < 70
