"""Reminders that an office wants earlier, or told to more people, than the tables say."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tracker import clock
from tracker.accounts.models import OfficeRung, User
from tracker.accounts.services import ladders
from tracker.admin.base import ServiceAdmin, ServiceForm, never
from tracker.admin.site import site
from tracker.casework import labels
from tracker.reminders.services import plan_again
from tracker.words import spoken
from workflows import registry
from workflows.deadlines import LADDERS


class OfficeRungForm(ServiceForm):
    """A tightening from now on. Of the tables only what lies in them can be chosen."""

    kind = forms.ChoiceField(
        label=_("Kind of deadline"),
        required=False,
        choices=lambda: [("", "–"), *labels.choices(labels.DEADLINE_KIND)],
        help_text=_("Every rule of this kind that has no ladder of its own."),
    )
    rule = forms.ChoiceField(label=_("Or one rule"), required=False, choices=lambda: [("", "–"), *_rules()])
    step = forms.ChoiceField(
        label=_("Rung"),
        required=False,
        choices=lambda: [("", _("a new one")), *((key, key) for key in _rungs())],
    )

    class Meta:
        model = OfficeRung
        fields = (
            "office",
            "kind",
            "rule",
            "step",
            "anchor",
            "days",
            "to_supervisor",
            "to_head_above",
            "reason",
        )

    def apply(self) -> OfficeRung:
        """Keep it, and let the open deadlines that it concerns be planned anew."""
        with transaction.atomic():
            rung = ladders.tighten(OfficeRung(**self.cleaned_data), **self.who)
            plan_again(rung, at=self.at)
            return rung


@admin.register(OfficeRung, site=site)
class OfficeRungAdmin(ServiceAdmin):
    """Rungs are added and taken back, never changed: what was asked, why and until when stays to be read."""

    form = OfficeRungForm
    list_display = (
        "office",
        "of",
        "step",
        "anchor",
        "days",
        "to_supervisor",
        "to_head_above",
        "added_by",
        "added_at",
        "ended_at",
    )
    list_filter = ("office", "kind", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("office", "added_by")
    search_fields = ("rule", "office__code", "reason")
    has_change_permission = never
    actions = ("take_back",)

    @admin.display(description=_("of"), ordering="rule")
    def of(self, rung: OfficeRung) -> str:
        """The rule or the kind, in words."""
        if rung.rule:
            rule = registry.RULES.get(rung.rule)
            return spoken(rule.label) if rule else rung.rule
        return str(dict(labels.choices(labels.DEADLINE_KIND))[rung.kind])

    @admin.action(description=_("Take back: return to what the tables say"), permissions=["add"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[OfficeRung]) -> None:
        """Take back each by the service."""
        at = clock.now()
        for rung in queryset.select_related("office"):
            with transaction.atomic():
                if ladders.take_back(rung, by=cast(User, request.user), at=at):
                    plan_again(rung, at=at)


def _rules() -> list[tuple[str, str]]:
    named = ((key, f"{spoken(rule.label)} ({rule.citation.article})") for key, rule in registry.RULES.items())
    return sorted(named, key=lambda entry: entry[1])


def _rungs() -> list[str]:
    own = (rule.ladder for rule in registry.RULES.values())
    return list(dict.fromkeys(step.key for ladder in (*LADDERS.values(), *own) for step in ladder))
