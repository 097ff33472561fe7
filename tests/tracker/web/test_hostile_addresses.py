"""Addresses hold what anybody types: signs that no database takes are answered, not asked for."""

from urllib.parse import parse_qsl

import pytest
from django.core.cache import cache
from django.test import Client

from tests import factories
from tracker.accounts.models import User
from tracker.packs.models import PackRun
from tracker.packs.registry import PACKS
from tracker.reports.registry import REPORTS
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    ["q", "jurisdiction", "region", "relationship", "office", "officer", "authority", "channel", "after"],
)
def test_a_filter_with_a_nul_narrows_nothing(client: Client, name: str) -> None:
    officer = factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ"))
    row = factories.opened(by=officer, office=factories.office("BEJ"))
    client.force_login(officer)
    answer = client.get(f"/register/?{name}=a%00b")
    assert answer.status_code == 200
    assert row.reference in answer.content.decode()


def test_no_jurisdiction_has_a_nul_in_its_code(client: Client) -> None:
    client.force_login(factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ")))
    assert client.get("/directory/%00/").status_code == 404
    assert client.get("/directory/instruments/%00/").status_code == 404


FORGED = (
    "unknown=1",
    "as_of=9999-12-31",
    "as_of=0001-01-01",
    "as_of=2026-02-30",
    "as_of=%00",
    "as_of[]=2026-01-01",
    "as_of=2026-01-01&as_of=2026-01-02",
    "minimum=0",
    "minimum=-1",
    f"minimum={'9' * 400}",
    "minimum=1e9",
    "minimum=%D9%A1%D9%A2",
    "minimum[$gt]=1",
    "by=__class__",
    "by=request__office__code",
    "by=",
    "sent_from=9999-12-31&sent_until=0001-01-01",
    "sent_from=2026-03-01&sent_until=2026-01-01",
    "from=2026-03-01&until=2026-01-01",
    "result_from=2026-03-01&result_until=2026-01-01",
    "expiry_from=2199-12-31&expiry_until=1800-01-01",
    "than_from=2026-03-01&than_until=2026-01-01",
    "year_begins=02-30",
    "channel=__all__",
    "jurisdiction=%00",
    f"jurisdiction={'C' * 3000}",
    "office=BEJ'--",
    "window=-1",
    f"window={2**63}",
    f"stale_days={2**31}",
    f"late_days={10**12}",
    "clock=noon",
    "register=../../etc",
    "known_on=9999-12-31",
    "hide_under=-5",
    "%F0%28%8C%28=%FF",
    "=&&&=",
)
REPEATED = "&".join(["by=channel"] * 9_999)
MANY = "&".join(f"a{number}=1" for number in range(10_001))
READ = [
    *(f"reports/{slug}/" for slug in REPORTS),
    *(f"reports/{slug}.csv" for slug in REPORTS),
    *(f"reports/packs/{slug}/" for slug in PACKS),
    "overdue/",
    "register/",
]


@pytest.fixture
def page(client: Client) -> Client:
    cache.clear()  # how often somebody has called is counted in it
    beijing = factories.office("BEJ")
    factories.sent(
        officer=factories.user("Ann", role=Role.OFFICER, office=beijing),
        supervisor=factories.user("Sue", role=Role.SUPERVISOR, office=beijing), office=beijing,
    )  # fmt: skip
    client.force_login(User.objects.get(name="Ann"))
    return client


@pytest.mark.parametrize("address", READ)
def test_what_is_forged_is_a_page_with_its_errors_and_no_fault_of_ours(page: Client, address: str) -> None:
    """Files lead to the page that says what is wrong."""
    for query in FORGED:
        answer = page.get(f"/{address}?{query}", follow=True)
        assert answer.status_code in {200, 404, 422}, query
        assert all(status == 302 for _url, status in answer.redirect_chain)


@pytest.mark.parametrize("slug", REPORTS)
def test_what_is_forged_is_refused_to_programs_by_its_name(page: Client, slug: str) -> None:
    for query in FORGED:
        answer = page.get(f"/api/v1/reports/{slug}/?{query}")
        assert answer.status_code in {200, 400, 422}, query
    assert page.get(f"/api/v1/reports/{slug}/?unknown=1").status_code == 422
    assert page.get(f"/api/v1/reports/{slug}/?as_of=9999-12-31").status_code == 422


@pytest.mark.parametrize("slug", PACKS)
def test_no_pack_is_asked_for_by_what_is_forged(page: Client, slug: str) -> None:
    def asked(query: str) -> int:
        PackRun.objects.all().delete()
        body = {"pack": slug, "question": dict(parse_qsl(query))}
        return page.post("/api/v1/packs/runs/", body, content_type="application/json").status_code

    assert {asked(query) for query in FORGED} <= {202, 400, 422}
    assert (asked("unknown=1"), asked("as_of=9999-12-31")) == (422, 422)
    assert page.get("/reports/packs/").status_code == 200


@pytest.mark.parametrize("address", ["reports/refusals/", "reports/flow.csv", "register/"])
def test_thousands_of_keys_are_one_or_too_many(page: Client, address: str) -> None:
    assert page.get(f"/{address}?{REPEATED}").status_code == 200
    assert page.get(f"/{address}?{MANY}").status_code == 400


def test_programs_give_each_key_once(page: Client) -> None:
    for address in ("reports/flow/", "packs/runs/", "requests/"):
        assert page.get(f"/api/v1/{address}?{REPEATED}").status_code == 422
        assert page.get(f"/api/v1/{address}?{MANY}").status_code == 400
