"""The tables written out."""

from dataclasses import replace
from pathlib import Path

import pytest

from workflows.diagrams import channels_page, instruments_page, state_diagram
from workflows.instruments import eio
from workflows.registry import CHANNELS, INSTRUMENTS
from workflows.vocabulary import Direction

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("channels.md", lambda: channels_page(CHANNELS.values())),
        ("instruments.md", lambda: instruments_page(INSTRUMENTS.values(), CHANNELS.values())),
    ],
)
def test_the_pages_are_as_the_tables_would_write_them(name: str, page: object) -> None:
    assert callable(page)
    assert (DOCS / name).read_text(encoding="utf-8") == page(), "Run manage.py generate_docs."


def test_a_diagram_shows_the_first_and_the_last_stage() -> None:
    drawn = state_diagram(CHANNELS["treaty"].procedure(Direction.OUTGOING))
    assert "[*] --> draft: Draft" in drawn
    assert "lapsed --> [*]" in drawn
    assert all(line.count(":") <= 1 for line in drawn.splitlines())


def test_a_channel_without_rules_and_actions_of_its_own_is_written_too() -> None:
    lonely = replace(CHANNELS["letter_exchange"], rules=())
    assert "| deadline |" not in channels_page([lonely])


def test_an_instrument_says_until_when_it_applied() -> None:
    ended = replace(eio.INSTRUMENT, valid_until=eio.INSTRUMENT.valid_from)
    assert "Applies until: 2017-05-22" in instruments_page([ended], CHANNELS.values())
