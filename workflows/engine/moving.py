"""Moving a date by hand: what the law would give, and whether the date that somebody wants can be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from workflows.deadlines import DeadlineRule
from workflows.engine.procedure import Action, FieldName
from workflows.engine.proposal import Proposal
from workflows.engine.snapshot import Deadline, Snapshot
from workflows.engine.subjects import meant_by, renews
from workflows.messages import Message, message
from workflows.vocabulary import EventKind

# Nothing holds longer; later dates, all slips of the pen, could not be counted on from.
LAST_YEAR = 2999


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """How far a law lets a running deadline go beyond the present date."""

    rule: str
    until: date
    article: str


def extensions(deadlines: Iterable[Deadline], rules: Iterable[DeadlineRule]) -> tuple[Extension, ...]:
    """What the laws offer for the running deadlines, one a rule; of several items the earliest holds for all."""
    known = {rule.key: rule for rule in rules}
    found: dict[str, date] = {}
    for deadline in deadlines:
        if deadline.is_open and deadline.limit > deadline.due.due_on:
            found[deadline.rule] = min(deadline.limit, found.get(deadline.rule, deadline.limit))
    return tuple(
        Extension(rule=key, until=until, article=known[key].extension_article) for key, until in found.items()
    )


def completed(
    proposal: Proposal, action: Action, before: Snapshot | None, rules: Iterable[DeadlineRule]
) -> Proposal:
    """``proposal`` with the date that the law gives a moved date where none was said, and whether somebody granted
    it."""
    if action.field(FieldName.GRANTED_BY) is None or before is None:
        return proposal
    data = dict(proposal.data)
    offered = extensions(_meant(proposal, before), rules) if action.field(FieldName.DEADLINE) else ()
    if offered and not data.get("until"):
        data["until"] = offered[0].until.isoformat()
    if data.get("granted_by") or FieldName.GRANTOR in proposal.given:
        data["granted"] = True
    return replace(proposal, data=data)


def _meant(proposal: Proposal, before: Snapshot) -> list[Deadline]:
    authority = proposal.data.get("authority")
    return meant_by(
        str(proposal.data.get("deadline")),
        before.deadlines,
        items=proposal.items,
        authority=authority if isinstance(authority, int) else None,
    )


def wrong_move(proposal: Proposal, until: date | None, before: Snapshot | None) -> Iterator[Message]:
    """The deadline must run and have begun by then; a date on which it ends anyway moves nothing."""
    meant = _meant(proposal, before) if before else []
    if not meant:
        yield message("This deadline is not running. Choose one of the running deadlines.")
        return
    if not proposal.data.get("until"):
        yield message("The law of this deadline knows no extension. Give the date to which it is moved.")
    if until is None:
        return
    if any(until < deadline.start.on for deadline in meant):
        yield message("The deadline began after %(until)s. Give a later date.", until=until)
    if all(deadline.due.due_on == until for deadline in meant):
        yield message("It ends on %(until)s already. Give another date.", until=until)


def wrong_renewal(
    proposal: Proposal, action: Action, before: Snapshot | None, rules: Iterable[DeadlineRule]
) -> Iterator[Message]:
    """One that goes further than its law lets it has a reason, as a moved date has."""
    if action.kind is not EventKind.PRESERVATION_RENEWED or before is None:
        return
    known = {rule.key: rule for rule in rules if rule.extension is not None}
    for deadline in before.deadlines:
        rule = known.get(deadline.rule)
        of_it = not proposal.items or deadline.item in proposal.items
        if rule and deadline.is_open and of_it and _goes_further(proposal, action, rule, deadline):
            yield message(
                "%(article)s lets it be renewed until %(limit)s: to go further, give the reason and who granted it.",
                article=rule.extension_article,
                limit=deadline.limit,
            )
            return


def _goes_further(proposal: Proposal, action: Action, rule: DeadlineRule, deadline: Deadline) -> bool:
    if FieldName.REASON in proposal.given:
        return False
    if not renews(rule, action.kind, proposal.occurred, deadline) or deadline.limit <= deadline.due.due_on:
        return True
    until = until_of(proposal)
    return until is not None and until > deadline.limit


def until_of(proposal: Proposal) -> date | None:
    """The date that was given, where it is one that can be counted from."""
    try:
        until = date.fromisoformat(str(proposal.data.get("until")))
    except ValueError:
        return None
    return until if until.year <= LAST_YEAR else None
