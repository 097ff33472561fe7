"""A pack from asking to forgetting: put together once, for its reader alone, and never lost on the way."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any
from uuid import uuid4

import pytest
from celery import current_app
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.test import Client
from django.urls import reverse
from kombu.exceptions import OperationalError as NoBroker
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests import factories
from tests.clocks import MovableClock
from tests.crashes import killed
from tests.threads import together
from tests.tracker.reports.facts import fact
from tracker.accounts.models import AccountEvent, Membership, Office, User
from tracker.accounts.services import verify
from tracker.casework import services as casework
from tracker.casework.filters import apply
from tracker.casework.models import Grant
from tracker.casework.viewer import Viewer
from tracker.jobs import tasks
from tracker.leases import ATTEMPTS, LEASE
from tracker.packs import services
from tracker.packs.document import Document
from tracker.packs.filling import filled
from tracker.packs.models import PackRun, PackState
from tracker.packs.queries import document_of, leads_to_rows, runs_of
from tracker.packs.registry import PACKS
from tracker.packs.services import making
from tracker.reports.asking import QuestionForm
from tracker.wakeups import Wakeup
from workflows.vocabulary import Role

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
NOON = factories.moment(TODAY, 12)
LATER = NOON + LEASE + dt.timedelta(seconds=1)
IN_2020 = {"from": "2020-01-01", "until": "2020-12-31", "minimum": "1"}


@pytest.fixture(autouse=True)
def _on_the_day(clock: MovableClock) -> None:
    clock.move_to(NOON)


@pytest.fixture
def jersey() -> Office:
    office = factories.office("JER", own="JE", host="JE")
    for month in range(1, 5):
        fact(office, dt.date(2020, month, 1), to=factories.jurisdiction("CN"))
    return office


@pytest.fixture
def jo(jersey: Office) -> User:
    return factories.user("Jo", role=Role.OFFICER, office=jersey)


def looking(user: User, at: dt.datetime = NOON) -> Viewer:
    return Viewer(user=User.objects.get(pk=user.pk), at=at)


def form_of(user: User, *, at: dt.datetime = NOON, slug: str = "fatf", **more: str) -> QuestionForm:
    form = QuestionForm(
        {**IN_2020, **more}, report=PACKS[slug].question, viewer=looking(user, at), offered={}
    )
    assert form.is_valid(), form.errors
    return form


def ask(user: User, **more: Any) -> PackRun:
    return services.ask(form_of(user, **more))


def made(user: User, **more: Any) -> PackRun:
    run = ask(user, **more)
    assert services.make_next(at=NOON)
    run.refresh_from_db()
    return run


def said(run: PackRun) -> Document:
    document = document_of(run)
    assert document is not None
    return document


def made_in_all(document: Document) -> str:
    (part,) = [one for one in document.parts if one.title == "Requests made, by jurisdiction"]
    assert part.table is not None
    return part.table.totals[0].cells[1].text


def test_it_is_put_together_once_and_kept(jersey: Office, jo: User) -> None:
    run = made(jo)
    assert (run.state, run.finished_at, run.leased_until, run.attempts) == (PackState.DONE, NOON, None, 1)
    assert made_in_all(said(run)) == "4"
    fact(jersey, dt.date(2020, 6, 1))
    assert made_in_all(said(PackRun.objects.get())) == "4", "as it was kept"
    assert not services.make_next(at=NOON), "nothing waits"
    assert made_in_all(said(made(jo))) == "5", "asked anew"


def test_the_same_asked_twice_while_it_waits_is_one(jo: User) -> None:
    first = ask(jo)
    assert ask(jo) == first
    others = {ask(jo, until="2020-06-30"), ask(jo, hide_under="5"), ask(jo, slug="t-cy")}
    assert len(others | {first}) == PackRun.objects.count() == 4
    assert AccountEvent.objects.filter(kind="pack_asked").count() == 4
    services.make_next(at=NOON)
    assert ask(jo) != first, "what is ready is not given for what is asked now"


def test_two_people_who_ask_the_same_get_one_each(jersey: Office, jo: User) -> None:
    sue = factories.user("Sue", role=Role.OFFICER, office=jersey)
    assert ask(jo) != ask(sue)


def test_so_many_wait_for_one_person_and_no_more(jo: User) -> None:
    for minimum in range(1, services.MOST + 1):
        ask(jo, minimum=str(minimum))
    with pytest.raises(ValidationError, match="Wait for one of them"):
        ask(jo, minimum="50")
    assert ask(jo, minimum="1").pk == PackRun.objects.earliest("pk").pk, "what waits is told all the same"
    services.make_next(at=NOON)
    assert ask(jo, minimum="50").state == PackState.QUEUED


def test_trying_again_lets_no_more_wait_either(jo: User, client: Client) -> None:
    failed = ask(jo, minimum="50")
    PackRun.objects.update(state=PackState.FAILED)
    for minimum in range(1, services.MOST + 1):
        ask(jo, minimum=str(minimum))
    with pytest.raises(ValidationError, match="Wait for one of them"):
        services.try_again(failed)
    assert not services.try_again(PackRun.objects.latest("pk")), "what waits is left alone"
    client.force_login(jo)
    page = client.post(reverse("pack_again", args=[failed.uuid]), follow=True)
    assert "Wait for one of them" in page.content.decode()
    services.make_next(at=NOON)
    assert services.try_again(failed)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_asks_once(jo: User) -> None:
    def click() -> int:
        while True:
            try:
                return ask(jo).pk
            except OperationalError:  # SQLite: somebody else writes
                continue

    assert len(set(together(click, click, click))) == 1
    assert PackRun.objects.count() == 1


def test_the_database_keeps_the_same_from_waiting_twice(jo: User) -> None:
    run = ask(jo)
    run.pk, run.uuid = None, uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        run.save(force_insert=True)


def test_what_counted_when_it_was_asked_for_is_counted(jersey: Office, jo: User) -> None:
    run = ask(jo)
    kyiv = factories.office("KYI")
    fact(kyiv, dt.date(2020, 6, 1), to=factories.jurisdiction("EE"))
    factories.membership(jo, kyiv, Role.OFFICER)
    services.make_next(at=NOON)
    run.refresh_from_db()
    assert made_in_all(said(run)) == "4"
    assert dict(said(run).facts)["Offices counted"] == "Office JER (JER)"
    assert not leads_to_rows(run, looking(jo)), "the register shows more by now"


def test_figures_lead_to_their_rows(jo: User) -> None:
    run = made(jo)
    assert leads_to_rows(run, looking(jo))
    (part,) = [one for one in said(run).parts if one.title == "Requests made, by jurisdiction"]
    assert part.table is not None
    rows = part.table.totals[0].cells[1].rows
    assert rows is not None
    assert apply(looking(jo).requests, rows, at=NOON).count() == 4


def test_whoever_loses_the_office_loses_the_pack(jersey: Office, jo: User) -> None:
    run = made(jo)
    assert runs_of(looking(jo)).get() == run
    Membership.objects.update(until_on=TODAY)
    assert not runs_of(looking(jo)).exists()
    factories.membership(jo, factories.office("KYI"), Role.OFFICER)
    assert not runs_of(looking(jo)).exists()
    factories.membership(jo, jersey, Role.AUDITOR)
    assert runs_of(looking(jo)).get() == run, "auditors count it, too"
    assert not leads_to_rows(run, looking(jo))


def test_whoever_loses_a_granted_request_loses_the_pack(jersey: Office, jo: User) -> None:
    head = factories.user("Sam", role=Role.SUPERVISOR, office=jersey)
    guest = factories.user("Gus", role=Role.OFFICER, office=factories.office("KYI"))
    row = factories.sent(officer=jo, supervisor=head, office=jersey)
    casework.grant_access(
        row,
        guest,
        until_on=None,
        by=head,
        recorded_at=factories.moment(TODAY),
        seen_version=row.version,
    )
    run = made(guest, **{"from": "2026-01-01", "until": "2026-12-31"})
    assert made_in_all(said(run)) == "1"
    assert runs_of(looking(guest)).get() == run
    assert leads_to_rows(run, looking(guest))
    Grant.objects.update(until_on=TODAY)
    assert not runs_of(looking(guest, NOON + dt.timedelta(days=2))).exists()


def test_nobody_else_finds_it(jersey: Office, jo: User) -> None:
    made(jo)
    for role in (Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR):
        assert not runs_of(looking(factories.user(role.value, role=role, office=jersey))).exists()


def test_a_dead_worker_is_followed_after_its_lease(jo: User) -> None:
    run = ask(jo)
    with killed(making, "filled", after=True):
        services.make_next(at=NOON)
    run.refresh_from_db()
    assert (run.state, run.content, run.attempts) == (PackState.QUEUED, None, 1)
    assert not services.make_next(at=NOON + LEASE - dt.timedelta(seconds=1)), "it may live yet"
    assert services.make_next(at=LATER)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (PackState.DONE, 2)


def test_a_pack_that_kills_its_workers_is_given_up_and_can_be_tried_again(jo: User) -> None:
    run = ask(jo)
    for place in range(ATTEMPTS):
        with killed(making, "filled"):
            assert not services.make_next(at=NOON + place * (LEASE + dt.timedelta(seconds=1)))
    at = NOON + ATTEMPTS * (LEASE + dt.timedelta(seconds=1))
    assert not services.make_next(at=at)
    run.refresh_from_db()
    assert (run.state, run.content) == (PackState.FAILED, None)
    assert services.try_again(run)
    assert not services.try_again(run), "once"
    assert services.make_next(at=at)
    run.refresh_from_db()
    assert run.state == PackState.DONE
    assert not services.try_again(run)


def test_one_that_fails_says_so_and_holds_up_no_other(
    jo: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = ask(jo), ask(jo, minimum="7")

    def failing(pack: Any, form: QuestionForm, sight: Any) -> Document:
        if form.question().minimum == 1:
            raise ZeroDivisionError
        return filled(pack, form, sight)

    monkeypatch.setattr(making, "filled", failing)
    with caplog.at_level(logging.ERROR):
        while services.make_next(at=NOON):
            pass
    states = dict(PackRun.objects.values_list("pk", "state"))
    assert states == {bad.pk: PackState.FAILED, good.pk: PackState.DONE}
    assert caplog.text.count(f"the pack {bad.uuid} could not be put together") == ATTEMPTS


def test_a_database_that_is_away_fails_no_pack(jo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = ask(jo)
    with monkeypatch.context() as patch:
        patch.setattr(making, "filled", lambda *_given: (_ for _ in ()).throw(OperationalError("gone")))
        with pytest.raises(OperationalError):
            services.make_next(at=NOON)
    assert services.make_next(at=LATER)
    run.refresh_from_db()
    assert run.state == PackState.DONE


def test_without_a_broker_it_is_asked_for_all_the_same(
    jo: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def gone(*_given: Any, **_more: Any) -> None:
        raise NoBroker

    monkeypatch.setattr(current_app, "send_task", gone)
    with django_capture_on_commit_callbacks(execute=True):
        run = ask(jo)
    tasks.make_packs()  # as the schedule does
    run.refresh_from_db()
    assert run.state == PackState.DONE


def test_each_wakes_the_next(jo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Wakeup] = []
    monkeypatch.setattr(tasks, "wake_on_commit", seen.append)
    ask(jo)
    ask(jo, minimum="7")
    for woken in (1, 2, 2):
        tasks.make_packs()
        assert seen == [Wakeup.MAKE_PACKS] * woken


def test_anew_is_as_of_today_unless_a_past_day_was_chosen(jo: User) -> None:
    by_the_day, chosen = made(jo), made(jo, as_of="2020-06-30")
    next_day = NOON + dt.timedelta(days=1)
    anew = services.ask_again(by_the_day, looking(jo, next_day))
    assert (anew.as_of, anew.question) == (TODAY + dt.timedelta(days=1), by_the_day.question)
    again = services.ask_again(chosen, looking(jo, next_day))
    assert (again.as_of, again.question) == (dt.date(2020, 6, 30), chosen.question)
    assert "as_of" not in by_the_day.question


def test_made_after_midnight_it_is_as_of_the_day_that_was_asked(jo: User) -> None:
    run = ask(jo)
    services.make_next(at=NOON + dt.timedelta(days=1))
    run.refresh_from_db()
    assert said(run).on == TODAY
    assert dict(said(run).facts)["Made"] == "3 Mar 2026, 12:00 UTC"


def test_the_log_says_who_asked_and_who_took_it(jo: User) -> None:
    run = made(jo, hide_under="5")
    services.record_taken(run, looking(jo), form="pdf")
    asked, taken = AccountEvent.objects.filter(kind__startswith="pack_").order_by("sequence")
    assert (asked.kind, asked.by, asked.about) == ("pack_asked", jo, jo)
    assert asked.data == {
        "pack": str(run.uuid),
        "which": "fatf",
        "from": "2020-01-01",
        "until": "2020-12-31",
        "as_of": "2026-03-02",
        "minimum": "1",
        "hide_under": "5",
    }
    assert (taken.kind, taken.data) == (
        "pack_taken",
        {"pack": str(run.uuid), "which": "fatf", "form": "pdf"},
    )
    assert verify() == []


def test_old_ones_are_forgotten_and_the_log_stays(jo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    made(jo)
    waiting = ask(jo, minimum="9")
    young = ask(jo, minimum="8", at=NOON + dt.timedelta(days=2))
    assert services.forget_packs(before=NOON) == 0
    assert services.forget_packs(before=NOON + dt.timedelta(days=1)) == 1
    assert set(PackRun.objects.all()) == {waiting, young}, "what waits is waited for"
    monkeypatch.setattr(services.forgetting, "BATCH", 1)
    PackRun.objects.update(state=PackState.FAILED)
    later = NOON + dt.timedelta(days=9)
    assert [services.forget_packs(before=later) for _ in range(3)] == [1, 1, 0]
    assert AccountEvent.objects.filter(kind="pack_asked").count() == 3


@pytest.mark.parametrize("day", ["2020-1-1", " 2020-01-01 ", "２０２０-01-01"])
def test_a_day_in_other_signs_is_kept_as_the_same_day(jo: User, client: Client, day: str) -> None:
    # Written as it came it could not be read again, and took all pages of its reader's packs with it.
    client.force_login(jo)
    asked = client.post(
        reverse("pack", args=["fatf"]), {**IN_2020, "from": day, "hide_under": f"{'0' * 999}5"}
    )
    assert asked.status_code == 302
    assert PackRun.objects.get().question == {**IN_2020, "hide_under": "5"}
    for page in (reverse("packs"), asked.headers["Location"]):
        assert client.get(page).status_code == 200
    assert ask(jo, hide_under="5") == PackRun.objects.get(), "the same question waits already"
