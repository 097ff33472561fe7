"""A view by mail, once a week: how many requests it shows its reader, and the way there. Never what they are about."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.urls import reverse

from tracker.accounts.models import User
from tracker.casework.filters import apply
from tracker.casework.viewer import Viewer
from tracker.outbox import services as outbox
from tracker.outbox.models import MailKind, OutboxMessage
from tracker.reminders.policy import MORNING
from tracker.reminders.services.quiet import put_off_in_quiet_hours
from tracker.saved.models import SavedView, ViewMail, ViewMailing, Weekday
from tracker.saved.queries import asked_by, views_of

TEMPLATE: Final = "mail/view"
LONGER_THAN_A_WEEK: Final = timedelta(days=9)
"""Wherever somebody is, the Monday of their week lies less far back."""


@transaction.atomic
def mail_weekly(viewer: Viewer, view: SavedView, *, on: Weekday) -> ViewMail | None:
    """Have the viewer mailed each week on that day, at seven where they are; in place of another day.

    None where it was forgotten meanwhile; until this is kept nobody forgets it.
    """
    if SavedView.objects.select_for_update(no_key=True).filter(pk=view.pk).first() is None:
        return None
    mail, _is_new = ViewMail.objects.update_or_create(
        view=view, reader=viewer.user, defaults={"weekday": on, "created_at": viewer.at}
    )
    return mail


def stop_mail(viewer: Viewer, view: SavedView) -> None:
    """Mail it to the viewer no more."""
    ViewMail.objects.filter(view=view, reader=viewer.user).delete()


def queue_due(*, at: datetime) -> int:
    """Queue this week's mail to everybody whose morning has come and who has none yet; return how many.

    After an outage the mail of the week still comes, those of weeks that have gone by do not.
    """
    asked = ViewMail.objects.filter(reader__is_active=True).select_related("reader", "view")
    recent = ViewMailing.objects.filter(week__gte=at.date() - LONGER_THAN_A_WEEK)
    marked = set(recent.values_list("view", "reader", "week"))
    return sum(
        _queued(mail, at=at)
        for mail in asked.order_by("pk")
        if _is_due(mail, at) and (mail.view_id, mail.reader_id, _monday(mail.reader, at)) not in marked
    )


@transaction.atomic
def prepare(message: OutboxMessage, *, at: datetime) -> bool:
    """Count just before sending, as the reader may see then; cancel what they asked for no more or find no more.

    Nothing is counted of a view that asks for what is not known any more: it would be more than the view was kept for.
    """
    if put_off_in_quiet_hours(message, at=at):
        return False
    view = _wanted(message, at=at)
    if view is None:
        outbox.cancel(message)
        return False
    ways = {"path": reverse("saved_view", args=[view.uuid]), "views": reverse("saved_views")}
    outbox.word_anew(message, {**ways, **_counts(view, Viewer(user=message.recipient, at=at))})
    return outbox.seal(message)


def _counts(view: SavedView, viewer: Viewer) -> dict[str, int]:
    asked = asked_by(view)
    if asked.unknown:
        return {"unknown": len(asked.unknown)}
    found = apply(viewer.requests, asked.rows, at=viewer.at)
    return {"count": found.count(), "late": found.open().overdue(viewer.at).count()}


def _is_due(mail: ViewMail, at: datetime) -> bool:
    """At or after this week's moment, which came after they had asked for it."""
    here = ZoneInfo(mail.reader.time_zone)
    day = _monday(mail.reader, at) + timedelta(days=mail.weekday)
    return mail.created_at <= datetime.combine(day, MORNING, tzinfo=here) <= at


def _queued(mail: ViewMail, *, at: datetime) -> bool:
    """Mark and mail in one transaction; False where another sweep has just done it, or the view is forgotten."""
    mark: dict[str, Any] = {"view": mail.view, "reader": mail.reader, "week": _monday(mail.reader, at)}
    try:
        with transaction.atomic():
            message = outbox.draft(
                kind=MailKind.VIEW, recipient=mail.reader, template=TEMPLATE, params={}, at=at
            )
            outbox.enqueue([message])
            ViewMailing.objects.create(**mark, message=message)
    except IntegrityError:
        return False
    return True


def _monday(reader: User, at: datetime) -> date:
    today = at.astimezone(ZoneInfo(reader.time_zone)).date()
    return today - timedelta(days=today.weekday())


def _wanted(message: OutboxMessage, *, at: datetime) -> SavedView | None:
    reader = message.recipient
    mailing = ViewMailing.objects.select_related("view").get(message=message)
    asked = ViewMail.objects.filter(view=mailing.view, reader=reader).exists()
    if mailing.view is None or not asked or not reader.is_active:
        return None
    return views_of(Viewer(user=reader, at=at)).filter(pk=mailing.view.pk).first()
