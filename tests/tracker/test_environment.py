"""Reading the environment: what is understood, and that nothing else passes."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tracker.environment import (
    env_bool,
    env_database,
    env_int,
    env_list,
    env_rate,
    env_secret,
    env_str,
    key_name,
    private_folder,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", True), ("On", True), (" true ", True), ("0", False), ("no", False), ("", False)],
)
def test_yes_and_no(monkeypatch: pytest.MonkeyPatch, text: str, expected: bool) -> None:
    monkeypatch.setenv("SWITCH", text)
    assert env_bool("SWITCH") is expected


def test_a_switch_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCH", "maybe")
    with pytest.raises(ImproperlyConfigured, match="SWITCH must be 1 or 0, not 'maybe'"):
        env_bool("SWITCH")


def test_whole_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env_int("NUMBER", 25) == 25
    monkeypatch.setenv("NUMBER", "587")
    assert env_int("NUMBER", 25) == 587
    monkeypatch.setenv("NUMBER", "many")
    with pytest.raises(ImproperlyConfigured, match="NUMBER must be a whole number, not 'many'"):
        env_int("NUMBER", 25)


def test_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env_rate("RATE", "600/min") == "600/min"
    monkeypatch.setenv("RATE", "5/sec")
    assert env_rate("RATE", "600/min") == "5/sec"
    for wrong in ("many", "5", "0/min", "-1/min", "5/fortnight", "5/min/2"):
        monkeypatch.setenv("RATE", wrong)
        with pytest.raises(ImproperlyConfigured, match="RATE must look like 600/min"):
            env_rate("RATE", "600/min")


def test_lists_and_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env_list("HOSTS", ["localhost"]) == ["localhost"]
    monkeypatch.setenv("HOSTS", "a.example.org, b.example.org,")
    assert env_list("HOSTS", ["localhost"]) == ["a.example.org", "b.example.org"]
    monkeypatch.setenv("NAME", "  ")
    assert env_str("NAME", "default") == "default"


def test_a_secret_is_made_once_whoever_asks_first(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        secrets = set(threads.map(lambda _: env_secret("NO_SUCH", file=tmp_path / "key"), range(8)))
    assert len(secrets) == 1
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_a_secret_from_the_environment_must_be_long(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET", "x" * 50)
    assert env_secret("SECRET", file=tmp_path / "key") == "x" * 50
    monkeypatch.setenv("SECRET", "short")
    with pytest.raises(ImproperlyConfigured, match="at least 50 characters, and has 5"):
        env_secret("SECRET", file=tmp_path / "key")
    assert not list(tmp_path.iterdir())


def test_the_name_of_a_key_tells_nothing_of_it() -> None:
    assert key_name("a" * 64) != key_name("b" * 64)
    assert len(key_name("a" * 64)) == 12


def test_the_embedded_database_queues_its_writers(tmp_path: Path) -> None:
    database = env_database("NO_SUCH", embedded=tmp_path / "db.sqlite3")
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_by_its_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("URL", "postgresql://mla:p%40ss@db.example.org:5433/tracker?sslmode=require")
    database = env_database("URL", embedded=tmp_path / "db.sqlite3")
    expected = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "tracker",
        "USER": "mla",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {
            "options": "-c jit=off -c work_mem=32MB -c parallel_tuple_cost=0.01",
            "sslmode": "require",
        },
    }
    assert expected.items() <= database.items()


@pytest.mark.parametrize("url", ["mysql://u:p@h/db", "postgresql://u:p@h", "tracker"])
def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("URL", url)
    with pytest.raises(ImproperlyConfigured, match="URL must look like postgresql://"):
        env_database("URL", embedded=tmp_path / "db.sqlite3")


def test_folders_are_private(tmp_path: Path) -> None:
    assert stat.S_IMODE(private_folder(tmp_path / "data").stat().st_mode) == 0o700
