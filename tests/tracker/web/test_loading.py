"""Loading files in the browser: checked first, then all or nothing, by those who may, whatever the files hold."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.clocks import MovableClock
from tests.tracker.loading import files
from tracker.accounts.models import User
from tracker.casework.models import AssistanceRequest
from tracker.directory.models import DirectoryChange, Jurisdiction
from tracker.loading import choosing
from tracker.loading.reading import limits
from tracker.loading.values import SourceFile
from tracker.web.loading import pages, report
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
CASE = {"reference": "BEJ-2010-0001", "office": "BEJ", "direction": "outgoing", "channel": "letter_exchange"}


@pytest.fixture(autouse=True)
def today(clock: MovableClock) -> Iterator[None]:
    clock.move_to(NOW)
    yield
    for folder in shelf_folders():
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


@pytest.fixture
def administrator() -> User:
    return factories.user("Ruth", role=Role.ADMINISTRATOR, office=factories.office("HQ"))


@pytest.fixture
def page(administrator: User) -> Client:
    return signed_in(administrator)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shelf_folders() -> list[Path]:
    shelf = Path(settings.DATA) / "uploads"
    return [path for path in shelf.iterdir() if path.is_dir()] if shelf.exists() else []


def upload(client: Client, *sources: SourceFile, to: str = "") -> Any:
    chosen = [SimpleUploadedFile(source.name, source.content) for source in sources]
    return client.post(to or reverse("loading"), {"chosen": chosen})


def checked(client: Client, *sources: SourceFile) -> tuple[str, str]:
    """The address of the set and the text of its page."""
    url = upload(client, *sources).url
    return url, text(client.get(url))


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def estonia(**changes: str) -> SourceFile:
    return files.jurisdictions(changes)


# The way of a good set


def test_a_set_is_checked_then_loaded_and_then_gone(page: Client, administrator: User) -> None:
    url, shown = checked(page, files.jurisdictions({}, {"code": "LV", "name": "Latvia"}))
    assert "No problem was found." in shown
    assert not Jurisdiction.objects.filter(code="EE").exists()
    response = page.post(url + "load/", follow=True)
    assert "Loaded: 2 added, 0 changed, 0 unchanged." in text(response)
    assert DirectoryChange.objects.filter(by=administrator).count() == 2
    assert shelf_folders() == []


def test_what_is_loaded_is_what_was_checked_and_only_by_a_post(page: Client) -> None:
    url, _shown = checked(page, estonia())
    assert page.get(url + "load/").status_code == 405
    assert not Jurisdiction.objects.filter(code="EE").exists()


def test_a_second_time_there_is_nothing_to_load(page: Client) -> None:
    url, _shown = checked(page, estonia())
    page.post(url + "load/")
    _url, shown = checked(page, estonia())
    assert "There is nothing to load." in shown
    assert "Load all of it" not in shown


def test_workbooks_and_databooks_are_taken_too(page: Client) -> None:
    columns = list(files.JURISDICTION)
    book = files.workbook(jurisdictions=[columns, [files.JURISDICTION[name] for name in columns]])
    data = files.databook([{"title": "jurisdictions", "data": [{**files.JURISDICTION, "code": "LV"}]}])
    url, shown = checked(page, book, data)
    assert "No problem was found." in shown
    page.post(url + "load/")
    assert Jurisdiction.objects.filter(code__in=("EE", "LV")).count() == 2


# Problems


def test_every_problem_is_listed_with_its_place_and_nothing_is_loaded(page: Client) -> None:
    url, shown = checked(
        page,
        files.jurisdictions(
            {}, {"code": "XB", "kind": "planet", "as_of": "2024-13-01"}, name="jurisdictions--a"
        ),
        files.table("colours", {"code": "red"}),
    )
    assert "3 problems are in the way." in shown
    for words in (
        "jurisdictions--a.csv",
        "planet is not known",
        "This is not a date.",
        "There is no table colours",
    ):
        assert words in shown
    assert 'data-label="Row">3<' in shown
    assert "Load all of it" not in shown
    assert page.post(url + "load/").status_code == 409
    assert not Jurisdiction.objects.filter(code="EE").exists()


def test_a_mended_file_takes_the_place_of_the_old_one_and_the_others_stay(page: Client) -> None:
    url, shown = checked(page, estonia(kind="planet"), files.table("relationships", {"jurisdiction": "EE"}))
    assert "problems are in the way" in shown
    upload(page, estonia(), to=url)
    page.post(url + "remove/", {"name": "relationships.csv"})
    assert "No problem was found." in text(page.get(url))


def test_with_its_last_file_a_set_goes(page: Client) -> None:
    url, _shown = checked(page, estonia())
    assert page.post(url + "remove/", {"name": "jurisdictions.csv"})["Location"] == reverse("loading")
    assert shelf_folders() == []


def test_a_name_that_is_not_there_removes_nothing(page: Client) -> None:
    url, _shown = checked(page, estonia())
    page.post(url + "remove/", {"name": "../../etc/passwd"})
    assert "No problem was found." in text(page.get(url))


def test_what_came_in_the_way_since_the_check_is_told_and_the_files_stay(page: Client) -> None:
    parent = factories.jurisdiction("XA")
    url, _shown = checked(page, estonia(parent="XA"))
    parent.delete()
    response = page.post(url + "load/")
    assert response.status_code == 409
    assert "Nothing was loaded." in text(response)
    assert "Your files are still here." in text(response)
    assert page.get(url).status_code == 200


def test_more_problems_than_can_be_read_are_in_the_export(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "SHOWN", 2)
    bad = [{"code": f"X{number}", "kind": "=cmd", "name": "@x"} for number in "ABC"]
    url, shown = checked(page, files.jurisdictions(*bad))
    assert "1 more problem is in the export." in shown
    exported = page.get(url + "problems.csv")
    lines = list(csv.reader(io.StringIO(exported.getvalue().decode("utf-8-sig"))))
    assert lines[0] == ["File", "Table", "Row", "Column", "Problem"]
    assert [line[2] for line in lines[1:]] == ["2", "3", "4"]
    assert "formula" in lines[1][4]


# Hostile files


HOSTILE = {
    "empty": (SourceFile(name="jurisdictions.csv", content=b""), "The file is empty"),
    "too large": (
        SourceFile(name="jurisdictions.csv", content=b"x" * (limits.FILE_BYTES + 1)),
        "larger than 10 MB",
    ),
    "mislabelled": (SourceFile(name="jurisdictions.csv", content=b"PK\x03\x04rest"), "its content is .xlsx"),
    "program": (SourceFile(name="jurisdictions.exe", content=b"MZ"), "Files end in .csv"),
    "wrong encoding": (
        SourceFile(name="jurisdictions.csv", content="code\nTürkiye".encode("latin-1")),
        "not UTF-8",
    ),
    "formula": (files.jurisdictions({"name": '=HYPERLINK("http://x")'}), "The cell holds a formula."),
    "markup": (files.table("<script>alert(1)</script>", {"code": "x"}), "There is no table"),
}


def bomb() -> SourceFile:
    book = files.workbook(jurisdictions=[["code"], ["EE"]])
    return files.repacked(book, {"xl/bomb.xml": b"0" * (limits.UNPACKED_BYTES + 1)})


@pytest.mark.parametrize("case", [*HOSTILE, "zip bomb"])
def test_a_hostile_file_is_answered_with_a_sentence(page: Client, case: str) -> None:
    source, words = HOSTILE.get(case) or (bomb(), "Unpacked, the workbook is too large")
    url, shown = checked(page, source)
    assert words in shown
    assert "<script>alert" not in shown
    assert page.post(url + "load/").status_code == 409


def test_no_file_is_asked_for_and_said_so(page: Client) -> None:
    response = page.post(reverse("loading"), {})
    assert response.status_code == 422
    assert "Choose at least one file" in text(response)
    url, _shown = checked(page, estonia())
    assert "Choose at least one file" in text(page.post(url, {}))


def test_too_many_files_too_much_and_the_same_name_twice_are_refused(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Two files are called jurisdictions.csv" in text(upload(page, estonia(), estonia()))
    monkeypatch.setattr(choosing, "MAX_FILES", 1)
    url, _shown = checked(page, estonia())
    assert upload(page, files.jurisdictions(name="jurisdictions--b"), to=url).status_code == 422
    assert upload(page, estonia(), to=url).status_code == 302
    monkeypatch.setattr(choosing, "MAX_BYTES", 10)
    assert "Together the files hold more than" in text(upload(page, estonia()))


def test_more_rows_than_somebody_can_wait_for_are_refused_unread(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MAX_ROWS", 1)
    _url, shown = checked(page, files.jurisdictions({}, {"code": "LV"}))
    assert "The set has 2 rows, more than the 1" in shown


def test_the_name_of_a_file_never_becomes_a_path(page: Client) -> None:
    content = estonia().content
    checked(page, SourceFile(name="..\\..\\jurisdictions.csv", content=content))
    [folder] = shelf_folders()
    stored = [path for path in folder.iterdir() if path.name != "index.json"]
    assert [re.fullmatch(r"[0-9a-f-]{36}", path.name) is not None for path in stored] == [True]
    assert stored[0].stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


# Whose set it is, and for how long


def test_a_set_is_for_whoever_uploaded_it(page: Client) -> None:
    url, _shown = checked(page, estonia())
    other = signed_in(factories.user("Rita", role=Role.ADMINISTRATOR, office=factories.office("HQ")))
    for response in (
        other.get(url),
        upload(other, estonia(), to=url),
        other.post(url + "load/"),
        other.post(url + "remove/", {"name": "jurisdictions.csv"}),
        other.post(url + "discard/"),
        other.get(url + "problems.csv"),
    ):
        assert response["Location"] == reverse("loading")
    assert "No problem was found." in text(page.get(url))
    assert url not in text(other.get(reverse("loading")))


def test_after_an_hour_a_set_is_forgotten_and_swept_away(page: Client, clock: MovableClock) -> None:
    url, _shown = checked(page, estonia())
    assert url in text(page.get(reverse("loading")))
    clock.move_to(NOW + dt.timedelta(minutes=61))
    assert "Choose them again." in text(page.get(url, follow=True))
    _url, _other = checked(page, estonia())
    assert len(shelf_folders()) == 1


def test_a_set_can_be_thrown_away(page: Client) -> None:
    url, _shown = checked(page, estonia())
    assert "nothing was loaded" in text(page.post(url + "discard/", follow=True))
    assert shelf_folders() == []
    assert "Choose them again." in text(page.post(url + "load/", follow=True))


# Rights


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ADMINISTRATOR, 200), (Role.OFFICER, 200), (Role.SUPERVISOR, 200), (Role.AUDITOR, 404)],
)
def test_who_may_load(role: Role, status: int) -> None:
    client = signed_in(factories.user("Person", role=role, office=factories.office("BEJ")))
    assert client.get(reverse("loading")).status_code == status
    assert signed_in(factories.user("Nobody")).get(reverse("loading")).status_code == 404
    assert Client().get(reverse("loading")).status_code == 302


def test_everybody_is_shown_the_tables_that_they_may_load(page: Client) -> None:
    officer = signed_in(factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ")))
    assert "<code>jurisdictions</code>" in text(page.get(reverse("loading")))
    assert "<code>cases</code>" not in text(page.get(reverse("loading")))
    assert "<code>cases</code>" in text(officer.get(reverse("loading")))
    assert "<code>jurisdictions</code>" not in text(officer.get(reverse("loading")))


def test_an_officer_loads_no_reference_data(page: Client) -> None:
    officer = signed_in(factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ")))
    url, shown = checked(officer, estonia())
    assert "Only administrators load reference data." in shown
    assert officer.post(url + "load/").status_code == 409
    assert not Jurisdiction.objects.filter(code="EE").exists()


def case(**changes: str) -> SourceFile:
    row = {
        **CASE,
        "opened_on": "2010-03-02",
        "jurisdiction": "CN",
        "title": "Server logs",
        "legal_basis": "Reciprocity",
        "items": "SUBS",
        "source": "Made for a test",
    }
    return files.table("cases", {**row, **changes})


def test_officers_load_cases_of_their_offices_and_administrators_none(page: Client) -> None:
    officer = factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ"))
    stranger = factories.user("Eve", role=Role.OFFICER, office=factories.office("KYI"))
    for client in (page, signed_in(stranger)):
        url, shown = checked(client, case())
        assert "1 problem is in the way." in shown
        assert client.post(url + "load/").status_code == 409
    url, shown = checked(signed_in(officer), case())
    assert "No problem was found." in shown
    signed_in(officer).post(url + "load/")
    assert AssistanceRequest.objects.get().reference == CASE["reference"]


def test_the_way_there_is_shown_to_those_who_may_go_it(page: Client) -> None:
    link = f'href="{reverse("loading")}"'
    officer = signed_in(factories.user("Ann", role=Role.OFFICER, office=factories.office("BEJ")))
    auditor = signed_in(factories.user("Sam", role=Role.AUDITOR, office=factories.office("BEJ")))
    assert link in text(page.get(reverse("admin:index")))
    assert link in text(officer.get(reverse("register")))
    assert link not in text(auditor.get(reverse("register")))
