"""Reading the page and the file of a report as somebody does who has neither the code nor the database."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from html import unescape
from io import StringIO

from django.test import Client

LETTERS = "/reports/response-rate/"
CSV = "/reports/response-rate.csv"
COUNTS = ("Sent", "Answered", "Withdrawn", "Ended without answer", "Open, not yet due", "Open, overdue")


def text_of(client: Client, address: str) -> str:
    """What can be read on the page, spaces made one."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of the first table of the file, below what was asked and what the figures mean."""
    lines = file_of(client, address)
    start = lines.index([]) + 1
    table = lines[start : lines.index([], start)] if [] in lines[start:] else lines[start:]
    return [dict(zip(table[0], line, strict=True)) for line in table[1:]]


def file_of(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(response.getvalue().decode("utf-8-sig"))))


def table_of(client: Client, address: str) -> list[list[str]]:
    """The cells of the page's first table, row by row, without its heading."""
    html = client.get(address).content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", html[html.index("<tbody>") : html.index("</table>")], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]


def counted_links(client: Client, address: str) -> Iterator[tuple[str, int]]:
    html = client.get(address).content.decode()
    for url, inside in re.findall(r'<a[^>]* href="(/register/\?[^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL):
        number = re.search(r"^\s*(?:<span[^>]*>)?(\d+)<?", inside)
        if number:
            yield unescape(url), int(number[1])


def opened_links(client: Client, address: str) -> list[str]:
    """Where the numbers of the page lead, after the register was found to have exactly as many rows there."""
    links = list(counted_links(client, address))
    for url, number in links:
        assert len(file_of(client, url.replace("/register/", "/register.csv"))) - 1 == number, url
    return [url for url, _number in links]
