"""Loading fixtures over the API: checked, then all or nothing, by those who may, whatever the files hold."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from tests import factories
from tests.tracker.api.world import World, program, token_for
from tests.tracker.loading import files
from tests.tracker.web.test_loading import HOSTILE, bomb, case
from tracker.accounts.choices import Scope
from tracker.accounts.models import Office
from tracker.api.loading import views
from tracker.casework.models import AssistanceRequest
from tracker.directory.models import DirectoryChange, Jurisdiction
from tracker.idempotency.models import KeptAnswer
from tracker.loading import choosing
from tracker.loading.values import SourceFile
from workflows.vocabulary import Role

CHECKS = "/api/v1/fixtures/checks/"
LOADS = "/api/v1/fixtures/loads/"


@pytest.fixture
def ada(world: World) -> APIClient:
    return program(world.administrator)


def sent(client: APIClient, address: str, *sources: SourceFile, key: str = "") -> Any:
    chosen = [SimpleUploadedFile(source.name, source.content) for source in sources]
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(address, {"files": chosen}, format="multipart", headers=headers)


def told(problem: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(problem[name] for name in ("file", "table", "row", "column"))


BAD = (
    files.jurisdictions({}, {"code": "XB", "kind": "planet", "as_of": "2024-13-01"}, name="jurisdictions--a"),
    files.table("colours", {"code": "red"}),
)


def test_a_good_set_is_checked_then_loaded(world: World, ada: APIClient) -> None:
    good = files.jurisdictions({}, {"code": "LV", "name": "Latvia"})
    counts = [{"table": "jurisdictions", "added": 2, "changed": 0, "unchanged": 0}]
    checked = sent(ada, CHECKS, good)
    assert (checked.status_code, checked.json()) == (200, {"loaded": False, "counts": counts, "problems": []})
    assert not Jurisdiction.objects.filter(code="EE").exists()
    loaded = sent(ada, LOADS, good)
    assert (loaded.status_code, loaded.json()) == (200, {"loaded": True, "counts": counts, "problems": []})
    assert DirectoryChange.objects.filter(by=world.administrator).count() == 2
    again = sent(ada, LOADS, good).json()
    assert again["counts"] == [{"table": "jurisdictions", "added": 0, "changed": 0, "unchanged": 2}]


def test_several_files_of_every_kind_are_one_set(ada: APIClient) -> None:
    columns = list(files.JURISDICTION)
    book = files.workbook(jurisdictions=[columns, [files.JURISDICTION[name] for name in columns]])
    data = files.databook([{"title": "jurisdictions", "data": [{**files.JURISDICTION, "code": "LV"}]}])
    assert sent(ada, LOADS, book, data).status_code == 200
    assert Jurisdiction.objects.filter(code__in=("EE", "LV")).count() == 2


@pytest.mark.parametrize("address", [CHECKS, LOADS])
def test_every_problem_is_told_with_its_place_and_nothing_is_kept(ada: APIClient, address: str) -> None:
    response = sent(ada, address, *BAD)
    answer = response.json()
    assert [told(problem) for problem in answer["problems"]] == [
        ("colours.csv", "colours", 0, ""),
        ("jurisdictions--a.csv", "jurisdictions", 3, "as_of"),
        ("jurisdictions--a.csv", "jurisdictions", 3, "kind"),
    ]
    planet = answer["problems"][2]["message"]
    assert planet["text"].startswith("planet is not known. Use one of: ")
    assert planet["key"] == "%(value)s is not known. Use one of: %(codes)s."
    assert planet["params"]["value"] == "planet"
    assert answer["counts"] == [{"table": "jurisdictions", "added": 1, "changed": 0, "unchanged": 0}]
    assert not Jurisdiction.objects.filter(code="EE").exists()
    if address == LOADS:
        assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
        assert answer["type"] == "urn:mla-tracker:problem:refused"
        assert answer["errors"] == [
            {"detail": "Nothing was loaded: 3 problems are in the way.", "pointer": "#/files"}
        ]
    else:
        assert (response.status_code, answer["loaded"]) == (200, False)


@pytest.mark.parametrize("name", [*HOSTILE, "zip bomb"])
def test_a_hostile_file_is_answered_with_a_sentence(ada: APIClient, name: str) -> None:
    source, words = HOSTILE.get(name) or (bomb(), "Unpacked, the workbook is too large")
    response = sent(ada, LOADS, source)
    assert response.status_code == 422
    assert any(words in problem["message"]["text"] for problem in response.json()["problems"])


def test_what_is_no_file_is_refused(ada: APIClient) -> None:
    for body, words in (
        ({}, "Choose at least one file"),
        ({"files": "jurisdictions.csv"}, "not a file"),
        ({"files": SimpleUploadedFile("a.csv", b"x"), "colour": "red"}, "This is not asked for here."),
    ):
        response = ada.post(LOADS, body, format="multipart")
        assert response.status_code == 422
        assert words in response.json()["detail"]
    assert ada.post(LOADS, {"files": []}, format="json").status_code == 415
    assert ada.get(LOADS).status_code == 405


def test_the_limits_are_those_of_the_page(ada: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    estonia = files.jurisdictions()
    assert "Two files are called jurisdictions.csv" in sent(ada, LOADS, estonia, estonia).json()["detail"]
    folded = SourceFile(name="..\\folder\\jurisdictions.csv", content=estonia.content)
    assert "Two files are called jurisdictions.csv" in sent(ada, LOADS, estonia, folded).json()["detail"]
    monkeypatch.setattr(views, "MAX_ROWS", 1)
    [problem] = sent(ada, LOADS, files.jurisdictions({}, {"code": "LV"})).json()["problems"]
    assert problem["message"]["text"].startswith("The set has 2 rows, more than the 1")
    monkeypatch.setattr(choosing, "MAX_FILES", 1)
    two = sent(ada, LOADS, estonia, files.jurisdictions(name="jurisdictions--b"))
    assert "more than 1 files" in two.json()["detail"]
    monkeypatch.setattr(choosing, "MAX_BYTES", 10)
    assert "Together the files hold more than" in sent(ada, LOADS, estonia).json()["detail"]
    assert not Jurisdiction.objects.filter(code="EE").exists()


def test_more_files_than_are_even_read_are_a_problem_too(ada: APIClient) -> None:
    many = [files.text(f"jurisdictions--{number}.csv", "code") for number in range(101)]
    response = sent(ada, LOADS, *many)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


# Once for a key


def test_a_repeated_load_gets_the_first_answer(ada: APIClient) -> None:
    first = sent(ada, LOADS, files.jurisdictions(), key="load-1")
    again = sent(ada, LOADS, files.jurisdictions(), key="load-1")
    assert again.json() == first.json()
    assert again.json()["counts"][0]["added"] == 1
    assert again["Idempotent-Replayed"] == "true"
    assert DirectoryChange.objects.filter(model="jurisdiction").count() == 1


def test_a_refused_load_is_an_answer_too(ada: APIClient) -> None:
    first = sent(ada, LOADS, *BAD, key="load-2")
    again = sent(ada, LOADS, *BAD, key="load-2")
    assert (again.status_code, again["Content-Type"]) == (422, "application/problem+json")
    assert again.json() == first.json()
    assert KeptAnswer.objects.count() == 1


@pytest.mark.parametrize("place", [0, 1])
def test_a_key_stands_for_all_of_its_files(ada: APIClient, place: int) -> None:
    both = [
        files.jurisdictions(name="jurisdictions--a"),
        files.jurisdictions({"code": "LV"}, name="jurisdictions--b"),
    ]
    assert sent(ada, CHECKS, *both, key="set").status_code == 200
    both[place] = files.jurisdictions({"code": "LT"}, name=f"jurisdictions--{'ab'[place]}")
    response = sent(ada, CHECKS, *both, key="set")
    assert response.status_code == 422
    assert "was used for another call" in response.json()["detail"]


# Rights


@pytest.mark.parametrize(
    ("who", "status"),
    [("administrator", 200), ("officer", 200), ("supervisor", 200), ("stranger", 200), ("auditor", 404)],
)
def test_who_may_load(world: World, who: str, status: int) -> None:
    client = program(getattr(world, who))
    assert sent(client, CHECKS, files.table("colours", {"code": "red"})).status_code == status


def test_loading_is_a_write(world: World) -> None:
    client = program(world.administrator, {Scope.READ, Scope.REPORTS})
    for address in (CHECKS, LOADS):
        assert sent(client, address, files.jurisdictions()).status_code == 403
        assert sent(APIClient(), address, files.jurisdictions()).status_code == 401


def test_officers_load_cases_of_their_offices_and_administrators_none(world: World) -> None:
    for refused in (world.administrator, world.stranger):
        assert sent(program(refused), LOADS, case()).status_code == 422
    officer = program(world.officer)
    [problem] = sent(officer, LOADS, files.jurisdictions()).json()["problems"]
    assert problem["message"]["text"].startswith("Only administrators load reference data.")
    assert sent(officer, LOADS, case()).status_code == 200
    assert AssistanceRequest.objects.get().reference == "BEJ-2010-0001"


def bound(client: APIClient, secret: str) -> APIClient:
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def test_a_token_loads_nothing_beyond_its_office(world: World) -> None:
    """Its user could: here is an officer of two offices who administers the third."""
    person = factories.user("Pat", role=Role.OFFICER, office=world.beijing)
    factories.membership(person, world.elsewhere, Role.OFFICER)
    factories.membership(person, world.head, Role.ADMINISTRATOR)

    def through(office: Office) -> APIClient:
        return bound(APIClient(), token_for(person, office=office))

    paris = through(world.elsewhere)
    for source in (case(), files.jurisdictions()):
        assert sent(paris, LOADS, source).status_code == 422
    assert not AssistanceRequest.objects.exists()
    assert sent(through(world.beijing), LOADS, case()).status_code == 200
    event = files.table(
        "case_events",
        {"case": "BEJ-2010-0001", "number": 2, "action": "submit", "on": "2010-03-03"},
    )
    [problem] = sent(paris, CHECKS, event).json()["problems"]
    assert "There is no request BEJ-2010-0001 that you may work on." in problem["message"]["text"]
    assert sent(through(world.head), LOADS, files.jurisdictions()).status_code == 200
