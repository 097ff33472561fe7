"""`manage.py load_fixtures`."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from tests.tracker.loading import files
from tracker.directory.models import DirectoryChange, Jurisdiction

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "jurisdictions.csv").write_bytes(files.jurisdictions().content)
    (tmp_path / "notes.txt").write_text("not a fixture")
    return tmp_path


def test_loads_the_fixtures_of_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_fixtures", str(folder), "--system")
    assert capsys.readouterr().out == "jurisdictions: 1 added, 0 changed, 0 unchanged\n"
    assert DirectoryChange.objects.get().by is None


def test_a_dry_run_keeps_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_fixtures", str(folder / "jurisdictions.csv"), "--system", "--dry-run")
    assert "Dry run: nothing was kept." in capsys.readouterr().out
    assert not Jurisdiction.objects.exists()


def test_lists_every_problem_and_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "jurisdictions.csv").write_bytes(
        files.jurisdictions({"kind": "a"}, {"code": "LV", "kind": "b"}).content
    )
    with pytest.raises(CommandError, match="Nothing was loaded: 2 problems"):
        call_command("load_fixtures", str(folder), "--system")
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("jurisdictions.csv, jurisdictions, row 2, kind: a is not known.")
    assert second.startswith("jurisdictions.csv, jurisdictions, row 3, kind: b is not known.")


def test_the_user_answers_for_the_load(folder: Path) -> None:
    factories.user("Ada")
    with pytest.raises(CommandError, match="problems"):
        call_command("load_fixtures", str(folder), "--by", "Ada@example.org ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", "--system"], "There is no file or folder nowhere"),
        ([".", "--by", "nobody@example.org"], "No active user"),
        (["."], "one of the arguments --by --system is required"),
    ],
)
def test_says_what_is_missing(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("load_fixtures", *arguments)
