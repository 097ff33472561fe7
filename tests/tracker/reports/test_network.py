"""The 24/7 network: real lives counted by hand by kind and direction, each number with its rows, as of any day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.tracker.casework.post import Post
from tests.tracker.casework.preserved import AUGUST, CONFIRMED, RECEIVED, done, preservation, production
from tests.tracker.reports.asked import each_number_is_its_rows, lines, read, table
from tracker.casework import services
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest
from tracker.reports.base import Question, Result
from tracker.reports.dimensions import GroupBy
from tracker.reports.network import BY, answer
from workflows.occurrence import Occurred
from workflows.vocabulary import Direction, ItemType, Urgency

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 30)
SENT = dt.date(2026, 3, 2)
ONE = dt.timedelta(days=1)


@pytest.fixture
def lives(post: Post) -> dict[str, AssistanceRequest]:
    """Two preservations that we asked for, one followed by a request in April; two kinds at once; two asked of us."""
    followed = preservation(post)
    production_of = production(post, followed)
    done(post, production_of, "deliver", RECEIVED)
    both = post.sent(channel="network_24_7", to="DE", items=("LOCA", "PTDIS"))
    letter = post.sent(items=("PRES",))
    return {
        "followed": followed,
        "alone": preservation(post),
        "production": production_of,
        "both": both,
        "quick": emergency(post, hours=0.5),
        "theirs": post.opened(channel="network_24_7", to="DE", items=("PRES",), direction=Direction.INCOMING),
        "letter": letter,
    }


def emergency(post: Post, *, hours: float) -> AssistanceRequest:
    """Received at nine, and accepted so many hours later."""
    start = factories.moment(SENT, 9)
    stamp: dict[str, Any] = {"by": post.officer, "recorded_at": factories.moment(AUGUST)}
    row = services.open_request(
        office=post.office,
        direction=Direction.INCOMING,
        channel="network_24_7",
        dossier=services.Dossier(
            columns={
                "jurisdiction": factories.jurisdiction("DE"),
                "title": "A life is at risk",
                "legal_basis": "Article 35",
                "urgency": Urgency.EMERGENCY.value,
                "urgency_reason": "A life is at risk",
            },
            items=(services.ItemDraft(type="EMRG"),),
        ),
        occurred=Occurred.at_moment(start, "UTC"),
        **stamp,
    )
    return services.perform(
        row,
        "acknowledge",
        occurred=Occurred.at_moment(start + dt.timedelta(hours=hours), "UTC"),
        seen_version=row.version,
        **stamp,
    )


def ask(on: dt.date = DAY, *, by: GroupBy = GroupBy.ITEM_TYPE, minimum: int = 1, **wanted: Any) -> Result:
    at = factories.moment(AUGUST, 12)
    question = Question(wanted=CaseFilter(**wanted), by=by, on=on, at=at, minimum=minimum)
    return answer(AssistanceRequest.objects.all(), question)


def counts(result: Result, way: str, row: str) -> dict[str, object]:
    found = read(result, f"requests_{way}")[row]
    names = ("sent", "acknowledged", "answered", "open", "urgent", "acted", "timed")
    return {name: found[name] for name in (*names, "preserved", "followed", "unfollowed")}


def test_each_kind_stands_by_direction(lives: dict[str, AssistanceRequest]) -> None:
    result = ask()
    assert [one.key for one in result.tables] == ["requests_outgoing", "requests_incoming"]
    nothing = dict.fromkeys(("acted", "timed"))
    assert counts(result, "outgoing", "Preservation of data") == {
        "sent": 2, "acknowledged": 0, "answered": 2, "open": 0, "urgent": 0, **nothing,
        "preserved": 2, "followed": 1, "unfollowed": 1,
    }  # fmt: skip
    assert counts(result, "outgoing", "Disclosure of preserved traffic data") == {
        "sent": 1, "acknowledged": 0, "answered": 0, "open": 1, "urgent": 0, **nothing,
        "preserved": None, "followed": None, "unfollowed": None,
    }  # fmt: skip
    assert counts(result, "outgoing", "Requests, each once")["sent"] == 3
    assert counts(result, "incoming", "Emergency disclosure") == {
        "sent": 1, "acknowledged": 1, "answered": 0, "open": 1, "urgent": 1, "acted": 1, "timed": 1,
        "preserved": None, "followed": None, "unfollowed": None,
    }  # fmt: skip
    assert read(result, "requests_incoming")["Emergency disclosure"]["median_hours"] == 0.5
    assert result.sentence.startswith(
        "answered so far, 2 of 5 requests through the network (3 sent, 2 received);"
    )
    assert result.sentence.endswith("Of those with preserved data, a request for it followed: 1 of 2.")
    assert result.notes == ("A request may stand in several rows: the rows count 6, the requests are 5.",)
    assert result.anomalies == ()


def test_none_of_a_kind_and_not_applicable_are_two_things(lives: dict[str, AssistanceRequest]) -> None:
    rows = {line[0]: line[1:] for line in lines(table(ask(), "requests_incoming").rows)}
    assert rows["Locating a person or thing"] == (
        "0", "0", "0", "n/a", "0", "0", *6 * ["n/a"], *2 * ["n/a"]
    )  # fmt: skip
    assert rows["Preservation of data"][-3:] == ("0", "0", "0")
    assert "Letters" not in rows
    assert ItemType.SUBSCRIBER.value not in {row.code for row in table(ask(), "requests_incoming").rows}


def test_a_past_day_knows_nothing_of_later_ones(lives: dict[str, AssistanceRequest]) -> None:
    assert ask(SENT - ONE).is_empty
    before = counts(ask(CONFIRMED - ONE), "outgoing", "Preservation of data")
    assert (before["answered"], before["open"], before["preserved"]) == (0, 2, 0)
    confirmed = counts(ask(CONFIRMED), "outgoing", "Preservation of data")
    # The request that followed was sent, and linked, as one of 2 March.
    assert (confirmed["answered"], confirmed["preserved"], confirmed["followed"]) == (2, 2, 1)


def test_several_things_kept_may_be_both(post: Post) -> None:
    row = preservation(post)
    production(post, row)
    other = row.items.create(number=2, type="PRES")
    kept = row.preservations.get()
    kept.pk, kept.item, kept.production_sent_on = None, other, None
    kept.save()
    assert counts(ask(), "outgoing", "Preservation of data")["preserved"] == 1
    assert ask().notes[0] == (
        "1 request keeps several things, some followed up and some not: it stands in both columns."
    )
    assert each_number_is_its_rows(ask(), on=AUGUST) > 10


@pytest.mark.parametrize("by", BY)
def test_each_number_is_the_number_of_its_rows(
    lives: dict[str, AssistanceRequest], by: GroupBy, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for on in (DAY, CONFIRMED, SENT):
        with django_assert_max_num_queries(2):
            result = ask(on, by=by)
        assert each_number_is_its_rows(result, on=AUGUST) > 10
        assert result.anomalies == ()


def test_filters_leave_their_rows(lives: dict[str, AssistanceRequest]) -> None:
    one = ask(item_type="LOCA")
    assert [row.code for row in table(one, "requests_outgoing").rows] == ["LOCA"]
    assert each_number_is_its_rows(one, on=AUGUST) > 3
    assert [table.key for table in ask(direction="incoming").tables] == ["requests_incoming"]


def test_a_rate_of_too_few_is_not_given(lives: dict[str, AssistanceRequest]) -> None:
    result = ask(minimum=4)
    assert result.headline == "40 %"
    rows = {line[0]: line[1:] for line in lines(table(result, "requests_outgoing").rows)}
    assert rows["Preservation of data"][3] == "n < 4"
    assert result.charts == ()
