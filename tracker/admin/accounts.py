"""Users, offices, roles, and the log of what happened to them."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import password_validation, update_session_auth_hash
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker import clock
from tracker.accounts import services
from tracker.accounts.models import AccountEvent, Membership, Office, User
from tracker.admin.base import ReadOnlyAdmin, ServiceAdmin, ServiceForm
from tracker.admin.site import site
from tracker.reminders.services import plan_headed, plan_moved
from workflows.vocabulary import Role


class UserForm(ServiceForm):
    """An account. A password typed here is passed on by the administrator; a link by mail is better.

    Whether it is a person's or a program's is said once: what was done under it stays what it was.
    """

    names: ClassVar = {"password": "new_password"}

    new_password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Leave it empty to keep the password; a new user then gets a link by mail to choose one."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)

    class Meta:
        model = User
        fields = (
            "email",
            "name",
            "language",
            "time_zone",
            "is_service",
            "is_active",
            "deputy",
            "absent_from",
            "absent_until",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and self.instance.is_service:
            del self.fields["new_password"]

    def clean_email(self) -> str:
        """Take the address in lower case, as it is kept."""
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_new_password(self) -> str:
        """Refuse a password that is too easy."""
        password = str(self.cleaned_data["new_password"])
        if password:
            password_validation.validate_password(password, self.instance)
        return password

    def apply(self) -> User:
        """Create or change the account, one service for each part that was changed."""
        data, who = self.cleaned_data, self.who
        person = {key: data[key] for key in ("email", "name", "time_zone", "language")}
        if self.instance.pk is None:
            kind = {"is_service": data["is_service"]}
            return services.create_user(**person, **kind, password=data["new_password"] or None, **who)
        user = services.change_user(User.objects.get(pk=self.instance.pk), **person, **who)
        if data.get("new_password"):
            services.set_password(user, password=data["new_password"], **who)
        absence: dict[str, Any] = {key: data.get(key) for key in ("deputy", "absent_from", "absent_until")}
        if not absence.keys().isdisjoint(self.changed_data):
            services.set_deputy(user, **absence, **who)
        if "is_active" in self.changed_data:
            (services.reactivate if data["is_active"] else services.deactivate)(user, **who)
        return user


@admin.register(User, site=site)
class UserAdmin(ServiceAdmin):
    """People who sign in, and programs that do not."""

    form = UserForm
    actions = ("send_link",)
    list_display = ("name", "email", "is_active", "is_service", "last_login", "is_demonstration")
    list_filter = (
        "is_active",
        "is_service",
        "is_demonstration",
        "memberships__role",
        "memberships__office",
    )
    search_fields = ("name", "email")
    readonly_fields = ("last_login", "created_at")

    def get_readonly_fields(self, _request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Keep what kind of account it is."""
        return ("is_service", "last_login", "created_at") if obj else ("last_login", "created_at")

    def get_fieldsets(self, _request: HttpRequest, obj: User | None = None) -> Any:
        """Ask for a new account only what it needs to begin, and of a program nothing that only people have."""
        name = ("email", "name", "language", "time_zone")
        if obj is not None and obj.is_service:
            return (
                (None, {"fields": name}),
                (_("Account"), {"fields": ("is_service", "is_active", "created_at")}),
            )
        if obj is None:
            return ((None, {"fields": (*name, "is_service", "new_password")}),)
        person = (None, {"fields": (*name, "new_password")})
        return (
            person,
            (_("Absence"), {"fields": ("deputy", "absent_from", "absent_until")}),
            (_("Account"), {"fields": ("is_active", "last_login", "created_at")}),
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: object) -> None:
        """Save; mail a link where no password was typed; keep signed in who changes their own."""
        super().save_model(request, obj, form, change)
        if obj.is_service:
            return
        if not form.cleaned_data["new_password"]:
            if not change:
                _mail_link(request, obj)
        elif obj == request.user:
            update_session_auth_hash(request, obj)

    @admin.action(description=_("Mail a link to choose a password"))
    def send_link(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Mail the link to the chosen people whose accounts are open."""
        users = list(queryset.filter(is_active=True, is_service=False))
        for user in users:
            _mail_link(request, user)
        said = ngettext("The link was mailed to %d user.", "The link was mailed to %d users.", len(users))
        self.message_user(request, said % len(users), messages.SUCCESS)


class OfficeForm(ServiceForm):
    """An office and its place in the tree."""

    class Meta:
        model = Office
        fields = (
            "code",
            "name",
            "parent",
            "time_zone",
            "host_jurisdiction",
            "own_jurisdiction",
            "is_active",
        )

    def clean_code(self) -> str:
        """Take the code in capital letters, as it is kept."""
        return str(self.cleaned_data["code"]).strip().upper()

    def apply(self) -> Office:
        """Found the office, or change it and then move it."""
        data, who = self.cleaned_data, self.who
        place = {key: data[key] for key in ("name", "time_zone", "host_jurisdiction", "own_jurisdiction")}
        if self.instance.pk is None:
            return services.create_office(code=data["code"], parent=data["parent"], **place, **who)
        office = Office.objects.get(pk=self.instance.pk)
        services.change_office(office, **place, is_active=data["is_active"], **who)
        moved = services.move_office(office, parent=data["parent"], **who)
        if "parent" in self.changed_data:
            plan_moved(moved, at=self.at)
        return moved


@admin.register(Office, site=site)
class OfficeAdmin(ServiceAdmin):
    """The tree of offices."""

    form = OfficeForm
    list_display = (
        "code",
        "name",
        "parent",
        "own_jurisdiction",
        "host_jurisdiction",
        "time_zone",
        "is_active",
    )
    list_filter = ("is_active", "own_jurisdiction")
    list_select_related = ("parent", "own_jurisdiction", "host_jurisdiction")
    search_fields = ("code", "name")

    def get_readonly_fields(self, _request: HttpRequest, obj: Office | None = None) -> tuple[str, ...]:
        """Keep the code: it stands in the references of requests."""
        return ("code",) if obj else ()

    def get_exclude(self, _request: HttpRequest, obj: Office | None = None) -> tuple[str, ...]:
        """Found only open offices."""
        return () if obj else ("is_active",)


class MembershipForm(ServiceForm):
    """A role of a user in an office; once given, only its end can be set."""

    class Meta:
        model = Membership
        fields = ("user", "office", "role", "from_on", "until_on")

    def apply(self) -> Membership:
        """Give the role, or set its end."""
        data, who = self.cleaned_data, self.who
        if self.instance.pk is not None:
            membership = Membership.objects.select_related("user").get(pk=self.instance.pk)
            ended = services.end_membership(membership, until_on=data["until_on"], **who)
            plan_headed(ended.office, Role(ended.role), from_on=data["until_on"], at=self.at)
            return ended
        office, role = data["office"], Role(data["role"])
        term = {"from_on": data["from_on"], "until_on": data["until_on"]}
        given = services.set_membership(data["user"], office, role=role, **term, **who)
        plan_headed(office, role, from_on=data["from_on"], at=self.at)
        return given


@admin.register(Membership, site=site)
class MembershipAdmin(ServiceAdmin):
    """Who has which role where, and when."""

    form = MembershipForm
    list_display = ("user", "role", "office", "from_on", "until_on")
    list_filter = ("role", "office")
    list_select_related = ("user", "office")
    search_fields = ("user__name", "user__email", "office__code", "office__name")

    def get_readonly_fields(self, _request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        """Keep what was given: another role is another membership."""
        return ("user", "office", "role", "from_on") if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose today."""
        today = clock.today(getattr(request.user, "time_zone", "UTC"))
        return {"from_on": today, **super().get_changeform_initial_data(request)}


@admin.register(AccountEvent, site=site)
class AccountEventAdmin(ReadOnlyAdmin):
    """The log: read here, verified by `manage.py verify_log`."""

    list_display = ("sequence", "occurred_at", "kind", "by", "about", "where", "codes")
    list_filter = ("kind", "office")
    list_select_related = ("by", "about", "office")
    search_fields = ("by__name", "by__email", "about__name", "about__email")

    @admin.display(description=_("office"), ordering="office__code")
    def where(self, event: AccountEvent) -> str:
        """Show the office by its code."""
        return event.office.code if event.office else ""

    @admin.display(description=_("codes"))
    def codes(self, event: AccountEvent) -> str:
        """Show the codes of an event in one line."""
        return ", ".join(f"{key}: {_spelled(value)}" for key, value in event.data.items() if value)


def _spelled(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _mail_link(request: HttpRequest, user: User) -> None:
    form = ResetPasswordForm({"email": user.email})
    if form.is_valid():
        form.save(request)
