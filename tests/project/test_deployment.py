"""The containers: pinned, unprivileged, asked whether they are well; and settings fit for production."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
OURS = {"migrate", "web", "worker", "beat"}
PINNED = re.compile(r"[a-z/]+:\d+\.\d+(\.\d+)?[a-z0-9.-]*")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return services


def test_everything_runs_there(services: dict[str, Any]) -> None:
    assert set(services) == OURS | {"postgres", "redis", "proxy"}


def test_foreign_images_are_pinned(services: dict[str, Any]) -> None:
    base = re.search(r"^ARG BASE=(\S+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    images = [service["image"] for name, service in services.items() if name not in OURS]
    assert base
    assert [image for image in [*images, base[1]] if not PINNED.fullmatch(image)] == []


def test_all_but_the_one_that_ends_are_asked_whether_they_are_well(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["migrate"]


def test_only_the_proxy_is_reached_from_outside(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


def test_ours_run_without_privileges(services: dict[str, Any]) -> None:
    assert re.search(r"^USER (?!root)\w+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert all(services[name]["cap_drop"] == ["ALL"] and services[name]["read_only"] for name in OURS)


def test_no_secret_is_written_down(services: dict[str, Any]) -> None:
    environment = services["web"]["environment"]
    assert all(
        environment[name].startswith("${") for name in ("SECRET_KEY", "LOG_KEY", "EMAIL_HOST_PASSWORD")
    )
    assert "${POSTGRES_PASSWORD" in environment["DATABASE_URL"]


def test_a_server_behind_https_keeps_its_cookies_there(tmp_path: Path) -> None:
    program = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.DEBUG)"
    )
    variables = {"DJANGO_SETTINGS_MODULE": "tracker.settings", "MLA_DATA": str(tmp_path), "MLA_HTTPS": "1"}
    printed = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | variables,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert printed.split() == ["True", "True", "True", "31536000", "False"]
