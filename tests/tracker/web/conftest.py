"""Who reads the pages of reports. Each module says what is at ``beijing``."""

import pytest
from django.test import Client

from tests import factories
from tracker.accounts.models import Office, User
from workflows.vocabulary import Role


@pytest.fixture
def ann(beijing: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=beijing)


@pytest.fixture
def page(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client
