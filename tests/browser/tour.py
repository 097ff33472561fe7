"""Every page of the program, by who sees it: what holds for all pages is tested by walking them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.cases import Cases
from tests.browser.conftest import Open
from tests.browser.people import People
from tracker.accounts.models import User

# Between them these ask for everything that an action can ask for.
ACTIONS = (
    "acknowledge",
    "deliver",
    "enquire",
    "execute",
    "extend_deadline",
    "hand_over_off_route",
    "hand_over_to_stop",
    "postpone",
    "refuse",
    "reopen",
)
NOWHERE = "/no-such-page/"
FORMS = ("request_edit", "request_document", "request_result", "request_link", "request_reassign")


def entrance() -> tuple[str, ...]:
    """What is seen before signing in."""
    return (reverse("account_login"), reverse("account_reset_password"))


def of_officer(cases: Cases) -> Iterator[str]:
    """The pages of daily work."""
    yield from (reverse(name) for name in ("worklist", "register", "request_new", "reports", "directory"))
    yield reverse("register") + "?q=nothing+has+such+a+name"
    yield reverse("register") + "?column=reference&column=title&column=due_on"
    yield reverse("saved_views") + "?query=state%3Dopen"
    yield reverse("saved_view_change", args=[cases.view.uuid])
    yield from (reverse("request", args=[row.uuid]) for row in cases.all)
    letter = cases.letter.uuid
    yield from (reverse("request_action", args=[letter, action]) for action in ACTIONS)
    yield from (reverse(name, args=[letter]) for name in FORMS)
    yield reverse("request_correct", args=[letter, cases.letter.events.get(action="hand_over").sequence])
    yield reverse("request_chances", args=[letter])
    yield reverse("own_record") + "?jurisdiction=CN&channel=letter_exchange"
    yield from (reverse("report", args=["response-rate"]), reverse("jurisdiction", args=["EE"]))
    yield from (
        reverse("packs"),
        reverse("pack", args=["fatf"]),
        *(reverse("pack_run", args=[run.uuid]) for run in cases.packs),
    )
    yield from (reverse("authorities"), reverse("treaties"), reverse("treaty", args=["budapest"]))
    yield from (reverse(name) for name in ("preferences", "account_change_password", "account_logout"))
    yield from (reverse(name) for name in ("tokens", "token_new"))
    yield from (reverse(name, args=[cases.token.uuid]) for name in ("token", "token_revoke"))
    yield from (reverse("enquiries"), reverse("enquiry_run", args=[cases.run.uuid]))
    yield from (reverse("notices"), reverse("notices") + "?show=unread")
    yield from (reverse("feeds"), reverse("feed", args=[cases.feed.uuid]))
    yield from (reverse("webhooks"), reverse("webhook_new"), reverse("webhook", args=[cases.webhook.uuid]))
    yield NOWHERE


def of_supervisor(cases: Cases) -> tuple[str, ...]:
    """What only somebody above the office has."""
    return (reverse("overdue"), reverse("request_access", args=[cases.letter.uuid]))


def of_administrator(people: People, cases: Cases) -> tuple[str, ...]:
    """The administration: its index, a list, forms with and without rows below."""
    return (
        reverse("admin:tracker_apitoken_changelist"),
        reverse("admin:tracker_apitoken_add"),
        reverse("admin:tracker_apitoken_change", args=[cases.token.pk]),
        reverse("admin:tracker_apitoken_revoke", args=[cases.token.pk]),
        reverse("loading"),
        reverse("admin:index"),
        reverse("admin:tracker_user_changelist"),
        reverse("admin:tracker_user_change", args=[people.officer.pk]),
        reverse("admin:tracker_office_add"),
        reverse("admin:tracker_jurisdiction_change", args=[people.beijing.host_jurisdiction_id]),
    )


def of_auditor(cases: Cases) -> tuple[str, ...]:
    """The log, and what is empty for those who may not see the content of a case."""
    return (reverse("log"), reverse("log_of", args=[cases.letter.uuid]), reverse("register"))


def signed_in(page: Page, user: User) -> Page:
    """Signed in without the page for it, which has tests of its own."""
    client = Client()
    client.force_login(user)
    page.goto(reverse("account_login"))
    address = urlsplit(page.url)
    own = f"{address.scheme}://{address.netloc}"
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": own}])
    return page


def walk(
    browse: Open,
    people: People,
    cases: Cases,
    look: Callable[[Page], None],
    *,
    width: int,
    bypass: bool = False,
) -> None:
    """Open every page in turn, as somebody who may see it, and ``look`` at it."""
    parts: tuple[tuple[User | None, Iterable[str]], ...] = (
        (None, entrance()),
        (people.officer, of_officer(cases)),
        (people.supervisor, of_supervisor(cases)),
        (people.administrator, of_administrator(people, cases)),
        (people.auditor, of_auditor(cases)),
    )
    for user, addresses in parts:
        page = browse(width=width, bypass=bypass)
        if user:
            signed_in(page, user)
        for address in addresses:
            answer = page.goto(address)
            assert answer
            assert answer.status == (404 if address == NOWHERE else 200), address
            page.get_by_role("heading", level=1).first.wait_for()
            look(page)
        page.context.close()
