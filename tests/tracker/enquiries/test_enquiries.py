"""Which requests are due for an enquiry, their letters, and what is recorded once they were sent."""

from __future__ import annotations

import datetime as dt
import errno
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tracker.accounts.models import Membership, Office, User
from tracker.casework.errors import Refused
from tracker.casework.models import AssistanceRequest, Event
from tracker.casework.viewer import Viewer
from tracker.directory.models import Authority, AuthorityKind, JurisdictionKind
from tracker.enquiries import services
from tracker.enquiries.files import pdf_of, zip_of
from tracker.enquiries.models import EnquiryLetter, EnquiryLine, EnquiryRun, RunState
from tracker.enquiries.queries import addressee_of, due, runs_of
from tracker.enquiries.services import writing
from tracker.enquiries.wording import Wording, addressee_words
from tracker.leases import LEASE
from workflows.vocabulary import Direction, EventKind, Role, Transmission

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)
APRIL = dt.date(2026, 4, 3)
NOON = factories.moment(APRIL, 12)


@pytest.fixture
def office() -> Office:
    return factories.office("BEJ")


@pytest.fixture
def ann(office: Office) -> User:
    return factories.user("Ann", role=Role.OFFICER, office=office)


@pytest.fixture
def sue(office: Office) -> User:
    return factories.user("Sue", role=Role.SUPERVISOR, office=office)


@pytest.fixture
def ministry() -> Authority:
    return Authority.objects.create(
        code="cn-moj",
        jurisdiction=factories.jurisdiction("CN"),
        name="Ministry of Justice <#strong[x]>",
        search_name="ministry",
        address="1 Main Road\nBeijing",
        kind=AuthorityKind.JUSTICE_MINISTRY,
        source="Made for a test",
        as_of=MARCH,
    )


@pytest.fixture
def letter(ann: User, sue: User, office: Office, ministry: Authority) -> AssistanceRequest:
    return factories.sent(
        officer=ann,
        supervisor=sue,
        office=office,
        title="Accounts of John Doe",
        requested_authority=ministry,
        their_reference="MOJ/77",
    )


def viewer(user: User, at: dt.datetime = NOON) -> Viewer:
    return Viewer(user=user, at=at)


def references(user: User, at: dt.datetime = NOON) -> list[str]:
    return [deadline.request.reference for deadline in due(viewer(user, at))]


def asked(user: User, *rows: AssistanceRequest) -> EnquiryRun:
    return services.ask(viewer(user), [row.uuid for row in rows])


def stored_files() -> set[Path]:
    return {path for path in Path(default_storage.path("")).rglob("*") if path.is_file()}


