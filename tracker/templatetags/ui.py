"""Small words and marks that every page uses, each written once."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from math import ceil
from typing import Final, Protocol

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.words import distance, moment_words, spoken, thousands
from workflows.messages import Message

register = template.Library()

# Icons that show a direction of reading and are mirrored from right to left.
MIRRORED = frozenset({"chevron-left", "chevron-right", "sign-out"})
HEATS: Final = 6
"""So many steps of tone has a matrix."""


class Valued(Protocol):
    """What a bar must know of itself."""

    @property
    def value(self) -> int: ...


class Country(Protocol):
    """What a jurisdiction must know about itself to be named."""

    @property
    def name(self) -> str: ...

    @property
    def code(self) -> str: ...


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of our sprite; decoration, unless ``label`` says what it means."""
    alternative = (
        format_html(' role="img" aria-label="{}"', label)
        if label
        else format_html(' aria-hidden="{}"', "true")
    )
    return format_html(
        '<svg class="icon{}"{}><use href="{}#{}"></use></svg>',
        " icon-mirrors" if name in MIRRORED else "",
        alternative,
        static("tracker/icons.svg"),
        name,
    )


@register.simple_tag
def tone_mark(tone: str, label: str | Message) -> SafeString:
    """A tone as shape and word: ``tone`` is one of the tone names, ``label`` what it means here."""
    return format_html('<span class="tone tone-{}">{}</span>', tone, words(label))


@register.filter(name="nice_date")
def nice_date_filter(value: dt.date | None, today: dt.date | None = None) -> SafeString | str:
    """``{{ day|nice_date:today }}``; without ``today`` the title gives the weekday but no distance."""
    return _date_element(value, today=today)


@register.simple_tag(name="nice_date", takes_context=True)
def nice_date_tag(context: Mapping[str, object], value: dt.date | None) -> SafeString | str:
    """``{% nice_date day %}``: the distance is counted from the context's ``today``."""
    today = context.get("today")
    return _date_element(value, today=today if isinstance(today, dt.date) else None)


def _date_element(value: dt.date | None, *, today: dt.date | None) -> SafeString | str:
    if value is None:
        return ""
    moment = (
        timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
    )
    day = moment.date() if isinstance(moment, dt.datetime) else moment
    full = date_format(day, _("l, j F Y"))
    title = (
        _("%(date)s, %(distance)s") % {"date": full, "distance": distance(day, today=today)}
        if today
        else full
    )
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), title, date_format(day, "DATE_FORMAT")
    )


@register.filter
def moment(value: dt.datetime) -> SafeString:
    """Day and time as people write them, with their zone; a program finds them as it needs them."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), moment_words(value))


@register.simple_tag(takes_context=True)
def cell_text(context: Mapping[str, object], value: object) -> SafeString | str:
    """What stands in a cell: a day as days are written, nothing for what there is none of."""
    if isinstance(value, dt.date):
        return nice_date_tag(context, value)
    return "" if value is None else str(value)


@register.filter
def country(jurisdiction: Country | None) -> SafeString | str:
    """A jurisdiction's name, and its code for those who read by code, where it says more than the name."""
    if jurisdiction is None:
        return ""
    name = words(jurisdiction.name)
    if jurisdiction.code.casefold() in ("", name.casefold()):
        return name
    return format_html('<span>{}\u00a0<span class="iso">{}</span></span>', name, jurisdiction.code)


@register.filter
def code_beside(jurisdiction: Country) -> SafeString | str:
    """The code that stands beside a name; nothing where it would only repeat it."""
    if jurisdiction.code.casefold() in ("", words(jurisdiction.name).casefold()):
        return ""
    return format_html(' <span class="iso">{}</span>', jurisdiction.code)


@register.filter(name="words")
def words(message: Message | str) -> str:
    """A message of the workflows in the reader's language; plain strings pass as they are."""
    return spoken(message)


@register.filter(name="count")
def count_filter(number: int) -> str:
    """A number of things as it is read."""
    return thousands(number)


@register.simple_tag
def largest(rows: Iterable[Valued]) -> int:
    """The largest value of these rows; 0 where there are none."""
    return max((row.value for row in rows), default=0)


@register.simple_tag
def share(value: float, of: float) -> str:
    """``value`` as a percentage of ``of``, for the widths of bars: a plain dot in every language."""
    return f"{100 * value / of:.2f}%" if of else "0%"


@register.simple_tag
def heat(value: int, largest: int) -> str:
    """The class of a cell of a matrix in which ``largest`` is the largest; nothing for nothing."""
    return f"heat-{bisect_right(heat_starts(largest), value)}" if value and largest else ""


@register.simple_tag
def heat_legend(largest: int) -> list[tuple[str, str]]:
    """The steps of that matrix: the class of each, and in words from how many to how many."""
    starts = heat_starts(largest)
    ends = [*(start - 1 for start in starts[1:]), largest]
    steps = zip(starts, ends, strict=True)
    return [(heat(start, largest), _from_to(start, end)) for start, end in steps if 1 <= start <= end]


def heat_starts(largest: int) -> tuple[int, ...]:
    """The first number of each step: a multiple of that of the step before, always by the same factor.

    By equal differences one huge cell would leave all the others in the palest step.
    """
    return tuple(ceil(round(largest ** (step / HEATS), 9)) for step in range(HEATS))


def _from_to(start: int, end: int) -> str:
    return thousands(start) if start == end else f"{thousands(start)}\u2013{thousands(end)}"
