"""Data quality: what is missing, late, corrected and contrary, each number with its rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.casework.post import authority
from tests.tracker.reports.asked import each_number_is_its_rows, table, texts
from tests.tracker.reports.facts import carry, fact, spell
from tracker.accounts.models import Office, User
from tracker.casework import services as casework
from tracker.casework.filtering.recorded import ASKED, CONTRARY, late_by, made_by
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Event, Item
from tracker.casework.models.particulars import Contradiction, Particular
from tracker.chain import JSON
from tracker.reports.base import Question, Result
from tracker.reports.data_quality import answer
from tracker.reports.data_quality.counting import BY
from tracker.reports.dimensions import GroupBy
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, OffenceCategory, Outcome

pytestmark = pytest.mark.django_db

SENT = dt.date(2024, 2, 1)
DAY = dt.date(2024, 12, 31)
NOTED: dict[str, JSON] = {"note": "By telephone."}


def ask(
    on: dt.date = DAY, *, by: GroupBy = GroupBy.OFFICE, minimum: int = 1, late: int = 7, **wanted: Any
) -> Result:
    question = Question(
        wanted=CaseFilter(**wanted),
        by=by,
        on=on,
        at=factories.moment(DAY, 12),
        minimum=minimum,
        more={"late_days": late},
    )
    return answer(AssistanceRequest.objects.all(), question)


def day(number: int) -> dt.date:
    return SENT + dt.timedelta(days=number)


def whole(office: Office, ann: User) -> AssistanceRequest:
    """A request of which nothing is missing."""
    row = fact(office, SENT, answered=day(20), closed=day(30), outcome=Outcome.EXECUTED,
               offences=(OffenceCategory.FRAUD,))  # fmt: skip
    AssistanceRequest.objects.filter(pk=row.pk).update(
        officer=ann, requested_authority=authority(), instrument="budapest", facts="A server was",
        purpose="The logs say who", proceeding="trial", their_reference="7", acknowledged_on=day(2),
        urgency="urgent", urgency_reason="A hearing", needed_by=day(40),
    )  # fmt: skip
    Item.objects.create(request=row, number=1, type="SUBS", data_category="subscriber")
    carry(row)
    return row


def test_nothing_is_missing_of_a_whole_record(beijing: Office, ann: User) -> None:
    whole(beijing, ann)
    result = ask()
    assert result.headline == "100 %"
    assert {cells[:2] for cells in texts(result, "particulars").values()} == {("1", "0")}
    assert len(texts(result, "particulars")) == len(Particular)
    assert texts(result, "by_law")["Office BEJ"] == ("1", *"0000000", "0 %")
    assert texts(result, "in_figures")["Office BEJ"] == ("1", *"000000", "0 %")


@pytest.mark.parametrize(
    ("particular", "columns"),
    [
        (Particular.AUTHORITY, {"requested_authority": None}),
        (Particular.OFFICER, {"officer": None}),
        (Particular.INSTRUMENT, {"instrument": "", "legal_basis": "Treaty of 1983"}),
        (Particular.FACTS, {"facts": ""}),
        (Particular.PURPOSE, {"purpose": ""}),
        (Particular.PROCEEDING, {"proceeding": ""}),
        (Particular.NEEDED_BY, {"needed_by": None}),
        (Particular.THEIR_REFERENCE, {"their_reference": ""}),
        (Particular.ACKNOWLEDGED, {"acknowledged_on": None}),
        (Particular.OUTCOME, {"outcome": Outcome.OPEN.value}),
    ],
)
def test_one_particular_is_missing_and_no_other(
    beijing: Office, ann: User, particular: Particular, columns: dict[str, Any]
) -> None:
    whole(beijing, ann)
    row = whole(beijing, ann)
    AssistanceRequest.objects.filter(pk=row.pk).update(**columns)
    carry(row)
    result = ask()
    found = texts(result, "particulars")
    assert found.pop(str(ASKED[particular].label)) == ("2", "1", "50 %")
    assert {cells[:2] for cells in found.values()} == {("2", "0")}
    (by_law,), (in_figures,) = (texts(result, key).values() for key in ("by_law", "in_figures"))
    assert [*by_law, *in_figures].count("1") == 1
    assert each_number_is_its_rows(result, on=DAY) > 5 + len(result.figures)


def test_offences_and_categories_are_looked_for_below_the_request(beijing: Office, ann: User) -> None:
    row = whole(beijing, ann)
    row.offences.all().delete()
    Item.objects.create(request=row, number=2, type="CONT")
    Item.objects.create(request=row, number=3, type="WITN")
    carry(row)
    other = whole(beijing, ann)
    other.items.update(type="WITN", data_category="")
    carry(other)
    found = texts(ask(), "particulars")
    assert found["Offence"] == ("2", "1", "50 %")
    assert found["Category of data"] == ("1", "1", "100 %")
    assert each_number_is_its_rows(ask(), on=DAY)


def test_what_is_not_asked_is_no_gap(beijing: Office) -> None:
    fact(beijing, SENT)
    result = ask()
    found = texts(result, "particulars")
    for label in ("Needed by", "Their reference", "Day of acknowledgement", "Outcome", "Category of data"):
        assert found[label] == ("0", "0", "n/a"), label
    assert found["Facts"] == ("1", "1", "100 %")
    assert list(found)[-1] in {"Outcome", "Category of data"}
    assert texts(result, "entries")["Office BEJ"][-1] == "n/a"


def test_an_incoming_request_wants_the_asking_authority_and_their_reference(beijing: Office) -> None:
    fact(beijing, SENT, direction=Direction.INCOMING)
    row = fact(beijing, SENT, direction=Direction.INCOMING)
    AssistanceRequest.objects.filter(pk=row.pk).update(requesting_authority=authority())
    carry(row)
    found = texts(ask(), "particulars")
    assert found["Authority on the other side"][:2] == ("2", "1")
    assert found["Their reference"][:2] == ("2", "2")


def test_late_entries_have_their_days(beijing: Office, ann: User, sue: User) -> None:
    row = factories.sent(officer=ann, supervisor=sue, office=beijing, on=SENT)
    row = factories.done(row, "hand_over", by=ann, on=day(4), recorded_at=factories.moment(day(11), 23))
    row = factories.done(row, "hand_over", by=ann, on=day(12), recorded_at=factories.moment(day(20), 0))
    factories.done(row, "acknowledge", by=ann, on=day(20), recorded_at=factories.moment(day(50)))
    factories.sent(officer=ann, supervisor=sue, office=beijing, on=SENT)
    result = ask()
    # seven days later is in time, eight are not
    assert texts(result, "entries")["Office BEJ"] == (
        "2", "1", "50 %", "2", "19", "30", "11", "0", "0", "0.0"
    )  # fmt: skip
    assert "2 entries came more than 7 days late: 19 days in the median, 30 at most." in result.sentence
    few = ask(minimum=3)
    assert texts(few, "entries")["Office BEJ"][3:6] == ("2", "n < 3", "30")
    assert few.sentence.endswith("2 entries came more than 7 days late: 30 days at most.")
    assert texts(ask(late=29), "entries")["Office BEJ"][1:6] == ("1", "50 %", "1", "30", "30")
    assert texts(ask(late=30), "entries")["Office BEJ"][1:6] == ("0", "0 %", "0", "none late", "none late")
    assert texts(ask(late=6), "entries")["Office BEJ"][3] == "3"
    assert each_number_is_its_rows(result, on=DAY)
    assert each_number_is_its_rows(ask(late=0), on=DAY)


def test_entries_are_those_that_had_been_made_by_the_day(beijing: Office, ann: User, sue: User) -> None:
    row = factories.sent(officer=ann, supervisor=sue, office=beijing, on=SENT)
    factories.done(row, "hand_over", by=ann, on=day(4), recorded_at=factories.moment(day(30)))
    before, after = ask(day(29)), ask(day(30))
    assert texts(before, "entries")["Office BEJ"][1:7] == ("0", "0 %", "0", "none late", "none late", "4")
    assert texts(after, "entries")["Office BEJ"][1:7] == ("1", "100 %", "1", "26", "26", "5")
    assert ask(day(-1)).is_empty
    assert each_number_is_its_rows(before, on=DAY)
    assert each_number_is_its_rows(after, on=DAY)


def test_corrections_are_counted_by_hundred_entries(beijing: Office, ann: User, sue: User) -> None:
    row = factories.sent(officer=ann, supervisor=sue, office=beijing, on=SENT)
    row = factories.done(row, "hand_over", by=ann, on=day(4))
    casework.correct(
        row,
        target=row.events.get(kind="handed_over").sequence,
        occurred=Occurred(on=day(3), zone="UTC"),
        reason="Read again",
        by=ann,
        recorded_at=factories.moment(day(60)),
        seen_version=row.version,
    )
    result = ask()
    # late corrections are no late entries
    assert texts(result, "entries")["Office BEJ"][3:] == (
        "0", "none late", "none late", "6", "1", "1", "16.7"
    )  # fmt: skip
    assert texts(ask(day(59)), "entries")["Office BEJ"][6:] == ("5", "0", "0", "0.0")
    assert each_number_is_its_rows(result, on=DAY)


@pytest.mark.parametrize(
    ("contradiction", "columns"),
    [
        (Contradiction.ACKNOWLEDGED_UNSENT, {"acknowledged_on": day(-1)}),
        (Contradiction.ANSWERED_UNSENT, {"answered_on": day(-1)}),
        (Contradiction.CLOSED_UNANSWERED, {"closed_on": day(19)}),
        (Contradiction.NEEDED_BEFORE, {"needed_by": day(-1)}),
    ],
)
def test_contradictions_lead_to_their_rows(
    beijing: Office, ann: User, contradiction: Contradiction, columns: dict[str, Any]
) -> None:
    whole(beijing, ann)
    row = whole(beijing, ann)
    AssistanceRequest.objects.filter(pk=row.pk).update(**columns)
    carry(row)
    result = ask()
    found = texts(result, "contradictions")
    assert found.pop(str(CONTRARY[contradiction])) == ("1", "50 %")
    assert set(found.values()) == {("0", "0 %")}
    assert next(one for one in result.figures if one.key == "contrary").value == 1
    assert each_number_is_its_rows(result, on=DAY)


def test_a_reopened_request_is_counted_once(beijing: Office) -> None:
    row = fact(beijing, SENT, answered=day(20), closed=day(30), outcome=Outcome.EXECUTED)
    row.spells.update(superseded_on=day(60))
    spell(row, number=2, opened=day(60))
    for on in (day(10), day(40), DAY):
        result = ask(on)
        assert texts(result, "by_law")["Office BEJ"][0] == "1"
        assert each_number_is_its_rows(result, on=DAY)


def test_few_have_counts_only(beijing: Office) -> None:
    fact(beijing, SENT)
    result = ask(minimum=5)
    assert result.headline == ""
    assert texts(result, "particulars")["Facts"] == ("1", "1", "n < 5")
    assert not result.charts


@pytest.mark.parametrize("by", BY)
def test_each_row_is_the_same_question_and_no_query_grows(
    beijing: Office, ann: User, sue: User, by: GroupBy, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    paris = factories.office("PAR", host="FR")
    fact(paris, dt.date(2024, 2, 29), to=factories.jurisdiction("EE", region="Europe"), channel="treaty")
    row = factories.sent(officer=ann, supervisor=sue, office=beijing, on=SENT)
    factories.done(row, "hand_over", by=ann, on=day(4), recorded_at=factories.moment(day(30)))
    factories.opened(by=ann, office=beijing, on=SENT)
    whole(beijing, ann)
    with django_assert_num_queries(5 + bool(BY[by].refers)):
        result = ask(by=by)
    assert texts(result, "by_law")
    assert sum(row.cells[0].values[0] for row in table(result, "by_law").rows) == 3  # type: ignore[misc]
    assert each_number_is_its_rows(result, on=DAY) > 20 + len(result.figures)
    assert each_number_is_its_rows(ask(by=by, sent_from=dt.date(2024, 2, 29), direction="outgoing"), on=DAY)


def test_late_entries_are_read_off_their_index() -> None:
    """Which PostgreSQL alone has: its condition and that of the query are the same words."""
    is_ours = connection.vendor == "postgresql"
    if is_ours:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Event.objects.filter(made_by(DAY), late_by(7)).order_by().explain()
    assert ("event_late" in plan) is is_ours
