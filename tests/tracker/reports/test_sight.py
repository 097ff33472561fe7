"""Figures of all that somebody sees, counted by what spells carry: the same as by asking the requests, in each role."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.tracker.casework.post import Post
from tests.tracker.reports.kept import stretch
from tests.tracker.reports.things import led
from tracker.accounts.models import Office
from tracker.casework import services
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest, Grant
from tracker.casework.services.drafts import dossier_of
from tracker.casework.viewer import Viewer
from tracker.reports.base import Question, Report, Result
from tracker.reports.dimensions import GroupBy
from tracker.reports.models import Publication, PublicationOffice
from tracker.reports.periods import Period
from tracker.reports.queries import counted_in, publishable_by
from tracker.reports.registry import REPORTS
from workflows.vocabulary import Direction, OffenceCategory, ResultKind, Role

pytestmark = pytest.mark.django_db

D = dt.date
DAY = D(2026, 9, 1)
YEAR = Period(first=D(2026, 1, 1), last=D(2026, 12, 31))
READERS = ("nobody", "officer", "head", "auditor", "administrator", "granted", "program")
NARROWED: tuple[dict[str, Any], ...] = (
    {"direction": Direction.OUTGOING.value},
    {"channel": "letter_exchange"},
    {"jurisdiction": "EE"},
    {"region": "Europe"},
    {"region": "-"},
    {"relationship": "-"},
    {"office": "TLL"},
    {"urgency": "urgent", "office": "BEJ"},
    {"offence": OffenceCategory.FRAUD.value},
    {"item_type": "PRES", "channel": "letter_exchange"},
    {"sent_from": D(2026, 3, 3), "sent_until": D(2026, 4, 30)},
)


@pytest.fixture
def tallinn(post: Post) -> Office:
    factories.jurisdiction("EE", region="Europe")
    return factories.office("TLL", parent=post.above, host="EE")


@pytest.fixture
def rows(post: Post, tallinn: Office) -> list[AssistanceRequest]:
    """Requests of two offices: sent, answered, withdrawn and reopened, with offences; and one that was never sent."""
    both = (OffenceCategory.FRAUD, OffenceCategory.DRUGS)
    tim = factories.user("Tim", role=Role.OFFICER, office=tallinn)
    tom = factories.user("Tom", role=Role.SUPERVISOR, office=tallinn)
    elsewhere = [
        factories.sent(officer=tim, supervisor=tom, office=tallinn, to="EE", on=D(2026, 3, day))
        for day in (3, 4)
    ]
    first, second = (
        post.sent(on=D(2026, 3, 5), items=("SUBS", "PRES"), channel=channel)
        for channel in ("network_24_7", "letter_exchange")
    )
    again = post.done(first, "withdraw", D(2026, 4, 1), texts={"reason": "x"})
    again = factories.done(
        again, "reopen", by=post.supervisor, on=D(2026, 5, 1), items=("1",), texts={"reason": "x"}
    )
    charged(post, second, both)
    led(again, ResultKind.ARRESTS, "2", on=D(2026, 6, 2))
    stretch(again, D(2026, 7, 1), item=2)
    post.opened(urgency="urgent", urgency_reason="Data will be lost")
    return [*elsewhere, again, second]


def charged(post: Post, row: AssistanceRequest, offences: tuple[OffenceCategory, ...]) -> None:
    named = tuple({"category": kind.value} for kind in (*offences, *offences))
    dossier = dossier_of(AssistanceRequest.objects.get(pk=row.pk))
    changed = services.Dossier(
        columns=dossier.columns, items=dossier.items, persons=dossier.persons, offences=named
    )
    stamp = post.stamp(row, on=D(2026, 6, 1))
    services.edit_dossier(row, changed, **stamp)


def viewer(reader: str, post: Post, tallinn: Office, rows: list[AssistanceRequest]) -> Viewer:
    """Somebody of that sort, on the day of the question."""
    held: dict[str, tuple[Role, Office]] = {
        "officer": (Role.OFFICER, post.office),
        "head": (Role.SUPERVISOR, post.above),
        "auditor": (Role.AUDITOR, post.above),
        "administrator": (Role.ADMINISTRATOR, post.above),
        "granted": (Role.OFFICER, tallinn),
        "program": (Role.SUPERVISOR, post.above),
    }
    role, office = held.get(reader, (None, None))
    user = factories.user("Max", role=role, office=office) if role and office else factories.user("Max")
    if reader == "granted":
        Grant.objects.create(request=rows[2], user=user, from_on=D(2026, 1, 1), given_by=post.supervisor)
    return Viewer(user=user, at=factories.moment(DAY), bound_to=tallinn if reader == "program" else None)


def question(report: Report, on: dt.date = DAY, by: GroupBy | None = None, **wanted: Any) -> Question:
    first = report.dimensions[0].key if report.dimensions else GroupBy.CHANNEL
    return Question(
        wanted=CaseFilter(**wanted),
        by=by or first,
        on=on,
        at=factories.moment(DAY),
        minimum=1,
        period=YEAR,
    )


def numbers(result: Result) -> list[int]:
    return [figure.value for figure in result.figures]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("slug", REPORTS)
def test_it_is_the_same_as_by_asking_the_requests(
    slug: str, reader: str, post: Post, tallinn: Office, rows: list[AssistanceRequest]
) -> None:
    report, counted = REPORTS[slug], viewer(reader, post, tallinn, rows).counted
    assert counted.sight
    assert counted.all().sight is None
    for on in (D(2026, 3, 31), DAY):
        for narrowed in ({}, *NARROWED):
            asked = question(report, on, **narrowed)
            assert report.answer(counted, asked) == report.answer(counted.all(), asked), narrowed


@pytest.mark.parametrize("slug", REPORTS)
def test_rows_by_each_dimension_are_the_same(
    slug: str, post: Post, tallinn: Office, rows: list[AssistanceRequest]
) -> None:
    report, counted = REPORTS[slug], viewer("granted", post, tallinn, rows).counted
    for dimension in report.dimensions:
        asked = question(report, by=dimension.key)
        found = report.answer(counted, asked)
        assert found == report.answer(counted.all(), asked), dimension.key
        assert any(numbers(found))


@pytest.mark.parametrize("reader", READERS)
def test_everything_and_nothing_else_is_counted(
    reader: str, post: Post, tallinn: Office, rows: list[AssistanceRequest]
) -> None:
    looking = viewer(reader, post, tallinn, rows)
    report = REPORTS["response-rate"]
    sent = looking.counted.filter(sent_on__isnull=False).count()
    assert sent == {"nobody": 0, "administrator": 0, "officer": 2, "granted": 3, "program": 2}.get(reader, 4)
    assert numbers(report.answer(looking.counted, question(report)))[0] == sent


def test_published_offices_are_counted_the_same(
    post: Post, tallinn: Office, rows: list[AssistanceRequest]
) -> None:
    looking = viewer("head", post, tallinn, rows)
    published = Publication.objects.create(
        report="flow", title="Flow", as_of=DAY, language="en", question={}, content={},
        published_by=looking.user, published_at=looking.at,
    )  # fmt: skip
    PublicationOffice.objects.create(publication=published, office=tallinn)
    for counted, sent in ((publishable_by(looking), 4), (counted_in(published), 2)):
        for report in REPORTS.values():
            asked = question(report)
            assert report.answer(counted, asked) == report.answer(counted.all(), asked)
        assert (
            numbers(REPORTS["response-rate"].answer(counted, question(REPORTS["response-rate"])))[0] == sent
        )


@pytest.mark.parametrize("slug", ["response-rate", "time-to-answer", "where-time-goes", "flow"])
def test_no_request_is_read(slug: str, post: Post, tallinn: Office, rows: list[AssistanceRequest]) -> None:
    report, counted = REPORTS[slug], viewer("head", post, tallinn, rows).counted
    with CaptureQueriesContext(connection) as captured:
        report.answer(counted, question(report, office="TLL", direction=Direction.OUTGOING.value))
    assert captured
    assert not [query["sql"] for query in captured if AssistanceRequest._meta.db_table in query["sql"]]
