"""Calendar feeds: made, recognised, taken away; and the record of their uses."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from tracker.accounts.choices import AccountEventKind
from tracker.accounts.models import CalendarFeed, FeedUse, Office, User
from tracker.accounts.queries import feeds_of, is_administrator, local_date, offices_of
from tracker.accounts.services.log import append
from tracker.accounts.services.tokens import SECRET_BYTES, SEEN_EVERY, digest_of

PREFIX: Final = "mlac_"
HINT_LENGTH: Final = len(PREFIX) + 4
MOST: Final = 20
"""So many feeds of one person that are not revoked: enough for each device."""


@sensitive_variables("secret")
@transaction.atomic
def make_feed(
    *, by: User, at: datetime, office: Office | None = None, uuid: UUID | None = None
) -> tuple[CalendarFeed, str]:
    """Make a feed of the deadlines of ``by`` or of ``office``; return it with its secret, which nobody can read again.

    Of an office its supervisors make it. ``uuid`` where it was given out with the form: a form sent twice makes one
    feed, the second time a ValidationError says so.
    """
    if by.is_service:
        raise PermissionDenied
    if office is not None and office.pk not in offices_of(by, local_date(by, at)).supervisor:
        raise ValidationError({"office": _("Choose an office that you supervise.")})
    if CalendarFeed.objects.filter(user=by, revoked_at__isnull=True).count() >= MOST:
        raise ValidationError(
            _("You have %(most)d calendar feeds already. Revoke one first."), params={"most": MOST}
        )
    secret = f"{PREFIX}{secrets.token_urlsafe(SECRET_BYTES)}"
    feed = CalendarFeed(
        user=by, office=office, hint=secret[:HINT_LENGTH], digest=digest_of(secret), created_at=at
    )
    feed.uuid = uuid or feed.uuid
    feed.full_clean()
    feed.save()
    append(AccountEventKind.FEED_MADE, by=by, at=at, about=by, office=office, data={"feed": str(feed.uuid)})
    return feed, secret


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, by: User, at: datetime) -> bool:
    """End a feed at once; False where it had ended. Its maker may, supervisors of its office and administrators."""
    on = local_date(by, at)
    may = feeds_of(by, offices_of(by, on).supervisor).filter(pk=feed.pk).exists()
    if not may and not is_administrator(by, on):
        raise PermissionDenied
    if not CalendarFeed.objects.filter(pk=feed.pk, revoked_at__isnull=True).update(revoked_at=at):
        return False
    data = {"feed": str(feed.uuid)}
    append(AccountEventKind.FEED_REVOKED, by=by, at=at, about=feed.user, office=feed.office, data=data)
    return True


@sensitive_variables("secret")
def feed_of(secret: str) -> CalendarFeed | None:
    """The feed of that secret, whether or not it still counts."""
    return CalendarFeed.objects.select_related("user", "office").filter(digest=digest_of(secret)).first()


def record_feed_use(feed: CalendarFeed, *, status: int, client: str | None, at: datetime) -> None:
    """Write one use into the record, and on the feed when it was last used."""
    FeedUse.objects.create(feed=feed, at=at, status=status, client=client)
    unseen = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - SEEN_EVERY)
    CalendarFeed.objects.filter(unseen, pk=feed.pk).update(last_used_at=at)
