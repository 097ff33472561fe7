"""The fields that a channel's table asks for, each built from its declaration and what the request offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.casework import labels
from tracker.casework.case import Case
from tracker.casework.models import Deadline, Item
from tracker.web.requests.forms.choices import NOTHING, Choices, authority_choices, officers_of
from tracker.web.requests.forms.happening import day_field
from tracker.web.requests.forms.versioned import plainly
from tracker.words import spoken
from workflows.engine import Action, Field, FieldName
from workflows.vocabulary import DeadlineKind, Direction, EventKind, Ground, Transmission

Builder = Callable[[Field, Action, Case], forms.Field]

PICK: Final = {"data-pick": ""}
PRESERVING: Final = frozenset({EventKind.PRESERVATION_CONFIRMED, EventKind.PRESERVATION_RENEWED})


def field_for(entry: Field, action: Action, case: Case) -> forms.Field:
    """The form field of one declared field."""
    field = BUILDERS[entry.name](entry, action, case)
    field.required = entry.required
    return plainly(field)


def choosable(action: Action, case: Case) -> list[Item]:
    """The items that the action can be about; to move a deadline, those that have one of their own."""
    if action.field(FieldName.DEADLINE) is not None:
        running = Deadline.objects.filter(request=case.row, item__isnull=False).open().values("item")
        return list(case.row.items.filter(pk__in=running))
    items = [item for item in case.row.items.all() if not action.item_types or item.type in action.item_types]
    return [item for item in items if item.outcome in action.choosable]


def _items(_entry: Field, action: Action, case: Case) -> forms.Field:
    rows = choosable(action, case)
    only = len(rows) == 1 and action.field(FieldName.DEADLINE) is None
    return forms.MultipleChoiceField(
        label=_("Items it is about"),
        choices=[(str(item.number), _item_words(item)) for item in rows],
        widget=forms.CheckboxSelectMultiple,
        initial=[str(item.number) for item in rows] if only else [],
        error_messages={
            "required": _("Tick the items that this is about."),
            "invalid_choice": _("One of the chosen items cannot be chosen here. Choose among those listed."),
        },
    )


def _item_words(item: Item) -> str:
    return " · ".join(part for part in (str(item), item.description or item.custodian) if part)


def _ground(entry: Field, _action: Action, _case: Case) -> forms.Field:
    grounds = [ground for ground in Ground if not entry.grounds or ground.kind in entry.grounds]
    return _choice(_("Ground"), [(ground.value, labels.GROUND[ground]) for ground in grounds])


def _stop(_entry: Field, _action: Action, case: Case) -> forms.Field:
    here = case.snapshot.holder.stop
    stops = [(stop.key, _stop_words(case, stop.key)) for stop in case.procedure.route if stop.key != here]
    return _choice(_("Stop"), list(stops))


def _stop_words(case: Case, key: str) -> str:
    """Stops of the way back have the names of those of the way out: tell them apart by their number."""
    keys = [stop.key for stop in case.procedure.route]
    return f"{keys.index(key) + 1}. {spoken(case.procedure.stop(key).label)}"


def _authority(_entry: Field, action: Action, case: Case) -> forms.Field:
    if action.field(FieldName.DEADLINE) is not None:
        return _owed_by(case)
    return _of_directory(case)


def _owed_by(case: Case) -> forms.Field:
    """Whose deadline is moved, where several authorities owe the same."""
    rows = Deadline.objects.filter(request=case.row, authority__isnull=False).select_related("authority")
    named = {row.authority_id: row.authority.name for row in rows.open() if row.authority}
    field = _choice(_("Authority that owes it"), [(str(pk), name) for pk, name in named.items()], coerce=int)
    field.help_text = _("Left empty, every authority that owes it.")
    return field


def _of_directory(case: Case) -> forms.Field:
    field = _choice(_("Authority"), authority_choices(case.today), coerce=int)
    field.widget.attrs.update(PICK)
    field.help_text = _("If it is not in the list, an administrator can add it to the directory.")
    return field


def _mode(_entry: Field, _action: Action, _case: Case) -> forms.Field:
    return _choice(
        _("How it was transmitted"), [(mode.value, labels.TRANSMISSION[mode]) for mode in Transmission]
    )


def _deadline(_entry: Field, _action: Action, case: Case) -> forms.Field:
    """Each running one once, with the dates on which it ends for its items or authorities."""
    rules = {key: spoken(rule.label) for key, rule in case.rules.items()}
    ends: dict[str, list[str]] = {}
    for row in Deadline.objects.filter(request=case.row).open():
        days = ends.setdefault(row.rule, [])
        days += [day for day in [date_format(row.last_day)] if day not in days]
    choices: Choices = [(key, f"{rules.get(key, key)}, {' / '.join(days)}") for key, days in ends.items()]
    field = _choice(_("Deadline"), choices)
    field.initial = choices[0][0] if len(choices) == 1 else None
    return field


def _officer(_entry: Field, _action: Action, case: Case) -> forms.Field:
    people = officers_of(case.row.office, case.today)
    return _choice(_("Officer"), [(str(person.pk), str(person)) for person in people], coerce=int)


def _granted_by(_entry: Field, _action: Action, case: Case) -> forms.Field:
    field = _of_directory(case)
    field.label = _("Authority that granted it")
    field.help_text = _("For an extension. Of an authority that is not in the list, write the name below.")
    return field


def _until(_entry: Field, action: Action, case: Case) -> forms.Field:
    if action.field(FieldName.DEADLINE) is not None:
        return day_field(_("New date"), help_text=_offered(case))
    if action.kind in PRESERVING:
        return day_field(_("Preserved until, as they told"), help_text=_counted(action, case))
    return day_field(_("Date until which it holds"))


def _counted(action: Action, case: Case) -> str:
    """What the law counts where they told nothing."""
    direction = Direction(case.row.direction)
    for rule in case.rules.values():
        opens = rule.opens_on - rule.only_dated if direction in rule.directions else frozenset()
        if rule.kind is DeadlineKind.EXPIRY and action.kind in opens:
            renewed = action.kind is EventKind.PRESERVATION_RENEWED and rule.extension
            period = {"period": spoken((renewed or rule.period).words()), "article": rule.citation.article}
            if renewed:
                return gettext("Left empty, %(period)s from its end, by %(article)s.") % period
            return gettext("Left empty, %(period)s from that day, by %(article)s.") % period
    if any(entry.item for entry in case.snapshot.open_expiries):
        return gettext("Left empty, the date that runs stays.")
    return gettext("Left empty, no date is watched: no law says how long they keep it.")


def _offered(case: Case) -> str:
    """What the laws of the running deadlines let be added, which holds where no date is typed."""
    offered = [
        _("%(deadline)s: %(day)s, by %(article)s")
        % {
            "deadline": spoken(case.rules[entry.rule].label),
            "day": date_format(entry.until),
            "article": entry.article,
        }
        for entry in case.extensions
    ]
    if not offered:
        return gettext("No law lets a running deadline be extended any further.")
    return gettext("Left empty, the extension of its law. %(extensions)s") % {
        "extensions": "; ".join(map(str, offered))
    }


def _words(label: Any, *, rows: int = 3) -> Builder:
    return lambda entry, action, case: forms.CharField(
        label=label, widget=forms.Textarea({"rows": rows}), max_length=5000
    )


def _line(label: Any) -> Builder:
    return lambda entry, action, case: forms.CharField(label=label, max_length=120)


def _choice(label: Any, choices: Choices, *, coerce: Callable[[str], object] = str) -> forms.TypedChoiceField:
    listed = choices if choices and choices[0][0] == "" else [NOTHING, *choices]
    errors = {"invalid_choice": _("This cannot be chosen here. Choose one of those listed.")}
    return forms.TypedChoiceField(
        label=label, choices=listed, coerce=coerce, empty_value=None, error_messages=errors
    )


BUILDERS: Final[Mapping[FieldName, Builder]] = {
    FieldName.ITEMS: _items,
    FieldName.GROUND: _ground,
    FieldName.REASON: _words(_("Reason")),
    FieldName.NOTE: _words(_("Note")),
    FieldName.THEIR_REFERENCE: _line(_("Their reference")),
    FieldName.STOP: _stop,
    FieldName.AUTHORITY: _authority,
    FieldName.UNTIL: _until,
    FieldName.MODE: _mode,
    FieldName.DEADLINE: _deadline,
    FieldName.OFFICER: _officer,
    FieldName.GRANTED_BY: _granted_by,
    FieldName.GRANTOR: _line(_("Who granted it, if no authority of the list")),
}
