"""The logs, for auditors: of accounts, reference data, requests and tokens, and whether their chains hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.accounts import services
from tracker.accounts.models import FeedUse, Office, TokenUse
from tracker.accounts.queries import account_lines, feeds_audited
from tracker.api.logs import read
from tracker.api.logs.filters import (
    AccountLogInput,
    DirectoryLogInput,
    EventLogInput,
    FeedLogInput,
    TokenLogInput,
    VerificationInput,
    asked,
    between,
    exactly,
)
from tracker.api.paging import AFTER, neighbours, page_asked_for, paged
from tracker.api.schema import PAGING, page_of
from tracker.api.views import ApiView
from tracker.casework.models import AssistanceRequest, Event
from tracker.casework.models.request import AssistanceRequestQuerySet
from tracker.casework.policy import auditable_by
from tracker.casework.services.log import verify_all
from tracker.directory.models import DirectoryChange
from tracker.paging import Order

NEWEST: Final = Order()
"""The last line that was written comes first."""
LINES: Final = 2_000
"""So many lines of the log of accounts are verified while somebody waits."""


class ForAuditors(ApiView):
    """Base of the views of the logs: 403 for whoever audits no office."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Ask for the role before anything is read."""
        super().initial(request, *args, **kwargs)
        if not self.viewer.scope.auditor:
            raise PermissionDenied

    def offices(self, given: Mapping[str, Any]) -> frozenset[int]:
        """Ids of the offices that the caller audits, or the one that is asked for: none where it is not among them."""
        audited = self.viewer.scope.auditor
        if "office" not in given:
            return audited
        return frozenset(
            Office.objects.filter(pk__in=audited, code=given["office"]).values_list("pk", flat=True)
        )

    def requests(self, given: Mapping[str, Any]) -> AssistanceRequestQuerySet:
        """The requests whose logs the caller may read, all of them or those of the office that is asked for."""
        viewer = self.viewer
        requests = auditable_by(viewer.user, viewer.today, scope=viewer.scope)
        return requests.filter(exactly(given, office="office__code"))


class AccountLog(ForAuditors):
    """The log of accounts, roles, offices and tokens."""

    @extend_schema(
        parameters=[AccountLogInput, *PAGING],
        responses={200: page_of(read.AccountLogLine, "AccountLog")},
        operation_id="logs_accounts_list",
    )
    def get(self, request: Request) -> Response:
        """Lines about the offices that the caller audits and the people who had a role there then; newest first."""
        given = asked(request, AccountLogInput)
        lines = account_lines(self.offices(given))
        if "user" in given:
            lines = lines.filter(Q(by__uuid=given["user"]) | Q(about__uuid=given["user"]))
        found = lines.filter(exactly(given, kind="kind"), between(given, "recorded_at"))
        return paged(request, found.select_related("by", "about", "office"), NEWEST, read.AccountLogLine, {})


class DirectoryLog(ForAuditors):
    """The log of reference data."""

    @extend_schema(
        parameters=[DirectoryLogInput, *PAGING],
        responses={200: page_of(read.DirectoryLogLine, "DirectoryLog")},
        operation_id="logs_directory_list",
    )
    def get(self, request: Request) -> Response:
        """Rows added or changed; reference data is of no office: whoever audits any reads all. Newest first."""
        given = asked(request, DirectoryLogInput)
        narrowed = exactly(given, kind="kind", table="model", user="by__uuid")
        found = DirectoryChange.objects.filter(narrowed, between(given, "recorded_at")).select_related("by")
        return paged(request, found, NEWEST, read.DirectoryLogLine, {})


class EventLog(ForAuditors):
    """The logs of requests."""

    @extend_schema(
        parameters=[EventLogInput, *PAGING],
        responses={200: page_of(read.EventLogLine, "EventLog")},
        operation_id="logs_events_list",
    )
    def get(self, request: Request) -> Response:
        """Entries of the requests of offices that the caller audits, codes only; the last recorded first."""
        given = asked(request, EventLogInput)
        narrowed = exactly(given, kind="kind", user="by__uuid", request="request__uuid")
        entries = Event.objects.filter(request__in=self.requests(given))
        found = entries.filter(narrowed, between(given, "recorded_at"))
        return paged(request, found.select_related("request__office", "by"), NEWEST, read.EventLogLine, {})


class TokenLog(ForAuditors):
    """Uses of tokens."""

    @extend_schema(
        parameters=[TokenLogInput, *PAGING],
        responses={200: page_of(read.TokenLogLine, "TokenLog")},
        operation_id="logs_tokens_list",
    )
    def get(self, request: Request) -> Response:
        """Calls by tokens of the offices that the caller audits, refused ones among them; newest first."""
        given = asked(request, TokenLogInput)
        columns = {"user": "token__user__uuid", "token": "token__uuid", "status": "status"}
        narrowed = exactly(given, **columns)
        found = TokenUse.objects.filter(narrowed, between(given, "at"), token__office__in=self.offices(given))
        related = ("token__user", "token__office")
        return paged(request, found.select_related(*related), NEWEST, read.TokenLogLine, {})


class FeedLog(ForAuditors):
    """Uses of calendar feeds."""

    @extend_schema(
        parameters=[FeedLogInput, *PAGING],
        responses={200: page_of(read.FeedLogLine, "FeedLog")},
        operation_id="logs_calendars_list",
    )
    def get(self, request: Request) -> Response:
        """Readings of feeds of the offices that the caller audits and of the people who work there; newest first."""
        given = asked(request, FeedLogInput)
        narrowed = exactly(given, user="feed__user__uuid", feed="feed__uuid", status="status")
        feeds = feeds_audited(self.offices(given), self.viewer.today)
        found = FeedUse.objects.filter(narrowed, between(given, "at"), feed__in=feeds)
        return paged(
            request, found.select_related("feed__user", "feed__office"), NEWEST, read.FeedLogLine, {}
        )


class Verification(ForAuditors):
    """Whether the chains hold."""

    @extend_schema(
        parameters=[VerificationInput, *PAGING],
        responses={200: read.VerificationSerializer},
        operation_id="logs_verification_read",
    )
    def get(self, request: Request) -> Response:
        """Verify a part of the log of accounts and of a page of requests: each place where one does not hold."""
        given = asked(request, VerificationInput)
        page = page_asked_for(request, self.requests(given), NEWEST)
        further = AFTER in request.query_params and "line" not in given
        found = {
            "accounts": None if further else _accounts(given.get("line")),
            "requests": _requests(list(page.rows)),
            **neighbours(request, page),
        }
        return Response(read.VerificationSerializer(found).data)


def _accounts(line: int | None) -> dict[str, Any]:
    """LINES lines from the one asked for, otherwise the newest ones."""
    lines = services.length()
    first = line or max(1, lines - LINES + 1)
    last = min(first + LINES - 1, lines)
    # A part that reaches the end is read to it, so that what was added behind the head is found.
    breaks = services.verify(first=first, last=last if last < lines else None) if first <= lines else []
    return {"first": first, "last": last, "lines": lines, "holds": not breaks, "breaks": breaks}


def _requests(rows: list[AssistanceRequest]) -> dict[str, Any]:
    by_reference = {row.reference: row for row in rows}
    breaks = [
        {
            "request": by_reference[found.reference],
            "sequence": found.sequence,
            "reason": found.reason,
        }
        for found in verify_all(rows)
    ]
    return {"holds": not breaks, "verified": len(rows), "breaks": breaks}
