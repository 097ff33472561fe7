"""Nothing that is answered is kept by a browser: whoever comes after on the same machine does not go back to it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.tracker.packs.asked import file_of, made
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

READ = [
    "/",
    "/overdue/",
    "/register/",
    "/register.csv",
    "/register.xlsx",
    "/register/views/",
    *(f"/reports/flow{ending}" for ending in ("/", ".csv", ".xlsx", ".pdf")),
    "/reports/published/",
    "/reports/packs/",
    "/api/v1/reports/flow/",
    "/register/none/",
]


@pytest.fixture
def page(client: Client) -> Client:
    office = factories.office("BEJ")
    officer = factories.user("Ann", role=Role.OFFICER, office=office)
    factories.sent(
        officer=officer, supervisor=factories.user("Sue", role=Role.SUPERVISOR, office=office), office=office
    )
    client.force_login(officer)
    return client


@pytest.mark.parametrize("address", READ)
def test_what_is_read_is_kept_nowhere(page: Client, address: str) -> None:
    assert page.get(address).headers["Cache-Control"] == "no-store"


def test_packs_and_their_files_are_kept_nowhere(page: Client) -> None:
    address = made(page, "fatf", "from=2026-01-01&until=2026-12-31")
    for one in (address, file_of(address, "pdf"), file_of(address, "xlsx")):
        assert page.get(one).headers["Cache-Control"] == "no-store"


def test_what_sends_somebody_elsewhere_is_not_kept_either(client: Client) -> None:
    answer = client.get(reverse("register"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "no-store")
