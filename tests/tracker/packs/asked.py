"""Packs asked for as somebody does, and put together as the worker does."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl

from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tracker.jobs import tasks

TODAY = dt.date(2026, 3, 2)
FATF = "/reports/packs/fatf/"
IN_2020 = "from=2020-01-01&until=2020-12-31"


def made(client: Client, slug: str, query: str) -> str:
    """The address of the pack, ready, that somebody asks for on its page."""
    answer = client.post(reverse("pack", args=[slug]), dict(parse_qsl(query)))
    assert answer.status_code == 302, answer.content.decode()
    tasks.make_packs()
    return str(answer.headers["Location"])


def file_of(address: str, ending: str) -> str:
    """The address of its file."""
    return f"{address.removesuffix('/')}.{ending}"


def over_the_api(address: str) -> str:
    """Where programs read it."""
    return f"/api/v1/packs/runs/{address.rstrip('/').rsplit('/', 1)[-1]}/"


def told(client: APIClient, slug: str, query: str) -> Any:
    """What a program reads that asks for the pack and waits for it."""
    body = {"pack": slug, "question": dict(parse_qsl(query))}
    answer = client.post("/api/v1/packs/runs/", body, format="json")
    assert answer.status_code == 202, answer.content
    tasks.make_packs()
    return client.get(answer.headers["Location"]).json()["document"]
