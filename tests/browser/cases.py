"""Requests in every state that a page shows differently, on a day on which some of them are late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from tests import factories
from tests.browser.people import People
from tests.clocks import MovableClock
from tracker.accounts import services as accounts
from tracker.accounts.choices import Scope
from tracker.accounts.models import ApiToken, CalendarFeed
from tracker.casework import services
from tracker.casework.filters import CaseFilter
from tracker.casework.models import AssistanceRequest
from tracker.casework.viewer import Viewer
from tracker.chain import JSON
from tracker.enquiries import services as enquiries
from tracker.enquiries.models import EnquiryLine, EnquiryRun
from tracker.loading.services import load
from tracker.loading.values import SourceFile
from tracker.outbox.models import OutgoingState, Trouble, Webhook
from tracker.outbox.services import hosts, webhooks
from tracker.packs import services as packs
from tracker.packs.models import PackRun, PackState
from tracker.packs.registry import PACKS
from tracker.reports.asking import QuestionForm
from tracker.saved.models import SavedView
from tracker.saved.services import Question, save_view
from workflows.vocabulary import Direction, LinkKind, ResultKind, Transmission

TODAY = dt.date(2026, 6, 11)
MARCH = dt.date(2026, 3, 2)
LONG_TITLE = (
    "Subscriber, traffic and content data of the operators of an invitation-only marketplace in Hangzhou"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """One request of each kind; the letter is late and has a document, a result, a link and an entry taken back."""

    draft: AssistanceRequest
    letter: AssistanceRequest
    rogatory: AssistanceRequest
    preservation: AssistanceRequest
    incoming: AssistanceRequest
    answered: AssistanceRequest
    withdrawn: AssistanceRequest
    token: ApiToken
    feed: CalendarFeed
    run: EnquiryRun
    webhook: Webhook
    packs: tuple[PackRun, ...]
    view: SavedView

    @property
    def all(self) -> tuple[AssistanceRequest, ...]:
        """Each of them."""
        return (
            self.draft,
            self.letter,
            self.rogatory,
            self.preservation,
            self.incoming,
            self.answered,
            self.withdrawn,
            *(line.request for line in self.run.lines.select_related("request")),
        )


def make_cases(people: People, clock: MovableClock) -> Cases:
    """All of them, with the clock on TODAY."""
    clock.move_to(factories.moment(TODAY))
    officer, office = people.officer, people.beijing
    webhook = _webhook(people)
    told: dict[str, Any] = {"officer": officer, "supervisor": people.supervisor, "office": office}
    answered = factories.sent(**told, title="Opening of a bank account")
    answered = factories.done(answered, "execute", by=officer, on=dt.date(2026, 5, 4), items=("1",))
    withdrawn = factories.opened(by=officer, office=office, title="Interview of a witness", on=MARCH)
    return Cases(
        draft=factories.opened(by=officer, office=office, on=TODAY, title="Draft of this morning"),
        letter=_letter(people, link_to=answered),
        rogatory=factories.sent(**told, channel="letters_rogatory", title="Seizure of servers"),
        preservation=_preservation(told, link_to=answered),
        incoming=factories.opened(
            by=officer, office=office, channel="treaty", direction=Direction.INCOMING, title="They ask us"
        ),
        answered=answered,
        token=_token(people),
        feed=_feed(people),
        run=_run(people),
        withdrawn=factories.done(
            withdrawn, "withdraw", by=officer, on=dt.date(2026, 3, 9), texts={"reason": "Not needed any more"}
        ),
        webhook=_with_deliveries(webhook),
        packs=_packs(people),
        view=_view(people),
    )


def _view(people: People) -> SavedView:
    viewer = Viewer(user=people.officer, at=factories.moment(TODAY))
    question = Question(rows=CaseFilter(state="open", q="letter"))
    return save_view(viewer, "Letters under way", question, office=people.beijing)


def _preservation(told: dict[str, Any], *, link_to: AssistanceRequest) -> AssistanceRequest:
    """Kept since the second of June until a day that they told; two steps away from the letter."""
    row = factories.sent(
        **told,
        channel="network_24_7",
        title="Preservation of mailboxes",
        on=dt.date(2026, 6, 1),
        items=("PRES",),
    )
    by = told["officer"]
    told_until: dict[str, JSON] = {"until": "2026-12-01"}
    factories.done(row, "confirm_preservation", by=by, on=dt.date(2026, 6, 2), items=("1",), data=told_until)
    at, seen = factories.moment(TODAY), AssistanceRequest.objects.get(pk=row.pk).version
    services.link(row, link_to, LinkKind.PARALLEL_TO, by=by, recorded_at=at, seen_version=seen)
    return AssistanceRequest.objects.get(pk=row.pk)


def _token(people: People) -> ApiToken:
    """One with a use of each kind: answered, and refused."""
    made_at = factories.moment(TODAY)
    token, _secret = accounts.make_token(
        people.officer,
        people.beijing,
        label="Nightly import of the case system, and the figures for the ministry",
        scopes=frozenset(Scope),
        expires_at=made_at + dt.timedelta(days=10),
        by=people.officer,
        at=made_at,
    )
    address = "/api/v1/requests/0b8e7b3e-6b0e-4a8e-9a51-3f2f3a3b7c11/actions/hand_over/"
    for method, status, client in (
        ("GET", 200, "203.0.113.7"),
        ("POST", 403, "2001:db8:85a3::8a2e:370:7334"),
    ):
        accounts.record_use(token, method=method, path=address, status=status, client=client, at=made_at)
    return token


def _feed(people: People) -> CalendarFeed:
    """One that was read, and once too often."""
    at = factories.moment(TODAY)
    feed, _secret = accounts.make_feed(by=people.officer, at=at)
    for status in (200, 304, 429):
        accounts.record_feed_use(feed, status=status, client="203.0.113.7", at=at)
    return feed


def _packs(people: People) -> tuple[PackRun, ...]:
    """One that is ready, one with figures hidden, one that failed, and one that waits."""
    at, asked = factories.moment(TODAY), (("fatf", ""), ("t-cy", "5"), ("t-cy", "6"), ("fatf", "7"))
    runs = [_pack(people, slug, hide_under) for slug, hide_under in asked]
    for _ in range(2):
        packs.make_next(at=at)
    PackRun.objects.filter(pk=runs[2].pk).update(state=PackState.FAILED)
    return tuple(runs)


def _pack(people: People, slug: str, hide_under: str) -> PackRun:
    viewer = Viewer(user=people.officer, at=factories.moment(TODAY))
    form = QuestionForm({"hide_under": hide_under}, report=PACKS[slug].question, viewer=viewer, offered={})
    assert form.is_valid()
    return packs.ask(form)


def _run(people: People) -> EnquiryRun:
    """Letters to one ministry, about a request that has moved on since, so that it is refused."""
    at = factories.moment(TODAY)
    told: dict[str, Any] = {
        "officer": people.officer,
        "supervisor": people.supervisor,
        "office": people.beijing,
    }
    rows = [factories.sent(**told, title=title) for title in ("Logs of a relay", "Records of a registrar")]
    run = enquiries.ask(Viewer(user=people.officer, at=at), [row.uuid for row in rows])
    enquiries.write_waiting(at=at)
    factories.done(rows[0], "acknowledge", by=people.supervisor, on=TODAY)
    lines = EnquiryLine.objects.filter(run=run).select_related("request__office")
    sendings = [enquiries.Sending(line=line, seen_version=rows[0].version) for line in lines]
    mode = Transmission.DIPLOMATIC_BAG
    enquiries.mark_sent(run, sendings, sent_on=TODAY, mode=mode, by=people.officer, at=at)
    return run


def _webhook(people: People) -> Webhook:
    at = factories.moment(MARCH)
    hosts.allow_host("hooks.example.org", note="The national case system", by=people.administrator, at=at)
    url = "https://hooks.example.org/mutual-legal-assistance/events?office=BEJ&way=out"
    return webhooks.make_webhook(people.beijing, url=url, by=people.officer, at=at)


def _with_deliveries(webhook: Webhook) -> Webhook:
    """One in each state."""
    at = factories.moment(TODAY)
    first, second, third = webhook.deliveries.order_by("-created_at", "-pk")[:3]
    rows = webhook.deliveries.filter
    rows(pk=first.pk).update(state=OutgoingState.FAILED, attempts=12, last_error=Trouble.TIMED_OUT)
    rows(pk=second.pk).update(state=OutgoingState.SENT, attempts=1, last_status=204, sent_at=at)
    rows(pk=third.pk).update(state=OutgoingState.CANCELLED, attempts=1, last_error=Trouble.OWNER_LEFT)
    return webhook


def _letter(people: People, *, link_to: AssistanceRequest) -> AssistanceRequest:
    officer = people.officer
    row = factories.sent(
        officer=officer,
        supervisor=people.supervisor,
        office=people.beijing,
        title=LONG_TITLE,
        items=("SUBS", "TRAF"),
        is_confidential=True,
        facts="Four men sold cards.\n" * 4,
    )
    row = factories.done(row, "hand_over", by=officer, on=dt.date(2026, 3, 7))
    row = factories.done(row, "note", by=officer, on=dt.date(2026, 3, 8), texts={"note": "Of another file"})
    arrests = services.ResultDraft(
        kind=ResultKind.ARRESTS, quantity=Decimal(2), occurred_on=dt.date(2026, 3, 9)
    )
    scan = ContentFile(b"%PDF-1.7 letter")

    def then(write: Callable[..., object], *what: object, **how: Any) -> None:
        fresh = AssistanceRequest.objects.get(pk=row.pk)
        moment = factories.moment(dt.date(2026, 3, 9))
        write(fresh, *what, **how, by=officer, recorded_at=moment, seen_version=fresh.version)

    then(services.correct, target=row.version, void=True, reason="It belongs to another file")
    with services.received(scan, name="letter.pdf") as stored:
        then(services.add_document, stored)
    then(services.record_result, arrests)
    then(services.link, link_to, LinkKind.SUPPLEMENTARY_TO)
    return AssistanceRequest.objects.get(pk=row.pk)


def load_reference() -> None:
    """The directory as it is shipped, with its long names and many rows."""
    files = sorted((Path(settings.FIXTURE_DIR) / "reference").glob("*.csv"))
    report = load([SourceFile.read(file) for file in files], by=None, recorded_at=factories.RECORDED_AT)
    assert not report.problems
