"""A date moved by hand: what kind of move that is, and how it is explained."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from workflows.deadlines.rules import DeadlineRule
from workflows.messages import Message, message
from workflows.vocabulary import DeadlineKind, Shift

SHIFT_WORDS: Mapping[Shift, Message] = MappingProxyType(
    {
        Shift.BY_LAW: message("extended, as its law lets it"),
        Shift.GRANTED: message("extended, as it was granted"),
        Shift.SHORTENED: message("shortened by hand"),
        Shift.OVERRIDDEN: message("set by hand to a date that no law gives"),
    }
)
"""Why a version took the place of the one before it."""


def shift_of(*, before: date, until: date, limit: date, granted: bool) -> Shift:
    """What moving the end from ``before`` to ``until`` is; ``limit`` is how far the law lets it go."""
    if until < before:
        return Shift.SHORTENED
    if until <= limit:
        return Shift.BY_LAW
    return Shift.GRANTED if granted else Shift.OVERRIDDEN


def explained(
    rule: DeadlineRule, kind: DeadlineKind, shift: Shift, *, before: date, until: date, on: date, limit: date
) -> tuple[Message, ...]:
    """The move in words, and where it goes further than the law lets it, that it does."""
    article = rule.extension_article
    lines = {
        Shift.BY_LAW: message(
            "extended on %(on)s from %(before)s to %(until)s; %(article)s lets it go to %(limit)s",
            on=on,
            before=before,
            until=until,
            article=article,
            limit=limit,
        ),
        Shift.GRANTED: message(
            "extended on %(on)s from %(before)s to %(until)s, as it was granted",
            on=on,
            before=before,
            until=until,
        ),
        Shift.SHORTENED: message(
            "shortened by hand on %(on)s from %(before)s to %(until)s", on=on, before=before, until=until
        ),
        Shift.OVERRIDDEN: message(
            "set by hand on %(on)s from %(before)s to %(until)s: no law gives this date",
            on=on,
            before=before,
            until=until,
        ),
    }
    beyond = until > limit and (rule.extension is not None or kind is DeadlineKind.EXPIRY)
    further = message("further than %(limit)s, to which %(article)s lets it go", limit=limit, article=article)
    return (lines[shift], further) if beyond else (lines[shift],)
