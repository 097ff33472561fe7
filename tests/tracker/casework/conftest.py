"""What every test of casework may ask for."""

import pytest

from tests.tracker.casework.post import Post, made_post


@pytest.fixture
def post(db: None) -> Post:
    return made_post()
