"""Addresses hold what anybody types: signs that no database takes are answered, not asked for."""

import pytest
from django.test import Client

from tests import factories
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