def unpacked(run: EnquiryRun) -> dict[str, bytes]:
    with ZipFile(BytesIO(zip_of(run))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


class TestDue:
    def test_a_month_without_movement_and_a_little_before(self, ann: User, letter: AssistanceRequest) -> None:
        assert references(ann, factories.moment(dt.date(2026, 3, 9))) == []
        assert references(ann) == [letter.reference]
        factories.done(letter, "enquire", by=ann, on=APRIL)
        assert references(ann) == []

    def test_only_open_ones_of_ours_to_others(
        self, ann: User, sue: User, office: Office, letter: AssistanceRequest
    ) -> None:
        factories.opened(by=ann, office=office, channel="treaty", direction=Direction.INCOMING)
        answered = factories.sent(officer=ann, supervisor=sue, office=office)
        factories.done(answered, "execute", by=ann, on=MARCH, items=("1",))
        imported = factories.sent(officer=ann, supervisor=sue, office=office)
        AssistanceRequest.objects.filter(pk=imported.pk).update(is_adopted=False)
        assert references(ann) == [letter.reference]

    def test_only_where_one_works(self, letter: AssistanceRequest, office: Office) -> None:
        tom = factories.user("Tom", role=Role.OFFICER, office=factories.office("PAR"))
        abe = factories.user("Abe", role=Role.AUDITOR, office=office)
        assert references(tom) == references(abe) == []
        with pytest.raises(ValidationError, match="not due"):
            asked(tom, letter)

    def test_the_number_of_queries_does_not_grow(
        self, ann: User, sue: User, office: Office, letter: AssistanceRequest
    ) -> None:
        def print_all() -> None:
            for deadline in due(viewer(ann)):
                addressee_of(deadline.request)

        with CaptureQueriesContext(connection) as few:
            print_all()
        for _ in range(3):
            factories.sent(officer=ann, supervisor=sue, office=office)
        with CaptureQueriesContext(connection) as many:
            print_all()
        assert len(few) == len(many)


class TestAsking:
    def test_one_letter_for_each_addressee(
        self, ann: User, sue: User, office: Office, letter: AssistanceRequest, ministry: Authority
    ) -> None:
        told: dict[str, Any] = {"officer": ann, "supervisor": sue, "office": office}
        same = factories.sent(**told, requested_authority=ministry)
        nobody = factories.sent(**told)
        abroad = factories.sent(**told, to="EE")
        run = asked(ann, letter, same, nobody, abroad)
        found = {frozenset(line.request for line in one.lines.all()) for one in run.letters.exclude(number=0)}
        assert found == {frozenset({letter, same}), frozenset({nobody}), frozenset({abroad})}

    def test_asking_records_nothing(self, ann: User, letter: AssistanceRequest) -> None:
        asked(ann, letter)
        services.write_waiting(at=NOON)
        letter.refresh_from_db()
        assert not Event.objects.filter(kind=EventKind.STATUS_ENQUIRY_SENT).exists()
        assert references(ann) == [letter.reference]

    @pytest.mark.parametrize("count", [0, services.MOST + 1])
    def test_what_is_not_selected_or_too_much_is_refused(self, ann: User, count: int) -> None:
        with pytest.raises(ValidationError):
            services.ask(viewer(ann), [uuid4() for _ in range(count)])

    def test_the_same_form_twice_makes_one(self, ann: User, letter: AssistanceRequest) -> None:
        uuid = uuid4()
        services.ask(viewer(ann), [letter.uuid], uuid=uuid)
        with pytest.raises(ValidationError):
            services.ask(viewer(ann), [letter.uuid], uuid=uuid)
        assert EnquiryRun.objects.count() == 1

    def test_runs_are_seen_by_those_who_work_on_all_of_it(
        self, ann: User, office: Office, letter: AssistanceRequest
    ) -> None:
        run = asked(ann, letter)
        ben = factories.user("Ben", role=Role.OFFICER, office=office)
        tom = factories.user("Tom", role=Role.OFFICER, office=factories.office("PAR"))
        assert [row.pk for row in runs_of(viewer(ben))] == [run.pk]
        assert not runs_of(viewer(tom)).exists()
        Membership.objects.filter(user=ann).update(until_on=APRIL)
        assert not runs_of(viewer(ann)).exists()


class TestWriting:
    def test_both_forms_of_each_letter_and_the_list(self, ann: User, letter: AssistanceRequest) -> None:
        run = asked(ann, letter)
        assert services.write_waiting(at=NOON) == 1
        counted: Any = runs_of(viewer(ann)).get(pk=run.pk)
        assert (counted.state, counted.finished_at) == (RunState.DONE, NOON)
        assert (counted.written, counted.wanted, counted.recorded, counted.requests) == (2, 2, 0, 1)
        files = unpacked(run)
        name = "01-cn-ministry-of-justice-strongx"
        assert set(files) == {"00-list.docx", "00-list.pdf", f"{name}.docx", f"{name}.pdf"}
        assert all(files[one].startswith(b"%PDF") for one in files if one.endswith(".pdf"))
        assert zip_of(run) == zip_of(run)

    def test_a_letter_prints_both_references_and_no_fact_of_the_case(
        self, ann: User, letter: AssistanceRequest
    ) -> None:
        run = asked(ann, letter)
        services.write_waiting(at=NOON)
        files = unpacked(run)
        text = words_of(files["01-cn-ministry-of-justice-strongx.docx"])
        for wanted in (letter.reference, "MOJ/77", "2 Mar 2026", "3 Apr 2026", "Office BEJ", "1 Main Road"):
            assert wanted in text
        assert "Ministry of Justice <#strong[x]>" in text
        assert not any(word in text for word in ("John", "Accounts", "Ann"))
        assert letter.reference in words_of(files["00-list.docx"])

    @pytest.mark.parametrize(
        ("changes", "lines"),
        [
            ({}, ["1 Main Road", "Beijing", "CHINA"]),
            ({"address": ""}, ["CHINA"]),
            ({"address": "1 Main Road\nBeijing\nchina "}, ["1 Main Road", "Beijing", "china"]),
            ({"jurisdiction": None}, ["1 Main Road", "Beijing"]),
            ({"kind": AuthorityKind.MISSION}, ["1 Main Road", "Beijing"]),
        ],
    )
    def test_the_country_stands_in_capitals_below_the_address(
        self, office: Office, ministry: Authority, changes: dict[str, Any], lines: list[str]
    ) -> None:
        place = ministry.jurisdiction
        assert place is not None
        place.name = "China"
        for name, value in changes.items():
            setattr(ministry, name, value)
        found = EnquiryLetter(office=office, jurisdiction=place, addressee=ministry)
        assert addressee_words(found).splitlines() == [ministry.name, *lines]

    def test_no_country_within_our_own_nor_of_a_body_that_is_none(
        self, office: Office, ministry: Authority
    ) -> None:
        found = EnquiryLetter(office=office, jurisdiction=ministry.jurisdiction, addressee=ministry)
        ministry.jurisdiction = office.own_jurisdiction
        assert addressee_words(found).endswith("Beijing")
        body = factories.jurisdiction("EE")
        body.kind = JurisdictionKind.BODY
        ministry.jurisdiction = body
        assert addressee_words(found).endswith("Beijing")

    def test_a_writer_that_died_is_followed_by_another_where_it_stopped(
        self, ann: User, letter: AssistanceRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = asked(ann, letter)

        def killed(_words: object) -> bytes:
            raise SystemExit

        with monkeypatch.context() as patch:
            calls = iter([pdf_of, killed])

            def first_alone(words: Wording) -> bytes:
                return next(calls)(words)

            patch.setattr(writing, "pdf_of", first_alone)
            with pytest.raises(SystemExit):
                services.write_waiting(at=NOON)
        first = EnquiryLetter.objects.get(run=run, number=1)
        assert first.pdf
        assert services.write_waiting(at=NOON) == 0  # still leased
        assert services.write_waiting(at=NOON + LEASE) == 1
        run.refresh_from_db()
        assert run.state == RunState.DONE
        assert EnquiryLetter.objects.get(run=run, number=1).pdf.name == first.pdf.name

    def test_what_cannot_be_written_is_given_up_and_tried_again_when_asked(
        self, ann: User, letter: AssistanceRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = asked(ann, letter)

        def fails(_words: object) -> bytes:
            raise ValueError

        with monkeypatch.context() as patch:
            patch.setattr(writing, "docx_of", fails)
            assert [services.write_waiting(at=NOON) for _ in range(4)] == [1, 1, 1, 0]
        run.refresh_from_db()
        assert run.state == RunState.FAILED
        assert services.try_again(viewer(ann), run) == ()
        assert services.try_again(viewer(ann), run) is None
        services.write_waiting(at=NOON)
        run.refresh_from_db()
        assert run.state == RunState.DONE

    @pytest.mark.parametrize("full", ["docx", "pdf"])
    def test_where_there_is_no_room_nothing_is_left_behind(
        self, ann: User, letter: AssistanceRequest, monkeypatch: pytest.MonkeyPatch, full: str
    ) -> None:
        run, before = asked(ann, letter), stored_files()
        contents = {"docx": b"docx", "pdf": b"pdf"}
        monkeypatch.setattr(writing, "docx_of", lambda _words: contents["docx"])
        monkeypatch.setattr(writing, "pdf_of", lambda _words: contents["pdf"])
        save = default_storage.save

        def half(name: str, content: ContentFile[bytes]) -> str:
            path = save(name, content)
            content.seek(0)
            if content.read() == contents[full]:
                raise OSError(errno.ENOSPC, "no room")
            return path

        with monkeypatch.context() as patch:
            patch.setattr(default_storage, "save", half)
            assert [services.write_waiting(at=NOON) for _ in range(4)] == [1, 1, 1, 0]
        assert stored_files() == before
        services.try_again(viewer(ann), run)
        services.write_waiting(at=NOON)
        assert len(stored_files() - before) == 4

    def test_a_letter_that_cannot_be_printed_leaves_no_file(
        self, ann: User, letter: AssistanceRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked(ann, letter)
        before = stored_files()

        def fails(_words: object) -> bytes:
            raise ValueError

        monkeypatch.setattr(writing, "pdf_of", fails)
        services.write_waiting(at=NOON)
        assert stored_files() == before

    def test_letters_are_set_in_the_serif_of_the_pages(self, ann: User, sue: User, office: Office) -> None:
        run = asked(ann, factories.sent(officer=ann, supervisor=sue, office=office))
        services.write_waiting(at=NOON)
        letter = unpacked(run)["01-cn.pdf"]
        assert b"IBM-Plex-Serif" in letter
        assert b"Libertinus" not in letter

    def test_a_sign_that_no_font_has_is_no_obstacle(self, ann: User, sue: User, office: Office) -> None:
        row = factories.sent(officer=ann, supervisor=sue, office=office, their_reference="\U000f0000/7")
        run = asked(ann, row)
        services.write_waiting(at=NOON)
        assert unpacked(run)["01-cn.pdf"].startswith(b"%PDF")


class TestTryingAgain:
    """Nobody is chased twice: what happened since the letters were asked for is looked at."""

    @pytest.fixture
    def other(self, ann: User, sue: User, office: Office, ministry: Authority) -> AssistanceRequest:
        return factories.sent(officer=ann, supervisor=sue, office=office, requested_authority=ministry)

    @pytest.fixture
    def elsewhere(self, ann: User, sue: User, office: Office) -> AssistanceRequest:
        return factories.sent(officer=ann, supervisor=sue, office=office, to="UA")

    @pytest.fixture
    def run(
        self, ann: User, letter: AssistanceRequest, other: AssistanceRequest, elsewhere: AssistanceRequest
    ) -> EnquiryRun:
        """Two letters that were written, about two requests and one, and a list that could not be."""
        run = asked(ann, letter, other, elsewhere)
        services.write_waiting(at=NOON)
        EnquiryLetter.objects.filter(run=run, number=0).update(docx="", pdf="")
        EnquiryRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, finished_at=None)
        run.refresh_from_db()
        return run

    def left(self, run: EnquiryRun) -> set[str]:
        return set(run.lines.values_list("request__reference", flat=True))

    def test_what_a_colleague_has_asked_for_since_is_left_out(
        self, ann: User, sue: User, run: EnquiryRun, letter: AssistanceRequest, other: AssistanceRequest
    ) -> None:
        number = run.letters.get(lines__request=letter).number
        kept = run.letters.exclude(number__in=(0, number)).get()
        asked(sue, letter)
        assert services.try_again(viewer(ann), run) == (letter.reference,)
        assert letter.reference not in self.left(run)
        services.write_waiting(at=NOON)
        run.refresh_from_db()
        assert run.state == RunState.DONE
        files = unpacked(run)
        [written] = [
            words_of(files[name])
            for name in files
            if name.startswith(f"{number:02d}-cn") and name.endswith("docx")
        ]
        assert other.reference in written
        assert letter.reference not in written + words_of(files["00-list.docx"])
        assert run.letters.get(number=kept.number).pdf == kept.pdf, "what was written of others stays written"

    def test_what_was_recorded_as_sent_since_is_left_out(
        self, ann: User, run: EnquiryRun, elsewhere: AssistanceRequest
    ) -> None:
        factories.done(
            elsewhere, "enquire", by=ann, on=APRIL, data={"mode": Transmission.DIPLOMATIC_BAG.value}
        )
        assert services.try_again(viewer(ann), run) == (elsewhere.reference,)
        assert run.letters.count() == 2, "a letter about nothing is none"

    def test_letters_that_others_could_not_get_or_had_before_are_no_obstacle(
        self, ann: User, sue: User, run: EnquiryRun, letter: AssistanceRequest, other: AssistanceRequest
    ) -> None:
        failed, before = asked(sue, letter), asked(sue, other)
        EnquiryRun.objects.filter(pk=failed.pk).update(state=RunState.FAILED)
        hour = dt.timedelta(hours=1)
        EnquiryRun.objects.filter(pk=before.pk).update(
            state=RunState.DONE, created_at=NOON - 2 * hour, finished_at=NOON - hour
        )
        assert services.try_again(viewer(ann), run) == ()
        assert len(self.left(run)) == 3

    def test_of_two_that_failed_the_first_that_is_tried_again_is_written(
        self, ann: User, sue: User, run: EnquiryRun, letter: AssistanceRequest
    ) -> None:
        second = asked(sue, letter)
        EnquiryRun.objects.filter(pk=second.pk).update(state=RunState.FAILED)
        assert services.try_again(viewer(ann), run) == ()
        services.write_waiting(at=NOON + dt.timedelta(minutes=1))
        with pytest.raises(Refused, match="Nothing is written again"):
            services.try_again(viewer(sue), second)

    def test_where_all_were_chased_nothing_is_tried_and_nothing_is_lost(
        self, ann: User, sue: User, run: EnquiryRun
    ) -> None:
        asked(sue, *[line.request for line in run.lines.select_related("request")])
        with pytest.raises(Refused, match="Nothing is written again"):
            services.try_again(viewer(ann), run)
        run.refresh_from_db()
        assert (run.state, run.lines.count(), run.letters.exclude(docx="").count()) == (RunState.FAILED, 3, 2)

    def test_their_files_go_with_what_they_said(
        self,
        ann: User,
        sue: User,
        run: EnquiryRun,
        letter: AssistanceRequest,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        paths = {number: docx for number, docx in run.letters.values_list("number", "docx") if docx}
        gone = run.letters.get(lines__request=letter).number
        asked(sue, letter)
        with django_capture_on_commit_callbacks(execute=True):
            services.try_again(viewer(ann), run)
        assert {number for number, path in paths.items() if not default_storage.exists(path)} == {gone}


class TestSending:
    @pytest.fixture
    def run(self, ann: User, sue: User, office: Office, letter: AssistanceRequest) -> EnquiryRun:
        other = factories.sent(officer=ann, supervisor=sue, office=office)
        run = asked(ann, letter, other)
        services.write_waiting(at=NOON)
        return run

    def marked(self, run: EnquiryRun, by: User, **more: Any) -> services.Marked:
        lines = EnquiryLine.objects.filter(run=run).select_related("request__office")
        sendings = [
            services.Sending(line=line, seen_version=more.get("seen", line.request.version)) for line in lines
        ]
        on = more.get("on", APRIL)
        return services.mark_sent(run, sendings, sent_on=on, mode=Transmission.DIPLOMATIC_BAG, by=by, at=NOON)

    def sent(self, run: EnquiryRun, by: User, **more: Any) -> tuple[EnquiryLine, ...]:
        marked = self.marked(run, by, **more)
        return marked.recorded + marked.recorded_before + marked.refused

    def test_each_request_gets_its_entry(self, run: EnquiryRun, ann: User) -> None:
        lines = self.sent(run, ann)
        events = Event.objects.filter(kind=EventKind.STATUS_ENQUIRY_SENT)
        assert events.count() == len(lines) == 2
        assert all(event.data["mode"] == "bag" and event.by == ann for event in events)
        assert {line.recorded for line in lines} == {event.sequence for event in events}
        assert references(ann) == []

    def test_what_is_not_written_was_not_sent(self, run: EnquiryRun, ann: User) -> None:
        EnquiryRun.objects.update(state=RunState.FAILED, finished_at=None)
        with pytest.raises(Refused, match="not written yet"):
            self.marked(run, ann)
        assert not Event.objects.filter(kind=EventKind.STATUS_ENQUIRY_SENT).exists()

    def test_nothing_is_recorded_twice(self, run: EnquiryRun, ann: User) -> None:
        assert len(self.marked(run, ann).recorded) == 2
        again = self.marked(run, ann)
        assert (again.recorded, len(again.recorded_before), again.refused) == ((), 2, ())
        assert Event.objects.filter(kind=EventKind.STATUS_ENQUIRY_SENT).count() == 2

    def test_what_is_refused_says_why_and_holds_up_no_other(
        self, run: EnquiryRun, ann: User, letter: AssistanceRequest
    ) -> None:
        seen = AssistanceRequest.objects.get(pk=letter.pk).version
        factories.done(letter, "acknowledge", by=ann, on=APRIL)
        by_request = {line.request_id: line for line in self.sent(run, ann, seen=seen)}
        stale = by_request.pop(letter.pk)
        assert stale.recorded is None
        assert "Somebody" in str(stale.reasons[0])
        assert all(line.recorded for line in by_request.values())
        [again] = [line for line in self.sent(run, ann) if line.request_id == letter.pk]
        assert again.recorded is not None
        assert again.reasons == ()

    def test_the_rules_of_the_action_hold(self, run: EnquiryRun, ann: User) -> None:
        early = self.sent(run, ann, on=dt.date(2026, 3, 1))
        assert all(line.reasons and line.recorded is None for line in early)
        abe = factories.user("Abe", role=Role.AUDITOR, office=factories.office("BEJ"))
        assert all(line.reasons and line.recorded is None for line in self.sent(run, abe))
        assert not Event.objects.filter(kind=EventKind.STATUS_ENQUIRY_SENT).exists()
