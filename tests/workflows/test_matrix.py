"""State by action by role, for every channel: the expected tables stand in ``matrices`` as plain text."""

from pathlib import Path

import pytest

from tests.workflows.matrix import matrix
from workflows.registry import CHANNELS

EXPECTED = Path(__file__).parent / "matrices"


@pytest.mark.parametrize("key", CHANNELS)
def test_every_action_is_open_to_exactly_the_roles_of_the_expected_table(key: str) -> None:
    assert matrix(CHANNELS[key]) == (EXPECTED / f"{key}.txt").read_text(encoding="utf-8")


def test_every_expected_table_belongs_to_a_channel() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(CHANNELS)
