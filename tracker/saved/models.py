"""A view of the register: its filters, its order and its columns, under a name."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class SavedView(models.Model):
    """What ``owner`` asks of the register, kept under a name; with an ``office`` whoever works there finds it as well.

    It holds the question only: what it shows is asked anew of what its reader may see.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        "tracker.User", verbose_name=_("owner"), on_delete=models.PROTECT, related_name="saved_views"
    )
    office = models.ForeignKey(
        "tracker.Office",
        verbose_name=_("shared with"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=80)
    # As after the question mark of the register's address.
    query = models.CharField(max_length=2_000, blank=True)
    created_at = models.DateTimeField(_("made"))

    class Meta:
        app_label = "tracker"
        ordering = ("name", "id")
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("owner", "name"), name="saved_view_named_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ViewMail(models.Model):
    """``reader`` is mailed once a week how many requests the view shows them; Monday is 0."""

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="mails")
    reader = models.ForeignKey("tracker.User", on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "tracker"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("view", "reader"), name="view_mail_once"),
            models.CheckConstraint(
                condition=models.Q(weekday__in=Weekday.values), name="view_mail_on_a_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.view_id} to {self.reader_id}"


class ViewMailing(models.Model):
    """The mark of one week's mail: unique, so that however often and late it is looked, there is one."""

    view = models.ForeignKey(SavedView, null=True, on_delete=models.SET_NULL, related_name="mailings")
    reader = models.ForeignKey("tracker.User", on_delete=models.CASCADE, related_name="+")
    # The Monday of the week where the reader is.
    week = models.DateField()
    message = models.OneToOneField(
        "tracker.OutboxMessage", on_delete=models.PROTECT, related_name="view_mailing"
    )

    class Meta:
        app_label = "tracker"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("view", "reader", "week"), name="view_mailing_once_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.view_id} to {self.reader_id}, {self.week}"
