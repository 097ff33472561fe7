"""What the hand-written pages of docs/ say about the code, held to the code."""

import re
import tomllib
from enum import Enum
from pathlib import Path
from pkgutil import resolve_name

import pytest

from workflows import vocabulary

ROOT = Path(__file__).parents[2]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def _packages(folder: str) -> set[str]:
    below = (path for path in (ROOT / folder).iterdir() if (path / "__init__.py").exists())
    return {f"{folder}/{path.name}" for path in below if path.name != "migrations"}


@pytest.mark.parametrize(
    "page", [ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")], ids=lambda page: page.name
)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(((?!https?:)[^)#]+)\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_package_has_its_room() -> None:
    rooms = re.findall(r"^\| `([a-z_/]+)` \|", ARCHITECTURE, re.MULTILINE)
    assert set(rooms) == _packages("tracker") | _packages("workflows")
    assert len(rooms) == len(set(rooms))


def test_every_named_path_is_there() -> None:
    paths = re.findall(r"`((?:tracker|workflows)/[\w/.]+)`", ARCHITECTURE)
    assert len(paths) > 40
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(("container", "block"), [("tracker", 0), ("workflows", 1)])
def test_the_layers_are_those_that_are_checked(container: str, block: int) -> None:
    contracts = [contract for contract in CONTRACTS if contract.get("containers") == [container]]
    printed = re.findall(r"```text\n(.*?)```", ARCHITECTURE, re.DOTALL)[block].splitlines()
    assert [contract["layers"] for contract in contracts] == [printed]


@pytest.mark.parametrize("name", re.findall(r"`((?:tracker|workflows)\.[\w.]+)`", GLOSSARY))
def test_every_term_of_the_glossary_is_in_the_code(name: str) -> None:
    assert resolve_name(name) is not None


def test_every_list_of_the_vocabulary_is_in_the_glossary() -> None:
    named = {name for name in vocabulary.__all__ if isinstance(getattr(vocabulary, name), type)}
    assert all(issubclass(getattr(vocabulary, name), Enum) for name in named)
    assert {name for name in named if f"`workflows.vocabulary.{name}" not in GLOSSARY} == set()
